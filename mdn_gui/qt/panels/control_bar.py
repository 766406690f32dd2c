"""The toolbar: data, the training's controls, and how far it is."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QProgressBar, QToolBar, QToolButton, QWidget

from mdn_gui.core.text import say, say_count
from mdn_gui.qt.actions import Actions
from mdn_gui.qt.widgets.controls import ElidedLabel, describe, narrow_button
from mdn_gui.qt.widgets.setting_fields import ChoiceField
from mdn_gui.session import edits
from mdn_gui.session.edits import Act
from mdn_gui.session.session import Session

PROGRESS_PARTS = 1000

SLOW_MOTION = (30.0, 10.0, 5.0, 2.0, 1.0)
"""Most epochs a second that can be chosen, besides as many as there can be."""

_ICON = 18  # pixels of the screen; larger ones leave no room for the longest texts
_LEAST_PROGRESS = 16  # pixels of the bar, where what is beside it needs the room


class ControlBar(QToolBar):
    """Buttons of the actions, the speed, a progress bar, and the time left.

    Signals:
        edited(edit, undo, merge): A person changes the session; see `Act`.

    Args:
        actions: What the buttons do.
        parent: The window.
    """

    edited = Signal(object, str, str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Controls"))
        self.setObjectName("controls")
        self.setMovable(False)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        first, *others = actions.toolbar()
        for button in first:
            self._add(button)
        self.addSeparator()
        for part in others:
            for button in part:
                self._add(button)
            self.addSeparator()
        self._speed = ChoiceField("speed", self._speeds())
        # A field with the focus would take the keys that train and step.
        self._speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tip = say("Slow motion: at most so many epochs a second, to watch the density form.")
        describe(self._speed, say("Speed of training"), tip)
        self._speed.edited.connect(self._on_speed_edited)
        self.addWidget(self._speed)
        full_speed = narrow_button(say("Full speed"))
        full_speed.setObjectName("full_speed")
        full_speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        describe(full_speed, say("Full speed"), say("Let the run go as fast as it can"))
        full_speed.clicked.connect(self._on_full_speed_clicked)
        self._full_speed = self.addWidget(full_speed)
        self._full_speed.setVisible(False)
        self._progress = QProgressBar()
        self._progress.setAccessibleName(say("Training progress"))
        self._progress.setToolTip(say("Epochs passed of those planned"))
        self._progress.setMaximum(PROGRESS_PARTS)
        self._progress.setTextVisible(False)
        self._progress.setMinimumWidth(_LEAST_PROGRESS)
        self.addWidget(self._progress)
        self._left = ElidedLabel()
        self._left.setObjectName("time-left")
        self._left.setAccessibleName(say("Epochs passed and time left"))
        self._left.setContentsMargins(4, 0, 4, 0)
        self.addWidget(self._left)

    def show_session(self, session: Session) -> None:
        """Show how far the training is, and how fast it may go."""
        self._speed.show_value(session.status.speed)
        slowed = session.under_way is not None and session.status.speed is not None
        self._full_speed.setVisible(slowed)
        planned, over = (
            session.led.epochs_planned,
            session.led.best is not None and not session.led.busy,
        )
        share = session.led.progress / planned if planned else 0.0
        share = 1.0 if over else share  # an early end is an end
        self._progress.setEnabled(session.led.busy)  # muted at rest
        self._progress.setValue(round(share * PROGRESS_PARTS))
        text, *shorter = self._texts(session)
        self._left.show_text(text, shorter=shorter)

    def _texts(self, session: Session) -> Sequence[str]:
        """How far the run is, from the longest text to the shortest."""
        run = session.led
        planned = run.epochs_planned
        if not planned:
            return ("",)
        if run is session.run and run.ended and run.best:
            ended, best = int(run.progress), run.best.epoch
            whole = say("ended at {epoch:,}, best {best:,}", epoch=ended, best=best)
            return whole, say("best {best:,}", best=best)
        passed = f"{int(run.progress):,}/{planned:,}"
        texts: list[str] = [say_count("{passed} epoch", "{passed} epochs", planned, passed=passed)]
        if run.seconds_left is not None:
            time = self._duration(run.seconds_left)
            whole = say_count(
                "{passed} epoch, {time} left",
                "{passed} epochs, {time} left",
                planned,
                passed=passed,
                time=time,
            )
            texts = [whole, say("{passed}, {time} left", passed=passed, time=time)]
        if run is not session.run:
            name = dict(session.document.listed).get(run.number, "")
            texts.insert(0, say("{name}: {passed}", name=name, passed=texts[0]))
        return *texts, passed

    def _duration(self, seconds: float) -> str:
        if seconds < 60:
            return say("{seconds} s", seconds=max(1, round(seconds)))
        if seconds < 3600:
            return say("{minutes} min", minutes=round(seconds / 60))
        return say("{hours} h", hours=round(seconds / 3600, 1))

    def _speeds(self) -> Sequence[tuple[str, object]]:
        slow = [(say("{epochs:g}/s", epochs=epochs), epochs) for epochs in SLOW_MOTION]
        return [(say("Full speed"), None), *slow]

    def _on_speed_edited(self, _name: str, epochs_per_second: float | None) -> None:
        self.edited.emit(*Act(edits.at_speed(epochs_per_second)))

    @Slot()
    def _on_full_speed_clicked(self) -> None:
        self.edited.emit(*Act(edits.at_speed(None)))

    def _add(self, does: QAction | QMenu) -> None:
        action = does.menuAction() if isinstance(does, QMenu) else does
        self.addAction(action)
        button = self.widgetForAction(action)
        assert isinstance(button, QToolButton)  # noqa: S101 - tells mypy what a toolbar makes of an action
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if isinstance(does, QMenu):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
