"""What every part of the window has in common that shows a session only while it can be seen."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from mdn_gui.qt.guard import guarded
from mdn_gui.session.session import Session


class Pane(QWidget):
    """Shows the latest session, at once while it can be seen, else when it is seen again.

    A pane that is hidden works nothing out.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = Session()

    def show_session(self, session: Session) -> None:
        """Show a session; cheap where nothing changed."""
        self._session = session
        if self.isVisible():
            self._draw_session(session)

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the pane was hidden."""
        super().showEvent(event)
        self._draw_session(self._session)

    def _draw_session(self, session: Session) -> None:
        """Draw what differs from what is drawn."""
        raise NotImplementedError
