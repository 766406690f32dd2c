"""The verdict in one or two sentences: may this density be used, and where not?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from mdn_gui.core.check.baselines import Baseline, Skill
from mdn_gui.core.check.coverage import Coverage
from mdn_gui.core.check.findings import Finding, range_text
from mdn_gui.core.check.power import Power
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.text import say

FEWEST_ROWS = 140
"""Of fewer rows, the share of a 90% region is uncertain by more than 5 points each way."""

_LARGE = 20.0  # percent: a fault of a scale that ought to be seen

type Answer = Literal["good", "care", "bad", "unknown"]


class Verdict(NamedTuple):
    """What a person is told first.

    Attributes:
        answer: In one word.
        text: In a few sentences.
    """

    answer: Answer
    text: str


def verdict(
    test: Dataset,
    findings: Sequence[Finding],
    regions: Sequence[Coverage],
    simple: Sequence[Baseline],
    power: Power,
) -> Verdict:
    """Word the verdict.

    Args:
        test: The rows.
        findings: What is wrong, the worst first.
        regions: How much regions hold.
        simple: Simpler densities.
        power: The smallest faults that so many rows show.
    """
    ninety = next(each for each in regions if each.mass == 0.9)
    useless = next((each for each in findings if each.kind == "useless"), None)
    bad = next((each for each in findings if each.level == "bad"), None)
    if useless is not None:
        return Verdict("bad", say("Do not use it. {why}", why=useless.text))
    if bad is not None:
        if bad.where is not None:
            place = range_text(test, bad.where)
            return Verdict(
                "bad", say("Do not use it where {where}: {why}", where=place, why=bad.text)
            )
        return Verdict("bad", say("Do not rely on the widths. {why}", why=bad.text))
    if power.rows < FEWEST_ROWS:
        return Verdict("unknown", _too_few(test.rows, ninety))
    if findings:
        return Verdict("care", _care(test, findings))
    return Verdict("good", _good(test.rows, ninety, simple, power))


def _too_few(rows: int, ninety: Coverage) -> str:
    return say(
        "Too few rows to vouch. On {rows:,} rows the 90% region held {held:,.0f}, but its true "
        "share may be anywhere from {low:.0f} to {high:.0f}%.",
        rows=rows,
        held=rows * ninety.observed,
        low=100 * ninety.interval[0],
        high=100 * ninety.interval[1],
    )


def _care(test: Dataset, findings: Sequence[Finding]) -> str:
    whole = next((each for each in findings if each.where is None), None)
    local = next((each for each in findings if each.where is not None), None)
    if local is None or local.where is None:
        return say("Use with care. {why}", why=" ".join(each.text for each in findings[:1]))
    where = range_text(test, local.where)
    if whole is None:
        return say(
            "Use with care where {where}: {why} Elsewhere no fault was found.",
            where=where,
            why=local.text,
        )
    return say(
        "Use with care, above all where {where}: {why} {whole}",
        where=where,
        why=local.text,
        whole=whole.text,
    )


def _good(rows: int, ninety: Coverage, simple: Sequence[Baseline], power: Power) -> str:
    parts: list[str] = [
        say(
            "No fault found. Of 100 new rows, 90 should lie in the 90% region; {found:.0f} did "
            "({rows:,} rows that it never saw; chance alone gives {low:.0f} to {high:.0f}).",
            found=100 * ninety.observed,
            rows=rows,
            low=100 * ninety.expected[0],
            high=100 * ninety.expected[1],
        )
    ]
    if simple:
        parts.append(_gain(simple[-1].name, simple[-1].gain))
    if max(power.too_narrow, power.too_wide) > _LARGE:
        parts.append(
            say(
                "So few rows show only large faults: scales {narrow:.0f}% too small or {wide:.0f}% "
                "too large.",
                narrow=power.too_narrow,
                wide=power.too_wide,
            )
        )
    return " ".join(parts)


def _gain(name: str, gain: Skill) -> str:
    low, high = gain.interval
    nats, least, most = (rounded(value, 10 * (high - low)) for value in (gain.gain, low, high))
    return say(
        "It predicts {nats} nats better than {name} ({least} to {most}).",
        nats=nats,
        name=name,
        least=least,
        most=most,
    )
