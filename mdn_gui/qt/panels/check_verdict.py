"""May the density shown be used, and where not? In a few sentences."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mdn_gui.core.text import Sentence, say, say_count
from mdn_gui.qt.widgets.check_pictures import Stripe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.texts import Paragraph
from mdn_gui.session.checked import Checked
from mdn_gui.session.session import Session

_SIZE = 20  # pixels of the letters
_GAP = 12
_COLOURS = {"good": "good", "care": "warning", "bad": "bad", "unknown": "muted"}
_OFTEN = 3  # looks at the same test rows


class CheckVerdict(Pane):
    """The verdict in large letters, and below it the rows that it stands on.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stripe = Stripe()
        self._verdict, self._stands_on = Paragraph("verdict"), Paragraph("verdict_rows", muted=True)
        large = QFont(self.font())
        large.setPixelSize(_SIZE)
        self._verdict.setFont(large)
        self._verdict.setAccessibleName(say("Verdict"))
        self._stands_on.setAccessibleName(say("Rows that the verdict stands on"))
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(self._verdict)
        texts.addWidget(self._stands_on)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self._stripe)
        layout.addLayout(texts)

    @property
    def busy(self) -> bool:
        """Whether the network that is looked at is still to be checked."""
        session = self._session
        return self.isVisible() and session.to_check is not None and session.checked is None

    def _draw_session(self, session: Session) -> None:
        looks, epoch = _looks(session), session.epoch_shown
        state = session.network is None, session.under_way is not None, session.to_check is None
        if not self._differs(session.checked, looks, epoch, session.run.number, *state):
            return
        found = session.checked
        check = None if found is None else found.check
        self._stripe.show_colour("muted" if check is None else _COLOURS[check.verdict.answer])
        self._verdict.setText(_said(session))
        self._stands_on.setVisible(check is not None)
        if found is not None and check is not None:
            self._stands_on.setText(_stood_on(session, found, looks))


def _said(session: Session) -> str:
    found = session.checked
    if found is not None:
        return found.failure if found.check is None else found.check.verdict.text
    if session.run.busy:
        return say("The density is checked after its training has ended.")
    if session.network is None:
        return say("Train a network to see whether its density is right.")
    if session.under_way is not None:
        return say("The density is checked after the run under way has ended.")
    if session.to_check is None:
        return say("The network of this epoch gives no density. Choose another epoch in Explore.")
    return say("Checking the density…")


def _stood_on(session: Session, found: Checked, looks: int) -> str:
    """Which rows judged, of which network."""
    assert found.check is not None  # noqa: S101 - as the caller saw to
    rows = found.check.judged.test.rows
    told: dict[str, Sentence] = {
        "test": say_count(
            "Judged by {count} test row, which neither the training nor the choice of the epoch "
            "saw.",
            "Judged by {count:,} test rows, which neither the training nor the choice of the epoch "
            "saw.",
            rows,
        ),
        "folds": say_count(
            "Judged by {count} row, by the members that held it out.",
            "Judged by {count:,} rows, each by the members that held it out.",
            rows,
        ),
        "validation": say_count(
            "Judged by {count} validation row, which chose the epoch too: expect a little worse.",
            "Judged by {count:,} validation rows, which chose the epoch too: expect a little "
            "worse.",
            rows,
        ),
    }
    parts: list[str] = [told[found.part]]
    run = dict(session.document.listed).get(session.run.number, "")
    if run:
        parts.append(say("{run}, epoch {epoch}.", run=run, epoch=session.epoch_shown))
    if found.part == "test" and looks >= _OFTEN:
        parts.append(
            say("Chosen after {looks} looks at these rows: expect a little worse.", looks=looks)
        )
    return " ".join(parts)


def _looks(session: Session) -> int:
    """How many runs the test rows of the run shown have judged."""
    settings, dataset = session.run.settings, session.run.data.dataset
    return sum(
        run.settings is not None
        and settings is not None
        and not run.busy
        and run.best_network is not None
        and run.data.dataset is dataset
        and run.settings[1].holdout == settings[1].holdout
        for run in session.runs.values()
    )
