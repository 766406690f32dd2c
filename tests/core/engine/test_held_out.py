"""The rows that members hold out: who scores which, and what is made of the scores."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.special import logsumexp

from mdn_gui.core.dataset import Dataset, MemorySource
from mdn_gui.core.engine.held_out import HeldOut
from mdn_gui.core.engine.loading import load_tensorflow
from mdn_gui.core.engine.packing import Packing
from mdn_gui.core.holdout import Holdout
from mdn_gui.core.kinds import NUMBER, Number
from mdn_gui.core.network import Network
from mdn_gui.core.recipes import Member, members_of
from mdn_gui.core.settings import NetworkSettings, TrainingSettings

load_tensorflow()

from mdn_gui.core.engine.fitting import Fit, Losses  # noqa: E402 - after loading

type Floats = NDArray[np.float64]

RNG = np.random.default_rng(0)


def measured(rows: int, *, weighted: bool = False, outputs: int = 1) -> Dataset:
    """Rows of positive targets."""
    x = RNG.uniform(-1, 2, (rows, 1))
    y = np.exp(x + RNG.normal(0, 0.3, (rows, outputs)))
    weights = RNG.integers(1, 5, rows).astype(float) if weighted else None
    return Dataset(x, y, ("x",), ("y", "z")[:outputs], weights=weights)


def members(columns: int, folds: int) -> tuple[Member, ...]:
    return members_of(NetworkSettings(members=columns), TrainingSettings(folds=folds))


def held_out(source: MemorySource, of: tuple[Member, ...]) -> HeldOut:
    """In the units of the data."""
    return HeldOut(Packing(source.training, standardize=False), source, of)


def folds_of(source: MemorySource) -> NDArray[np.intp]:
    """The fold of each row that is held out; 0 without folds."""
    rows = source.validation.rows
    return np.zeros(rows, np.intp) if source.folds is None else source.folds[:rows]


def scored(rows: HeldOut, member: int, batch_size: int = 8) -> Floats:
    """The rows that a member scores in the order in which it does, (rows, columns)."""
    return np.concatenate(
        [
            values[:, : int(count)].T
            for piece in rows.batches(batch_size)
            for values, count in zip(piece.rows[member], piece.counts[member], strict=True)
        ]
    ).astype(float)


@given(
    rows=st.integers(12, 120),
    columns=st.integers(1, 3),
    folds=st.integers(1, 6),
    batch_size=st.integers(1, 9),
    test=st.sampled_from([0.0, 0.2]),
)
def test_every_row_is_scored_by_one_member_of_each_column(
    rows: int, columns: int, folds: int, batch_size: int, test: float
) -> None:
    source = measured(rows).source(Holdout(0.2, test, folds=folds))
    group = members(columns, folds)
    of_run = held_out(source, group)
    expected = np.hstack([source.validation.inputs, source.validation.targets]).astype(np.float32)
    assert of_run.shape == (len(expected), columns)
    for column in range(columns):
        own = [
            scored(of_run, place, batch_size)
            for place, member in enumerate(group)
            if member.column == column
        ]
        together = np.concatenate(own)
        assert_array_equal(together[np.lexsort(together.T)], expected[np.lexsort(expected.T)])
    if source.folds is not None:
        for place, member in enumerate(group):
            assert_array_equal(scored(of_run, place), expected[folds_of(source) == member.fold])


@given(columns=st.integers(1, 3), folds=st.integers(1, 5), test=st.sampled_from([0.0, 0.2]))
def test_log_densities_come_back_to_the_rows_that_were_scored(
    columns: int, folds: int, test: float
) -> None:
    source = measured(60).source(Holdout(0.2, test, folds=folds))
    group = members(columns, folds)
    of_run = held_out(source, group)
    # Each row's loss is its target, to which each member adds a thousand times its number.
    losses = np.full((len(group), 100), np.nan, np.float32)
    for place, member in enumerate(group):
        own = scored(of_run, place)[:, 1] + 1_000 * member.number
        losses[place, : len(own)] = own
    found = -of_run.log_densities(losses)
    numbers = np.round((found - source.validation.targets) / 1_000).astype(int)
    assert_allclose(found - 1_000 * numbers, np.tile(source.validation.targets, columns), atol=1e-3)
    assert_array_equal(numbers, folds_of(source)[:, None] + folds * np.arange(columns))


def test_some_whole_columns_of_a_run_are_the_columns_of_their_own() -> None:
    source = measured(60).source(Holdout(0.2, folds=3))
    later = held_out(source, members(3, 3)[6:])
    assert later.shape == (36, 1)
    for place in range(3):
        assert_array_equal(scored(later, place), scored(held_out(source, members(1, 3)), place))


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("folds", [1, 3])
def test_losses_are_weighted_means_of_each_members_rows_and_of_the_mixture(
    folds: int, *, weighted: bool
) -> None:
    source = measured(50, weighted=weighted).source(Holdout(0.3, folds=folds))
    group = members(2, folds)
    of_run = held_out(source, group)
    log_densities = RNG.normal(0.0, 20.0, of_run.shape)
    weights = source.validation.weights
    assert_array_equal(of_run.weights, weights) if weighted else None
    fold_of = folds_of(source)
    expected = []
    for member in group:
        own = fold_of == member.fold
        own_weights = None if weights is None else weights[own]
        expected.append(-np.average(log_densities[own, member.column], weights=own_weights))
    assert_allclose(of_run.losses(log_densities), expected, rtol=1e-12)
    for shares in ([0.5, 0.5], [0.9, 0.1], [1.0, 0.0]):
        mixed = logsumexp(log_densities, b=shares, axis=1)
        loss = of_run.loss(log_densities, np.array(shares))
        assert loss == pytest.approx(-np.average(mixed, weights=weights), rel=1e-12)


def test_rows_that_a_mixture_calls_impossible_have_an_infinite_loss() -> None:
    of_run = held_out(measured(50).source(Holdout(0.3)), members(2, 1))
    log_densities = np.zeros(of_run.shape)
    log_densities[3, 0] = -np.inf
    shares = np.array([0.5, 0.5])
    assert of_run.loss(log_densities, shares) == pytest.approx(np.log(2) / of_run.shape[0])
    log_densities[3, 1] = -np.inf
    assert of_run.loss(log_densities, shares) == np.inf


def test_weighted_rows_have_the_losses_of_the_repeated_rows() -> None:
    holdout, group = Holdout(1 / 3, folds=3), members(2, 3)
    weighted = measured(50, weighted=True).source(holdout)
    assert weighted.folds is not None
    assert weighted.training.weights is not None
    repeats = weighted.training.weights.astype(int)
    repeated = measured(int(repeats.sum())).source(holdout)
    each = np.repeat(np.arange(50), repeats)
    repeated.training = replace(weighted.training.take(each), weights=None)
    repeated.validation, repeated.folds = repeated.training, weighted.folds[each]
    few, many = held_out(weighted, group), held_out(repeated, group)
    log_densities = RNG.normal(0.0, 3.0, few.shape)
    expected = many.losses(log_densities[each])
    assert_allclose(few.losses(log_densities), expected, rtol=1e-12)
    shares = np.array([0.3, 0.7])
    loss = few.loss(log_densities, shares)
    assert loss == pytest.approx(many.loss(log_densities[each], shares), rel=1e-12)


@pytest.mark.parametrize("folds", [1, 3])
def test_the_log_densities_of_some_members_are_put_where_theirs_are(folds: int) -> None:
    source = measured(50).source(Holdout(0.3, folds=folds))
    group = members(2, folds)
    of_run = held_out(source, group)
    new, kept = np.ones(of_run.shape), np.zeros(of_run.shape)
    chosen = np.arange(len(group)) % 2 == 1
    of_run.put(chosen, new, kept)
    expected = [[chosen[fold + folds * column] for column in range(2)] for fold in folds_of(source)]
    assert_array_equal(kept, np.array(expected, float))
    assert new.all()


def go_on(_passed: float) -> bool:
    return True


def epoch(fit: Fit, number: int = 1) -> Losses:
    losses = fit.epoch(number, go_on)
    assert losses is not None
    return losses


FOLDS = TrainingSettings(
    epochs=2, batch_size=16, learning_rate=1e-2, folds=3, validation_fraction=0.2, recipes=2
)
ALL_IN_FOLDS = replace(FOLDS, validation_fraction=0.34)
NETWORK = NetworkSettings(hidden=(5,), components=2, activation="tanh", standardize=True)


def dataset_of(case: str) -> Dataset:
    """Rows that are plain, weighted, or seen through a logarithm by the network."""
    if case == "plain":
        return measured(70)
    rows = measured(70, weighted=True, outputs=2)
    return rows if case == "weighted" else replace(rows, target_kinds=(Number("log"), NUMBER))


def own_log_densities(networks: tuple[Network, ...], rows: Dataset) -> Floats:
    """Log densities of all rows by each network, (networks, rows)."""
    return np.stack([each(rows.inputs).log_prob(rows.targets) for each in networks])


@pytest.mark.parametrize("case", ["plain", "weighted", "weighted and logarithms"])
def test_the_losses_of_an_epoch_are_those_of_the_members_that_hold_a_row_out(case: str) -> None:
    source = dataset_of(case).source(FOLDS.holdout)
    fit = Fit(source, NETWORK, FOLDS)
    losses = epoch(fit)
    rows, fold_of = source.validation, folds_of(source)
    by_member = own_log_densities(fit.network().members(), rows)
    assert (len(by_member), rows.rows) == (6, 42)
    # Members of the first recipe first, each with a fold of its own.
    expected = np.stack([by_member[fold_of + 3 * column, np.arange(42)] for column in (0, 1)], 1)
    assert_allclose(losses.log_densities, expected, rtol=1e-4, atol=1e-4)
    mixed = logsumexp(expected, axis=1) - np.log(2)
    pooled = -np.average(mixed, weights=rows.weights)
    assert losses.validation == pytest.approx(pooled, abs=1e-4)
    assert_allclose(losses.of_members, fit.held_out.losses(expected), atol=1e-4)
    assert losses.finite.all()


@pytest.mark.parametrize("case", ["plain", "weighted", "weighted and logarithms"])
def test_the_train_loss_is_that_of_the_rows_that_members_do_not_hold_out(case: str) -> None:
    source = dataset_of(case).source(FOLDS.holdout)
    still = replace(FOLDS, learning_rate=1e-7, recipes=1)
    fit = Fit(source, NETWORK, still)
    rows, fold_of = source.training, source.folds
    assert fold_of is not None
    by_member = own_log_densities(fit.network().members(), rows)
    weights = np.ones(70) if rows.weights is None else rows.weights
    each = [
        -np.average(own, weights=weights * (fold_of != fold)) for fold, own in enumerate(by_member)
    ]
    assert epoch(fit).train == pytest.approx(np.mean(each), abs=1e-4)


@pytest.mark.parametrize("window_rows", [2**18, 64], ids=["one window", "short windows"])
def test_a_member_does_not_train_on_the_rows_that_it_holds_out(
    window_rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mdn_gui.core.engine.fitting.WINDOW_ROWS", window_rows)
    x = RNG.uniform(-1, 1, (150, 1))
    # Whole targets of mean 0: in whatever order, their mean and spread are the same to the bit.
    y = np.repeat(np.arange(-2.0, 3.0), 30)[:, None]
    dataset = Dataset(x, y, ("x",), ("y",))
    settings = replace(ALL_IN_FOLDS, recipes=1, learning_rate=0.05)
    networks = []
    for moved in (False, True):
        source = dataset.source(settings.holdout)
        assert source.folds is not None
        if moved:  # Other targets for the rows that the second member holds out.
            targets, own = source.training.targets.copy(), source.folds == 1
            targets[own] = np.roll(targets[own], 1)
            source.training = source.validation = replace(source.training, targets=targets)
        fit = Fit(source, NETWORK, settings)
        for number in (1, 2):
            epoch(fit, number)
        networks.append(fit.network())
    plain, other = networks
    assert_array_equal(other.log_floor, plain.log_floor)
    assert_array_equal(other.target_scaling.scale, plain.target_scaling.scale)
    changed = (other.parameters != plain.parameters).any(axis=1)
    assert_array_equal(changed, [True, False, True])
