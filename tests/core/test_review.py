"""What is said of runs made by hand, against scipy and tables whose truth is known."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import linregress, norm, t, ttest_1samp

from mdn_gui.core.baselines import MOST_ROWS
from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.ended_run import EndedRun, OnTestRows
from mdn_gui.core.evaluation import evaluate
from mdn_gui.core.gains import Densities, Gain, gain_over, ignoring_inputs
from mdn_gui.core.holdout import Holdout
from mdn_gui.core.kinds import NUMBER, Date, Number
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network, Share
from mdn_gui.core.parquet_rows import open_parquet
from mdn_gui.core.recording import Losses
from mdn_gui.core.review import review
from mdn_gui.core.roles import Roles
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.table import Table
from tests.models import small_network
from tests.networks import known_network

RNG = np.random.default_rng(0)
SMOOTH = tuple(Losses(epoch, 1 + 3.0**-epoch, 2 + 3.0**-epoch) for epoch in range(1, 21))


def line(rows: int, slope: float, unit: float = 1.0, seed: int = 0) -> Dataset:
    """A target that is slope times x plus normal noise, both in a unit."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=rows)
    y = slope * x + rng.normal(size=rows)
    return Dataset(unit * x[:, None], unit * y[:, None], ("x",), ("price",))


def believing(slope: float) -> Network:
    """The truth of a line with this slope."""
    return known_network([1.0], [0.0], [1.0], slope=slope)


def run(
    data: Table,
    best: Network,
    losses: Sequence[Losses] = SMOOTH,
    last: Network | None = None,
    *,
    standardize: bool = True,
    learning_rate: float = 0.01,
    test_fraction: float = 0.0,
) -> EndedRun:
    return EndedRun(
        data=data,
        network_settings=NetworkSettings(standardize=standardize),
        training_settings=TrainingSettings(
            validation_fraction=0.3, test_fraction=test_fraction, learning_rate=learning_rate
        ),
        losses=tuple(losses),
        best=best,
        last=last or best,
    )


def label(name: str) -> str:
    return f"<{name}>"


def test_a_network_that_predicts_better_than_none_has_no_note() -> None:
    found = review(run(line(500, 2.0), believing(2.0)))
    assert found.notes() == ()
    # The entropy of y less that of y given x.
    assert found.gain.nats == pytest.approx(np.log(np.sqrt(5.0)), abs=0.1)
    assert found.gain.interval[0] > 0.6


# What would do instead of it


def test_of_a_line_it_is_said_that_a_line_would_do() -> None:
    dataset = line(20_000, 2.0)
    two = known_network([0.5, 0.5], [0.0, 0.0], [1.0, 1.0], slope=2.0)
    for network in (believing(2.0), two):
        found = review(run(dataset, network))
        (note,) = found.notes()
        assert note.startswith(
            "A straight line with the same spread everywhere would do: this network gains "
        )
        # Against the line by scipy, whose spread has two degrees of freedom fewer.
        source = dataset.source(Holdout(0.3))
        x, y = (each[:MOST_ROWS, 0] for each in (source.training.inputs, source.training.targets))
        fitted = linregress(x, y)
        spread = np.std(y - fitted.intercept - fitted.slope * x, ddof=2)
        held_out = source.validation.take(np.arange(5000))
        means = fitted.intercept + fitted.slope * held_out.inputs
        expected = np.mean(norm.logpdf(held_out.targets, means, spread))
        own = np.mean(network(held_out.inputs).log_prob(held_out.targets))
        assert found.over_simpler[0].nats == pytest.approx(own - expected, abs=1e-9)


def test_of_a_target_whose_logarithm_is_a_line_too() -> None:
    straight = line(20_000, 2.0)
    dataset = replace(straight, targets=np.exp(straight.targets), target_kinds=(Number("log"),))
    network = replace(believing(2.0), target_kinds=(Number("log"),))
    (note,) = review(run(dataset, network)).notes()
    assert note.startswith("A straight line with the same spread everywhere would do")


def test_where_the_spread_changes_one_gaussian_would_do() -> None:
    x = RNG.normal(size=20_000)
    y = np.exp(np.abs(x)) * RNG.normal(size=20_000)
    dataset = Dataset(x[:, None], y[:, None], ("x",), ("y",))
    # Two components of the same Gaussian, whose spread the network cannot know better.
    layout = Layout(1, 1, (2,), 2, 1)
    #        to |x|            its bias  weights, means, raw scales of |x|        their biases
    parts = ([1.0, -1.0], [0.0] * 2, *[[0.0] * 4 + [1.0] * 2] * 2, [0.0] * 6)
    parameters = np.concatenate(parts).astype(np.float32)[None]
    unit = Scaling.identity(1)
    network = Network(layout, "relu", parameters, unit, unit, np.full(1, -20.0, np.float32))
    (note,) = review(run(dataset, network)).notes()
    assert note.startswith("One Gaussian at each x would do: this network gains ")


def test_where_there_are_two_branches_nothing_simpler_would_do() -> None:
    branch = np.where(RNG.random(4000) < 0.5, -3.0, 3.0)
    x = RNG.normal(size=4000)
    dataset = Dataset(x[:, None], (x + branch + RNG.normal(size=4000))[:, None], ("x",), ("y",))
    network = known_network([0.5, 0.5], [-3.0, 3.0], [1.0, 1.0], slope=1.0)
    found = review(run(dataset, network))
    assert found.notes() == ()
    assert all(gain.interval[0] > 0.1 for gain in found.over_simpler)


def test_by_folds_each_row_is_judged_by_what_did_not_learn_from_it() -> None:
    dataset = line(300, 2.0)
    ended = run(dataset, believing(2.0))
    # The second member, which holds out the second fold, believes the opposite.
    both = np.concatenate([believing(2.0).parameters, believing(-2.0).parameters])
    network = replace(
        believing(2.0),
        layout=replace(believing(2.0).layout, members=2),
        parameters=both,
        ensemble=(Share(0, 0, 1, 0.5), Share(0, 1, 1, 0.5)),
    )
    training = replace(ended.training_settings, folds=2)
    found = review(replace(ended, best=network, last=network, training_settings=training))
    parts = dataset.split_rows(training.holdout)
    assert parts.folds is not None
    assert np.bincount(parts.folds + 1).tolist() == [120, 90, 90]
    log_densities = []
    baselines: dict[str, list[NDArray[np.float64]]] = {}
    for fold, slope in enumerate((2.0, -2.0)):
        # Rows that nobody holds out train all.
        rows, rest = (
            dataset.take(parts.training[chosen])
            for chosen in (parts.folds == fold, parts.folds != fold)
        )
        log_densities.append(believing(slope)(rows.inputs).log_prob(rows.targets))
        for name, baseline in ignoring_inputs(network, rest, rows, None).items():
            baselines.setdefault(name, []).append(baseline)
    assert found.gain.losses[0] == pytest.approx(-np.concatenate(log_densities).mean())
    lowest = min(-np.concatenate(each).mean() for each in baselines.values())
    assert found.gain.losses[1] == pytest.approx(lowest, rel=1e-12)


def test_of_many_rows_in_folds_a_sample_of_all_folds_is_judged() -> None:
    dataset, network = line(20_000, 2.0), believing(2.0)
    ended = run(dataset, network)
    training = replace(ended.training_settings, folds=3)
    found = review(replace(ended, training_settings=training))
    assert found.gain.rows == 5000
    # The entropy of y less that of y given x.
    assert found.gain.nats == pytest.approx(np.log(np.sqrt(5.0)), abs=0.05)
    (over_line,) = found.over_simpler
    assert over_line.nats == pytest.approx(0.0, abs=0.002)


def test_a_network_worse_than_none_is_noted_with_numbers() -> None:
    found = review(run(line(500, 2.0), believing(-2.0)))
    (note,) = found.notes(label)
    # y is N(0, 5) to the Gaussian; to the network it lies off by 4 x.
    worse = 0.5 + 16 / 2 - (0.5 + np.log(np.sqrt(5.0)))
    assert -found.gain.nats == pytest.approx(worse, rel=0.2)
    assert note.startswith(
        f"Do not use this network: it predicts worse than ignoring the inputs by "
        f"{-found.gain.nats:.1f} nats (95% interval {-found.gain.interval[1]:.1f} to "
        f"{-found.gain.interval[0]:.1f}, on the 150 rows held out)."
    )
    assert "Usual causes: a learning rate that is too high (0.01), or rows learnt by heart" in note
    assert "Lower <learning_rate>" in note


def test_columns_that_are_not_scaled_are_named_as_the_cause() -> None:
    wrong = known_network([1.0], [0.0], [1.0])
    found = review(run(line(500, 2.0, unit=1000.0), wrong, standardize=False))
    (note,) = found.notes(label)
    assert "Usual cause: columns that are not scaled, such as 'price'." in note
    assert "turn on <standardize>." in note
    scaled = review(run(line(500, 2.0, unit=1000.0), wrong, standardize=True))
    assert "not scaled" not in scaled.notes()[0]


def test_a_network_that_ignores_the_inputs_is_noted() -> None:
    found = review(run(line(4000, 0.0), believing(0.0)))
    (note,) = found.notes()
    assert note.startswith(
        "Do not use this network: it predicts no better than ignoring the inputs. It gains "
    )
    assert "inputs that say little about 'price'" in note


@pytest.mark.parametrize("slope", [-2.0, 0.0])
def test_of_a_run_that_ended_while_its_loss_fell_more_epochs_are_advised(slope: float) -> None:
    losses = course(np.linspace(3.0, 2.0, 8).tolist())
    data = line(4000, 2.0 if slope else 0.0)
    (note,) = review(run(data, believing(slope), losses)).notes(label)
    assert note.startswith("Do not use this network yet: it predicts ")
    assert note.endswith(
        "Training has not converged: the validation loss was still falling at the end of the 8 "
        "epochs. Train for more epochs (<epochs>)."
    )
    (note,) = review(run(data, believing(slope), losses[:1])).notes(label)
    assert note.endswith("it ended after 1 epoch. Train for more epochs (<epochs>).")
    wide = Dataset(1e4 * data.inputs, data.targets, ("area",), ("price",))
    (note,) = review(run(wide, believing(1e-4 * slope), losses, standardize=False)).notes(label)
    assert "(<epochs>). Usual cause: columns that are not scaled, such as 'area'." in note


def test_a_review_does_not_depend_on_the_unit_of_the_weights() -> None:
    dataset = line(500, 2.0)
    weights = np.random.default_rng(1).integers(1, 4, 500).astype(np.float64)
    one, other = (
        review(run(replace(dataset, weights=each), believing(2.0), test_fraction=0.2))
        for each in (weights, weights * 5e-324)
    )
    assert other.gain.nats == pytest.approx(one.gain.nats, rel=1e-6)
    assert other.gain.interval == pytest.approx(one.gain.interval, rel=1e-6)
    assert other.on_test_rows == pytest.approx(one.on_test_rows, rel=1e-9)


@pytest.mark.parametrize("kind", [Number("log"), Number("logit", 0.0, 50.0)])
def test_what_a_transform_gains_is_no_merit_of_the_inputs(kind: Number) -> None:
    """The network is the truth, and that ignores x."""
    rng = np.random.default_rng(5)
    x, seen = rng.normal(size=(4000, 1)), 1.5 * rng.normal(size=(4000, 1))
    y = np.exp(seen) if kind.transform == "log" else kind.high * expit(seen)
    data = Dataset(x, y, ("x",), ("price",), target_kinds=(kind,))
    network = replace(known_network([1.0], [0.0], [1.5]), target_kinds=(kind,))
    found = review(run(data, network))
    assert found.gain.nats == pytest.approx(0.0, abs=0.01)
    assert found.notes()[0].startswith("Do not use this network")


def test_only_what_the_network_sees_far_from_one_is_not_scaled() -> None:
    rng = np.random.default_rng(4)
    kinds = (Date("days", "2020-01-01", ("weekday",)), Number("log"))
    x = np.column_stack([rng.integers(0, 30_000, 400), np.exp(rng.normal(size=400) + 5)])
    y = np.exp(rng.normal(size=(400, 1)) + 5)
    seen = Encoding(kinds)
    settings = NetworkSettings(hidden=(5,))
    network = replace(
        small_network(settings, seen.features, 1), encoding=seen, target_kinds=(Number("log"),)
    )
    data = Dataset(x, y, ("day", "mass"), ("price",), kinds, network.target_kinds)
    assert review(run(data, network, standardize=False)).unscaled == ""
    plain = replace(data, input_kinds=(kinds[0], NUMBER))
    other = replace(network, encoding=Encoding(plain.input_kinds))
    assert review(run(plain, other, standardize=False)).unscaled == "mass"


def test_a_small_gain_on_few_rows_cannot_be_told_from_none() -> None:
    found = review(run(line(150, 0.3), believing(0.3)))
    (note,) = found.notes()
    low, high = found.gain.interval
    assert low < 0.0
    assert high > 0.02
    assert note.startswith("This network cannot be told apart from ignoring the inputs. It gains ")
    assert "on the 45 rows held out" in note


def test_where_there_is_a_test_part_it_judges_the_network() -> None:
    dataset = line(600, 0.3)
    found = review(run(dataset, believing(-0.3), test_fraction=0.1))
    test = dataset.source(Holdout(0.3, 0.1)).test
    assert test is not None
    assert found.gain.rows == test.rows == 60
    loss = evaluate(believing(-0.3), test).nll
    assert found.gain.losses[0] == pytest.approx(loss, rel=1e-12)
    assert found.on_test_rows == OnTestRows(found.gain.losses[0], 60)
    (note,) = found.notes()
    assert "on the 60 test rows" in note
    assert review(run(dataset, believing(0.3))).on_test_rows is None


def test_the_loss_on_test_rows_is_of_all_of_them() -> None:
    dataset = line(40_000, 0.3)
    found = review(run(dataset, believing(-0.3), test_fraction=0.5))
    test = dataset.source(Holdout(0.3, 0.5)).test
    assert test is not None
    assert found.on_test_rows is not None
    assert found.on_test_rows.rows == test.rows == 20_000
    assert found.on_test_rows.loss == pytest.approx(evaluate(believing(-0.3), test).nll, rel=1e-12)


def test_the_course_of_the_losses_is_told_by_the_validation_rows() -> None:
    dataset = line(500, 2.0)
    one, other = (
        review(run(dataset, believing(2.0), course(RISEN), believing(1.0), test_fraction=share))
        for share in (0.0, 1e-6)
    )
    assert other.gain.rows == 1
    assert one.course.noise == pytest.approx(other.course.noise, rel=0.1)


def ignoring(targets: NDArray[np.float64], judged: NDArray[np.float64]) -> Densities:
    """Densities fitted to targets (rows, 1), of other ones."""
    training, rows = (
        Dataset(np.zeros((len(each), 1)), each, ("x",), ("y",)) for each in (targets, judged)
    )
    return ignoring_inputs(believing(1.0), training, rows, None)


def test_the_interval_is_that_of_students_t_over_the_rows() -> None:
    dataset, network = line(60, 1.0), believing(1.0)
    others = ignoring(line(200, 1.0, seed=1).targets, dataset.targets)
    log_density = network(dataset.inputs).log_prob(dataset.targets)
    found = gain_over(log_density, others)
    differences = log_density - others[found.baseline]
    expected = ttest_1samp(differences, 0.0).confidence_interval(0.95)
    assert found.nats == pytest.approx(differences.mean())
    assert found.interval == pytest.approx((expected.low, expected.high))
    assert found.losses[1] - found.losses[0] == pytest.approx(found.nats)


def test_weights_tell_how_much_a_row_matters_for_the_gain() -> None:
    dataset, network = line(60, 1.0), believing(1.0)
    others = ignoring(line(200, 1.0, seed=1).targets, dataset.targets)
    log_density = network(dataset.inputs).log_prob(dataset.targets)
    weights = np.repeat([1.0, 4.0], 30)
    plain, equal, found = (
        gain_over(log_density, others, each) for each in (None, np.full(60, 0.3), weights)
    )
    assert equal.nats == pytest.approx(plain.nats)
    assert equal.interval == pytest.approx(plain.interval)
    assert found.losses[0] == pytest.approx(-np.average(log_density, weights=weights))
    # As much evidence as of 150**2 / 510 rows, not of 150.
    differences = log_density - others[found.baseline]
    assert found.nats == pytest.approx(np.average(differences, weights=weights))
    effective = 150**2 / 510
    variance = np.average((differences - found.nats) ** 2, weights=weights)
    reach = t.ppf(0.975, effective - 1) * np.sqrt(variance / (effective - 1))
    assert found.interval == pytest.approx((found.nats - reach, found.nats + reach))


def test_a_row_of_all_the_weight_tells_next_to_nothing() -> None:
    dataset = line(10, 1.0)
    weights = np.array([1e90, *[1.0] * 9])
    found = gain_over(np.zeros(10), ignoring(dataset.targets, dataset.targets), weights)
    assert np.isfinite(found.interval).all()


def test_the_loss_on_test_rows_is_weighted() -> None:
    dataset = line(400, 1.0)
    weighted = replace(dataset, weights=RNG.gamma(1.0, 2.0, 400) + 0.1)
    ended = run(weighted, believing(0.5), test_fraction=0.3)
    found = review(ended).on_test_rows
    test = weighted.source(ended.training_settings.holdout).test
    assert found is not None
    assert test is not None
    assert found.loss == pytest.approx(evaluate(believing(0.5), test).nll, rel=1e-12)


def test_the_better_of_both_densities_is_the_one_to_beat() -> None:
    y = np.where(RNG.random(600) < 0.5, -5.0, 5.0) + 0.2 * RNG.normal(size=600)
    others = ignoring(y[:300, None], y[300:, None])
    assert gain_over(np.zeros(300), others).baseline == "a kernel density"
    y = RNG.normal(size=(1000, 1))
    assert gain_over(np.zeros(980), ignoring(y[:20], y[20:])).baseline == "one Gaussian"


def test_where_one_row_is_held_out_nothing_can_be_told() -> None:
    dataset = line(3, 1.0)
    found = gain_over(np.zeros(1), ignoring(dataset.targets, dataset.targets[:1]))
    assert found.interval == (-np.inf, np.inf)
    (note,) = (note for note in review(run(line(4, 1.0), believing(1.0))).notes(label))
    assert note.endswith("one row is held out. Hold out more rows (<validation_fraction>).")


def test_a_row_without_a_density_is_as_bad_as_can_be() -> None:
    dataset = line(100, 1.0)
    log_density = np.append(np.zeros(99), -np.inf)
    found = gain_over(log_density, ignoring(dataset.targets, dataset.targets))
    assert isinstance(found, Gain)
    assert np.isfinite([found.nats, *found.interval]).all()
    assert found.nats < -1e90


def course(validation: Sequence[float], train: Sequence[float] | None = None) -> list[Losses]:
    train = train or np.linspace(3.0, 1.0, len(validation)).tolist()
    epochs = range(1, len(validation) + 1)
    return [Losses(*each) for each in zip(epochs, train, validation, strict=True)]


RISEN = [3.0, 2.0, *np.linspace(2.1, 3.0, 18).tolist()]


def test_a_validation_loss_that_rose_while_the_train_loss_fell_is_noted() -> None:
    found = review(run(line(500, 2.0), believing(2.0), course(RISEN), believing(1.0)))
    (note,) = found.notes()
    assert (found.course.best, found.course.epochs) == (2, 20)
    # The lowest of the later half.
    assert found.course.rise == pytest.approx(RISEN[11] - 2.0)
    assert note.startswith("After epoch 2 the validation loss rose by 0.58 nats (standard error ")
    assert note.endswith("Later epochs learnt the rows by heart; they are not used.")


def test_one_that_rose_together_with_the_train_loss_has_another_cause() -> None:
    losses = course(RISEN, RISEN)
    found = review(run(line(500, 2.0), believing(2.0), losses, believing(1.0), learning_rate=0.5))
    (note,) = found.notes(label)
    assert "by heart" not in note
    assert "a learning rate that is too high (0.5). Lower <learning_rate> to a tenth" in note


@pytest.mark.parametrize(
    ("validation", "last"),
    [
        (RISEN, believing(2.0 + 1e-9)),
        ([3.0, *[2.0, 2.6] * 9, 2.6], believing(1.0)),
        ([3.0, 2.5, 2.2, 2.0, 2.6, 2.7], believing(1.0)),
        (np.linspace(3.0, 2.0, 20).tolist(), believing(2.0)),
        (np.append(np.linspace(2.5, 2.0, 10), np.full(10, 2.01)).tolist(), believing(2.0001)),
    ],
    ids=["none at all", "up and down", "too early to tell", "falling", "negligible"],
)
def test_what_is_no_rise_is_not_noted(validation: list[float], last: Network) -> None:
    if validation is RISEN:
        validation = [*RISEN[:2], *[2.001] * 18]
    assert review(run(line(500, 2.0), believing(2.0), course(validation), last)).notes() == ()


def test_a_rise_within_the_noise_of_few_rows_is_not_noted() -> None:
    few, many = line(40, 2.0), line(4000, 2.0)
    losses = course([3.0, 2.0, *[2.3] * 18])
    assert not review(run(few, believing(2.0), losses, believing(0.5))).course.rose
    assert review(run(many, believing(2.0), losses, believing(0.5))).course.rose


def test_a_run_whose_first_epoch_is_the_best_is_noted() -> None:
    losses = course(np.linspace(2.0, 5.0, 20).tolist())
    wave = line(500, 2.0)
    (note,) = review(run(wave, believing(2.0), losses, learning_rate=0.5)).notes(label)
    assert note.startswith("The first of 20 epochs is the best; no later one made the network be")
    assert note.endswith(
        "a learning rate that is too high (0.5). Lower <learning_rate> to a tenth."
    )
    unscaled = Dataset(wave.inputs * 1e4, wave.targets, ("area",), ("price",))
    (note,) = review(run(unscaled, believing(2e-4), losses, standardize=False)).notes(label)
    assert "Usual cause: columns that are not scaled, such as 'area'." in note


def test_a_run_of_few_epochs_may_have_its_best_first() -> None:
    assert review(run(line(500, 2.0), believing(2.0), course([2.0, 2.5, 3.0]))).notes() == ()


def two_by_two(slope: float) -> Network:
    """Two inputs and two targets: the first target is a slope times the second input."""
    layout = Layout(members=1, inputs=2, hidden=(), components=1, outputs=2)
    kernel = np.zeros((2, 5))
    kernel[1, 1] = slope
    parameters = np.concatenate([kernel.ravel(), np.zeros(5)])[None].astype(np.float32)
    units = Scaling.identity(2), Scaling.identity(2)
    return Network(layout, "relu", parameters, *units, np.full(2, -100.0, np.float32))


@pytest.mark.parametrize(("slope", "notes"), [(3.0, 0), (-3.0, 1)])
def test_several_inputs_and_targets(slope: float, notes: int) -> None:
    x, noise = RNG.normal(size=(2, 400, 2))
    y = noise + np.column_stack([3.0 * x[:, 1], np.zeros(400)])
    dataset = Dataset(x, y, ("a", "b"), ("u", "v"))
    found = review(run(dataset, two_by_two(slope)))
    assert len(found.notes()) == notes
    assert (found.gain.nats > 0.0) == (notes == 0)


def stream(dataset: Dataset, path: Path) -> Table:
    """The rows in a file."""
    pq.write_table(pa.table({"x": dataset.inputs[:, 0], "price": dataset.targets[:, 0]}), path)
    return open_parquet(path, Roles(("x",), ("price",)))


def test_a_streamed_table_is_compared_on_the_rows_that_it_held_out(tmp_path: Path) -> None:
    found = review(run(stream(line(3000, 2.0), tmp_path / "rows.parquet"), believing(-2.0)))
    (note,) = found.notes()
    assert note.startswith("Do not use this network: it predicts worse than ignoring the inputs")
    assert 700 < found.gain.rows < 1100


def test_of_a_streamed_table_a_far_value_is_named_without_a_row(tmp_path: Path) -> None:
    dataset = line(3000, 2.0)
    x = dataset.inputs.copy()
    x[::150] = -99999.0  # in some row that is trained on, whichever those are
    source = stream(Dataset(x, dataset.targets, ("x",), ("price",)), tmp_path / "rows.parquet")
    notes = review(run(source, believing(2.0))).notes()
    assert any(note.startswith("'x' is -99999: ") and "the farthest of " in note for note in notes)


def test_a_million_rows_take_tenths_of_a_second() -> None:
    dataset = line(1_000_000, 2.0)
    found = review(run(dataset, believing(2.0)))
    assert len(found.notes()) == 1
    assert found.gain.rows == 5000
