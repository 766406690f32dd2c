"""What to know before trusting the network, as text that can be copied."""

from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.widgets.controls import describe, heading
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.session import Session

_LETTERS = 76  # in a line that is read with ease
_MARGIN = 6  # pixels, as around the table beside it


class NotesPanel(Pane):
    """The notes on the network shown, one paragraph each.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QPlainTextEdit()
        self._text.setObjectName("notes")
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.viewport().setAutoFillBackground(False)  # text on the ground, as the title is
        self._text.document().setDocumentMargin(0)
        tip = say(
            "What to know before trusting this network. Ctrl+A selects everything, Ctrl+C copies "
            "what is selected."
        )
        describe(self._text, say("Notes on the network"), tip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        title = QLabel(say("What to know before trusting this network"))
        title.setWordWrap(True)
        heading(title)
        # Level with that of the table beside it, which has a button.
        title.setMinimumHeight(QPushButton().sizeHint().height())
        layout.addWidget(title)
        layout.addWidget(self._text)
        self.setMaximumWidth(_LETTERS * self.fontMetrics().averageCharWidth() + 2 * _MARGIN)

    def _draw_session(self, session: Session) -> None:
        waits = session.under_way is not None
        if self._differs(session.run.notes, session.run.busy, session.network is None, waits):
            self._text.setPlainText("\n\n".join(session.run.notes or (_none(session),)))


def _none(session: Session) -> str:
    """Why there are no notes."""
    if session.run.busy:
        return say("The network is looked at after its training has ended.")
    if session.network is None:
        return say("Train a network to see what to know before trusting it.")
    if session.run.notes is None and session.under_way is not None:
        return say("The network is looked at after the run under way has ended.")
    if session.run.notes is None:
        return say("The network is being looked at…")
    return say("Nothing to note about this network.")
