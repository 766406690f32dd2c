"""Simpler densities on the same rows: what a network must beat to be worth its trouble."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mdn_gui.core.atoms import Cells, log_score
from mdn_gui.core.baselines import Baselines
from mdn_gui.core.check.scores import Judged
from mdn_gui.core.comparison import resampled_means
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.gains import MOST_NATS
from mdn_gui.core.maths import univariate
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.simpler import straight_line
from mdn_gui.core.split import copies
from mdn_gui.core.text import say

_RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Skill:
    """How much better than a simpler density a score is, on the same rows.

    Attributes:
        name: Of the score, as of `Score`.
        target: Name of the target; "" of all together.
        value: The simpler density's mean score.
        gain: By how much the network's is lower.
        interval: What the gain lies between with 95%, by drawing rows anew.
    """

    name: str
    target: str
    value: float
    gain: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A simpler density, and the skill over it.

    Attributes:
        name: What it is.
        ignores: Whether it is the same at all inputs.
        skills: First of the negative log-likelihood, then of each target's CRPS and squared error.
    """

    name: str
    ignores: bool
    skills: tuple[Skill, ...]

    @property
    def gain(self) -> Skill:
        """In nats."""
        return self.skills[0]


def baselines(judged: Judged, training: Dataset, seed: int) -> tuple[Baseline, ...]:
    """Judge simpler densities on the rows that were looked at closely.

    Args:
        judged: What the network made of them.
        training: What the densities are fitted to.
        seed: Of the draws of rows.

    Returns:
        The one that ignores the inputs, and a straight line with Gaussian noise.
    """
    rows = judged.test.take(judged.looked_at)
    cells = Cells.of(judged.test)
    kernel = Baselines.of(
        training.targets, training.weights, training.target_kinds, spikes=cells is not None
    ).kernel.mixture()
    encoding = Encoding.of(training.input_kinds, training.inputs, training.weights)
    line = straight_line(encoding, training, rows)
    found = [_baseline(say("the same density everywhere"), kernel, judged, seed)]
    if line is not None:
        name = say("a straight line with the same spread everywhere")
        found.append(_baseline(name, line, judged, seed))
    return tuple(found)


def _baseline(name: str, mixture: Mixture, judged: Judged, seed: int) -> Baseline:
    rows, cells = judged.test.take(judged.looked_at), Cells.of(judged.test)
    weights = judged.some / judged.some.max()
    numbers = copies(rows.inputs, rows.targets)
    clusters = np.arange(rows.rows) if numbers is None else numbers

    def skill(of: str, target: str, own: Floats, other: Floats) -> Skill:
        rng = np.random.default_rng(seed)
        means = resampled_means(other - own, weights, clusters, _RESAMPLES, rng)
        low, high = np.quantile(means, [0.025, 0.975]).tolist()
        value, gain = (float(np.average(each, weights=weights)) for each in (other, other - own))
        return Skill(of, target, value, gain, (low, high))

    own = -np.maximum(judged.log_scores[judged.looked_at], -MOST_NATS)
    other = -np.maximum(log_score(cells, mixture, rows.targets), -MOST_NATS)
    skills = [skill("nll", "", own, other)]
    skills += [
        skill(of, target, mine, theirs)
        for output, target in enumerate(rows.target_names)
        for of, mine, theirs in _of_target(output, mixture, judged, rows)
    ]
    return Baseline(name, not mixture.batch_shape, tuple(skills))


def _of_target(
    output: int, mixture: Mixture, judged: Judged, rows: Dataset
) -> Iterator[tuple[str, Floats, Floats]]:
    y, marginal = rows.targets[:, output], mixture.marginal(output)
    if mixture.batch_shape or type(marginal) is not Mixture:
        crps = marginal.crps(y)
    else:
        components = univariate.Components(
            marginal.log_weights, marginal.means[:, 0], marginal.scales[:, 0]
        )
        crps = univariate.crps_of_one(y, components)
    yield "crps", judged.crps[:, output], crps
    missed = y - judged.means[judged.looked_at, output]
    yield "squared_error", missed**2, (y - mixture.mean()[..., output]) ** 2
