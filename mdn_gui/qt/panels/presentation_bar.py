"""What stands around the plots of a presentation: the epoch, and what can be set or only read."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.control import looking
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import tempered
from mdn_gui.qt.widgets.sampling_controls import ResampleButton, compare_box, temperature_slider
from mdn_gui.session.session import Session
from mdn_gui.session.view import COMPARED_TEMPERATURES, Layer


class PresentationBar(Pane):
    """The temperature and its comparison, the samples, and the way out.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._temperature = temperature_slider("presented_temperature", COMPARED_TEMPERATURES)
        self._compare = compare_box("presented_compare")
        self._samples = QCheckBox(say("Samples"))
        self._samples.setObjectName("presented_samples")
        self._resample = ResampleButton("presented_resample")
        leave = QPushButton(say("Leave"))
        leave.setObjectName("leave")
        describe(leave, leave.text(), say("Show everything again (F11 or Escape)."))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._temperature, stretch=1)
        for control in (self._compare, self._samples, self._resample, leave):
            row.addWidget(control)
        self._temperature.edited.connect(self._on_temperature_edited)
        self._compare.clicked.connect(self._on_compare_clicked)
        self._samples.clicked.connect(self._on_samples_clicked)
        self._resample.clicked.connect(self._on_resample_clicked)
        leave.clicked.connect(self._on_leave_clicked)

    def _draw_session(self, session: Session) -> None:
        """Show how a session is looked at."""
        view, ready = session.view, session.network is not None
        compares, drawn = view.compares_temperatures, Layer.SAMPLES in view.layers
        if self._differs(view.temperature, compares, drawn, ready):
            self._temperature.show_value(view.temperature)
            self._compare.setChecked(compares)
            self._samples.setChecked(drawn)
            self._samples.setEnabled(ready)
            tip = say("Points drawn from the mixture at each of 1,000 x.")
            missing = say("Train a network first: there is nothing to sample from yet.")
            describe(self._samples, self._samples.text(), tip if ready else missing)
            self._resample.offer(ready=ready)

    def _on_temperature_edited(self, temperature: float) -> None:
        self._tell(looking.set_temperature(temperature))

    def _on_compare_clicked(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._tell(looking.compare_temperatures(on=on))

    def _on_samples_clicked(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._tell(looking.switch_layer(Layer.SAMPLES, on=on))

    def _on_resample_clicked(self) -> None:
        self._tell(looking.resample())

    def _on_leave_clicked(self) -> None:
        self.edited.emit(*looking.present(on=False))


class EpochCaption(Pane):
    """The epoch that is shown and, while a run goes, of how many.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel()
        self._label.setObjectName("presented_epoch")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self._label)

    def _draw_session(self, session: Session) -> None:
        """Show the epoch of a session."""
        epoch, planned = session.epoch_shown, session.run.epochs_planned
        going = session.run.busy and session.view.epoch is None
        if not self._differs(epoch, planned, going, session.view.epoch):
            return
        text = say("Best epoch {epoch:,}")
        if going:
            text = say("Epoch {epoch:,} of {planned:,}")
        elif session.view.epoch is not None:
            text = say("Epoch {epoch:,}")
        self._label.setText("" if epoch is None else text.format(epoch=epoch, planned=planned))


class FilmCaption(Pane):
    """The temperature and the epoch of a picture of a film.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label)

    def _draw_session(self, session: Session) -> None:
        """Show the temperature and the epoch of a session."""
        text = say("{temperature} · epoch {epoch:,}")
        if session.view.epoch is None:
            text = say("{temperature} · best epoch {epoch:,}")
        view, epoch = session.view, session.epoch_shown or 0
        temperature = tempered(view.temperature, branches=view.tempers_branches)
        self._label.setText(text.format(temperature=temperature, epoch=epoch))
