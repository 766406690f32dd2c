"""Two runs compared: in words, by their losses, and by their densities of y at the chosen x."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mdn_gui.core.comparison import sentence
from mdn_gui.core.text import say
from mdn_gui.qt.plots.compared_plots import ComparedDensities, ComparedLosses, Pair
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.describe import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.session import Session


class ComparisonView(Pane):
    """The runs that are compared; it is brought up to date only while it can be seen.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._words.setObjectName("comparison")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        tip = say(
            "How much lower the mean loss of one run is on the same rows. The interval tells how "
            "far other rows may move that, not how far another seed of the training would."
        )
        describe(self._words, say("Comparison of two runs"), tip)
        self._losses, self._densities = ComparedLosses(), ComparedDensities()
        plots = QHBoxLayout()
        plots.addWidget(self._losses)
        plots.addWidget(self._densities)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 6)  # the list above has its own margin
        layout.addWidget(self._words)
        layout.addLayout(plots)
        self._draw_session(self._session)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._losses.set_theme(theme)
        self._densities.set_theme(theme)

    def _draw_session(self, session: Session) -> None:
        view = session.view
        pair = _pair(session)
        # Over the x of other data a density would mean nothing.
        drawn = tuple(session.is_of_this_data(run) for _, run in pair or ())
        # Not how far a run under way is within its epoch.
        seen = *((name, run.history, run.best_network) for name, run in pair or ()), drawn
        found = session.status.comparison, session.status.incomparable
        if self._memory.changed("words", *seen, *found):
            self._words.setText(self._sentence(session, pair, drawn))
        if self._memory.changed("runs", *seen, session.resolved.up):
            self._losses.setVisible(pair is not None)
            self._densities.setVisible(any(drawn))
            if pair is not None:
                self._losses.draw(pair)
            if pair is not None and any(drawn):
                self._densities.show_pair(pair, drawn, session.resolved.up)
        looked_at = (session.resolved.place, session.resolved.up, view.adjustment)
        if self._memory.changed("densities", *seen, *looked_at) and pair is not None:
            self._losses.settle()
            if any(drawn):
                self._densities.draw(session, pair, drawn)
                self._densities.settle()

    def _sentence(self, session: Session, pair: Pair | None, drawn: Sequence[bool]) -> str:
        if pair is None:
            return say("Select two runs to compare them.")
        said = session.status.incomparable or say("Comparing…")
        if session.status.comparison is not None:
            said = sentence(session.status.comparison, (pair[0].name, pair[1].name))
        other = [each for each, is_drawn in zip(pair, drawn, strict=True) if not is_drawn]
        if other:
            both = say(" and ")
            names, titles = (
                both.join(dict.fromkeys(texts))
                for texts in zip(*((name, run.data.title) for name, run in other), strict=True)
            )
            reason = say("The density of {name} is of the x of {title}, which is not loaded.")
            if len(other) > 1:
                reason = say("The densities of {name} are of the x of {title}, not loaded now.")
            said = f"{said} {reason.format(name=names, title=titles)}"
        return said


def _pair(session: Session) -> Pair | None:
    pair = session.compared
    return (pair[0], pair[1]) if len(pair) == 2 else None
