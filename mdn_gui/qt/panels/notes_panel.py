"""What to know before trusting the network, as text that can be copied."""

from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTabWidget

from mdn_gui.qt.widgets.describe import describe
from mdn_gui.session.session import Session


class NotesPanel(QPlainTextEdit):
    """The notes on the network shown, in a tab that is there while there are any.

    Args:
        tabs: Where the tab is.
    """

    def __init__(self, tabs: QTabWidget) -> None:
        super().__init__()
        self._tabs = tabs
        self._shown: tuple[str, ...] = ()
        self.setObjectName("notes")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        tip = self.tr(
            "What to know before trusting this network. Ctrl+A selects everything, Ctrl+C copies "
            "what is selected."
        )
        describe(self, self.tr("Notes on the network"), tip)
        tabs.addTab(self, "")
        self._name_tab()

    def show_session(self, session: Session) -> None:
        """Show the notes of a session, one paragraph each."""
        notes = session.run.notes or ()
        if notes == self._shown:
            return
        self._shown = notes
        self.setPlainText("\n\n".join(notes))
        self._name_tab()

    def _name_tab(self) -> None:
        count, tab = len(self._shown), self._tabs.indexOf(self)
        self._tabs.setTabText(tab, self.tr("Notes ({count})").format(count=count))
        self._tabs.setTabVisible(tab, count > 0)
