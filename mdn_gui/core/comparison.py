"""In which settings runs differ, and whether one's network predicts better than another's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.atoms import Cells
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evaluation import held_out_scores
from mdn_gui.core.maths.rounding import exact, rounded
from mdn_gui.core.maths.weighted import weighted_mean
from mdn_gui.core.network import Network
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.split import Parts, copies
from mdn_gui.core.text import say, say_count, say_in

type Settings = tuple[NetworkSettings, TrainingSettings]


def differing(runs: Sequence[Settings]) -> Mapping[str, tuple[str, ...]]:
    """The settings that are not the same in all of some runs.

    Args:
        runs: Of any number of runs; a single one differs in nothing.

    Returns:
        By the name of the setting, in the order of the settings' fields, its value in each of the
        runs as text.
    """
    values = [_values(run) for run in runs]
    by_setting = {name: [of_run[name] for of_run in values] for name in (values or [{}])[0]}
    return {
        name: tuple(map(_text, settings))
        for name, settings in by_setting.items()
        if len(set(settings)) > 1
    }


def difference_texts(
    runs: Sequence[Settings], label: Callable[[str], str] = str
) -> tuple[str, ...]:
    """What distinguishes each of some runs, such as "hidden (64, 64), learning_rate 0.01".

    Args:
        runs: Of any number of runs.
        label: What to call a setting, given the name of its field.

    Returns:
        For each run, every setting in which the runs differ with its value in that one; empty
        texts if they differ in none.
    """
    by_setting = differing(runs).items()
    return tuple(
        ", ".join(f"{label(name)} {texts[place]}" for name, texts in by_setting)
        for place in range(len(runs))
    )


def _values(run: Settings) -> dict[str, object]:
    """Every setting of a run by its name."""
    return {
        field.name: getattr(settings, field.name) for settings in run for field in fields(settings)
    }


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(str, value))})" if value else say_in("hidden layers", "none")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return exact(value) if isinstance(value, float) else str(value)


Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

FEWEST_ROWS = 10
"""Of fewer distinct rows, the interval would claim far more than they tell; see `compare`."""

MOST_CLUSTERS = 10_000
"""So many clusters of rows at most are drawn from: more take longer and tell no more."""

DRAWS_AT_ONCE = 2**18
"""Clusters drawn at once; what is worked out of them stays in the cache."""


class Candidate(NamedTuple):
    """One of two networks that are compared.

    Attributes:
        name: What a person calls its run.
        dataset: All rows of the run, held-out ones included.
        network: What predicts.
        settings: How it was trained; they tell which rows were held out.
    """

    name: str
    dataset: Dataset
    network: Network
    settings: TrainingSettings


@dataclass(frozen=True, slots=True)
class Comparison:
    """The losses of two networks on the same rows, in nats of y in its own units.

    Attributes:
        rows: How many rows were scored.
        tested: Whether they are of both runs' test parts.
        losses: Mean negative log-likelihood of the first network and of the second.
        difference: The second's mean loss minus the first's; below 0 where the second is better.
        interval: What the difference lies between at that confidence.
        confidence: Of the interval, between 0 and 1.
    """

    rows: int
    tested: bool
    losses: tuple[float, float]
    difference: float
    interval: tuple[float, float]
    confidence: float

    @property
    def decided(self) -> bool:
        """Whether one network is better at every difference in the interval."""
        low, high = self.interval
        return low > 0 or high < 0


def compare(
    first: Candidate,
    second: Candidate,
    confidence: float = 0.95,
    resamples: int = 10_000,
    seed: int = 0,
) -> Comparison:
    """Score two runs' best networks on the test rows of both, or on the rows that both held out.

    Both score the same rows, so what makes a row hard for either cancels out. The interval is the
    bootstrap's percentile interval (Efron and Tibshirani 1993, An Introduction to the Bootstrap,
    chapter 13) over rows; copies of a row (see `core.split.copies`) are drawn together, being one
    observation, and rows weigh what their weights say. It tells how far the choice of rows may move
    the difference, not how far another seed of the training would. Of few rows it is too short: 95%
    intervals of 1,000 normal samples held the true mean in 49% of cases with 2 rows, in 87% with 5,
    in 91% with 10 and in 94% with 45, so fewer than 10 are refused. Where the runs have no 10 test
    rows in common, those held out for validation are scored too. They picked each network's best
    epoch, so both losses are a little too low.

    Args:
        first: The network of a run.
        second: That of another run on the same data.
        confidence: Of the interval, between 0 and 1, both excluded.
        resamples: How often the rows are drawn anew.
        seed: Seed of these draws.

    Raises:
        ValueError: The runs' data differ, or both held out too few rows in common.
    """
    _check_data(first, second)
    one, other = (run.dataset.split_rows(run.settings.holdout) for run in (first, second))
    rows, tested = np.intersect1d(one.test, other.test, assume_unique=True), True
    clusters = _clusters(first.dataset, rows)
    if len(np.unique(clusters)) < FEWEST_ROWS:
        rows, tested = np.intersect1d(_held_out(one), _held_out(other), assume_unique=True), False
        clusters = _clusters(first.dataset, rows)
        _check_rows(first, second, distinct=len(np.unique(clusters)))
    scored = first.dataset.take(rows)
    cells = Cells.of(first.dataset)
    losses = [
        -held_out_scores(run.network, scored, None if tested else _folds(parts, rows), cells)
        for run, parts in ((first, one), (second, other))
    ]
    differences = losses[1] - losses[0]
    weights = np.ones(len(rows))
    if scored.weights is not None:
        weights = scored.weights / scored.weights.max()
    rng = np.random.default_rng(seed)
    means = resampled_means(differences, weights, clusters, resamples, rng)
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2]).tolist()
    return Comparison(
        rows=len(rows),
        tested=tested,
        losses=(_mean(losses[0], scored), _mean(losses[1], scored)),
        difference=_mean(differences, scored),
        interval=(low, high),
        confidence=confidence,
    )


def sentence(comparison: Comparison, names: tuple[str, str]) -> str:
    """Put a comparison into words.

    Args:
        comparison: Of two runs.
        names: What a person calls the first and the second.

    Returns:
        Which run scores how many nats better, or that they cannot be told apart, and the interval.
    """
    low, high = comparison.interval
    on_rows = _on_rows(comparison)
    if low == high == comparison.difference == 0:
        return say(
            "{first} and {second} score the same {on_rows}.",
            first=names[1],
            second=names[0],
            on_rows=on_rows,
        )
    if comparison.difference > 0:
        better, worse = names
    else:
        worse, better = names
        low, high = -high, -low
    # Of the interval's width, chance in the draws leaves two digits certain.
    gain, low_text, high_text = (
        rounded(abs(value), 10 * (high - low)) for value in (comparison.difference, low, high)
    )
    percent = 100 * comparison.confidence
    if comparison.decided:
        return say(
            "{better} scores {gain} nats better than {worse} {on_rows} ({percent:.10g}% "
            "interval {low} to {high}).",
            better=better,
            gain=gain,
            worse=worse,
            on_rows=on_rows,
            percent=percent,
            low=low_text,
            high=high_text,
        )
    return say(
        "{better} and {worse} cannot be told apart {on_rows}: {better} scores {gain} nats better, "
        "but the {percent:.10g}% interval reaches from {low} worse to {high} better.",
        better=better,
        worse=worse,
        on_rows=on_rows,
        gain=gain,
        percent=percent,
        low=low_text,
        high=high_text,
    )


def _on_rows(comparison: Comparison) -> str:
    if comparison.tested:
        return say_count(
            "on the {count} test row of both",
            "on the {count:,} test rows of both",
            comparison.rows,
        )
    return say_count(
        "on the {count} row that both held out",
        "on the {count:,} rows that both held out",
        comparison.rows,
    )


def _check_data(first: Candidate, second: Candidate) -> None:
    if not _same(first.dataset, second.dataset):
        raise ValueError(
            say(
                "{first} and {second} cannot be compared: they were trained on different data. "
                "Train both on the same.",
                first=first.name,
                second=second.name,
            )
        )


def _same(one: Dataset, other: Dataset) -> bool:
    return one is other or (
        (one.input_names, one.target_names) == (other.input_names, other.target_names)
        and np.array_equal(one.inputs, other.inputs, equal_nan=True)  # missing cells
        and np.array_equal(one.targets, other.targets)
        and _same_weights(one.weights, other.weights)
    )


def _same_weights(one: Floats | None, other: Floats | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other)


def _check_rows(first: Candidate, second: Candidate, distinct: int) -> None:
    if distinct < FEWEST_ROWS:
        raise ValueError(
            say_count(
                "{first} and {second} cannot be compared: both held out {count} distinct row in "
                "common, and fewer than {fewest} tell too little. Train both with the same seed "
                "and a validation fraction that holds out more rows.",
                "{first} and {second} cannot be compared: both held out {count} distinct rows in "
                "common, and fewer than {fewest} tell too little. Train both with the same seed "
                "and a validation fraction that holds out more rows.",
                distinct,
                first=first.name,
                second=second.name,
                fewest=FEWEST_ROWS,
            )
        )


def _held_out(parts: Parts) -> Indices:
    """Indices of the rows that a run did not learn from, (held out,)."""
    return np.concatenate([parts.validation, parts.test])


def _clusters(dataset: Dataset, rows: Indices) -> Indices:
    """The number of each row's cluster, (rows,); copies of a row are one cluster."""
    numbers = copies(dataset.inputs, dataset.targets)
    return rows if numbers is None else numbers[rows]


def _folds(parts: Parts, rows: Indices) -> Indices | None:
    """The fold of rows that were held out, (rows,), -1 of those for test; None without folds."""
    if parts.folds is None:
        return None
    folds = np.full(len(parts.training) + len(parts.test), -1)
    folds[parts.training] = parts.folds
    return folds[rows]


def _mean(values: Floats, dataset: Dataset) -> float:
    """Mean of a value of each row, (rows,)."""
    return float(weighted_mean(values, dataset.weights))


def resampled_means(
    values: Floats,
    weights: Floats,
    clusters: Indices,
    resamples: int,
    rng: np.random.Generator,
) -> Floats:
    """Means of values whose clusters were drawn anew, with replacement.

    Args:
        values: (rows,).
        weights: How much each row matters, (rows,).
        clusters: Number of each row's cluster, (rows,).
        resamples: How often to draw as many clusters as there are.
        rng: Draws them.

    Returns:
        A weighted mean over rows for each time, (resamples,).
    """
    numbers = _at_most(MOST_CLUSTERS, clusters, rng)
    sums, sizes = np.bincount(numbers, weights * values), np.bincount(numbers, weights)
    means = []
    for block in np.array_split(np.arange(resamples), -(-resamples * len(sums) // DRAWS_AT_ONCE)):
        drawn = rng.integers(len(sums), size=(len(block), len(sums)))
        means.append(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1))
    return np.concatenate(means)


def _at_most(most: int, clusters: Indices, rng: np.random.Generator) -> Indices:
    """Number clusters from 0; more than so many are put together at random into that many.

    A mean's spread can be told from random groups of rows as from the rows, if there are many.
    """
    _, numbers = np.unique(clusters, return_inverse=True)
    count = int(numbers.max()) + 1
    return numbers if count <= most else (rng.permutation(count) % most)[numbers]
