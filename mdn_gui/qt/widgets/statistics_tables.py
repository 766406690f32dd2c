"""Scores of a density that was checked, as rows of tables."""

from collections.abc import Iterator, Sequence
from math import isfinite

from mdn_gui.core.check import Check
from mdn_gui.core.check.baselines import Baseline
from mdn_gui.core.check.coverage import MASSES
from mdn_gui.core.check.details import Regions
from mdn_gui.core.check.score_texts import score_name
from mdn_gui.core.check.scores import Judged, Score
from mdn_gui.core.check.unlikely import Unlikely
from mdn_gui.core.maths.rounding import rounded, with_error
from mdn_gui.core.text import say
from mdn_gui.core.value_texts import cell_text
from mdn_gui.qt.widgets.table_model import Column, Rows

LISTED = 20
"""Of the least likely rows, so many are listed."""

type Lines = Sequence[tuple[str, ...]]


def as_rows(lines: Lines) -> Rows:
    """Lines of text as a table shows them, in this order."""
    return Rows(len(lines), lambda row, column: lines[row][column])


def score_columns() -> list[Column]:
    """Of `score_lines`."""
    return [
        Column(say("Target")),
        Column(say("Score"), say("Lower is better.")),
        Column(say("Mean"), say("Over the rows, ± standard error."), number=True),
        Column(say("Rows"), say("On how many rows the score stands."), number=True),
    ]


def score_lines(check: Check) -> Lines:
    """All scores that are of the density as a whole."""
    return [
        (_target(each.target), score_name(each.name), _told(each), f"{each.rows:,}")
        for each in check.scores
        if not each.mass
    ]


def region_columns() -> list[Column]:
    """Of `region_lines`."""
    tip = say("Of regions that are to hold that much, ± standard error.")
    return [
        Column(say("Target")),
        Column(say("Score")),
        *(Column(say("{mass:.0%}", mass=mass), tip, number=True) for mass in MASSES),
        Column(say("Rows"), say("On how many rows the score stands."), number=True),
    ]


def region_lines(check: Check) -> Lines:
    """All scores that are of regions, each in a line for all probabilities."""
    kinds = dict.fromkeys((each.target, each.name) for each in check.scores if each.mass)
    lines = []
    for target, name in kinds:
        scores = [each for each in check.scores if (each.target, each.name) == (target, name)]
        told = (_told(each) for each in scores)
        lines.append((_target(target), score_name(name), *told, f"{scores[0].rows:,}"))
    return lines


def baseline_columns() -> list[Column]:
    """Of `baseline_lines`."""
    skill = say("By how many percent the score is lower; the likelihood has no natural zero.")
    return [
        Column(say("Target")),
        Column(say("Score"), say("Lower is better.")),
        Column(say("Simpler density")),
        Column(say("Its mean"), say("On the same rows."), number=True),
        Column(say("The network is better by"), number=True),
        Column(
            say("95% interval"),
            say("Of the difference, by drawing the same rows anew for both."),
            number=True,
        ),
        Column(say("Skill"), skill, number=True),
    ]


def baseline_lines(simple: Sequence[Baseline]) -> Lines:
    """What simpler densities make of the same rows, score by score."""
    return [line for number in range(_skills(simple)) for line in _beside(simple, number)]


def _skills(simple: Sequence[Baseline]) -> int:
    return len(simple[0].skills) if simple else 0


def _beside(simple: Sequence[Baseline], number: int) -> Iterator[tuple[str, ...]]:
    for each in simple:
        skill = each.skills[number]
        low, high = skill.interval
        width = 10 * (high - low)
        value, gain, least, most = (
            rounded(one, width) for one in (skill.value, skill.gain, low, high)
        )
        of = skill.gain / skill.value if skill.name != "nll" and skill.value > 0 else float("nan")
        yield (
            _target(skill.target),
            score_name(skill.name),
            each.name,
            value,
            gain,
            say("{low} to {high}", low=least, high=most),
            f"{of:.1%}" if isfinite(of) else "",
        )


def place_columns() -> list[Column]:
    """Of `place_lines`."""
    absolute = say(
        "Excess risk of the target coverage (ERT): how much better a classifier that knows the "
        "inputs tells which rows a region holds. At most the mean distance of the coverage at a "
        "place from the one that should be; a little below 0 where there is none."
    )
    chance = say(
        "How often coverage that does not depend on the place has as large an excess risk, by 200 "
        "permutations of the rows; by the squared loss, which a miss that is the same everywhere "
        "does not drown."
    )
    slab = say(
        "Rows between two parallel planes, a fifth of them at least, of which their regions hold "
        "the least; found on half of the rows and told of the other half."
    )
    return [
        Column(say("Regions of 90%")),
        Column(say("ERT"), absolute, number=True),
        Column(say("squared"), say("The same of the squared loss."), number=True),
        Column(say("logarithmic"), say("The same of the logarithmic loss, in nats."), number=True),
        Column(say("p-value"), chance, number=True),
        Column(say("Worst slab holds"), slab, number=True),
        Column(say("of rows"), slab, number=True),
    ]


def place_lines(regions: Sequence[Regions]) -> Lines:
    """Whether regions hold as much at each place, kind by kind."""
    lines = []
    for each in regions:
        found = each.found
        name = say("highest-density regions")
        if each.target:
            name = say("central intervals of {target}", target=each.target)
        excess = (f"{float(value):.4f}" for value in found.excess)
        slab = f"{found.slab:.1%}" if isfinite(found.slab) else ""
        lines.append((name, *excess, p_text(found.p_value), slab, f"{found.slab_rows:,}"))
    return lines


def unlikely_columns(judged: Judged) -> list[Column]:
    """Of `unlikely_lines`."""
    test = judged.test
    level = say("Probability of the smallest region that holds the row, at least; by 199 draws.")
    return [
        Column(say("Row"), number=True),
        Column(say("Level"), level, number=True),
        Column(say("Log-density"), say("Of all targets, in nats."), number=True),
        *(Column(name, say("Input of the row."), number=True) for name in test.input_names),
        *(Column(name, say("Target of the row."), number=True) for name in test.target_names),
    ]


def unlikely_lines(judged: Judged, found: Unlikely) -> Lines:
    """The least likely rows with all that is in them."""
    test, rows = judged.test, found.rows[:LISTED]
    values = [*test.inputs[rows].T, *test.targets[rows].T]
    kinds = (*test.input_kinds, *test.target_kinds)
    spreads = [float(column.std()) or 1.0 for column in (*test.inputs.T, *test.targets.T)]
    columns = [
        [cell_text(kind, value, spread) for value in column.tolist()]
        for kind, column, spread in zip(kinds, values, spreads, strict=True)
    ]
    told = [f"{number}" for number in test.row_numbers(rows).tolist()]
    levels = [f"{level:.3f}" for level in found.levels[:LISTED].tolist()]
    scores = [rounded(score, 1.0) for score in found.log_scores[:LISTED].tolist()]
    return list(zip(told, levels, scores, *columns, strict=True))


def p_text(value: float) -> str:
    """A probability of chance."""
    return say("below 0.001") if value < 0.001 else f"{value:.3f}"


def _target(name: str) -> str:
    return name or say("all")


def _told(score: Score) -> str:
    return with_error(score.value, score.error)
