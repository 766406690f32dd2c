"""Three plain questions about the density shown: does it cover, is it better, where not?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.text import say
from mdn_gui.qt.widgets.check_pictures import HUNDRED, HundredDots, IntervalBar, Shown
from mdn_gui.qt.widgets.controls import heading
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.texts import Paragraph
from mdn_gui.session.session import Session

if TYPE_CHECKING:
    from mdn_gui.core.check import Check
    from mdn_gui.core.check.baselines import Baseline
    from mdn_gui.core.check.findings import Finding

_GAP = 16  # pixels
_MASS = 0.9
_BASELINES = 3  # at most: ignoring the inputs, a straight line, one Gaussian


class CheckBars(Pane):
    """Three columns, each with its question, a small picture and a sentence.

    They are dimmed until the network shown is checked.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._covers, self._better, self._where = _Covers(), _Better(), _Where()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        self._parts = self._covers, self._better, self._where
        for part in self._parts:
            layout.addWidget(part, stretch=1)
            part.hide()

    def _draw_session(self, session: Session) -> None:
        check = None if session.checked is None else session.checked.check
        checking = check is None and session.to_check is not None
        if self._differs(check, checking):
            self.setEnabled(not checking)
            if checking:
                return
            for part in self._parts:
                if check is not None:
                    part.show_check(check)
                part.setVisible(check is not None)


class _Question(QFrame):
    """A question, over its answer."""

    def __init__(self, question: str) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        title = QLabel(question)
        title.setWordWrap(True)
        heading(title)
        self._layout.addWidget(title)

    def _end(self) -> None:
        self._layout.addStretch(1)


class _Covers(_Question):
    """How many of a hundred rows lie in the region of 90%."""

    def __init__(self) -> None:
        super().__init__(say("Covers as it says?"))
        self._dots, self._text = HundredDots(), Paragraph("check_covers")
        self._layout.addWidget(self._dots)
        self._layout.addWidget(self._text)
        self._end()

    def show_check(self, check: Check) -> None:
        """Show it."""
        found = next(each for each in check.regions if each.mass == _MASS)
        error = next(
            each.error
            for each in check.scores
            if (each.name, each.mass) == ("region_coverage", _MASS)
        )
        share, low, high = (round(HUNDRED * each) for each in (found.observed, *found.expected))
        self._dots.show_inside(share, _colour(check))
        self._text.setText(
            say(
                "Of 100 new rows, 90 should lie in the 90% region; {found} did (chance: {low} to "
                "{high}; {rows:,} rows, standard error {error:.1f}).",
                found=share,
                low=low,
                high=high,
                rows=len(check.judged.looked_at),
                error=100 * error,
            )
        )
        self._dots.setAccessibleName(
            say("{share} of 100 dots are filled: in the 90% region", share=share)
        )


def _colour(check: Check) -> str:
    """Of the dots: whether any region, not only this one, holds too little or too much."""
    levels = {each.level for each in check.findings if each.kind in {"too_narrow", "too_wide"}}
    if levels:
        return "bad" if "bad" in levels else "warning"
    return "muted" if check.verdict.answer == "unknown" else "good"


class _Better(_Question):
    """By how much the density is better than simpler ones."""

    def __init__(self) -> None:
        super().__init__(say("Better than simple?"))
        self._parts = []
        for number in range(_BASELINES):
            text, bar = Paragraph(f"check_gain_{number}"), IntervalBar()
            self._parts.append((text, bar))
            self._layout.addWidget(text)
            self._layout.addWidget(bar)
        self._end()

    def show_check(self, check: Check) -> None:
        """Show it."""
        gains = [each.gain for each in check.baselines]
        least = min([0.0, *(gain.interval[0] for gain in gains)])
        most = max([0.0, *(gain.interval[1] for gain in gains)])
        room = 0.05 * (most - least) or 1.0
        span = least - room, most + room
        for number, (text, bar) in enumerate(self._parts):
            there = number < len(gains)
            text.setVisible(there)
            bar.setVisible(there)
            if not there:
                continue
            gain, said = gains[number], _gain_text(check.baselines[number])
            text.setText(said)
            low, high = gain.interval
            colour = "good" if low > 0 else "bad" if high < 0 else "warning"
            nats = rounded(span[1], span[1] - span[0])
            ends = say("worse"), say("{nats} nats better", nats=nats)
            bar.show_value(Shown(span, (0.0, 0.0), gain.interval, gain.gain, colour, ends))
            bar.setAccessibleName(said)


def _gain_text(simple: Baseline) -> str:
    gain, (low, high) = simple.gain, simple.gain.interval
    nats, least, most = (rounded(value, 10 * (high - low)) for value in (gain.gain, low, high))
    if low > 0:
        text = say("{nats} nats better than {name} ({least} to {most}).")
    elif high < 0:
        text = say("{nats} nats: worse than {name} ({least} to {most}).")
    else:
        text = say("Cannot be told apart from {name}: {nats} nats ({least} to {most}).")
    return text.format(nats=nats, name=simple.name, least=least, most=most)


class _Where(_Question):
    """The range of an input where the density is off the most."""

    def __init__(self) -> None:
        super().__init__(say("Where not?"))
        self._text, self._bar = Paragraph("check_where"), IntervalBar()
        self._layout.addWidget(self._text)
        self._layout.addWidget(self._bar)
        self._end()

    def show_check(self, check: Check) -> None:
        """Show it."""
        from mdn_gui.core.check.findings import range_text  # noqa: PLC0415 - with the first check

        finding: Finding | None = next((f for f in check.findings if f.where is not None), None)
        where = None if finding is None else finding.where
        self._bar.setVisible(where is not None)
        if finding is None or where is None:
            self._text.setText(_nowhere(check))
            return
        test = check.judged.test
        said = say("Where {where}: {why}", where=range_text(test, where), why=finding.text)
        self._text.setText(said)
        colour = "bad" if finding.level == "bad" else "warning"
        found = where.observed, where.observed
        shown = Shown((0.0, 1.0), where.expected, found, where.observed, colour, ("0%", "100%"))
        self._bar.show_value(shown)
        self._bar.setAccessibleName(said)


def _nowhere(check: Check) -> str:
    from mdn_gui.core.check.ranges import FEWEST_ROWS  # noqa: PLC0415 - with the first check

    if check.judged.test.rows < 2 * FEWEST_ROWS:
        return say(
            "Too few rows to look along the inputs: each part of one needs {fewest} of them.",
            fewest=FEWEST_ROWS,
        )
    return say(
        "Nowhere found: no part of any input is 10 points or more off by more than chance alone "
        "gives."
    )
