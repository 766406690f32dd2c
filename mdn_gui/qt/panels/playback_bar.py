"""Going through the epochs of a run, and how its losses are drawn."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QToolButton, QWidget

from mdn_gui.core.setting import Range
from mdn_gui.core.text import say
from mdn_gui.qt.control import looking, playback
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.theme import Theme, icon
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.help import show_loss_help
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.setting_fields import EpochField, RealNumberField
from mdn_gui.session.session import Session

_LEAST_FIELD, _LEAST_SLIDER = 58, 40  # pixels
_HUNDREDTHS = 100


class PlaybackBar(Pane):
    """One row under the losses.

    Signals:
        export_requested: A person wants the run as an animated picture.

    Args:
        parent: The widget around it.
    """

    export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first, self._back = _button("first_epoch"), _button("back")
        self._play, self._forward = _button("play"), _button("forward")
        self._epoch, self._live = EpochField("epoch_shown"), _button("live")
        self._speed = RealNumberField("playback_speed", Range(*playback.SPEEDS))
        self._speed.set_suffix(say("/s"))
        self._smoothing = QSlider(Qt.Orientation.Horizontal)
        self._log, self._export = _button("log_epochs"), _button("export")
        self._help = _button("loss_help_button")
        self._labels: dict[QLabel, QWidget] = {}  # and what each names
        self._describe_views()
        self._take_theme()  # the row is as wide as its icons make it
        self._draw_session(self._session)
        self._lay_out()
        self._connect()

    def _draw_session(self, session: Session) -> None:
        """Show which epoch is shown, and what can be done."""
        run = session.run
        view = session.view
        recorded = bool(run.recording.frames)
        stride = run.recording.stride
        live = view.epoch is None
        if self._differs(recorded, run.busy, session.status.playing, live, stride, self._theme):
            missing = "" if recorded else say("Train a network first: no epoch is recorded.")
            self._show_steps(session, missing)
            self._show_ends(session, missing)
        self._epoch.show_value(session.epoch_shown or 1)
        self._speed.show_value(view.playback_speed)
        self._log.setChecked(view.log_epochs)
        with QSignalBlocker(self._smoothing):
            self._smoothing.setValue(round(_HUNDREDTHS * view.smoothing))

    @Slot(bool)
    def show_loss_controls(self, shown: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Offer what is about the chart of the losses, or not, as where it is not seen."""
        for control in (self._smoothing, self._log, self._help):
            control.setVisible(shown)
        self._show_labels()

    def set_theme(self, theme: Theme) -> None:
        """Redraw the icons."""
        super().set_theme(theme)
        for button, name in (
            *((self._first, "first"), (self._back, "back"), (self._forward, "forward")),
            (self._export, "export"),
        ):
            button.setIcon(icon(name, theme.foreground, theme.grid))

    def _describe_views(self) -> None:
        """Name what can always be set."""
        self._live.setCheckable(True)
        self._log.setText(say("Log"))
        self._log.setCheckable(True)
        tip = say("Logarithmic axis: as much room for epochs 1 to 10 as for 10 to 100.")
        describe(self._log, say("Logarithmic epochs"), tip)
        self._smoothing.setObjectName("smoothing")
        self._smoothing.setRange(0, round(_HUNDREDTHS * looking.MOST_SMOOTHING))
        self._smoothing.setPageStep(10)
        tip = say("Averages each loss with those before it; the losses stay faintly visible.")
        describe(self._smoothing, say("Smoothing of the losses"), tip)
        tip = say("How many epochs a second are played, from 0.5 to 1000.")
        describe(self._speed, say("Epochs a second"), tip)
        self._help.setText("?")
        tip = say("Why validation can lie below train, and why a loss can be negative.")
        describe(self._help, say("About these losses"), tip)

    def _show_steps(self, session: Session, missing: str) -> None:
        for control, name, tip in (
            (self._first, say("First epoch"), say("Show the first epoch.")),
            (self._back, say("Back"), say("Show the kept epoch before this one.")),
            (self._forward, say("Forward"), say("Show the kept epoch after this one.")),
            (self._epoch, say("Epoch shown"), self._which_epochs(session.run.recording.stride)),
        ):
            _offer(control, name, tip, missing)
        play = say("Play the training again: from the epoch shown to the last one.")
        hold = say("Hold the playback at the epoch shown.")
        name, tip = (say("Hold"), hold) if session.status.playing else (say("Play"), play)
        _offer(self._play, name, tip, missing)
        picture = "pause" if session.status.playing else "train"
        self._play.setIcon(icon(picture, self._theme.foreground, self._theme.grid))

    def _which_epochs(self, stride: int) -> str:
        if stride == 1:
            return say("Type an epoch to go there.")
        text = say(
            "Type an epoch to go to the nearest one kept. Of a long run, or of large networks, one "
            "epoch in so many is kept, here in {stride}, beside the first, the best and the latest."
        )
        return text.format(stride=stride)

    def _show_ends(self, session: Session, missing: str) -> None:
        latest = say("Follow the training: show the latest epoch, as it comes.")
        best = say("Show the network of the best epoch.")
        name, tip = (say("Live"), latest) if session.run.busy else (say("Best"), best)
        _offer(self._live, name, tip, missing)
        self._live.setText(name)
        self._live.setChecked(session.view.epoch is None)
        tip = say("Save how the density forms, up to the best epoch, as an animation.")
        busy = say("A run is under way: stop it first.") if session.run.busy else ""
        _offer(self._export, say("Save animation…"), tip, missing or busy)

    def _lay_out(self) -> None:
        for field in (self._epoch, self._speed):
            field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            field.setMinimumWidth(_LEAST_FIELD)
        self._smoothing.setMinimumWidth(_LEAST_SLIDER)
        self._smoothing.setMaximumWidth(4 * _LEAST_SLIDER)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 2)
        row.setSpacing(1)
        for control in (self._first, self._back, self._play, self._forward):
            row.addWidget(control)
        self._add(row, say("Epoch"), self._epoch)
        row.addWidget(self._live)
        self._add(row, say("Epochs/s"), self._speed)
        row.addStretch(1)
        self._add(row, say("Smoothing"), self._smoothing, stretch=2)
        for control in (self._log, self._export, self._help):
            row.addWidget(control)
        self._widest = row.sizeHint().width()
        self._show_labels()
        self.setMinimumWidth(row.minimumSize().width())

    def _add(self, row: QHBoxLayout, text: str, control: QWidget, stretch: int = 0) -> None:
        label = QLabel(text)
        label.setBuddy(control)
        label.setContentsMargins(8, 0, 3, 0)
        self._labels[label] = control
        row.addWidget(label)
        row.addWidget(control, stretch)

    def _show_labels(self) -> None:
        """Write the names of the fields where there is room for them."""
        for label, control in self._labels.items():
            label.setVisible(self.width() >= self._widest and not control.isHidden())

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the room that there is now."""
        super().resizeEvent(event)
        self._show_labels()

    def _connect(self) -> None:
        self._first.clicked.connect(self._on_first_clicked)
        self._back.clicked.connect(self._on_back_clicked)
        self._play.clicked.connect(self._on_play_clicked)
        self._forward.clicked.connect(self._on_forward_clicked)
        self._epoch.picked.connect(self._on_epoch_picked)
        self._epoch.stepped.connect(self._on_epoch_stepped)
        self._live.clicked.connect(self._on_live_clicked)
        self._speed.edited.connect(self._on_speed_edited)
        self._smoothing.valueChanged.connect(self._on_smoothing_changed)
        self._log.clicked.connect(self._on_log_clicked)
        self._export.clicked.connect(self.export_requested)
        self._help.clicked.connect(self._on_help_clicked)

    def _on_first_clicked(self) -> None:
        self._on_epoch_picked(1.0)

    def _on_back_clicked(self) -> None:
        self._on_epoch_stepped(-1)

    def _on_play_clicked(self) -> None:
        self.edited.emit(*playback.play_or_hold())

    def _on_forward_clicked(self) -> None:
        self._on_epoch_stepped(1)

    def _on_epoch_picked(self, epoch: float) -> None:
        self.edited.emit(*playback.show_epoch(epoch))

    def _on_epoch_stepped(self, frames: int) -> None:
        self.edited.emit(*playback.step(frames))

    def _on_live_clicked(self) -> None:
        # The click has checked or unchecked it; whether it is live, the session knows.
        self._tell(playback.live())

    def _on_speed_edited(self, _name: str, speed: float) -> None:
        self.edited.emit(*playback.set_speed(speed))

    def _on_smoothing_changed(self, hundredths: int) -> None:
        self.edited.emit(*looking.set_smoothing(hundredths / _HUNDREDTHS))

    def _on_log_clicked(self, log: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.edited.emit(*looking.set_log_epochs(log=log))

    def _on_help_clicked(self) -> None:
        show_loss_help(self.window())


def _button(name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _offer(control: QWidget, name: str, tip: str, why_not: str) -> None:
    describe(control, name, why_not or tip)
    control.setEnabled(not why_not)
