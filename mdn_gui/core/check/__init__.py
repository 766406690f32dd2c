"""Is a density right, where is it wrong, and how sure is that? Told by rows that it never saw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.check import findings
from mdn_gui.core.check.baselines import Baseline, baselines
from mdn_gui.core.check.coverage import MASSES, Coverage, coverage
from mdn_gui.core.check.findings import Finding
from mdn_gui.core.check.power import Power, power
from mdn_gui.core.check.ranges import Range, worst_range
from mdn_gui.core.check.scores import At, Judged, Predict, Score, judge_rows
from mdn_gui.core.check.uniform import Uniformity, uniformity
from mdn_gui.core.check.verdict import Verdict, verdict
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.text import say

__all__ = ["Check", "Finding", "check", "check_rows"]


@dataclass(frozen=True, eq=False)
class Check:
    """What is known of a density's rightness.

    Attributes:
        judged: What it made of each row.
        scores: Means over the rows.
        pit: Of each target, how its PIT values differ from uniform ones.
        levels: The same of the levels of regions of all targets together.
        central: Of each target, how much central intervals hold.
        regions: How much highest-density regions of all targets together hold.
        worst: The range of an input that is off the most; None if none is off by enough to matter.
        baselines: Simpler densities on the same rows, the simplest first; none without training
            rows.
        power: The smallest faults that so many rows show.
        findings: What is wrong, the worst first.
        verdict: What follows, in words.
    """

    judged: Judged
    scores: tuple[Score, ...]
    pit: tuple[Uniformity, ...]
    levels: Uniformity
    central: tuple[tuple[Coverage, ...], ...]
    regions: tuple[Coverage, ...]
    worst: Range | None
    baselines: tuple[Baseline, ...]
    power: Power
    findings: tuple[Finding, ...]
    verdict: Verdict


def check(
    predict: Predict,
    test: Dataset,
    training: Dataset | None = None,
    seed: int = 0,
) -> Check:
    """Check a density by rows that it never saw.

    Args:
        predict: Maps inputs, `(n, inputs)`, to a batch of mixtures, such as a `Network`.
        test: The rows; neither training nor the choice of an epoch may have seen them.
        training: The rows that it learned from; None, and nothing is said of simpler densities.
        seed: Of the draws.

    Returns:
        Scores, how far the density is off, and what follows from that.
    """
    return check_rows(lambda rows: predict(test.inputs[rows]), test, training, seed)


def check_rows(
    at: At,
    test: Dataset,
    training: Dataset | None = None,
    seed: int = 0,
) -> Check:
    """Check a density by rows that are each predicted by what never saw it.

    Args:
        at: Maps numbers of rows of `test` to a mixture of each; see `held_out`.
        test: As of `check`, like the others.
        training: The rows that were learned from.
        seed: Of the draws.
    """
    judged = judge_rows(at, test, seed)
    outputs = len(test.target_names)
    tests = findings.rule(outputs)
    some = judged.effective * len(judged.looked_at) / test.rows
    pit = tuple(uniformity(column, judged.weights, judged.effective) for column in judged.pit.T)
    levels = uniformity(judged.region_levels, judged.some, some)
    central = tuple(
        tuple(
            coverage(mass, float(judged.weights @ judged.inside(mass, output)), judged.effective)
            for mass in MASSES
        )
        for output in range(outputs)
    )
    regions = tuple(
        coverage(mass, float(judged.some @ (judged.region_levels <= mass)), some) for mass in MASSES
    )
    measures, names = _measures(judged)
    worst = worst_range(test, measures, test.weights, findings.RANGE.care)
    simple = () if training is None else baselines(judged, training, seed)
    ignoring = next((each.gain for each in simple if each.ignores), None)
    found = [
        *findings.of_the_gain(judged, ignoring),
        *_of_calibration(judged, central, regions, pit, levels),
    ]
    found += findings.of_a_range(judged, worst, names)
    found.sort(key=lambda each: each.level != "bad")
    able = power(max(1, round(judged.effective)), tests)
    return Check(
        judged,
        judged.scores(),
        pit,
        levels,
        central,
        regions,
        worst,
        simple,
        able,
        tuple(found),
        verdict(test, found, regions, simple, able),
    )


def _of_calibration(
    judged: Judged,
    central: Sequence[Sequence[Coverage]],
    regions: Sequence[Coverage],
    pit: Sequence[Uniformity],
    levels: Uniformity,
) -> Iterator[Finding]:
    """Findings of each target, then of all together."""
    names = judged.test.target_names
    tests = findings.rule(len(names))
    for name, coverages, curve in zip(names, central, pit, strict=True):
        target = name if len(names) > 1 else ""
        yield from findings.of_widths(judged, coverages, target, tests)
        yield from findings.of_the_curve(judged, curve, target, tests, of_regions=False)
    yield from findings.of_widths(judged, regions, "", tests)
    yield from findings.of_the_curve(judged, levels, "", tests, of_regions=True)


def _measures(judged: Judged) -> tuple[list[tuple[float, NDArray[np.bool_]]], Sequence[str]]:
    """Of which shares ranges are judged by, and what each is called."""
    measures: list[tuple[float, NDArray[np.bool_]]] = []
    names: list[str] = []
    for output, target in enumerate(judged.test.target_names):
        for mass in (0.9, 0.5):
            measures.append((mass, judged.inside(mass, output)))
            names.append(say("the {mass:.0%} interval of {target} holds", mass=mass, target=target))
        measures.append((0.5, judged.pit[:, output] <= 0.5))
        names.append(say("the lower half of the density of {target} holds", target=target))
    return measures, names
