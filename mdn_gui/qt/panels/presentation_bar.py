"""What stands below the plots of a presentation: the temperature, to be set or only to be read."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.control import looking
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import tempered
from mdn_gui.qt.widgets.sampling_controls import ResampleButton, temperature_slider
from mdn_gui.session.session import Session

_TEMPERATURES = (0.2, 1.0, 5.0)  # sharper, as trained, evened out


class PresentationBar(Pane):
    """The temperature, the button that draws other samples, and the way out.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._temperature = temperature_slider("presented_temperature", _TEMPERATURES)
        self._resample = ResampleButton("presented_resample")
        leave = QPushButton(say("Leave (F11 or Escape)"))
        leave.setObjectName("leave")
        describe(leave, say("Leave"), say("Show everything again."))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._temperature, stretch=1)
        row.addWidget(self._resample)
        row.addWidget(leave)
        self._temperature.edited.connect(self._on_temperature_edited)
        self._resample.clicked.connect(self._on_resample_clicked)
        leave.clicked.connect(self._on_leave_clicked)

    def _draw_session(self, session: Session) -> None:
        """Show the temperature of a session."""
        ready = session.network is not None
        if self._differs(session.view.temperature, ready):
            self._temperature.show_value(session.view.temperature)
            self._resample.offer(ready=ready)

    def _on_temperature_edited(self, temperature: float) -> None:
        self._tell(looking.set_temperature(temperature))

    def _on_resample_clicked(self) -> None:
        self._tell(looking.resample())

    def _on_leave_clicked(self) -> None:
        self.edited.emit(*looking.present(on=False))


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
