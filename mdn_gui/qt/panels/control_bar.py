"""The toolbar: data, the training's controls, and how far it is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QProgressBar, QToolBar, QToolButton, QWidget

from mdn_gui.core.session import Session
from mdn_gui.qt.actions import Actions

PROGRESS_PARTS = 1000


class ControlBar(QToolBar):
    """Buttons of the actions, a progress bar, and the time left.

    Args:
        actions: What the buttons do.
        parent: The window.
    """

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Controls"))
        self.setObjectName("controls")
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._add(actions.open)
        self._add(actions.example_menu.menuAction()).setPopupMode(
            QToolButton.ToolButtonPopupMode.InstantPopup
        )
        self.addSeparator()
        for action in (actions.train, actions.pause, actions.stop, actions.reset):
            self._add(action)
        self.addSeparator()
        self._progress = QProgressBar()
        self._progress.setAccessibleName(self.tr("Training progress"))
        self._progress.setToolTip(self.tr("Epochs passed of those planned"))
        self._progress.setMaximum(PROGRESS_PARTS)
        self._progress.setTextVisible(False)
        self._progress.setMinimumWidth(120)
        self.addWidget(self._progress)
        self._left = QLabel()
        self._left.setObjectName("time-left")
        self._left.setAccessibleName(self.tr("Epochs passed and time left"))
        self._left.setContentsMargins(8, 0, 8, 0)
        self.addWidget(self._left)

    def show_session(self, session: Session) -> None:
        """Show how far the training is."""
        planned = session.epochs_planned
        share = session.progress / planned if planned else 0.0
        self._progress.setValue(round(share * PROGRESS_PARTS))
        self._left.setText(self._text(session))

    def _text(self, session: Session) -> str:
        if not session.epochs_planned:
            return ""
        passed = f"{int(session.progress):,}/{session.epochs_planned:,}"
        if session.seconds_left is None:
            return self.tr("{passed} epochs").format(passed=passed)
        return self.tr("{passed} epochs, {time} left").format(
            passed=passed, time=self._duration(session.seconds_left)
        )

    def _duration(self, seconds: float) -> str:
        if seconds < 60:
            return self.tr("{seconds} s").format(seconds=max(1, round(seconds)))
        if seconds < 3600:
            return self.tr("{minutes} min").format(minutes=round(seconds / 60))
        return self.tr("{hours} h").format(hours=round(seconds / 3600, 1))

    def _add(self, action: QAction) -> QToolButton:
        self.addAction(action)
        button = self.widgetForAction(action)
        assert isinstance(button, QToolButton)  # noqa: S101 - tells mypy what a toolbar makes of an action
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
