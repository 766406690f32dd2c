"""What is wrong with a density: findings, each significant and large enough to matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.check.baselines import Skill
from mdn_gui.core.check.coverage import Coverage
from mdn_gui.core.check.power import Rule
from mdn_gui.core.check.ranges import Range
from mdn_gui.core.check.scores import Judged
from mdn_gui.core.check.uniform import Uniformity
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.text import Sentence, say
from mdn_gui.core.value_texts import cell_text

type Level = Literal["care", "bad"]
type FindingKind = Literal[
    "too_narrow", "too_wide", "too_high", "too_low", "shape", "range", "useless"
]


class Effect(NamedTuple):
    """From which size on a fault asks for care, and from which it is bad."""

    care: float
    bad: float

    def level(self, size: float) -> Level | None:
        """How bad a fault of a size is; None where it does not matter."""
        size = abs(size)
        return "bad" if size > self.bad else "care" if size >= self.care else None


COVERAGE: Final = Effect(0.03, 0.10)
CURVE: Final = Effect(0.03, 0.10)
RANGE: Final = Effect(0.10, 0.25)

TESTED: Final = (0.5, 0.8, 0.9)
"""Probabilities of the regions whose coverage is judged."""

NEGLIGIBLE = 0.02
"""Nats that are too few to matter."""

FALSE_ALARMS = 0.05
"""How often all tests together find a fault in a right density, at most."""

_OF_SHARES, _OF_CURVES, _OF_RANGES = 0.3, 0.3, 0.4  # of these, what each kind of test may make


@dataclass(frozen=True, eq=False)
class Finding:
    """Something that is wrong.

    Attributes:
        kind: What.
        level: Whether it asks for care, or forbids the use.
        text: It in words.
        target: Name of the target; "" for all together.
        rows: Numbers of the test rows that show it, from 0; all of them for a whole density.
        where: The range of an input; None for everywhere.
    """

    kind: FindingKind
    level: Level
    text: str
    target: str
    rows: NDArray[np.intp]
    where: Range | None = None


def rule(outputs: int) -> Rule:
    """When the PIT values of one of so many targets are a finding."""
    shares = len(TESTED) * (outputs + 1)
    return Rule(
        level=FALSE_ALARMS * _OF_SHARES / shares,
        curve_level=FALSE_ALARMS * _OF_CURVES / (outputs + 1),
        masses=TESTED,
        share_effect=COVERAGE.care,
        curve_effect=CURVE.care,
    )


def range_level() -> float:
    """Below which probability, after all looks, a range is a finding."""
    return FALSE_ALARMS * _OF_RANGES


def of_widths(
    judged: Judged, coverages: Sequence[Coverage], target: str, tests: Rule
) -> Iterator[Finding]:
    """Findings of how much regions hold: the one that is farthest off, if any is."""
    wrong = [
        each
        for each in coverages
        if each.mass in TESTED and each.p_value <= tests.level and COVERAGE.level(each.off)
    ]
    if not wrong:
        return
    worst = max(wrong, key=lambda each: abs(each.off))
    level = COVERAGE.level(worst.off)
    if level is None:
        return
    narrow = worst.off < 0
    yield Finding(
        "too_narrow" if narrow else "too_wide",
        level,
        say(
            "Of 100 new rows {wanted:.0f} should lie in the {mass:.0%} region{of_target}; "
            "{found:.0f} did (chance: {low:.0f} to {high:.0f}). {what}",
            wanted=100 * worst.mass,
            mass=worst.mass,
            of_target=say(" of {target}", target=target) if target else "",
            found=100 * worst.observed,
            low=100 * worst.expected[0],
            high=100 * worst.expected[1],
            what=say("The density is too narrow.") if narrow else say("The density is too wide."),
        ),
        target,
        np.arange(judged.test.rows),
    )


def of_the_curve(
    judged: Judged, found: Uniformity, target: str, tests: Rule, *, of_regions: bool
) -> Iterator[Finding]:
    """Findings of the whole curve of PIT values, or of the levels of regions."""
    level = CURVE.level(found.largest)
    if level is None or found.p_value > tests.curve_level:
        return
    at = int(np.abs(found.difference).argmax())
    one_sided = np.ptp(np.sign(found.difference[np.abs(found.difference) > CURVE.care])) == 0
    kind: FindingKind = "shape"
    if one_sided and not of_regions:
        kind = "too_high" if found.difference[at] > 0 else "too_low"
    share = found.points[at] + found.difference[at]
    wanted = found.points[at]
    told: Mapping[FindingKind, Sentence] = {
        "too_high": say("The density is too high: too many rows lie low in it."),
        "too_low": say("The density is too low: too many rows lie high in it."),
        "shape": say("The shape of the density is wrong."),
    }
    yield Finding(
        kind,
        level,
        say(
            "{what} {share:.0%} of the rows lie where {wanted:.0%} should.",
            what=told[kind],
            share=share,
            wanted=wanted,
        ),
        target,
        np.arange(judged.test.rows),
    )


def of_a_range(judged: Judged, found: Range | None, names: Sequence[str]) -> Iterator[Finding]:
    """The finding of the range that is farthest off."""
    if found is None or found.p_value > range_level():
        return
    level = RANGE.level(found.off)
    if level is None:
        return
    test = judged.test
    values = test.inputs[:, found.column]
    inside = (
        np.isnan(values) if np.isnan(found.low) else (values >= found.low) & (values <= found.high)
    )
    yield Finding(
        "range",
        level,
        say(
            "{measure} {observed:.0%} of {rows:,} rows ({low:.0%} to {high:.0%} expected).",
            measure=names[found.measure],
            observed=found.observed,
            rows=found.rows,
            low=found.expected[0],
            high=found.expected[1],
        ),
        "",
        np.flatnonzero(inside),
        found,
    )


def range_text(test: Dataset, found: Range) -> str:
    """A range in words, such as "x is 3.1 to 4.0"."""
    return stretch_text(test, found.column, found.low, found.high)


def stretch_text(test: Dataset, column: int, low: float, high: float) -> str:
    """Rows of a part of an input in words.

    Args:
        test: The rows.
        column: Number of the input, from 0.
        low: The least value; NaN for missing cells.
        high: The greatest.
    """
    name, kind = test.input_names[column], test.input_kinds[column]
    if np.isnan(low):
        return say("{name} is missing", name=name)
    values = test.inputs[:, column]
    spread = 10 * float(np.nanstd(values)) or 1.0  # a bin is no finer than that
    first, last = (cell_text(kind, value, spread) for value in (low, high))
    if first == last:
        return say("{name} is {value}", name=name, value=first)
    return say("{name} is {low} to {high}", name=name, low=first, high=last)


def of_the_gain(judged: Judged, gain: Skill | None) -> Iterator[Finding]:
    """That a density is no better than one that ignores the inputs, where that is sure."""
    if gain is None or gain.interval[1] >= NEGLIGIBLE:
        return
    low, high = gain.interval
    nats, least, most = (rounded(value, 10 * (high - low)) for value in (gain.gain, low, high))
    yield Finding(
        "useless",
        "bad",
        say(
            "It predicts no better than ignoring all inputs ({nats} nats, {least} to {most}).",
            nats=nats,
            least=least,
            most=most,
        ),
        "",
        np.arange(judged.test.rows),
    )
