"""Both forms of settings, one above the other."""

from PySide6.QtWidgets import QVBoxLayout

from mdn_gui.qt.panels.setup_panel import DataPanel, SetupPanel
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.session import Session


class Forms(Pane):
    """The form of *Data* and that of *Explore*."""

    def __init__(self) -> None:
        super().__init__()
        self._panels = DataPanel(), SetupPanel()
        layout = QVBoxLayout(self)
        for panel in self._panels:
            layout.addWidget(panel)
            panel.edited.connect(self.edited)

    def _draw_session(self, session: Session) -> None:
        for panel in self._panels:
            panel.show_session(session)
