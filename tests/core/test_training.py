"""Training as a person or a script sees it: losses, epochs, pauses, endings."""

import math
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import FrozenInstanceError, replace
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.special import logsumexp
from scipy.stats import norm

from mdn_gui.core import tables
from mdn_gui.core.dataset import Dataset, MemorySource
from mdn_gui.core.engine.run import DivergedError
from mdn_gui.core.holdout import Holdout
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network
from mdn_gui.core.parquet_rows import open_parquet
from mdn_gui.core.roles import Roles
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.training import Epoch, fit, train, warm_up
from tests.benchmarks.probed import probed

ROOT = Path(__file__).parents[2]
SMALL = NetworkSettings(hidden=(8,), components=3)
THREE = NetworkSettings(
    hidden=(8,), components=3, members=3, standardize=True, spread_means=True, activation="silu"
)
SHORT = TrainingSettings(epochs=4, batch_size=32, learning_rate=1e-2)
UNTIL_FAR = 60.0
"""Seconds that a thread may take before a test gives up on it."""


def two_branches(rows: int, seed: int) -> Dataset:
    """One input, one target; like the Old Faithful geyser's, the targets lie in two clouds."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(0, 1, (rows, 1))
    long = rng.random((rows, 1)) < 0.2 + 0.6 * x
    y = np.where(long, 80 + rng.normal(0, 6, (rows, 1)), 54 + rng.normal(0, 4, (rows, 1)))
    return Dataset(x, y, ("x",), ("y",))


def true_log_density(dataset: Dataset) -> NDArray[np.float64]:
    """Of the rows of `two_branches`, (rows,)."""
    share = 0.2 + 0.6 * dataset.inputs[:, 0]
    y = dataset.targets[:, 0]
    return np.log(share * norm.pdf(y, 80, 6) + (1 - share) * norm.pdf(y, 54, 4))


def unit_branches(rows: int = 200) -> Dataset:
    """The same in units near 1, which need no scaling."""
    dataset = two_branches(rows, 0)
    return Dataset(dataset.inputs, dataset.targets / 20 - 3, ("x",), ("y",))


def losses(epochs: Iterable[Epoch]) -> list[tuple[float, float]]:
    """Train and validation loss of each epoch."""
    return [(epoch.train_loss, epoch.validation_loss) for epoch in epochs]


class Passed(list[float]):
    """What the training said it had passed, each time that it asked whether to go on."""

    def proceed(self, epochs: float) -> bool:
        """Note it and go on."""
        self.append(epochs)
        return True


@pytest.mark.parametrize("settings", [SMALL, THREE])
def test_the_seed_decides_every_loss_to_the_bit(settings: NetworkSettings) -> None:
    dataset = unit_branches()
    first = losses(list(train(dataset, settings, SHORT)))
    assert losses(list(train(dataset, settings, SHORT))) == first
    other = losses(list(train(dataset, settings, replace(SHORT, seed=1))))
    assert not np.isin(other, first).any()


@pytest.mark.parametrize("settings", [SMALL, THREE])
def test_where_the_clock_cuts_the_chunks_changes_no_bit(
    settings: NetworkSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(chunk_seconds: float) -> tuple[int, list[Epoch]]:
        monkeypatch.setattr("mdn_gui.core.engine.fitting.CHUNK_SECONDS", chunk_seconds)
        passed = Passed()
        epochs = list(train(unit_branches(999), settings, SHORT, passed.proceed))
        return len(passed), epochs

    (often, short), (seldom, long) = run(0.0), run(1e9)
    assert often > 2 * seldom
    assert losses(short) == losses(long)
    assert_array_equal(short[-1].network.parameters, long[-1].network.parameters)


def test_progress_grows_from_zero_to_less_than_the_epochs() -> None:
    passed = Passed()
    list(train(unit_branches(2000), SMALL, SHORT, passed.proceed))
    assert passed[0] == 0.0
    assert all(earlier < later for earlier, later in pairwise(passed))
    assert {0.0, 1.0, 2.0, 3.0} < set(passed)
    assert passed[-1] < 4.0


def test_progress_of_several_members_never_goes_back() -> None:
    passed = Passed()
    three = replace(SMALL, members=3)
    list(train(unit_branches(300), three, replace(SHORT, batch_size=4), passed.proceed))
    assert all(earlier <= later for earlier, later in pairwise(passed))


@pytest.mark.parametrize(("limit", "complete"), [(0.0, 0), (2.0, 2), (2.5, 2)])
def test_told_to_stop_it_ends_after_the_last_complete_epoch(
    limit: float, complete: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mdn_gui.core.engine.fitting.CHUNK_SECONDS", 0.0)
    dataset = unit_branches()
    epochs = list(train(dataset, SMALL, SHORT, lambda passed: passed < limit))
    assert [epoch.number for epoch in epochs] == list(range(1, complete + 1))
    assert losses(epochs) == losses(list(train(dataset, SMALL, SHORT)))[:complete]


def test_a_pause_lasts_until_it_is_over_and_changes_nothing() -> None:
    dataset, epochs = unit_branches(), list[Epoch]()
    paused, resume = Event(), Event()

    def proceed(passed: float) -> bool:
        if passed == 2.0:
            paused.set()
            return resume.wait(UNTIL_FAR)
        return True

    thread = Thread(target=lambda: epochs.extend(train(dataset, SMALL, SHORT, proceed)))
    thread.start()
    assert paused.wait(UNTIL_FAR)
    assert thread.is_alive()
    resume.set()
    thread.join(UNTIL_FAR)
    assert losses(epochs) == losses(list(train(dataset, SMALL, SHORT)))


OVERFITTING = replace(SHORT, epochs=60, learning_rate=0.1)


def test_fit_returns_the_best_epochs_network() -> None:
    dataset = unit_branches(40)
    epochs = list(train(dataset, SMALL, OVERFITTING))
    best = min(epochs, key=lambda epoch: epoch.validation_loss)
    assert best.number < 60  # it overfits: the last epoch is not the best
    assert_array_equal(fit(dataset, SMALL, OVERFITTING).parameters, best.network.parameters)
    assert epochs[-1].best_loss == best.validation_loss


def test_the_best_network_is_the_latest_itself_where_it_is_of_this_epoch() -> None:
    epochs = list(train(two_branches(300, 0), NetworkSettings(), TrainingSettings(epochs=8)))
    best = math.inf
    for epoch in epochs:
        assert (epoch.network is epoch.best) == (epoch.validation_loss < best)
        best = min(best, epoch.validation_loss)


def test_each_member_is_kept_at_its_own_best_epoch() -> None:
    dataset = unit_branches(40)
    _, held_out = dataset.split(OVERFITTING.validation_fraction, OVERFITTING.seed)

    def member_losses(network: Network) -> list[float]:
        """Each member's own, its mixture cut out of the mixture of mixtures."""
        mixture = network(held_out.inputs)
        own = np.split(mixture.log_weights + np.log(3), 3, axis=1)
        parts = zip(own, np.split(mixture.means, 3, 1), np.split(mixture.scales, 3, 1), strict=True)
        return [-Mixture(*part).log_prob(held_out.targets).mean() for part in parts]

    epochs = list(train(dataset, THREE, OVERFITTING))
    each = np.array([member_losses(epoch.network) for epoch in epochs])
    assert len(set(each.argmin(axis=0))) > 1  # their best epochs differ
    assert_allclose(member_losses(epochs[-1].best), each.min(axis=0), atol=1e-6)
    pooled = -epochs[-1].best(held_out.inputs).log_prob(held_out.targets).mean()
    assert epochs[-1].best_loss == pytest.approx(pooled, abs=1e-5)


def test_patience_ends_a_run_that_no_longer_improves() -> None:
    dataset = unit_branches(40)
    full = [epoch.validation_loss for epoch in train(dataset, SMALL, OVERFITTING)]
    stopped = list(train(dataset, SMALL, replace(OVERFITTING, patience=7)))
    best = int(np.argmin(full[: len(stopped)])) + 1
    assert len(stopped) == best + 7 < 60
    assert [epoch.validation_loss for epoch in stopped] == full[: len(stopped)]


@pytest.mark.parametrize("settings", [SMALL, THREE])
def test_the_validation_loss_is_that_of_the_networks_own_mixture(
    settings: NetworkSettings,
) -> None:
    dataset = unit_branches()
    _, held_out = dataset.split(SHORT.validation_fraction, SHORT.seed)
    for epoch in train(dataset, settings, SHORT):
        mixture = epoch.network(held_out.inputs)
        assert mixture.components == 3 * settings.members
        log_normals = norm.logpdf(held_out.targets, mixture.means[..., 0], mixture.scales[..., 0])
        log_density = logsumexp(mixture.log_weights + log_normals, axis=1)
        assert epoch.validation_loss == pytest.approx(-log_density.mean(), abs=1e-5)


class DividedLike:
    """A table whose rows are held out where those of another are, though they are different."""

    def __init__(self, dataset: Dataset, like: Dataset) -> None:
        self._dataset, self._like = dataset, like
        self.input_names, self.target_names = dataset.input_names, dataset.target_names
        self.left_out, self.notes, self.reading = dataset.left_out, dataset.notes, None
        self.input_kinds, self.target_kinds = dataset.input_kinds, dataset.target_kinds
        self.rows, self.rows_in_memory = dataset.rows, dataset.rows
        self.weighted = dataset.weighted

    def blocks(self) -> Iterator[Dataset]:
        return self._dataset.blocks()

    def source(self, holdout: Holdout) -> MemorySource:
        source, parts = self._dataset.source(holdout), self._like.split_rows(holdout)
        source.training = self._dataset.take(parts.training)
        source.validation = self._dataset.take(parts.validation)
        return source


def test_another_unit_shifts_the_losses_by_its_logarithm() -> None:
    plain, factor = two_branches(300, 1), 1e6
    other = Dataset(plain.inputs * 1e-3 + 5, plain.targets * factor - 7, ("x",), ("y",))
    standardized = replace(THREE, members=1)
    alike = DividedLike(other, plain)
    expected = np.array(losses(list(train(plain, standardized, SHORT)))) + np.log(factor)
    assert_allclose(losses(list(train(alike, standardized, SHORT))), expected, atol=1e-4)


def test_the_same_rows_read_streamed_or_in_another_order_give_the_same_numbers(
    tmp_path: Path,
) -> None:
    dataset = two_branches(2_000, 3)
    order = np.random.default_rng(0).permutation(dataset.rows)
    runs = []
    for name, rows in (("as they are", dataset), ("shuffled", dataset.take(order))):
        path = tmp_path / f"{name}.parquet"
        columns = {"x": rows.inputs[:, 0], "y": rows.targets[:, 0]}
        pq.write_table(pa.table(columns), path, row_group_size=300)
        both = (tables.read(path, ["x"], ["y"]), open_parquet(path, Roles(("x",), ("y",))))
        runs += [list(train(table, THREE, replace(SHORT, input_noise=0.1))) for table in both]
    first, *others = runs
    for other in others:
        assert losses(other) == losses(first)
        assert_array_equal(other[-1].best.parameters, first[-1].best.parameters)
        assert_array_equal(other[-1].best.target_scaling.scale, first[-1].best.target_scaling.scale)


def test_a_run_whose_first_epoch_fails_ends_with_no_network() -> None:
    dataset = unit_branches()
    huge = Dataset(dataset.inputs * 1e30, dataset.targets, ("x",), ("y",))
    with pytest.raises(DivergedError, match=r"epoch 1, .*Try a .* below 0\.01") as error:
        list(train(huge, SMALL, SHORT))
    assert error.value.network is None


LINEAR = NetworkSettings(hidden=(), components=3)
WILD = replace(SHORT, learning_rate=10.0, epochs=100, batch_size=256)


def test_a_run_that_diverges_goes_back_three_times_and_ends_with_the_best_network() -> None:
    dataset = unit_branches()
    huge = Dataset(dataset.inputs * 1e10, dataset.targets, ("x",), ("y",))
    epochs: deque[Epoch] = deque()
    with pytest.raises(DivergedError, match=r"The loss stopped .* 1/8 .* rate below 10") as error:
        epochs.extend(train(huge, LINEAR, WILD))
    assert np.isfinite(losses(epochs)).all()
    assert [epoch.recoveries for epoch in epochs] == sorted(epoch.recoveries for epoch in epochs)
    assert error.value.network is epochs[-1].best
    assert np.isfinite(epochs[-1].best.parameters).all()
    with pytest.raises(DivergedError):
        fit(huge, LINEAR, WILD)


def test_every_published_network_predicts_however_wild_the_run() -> None:
    dataset, wild = unit_branches(), replace(SHORT, learning_rate=10.0, epochs=60)
    for epoch in train(dataset, replace(SMALL, activation="silu"), wild):
        assert np.isfinite(losses([epoch])).all()
        assert np.isfinite(epoch.network(dataset.inputs).variance()).all()


def test_epochs_are_frozen_and_their_arrays_read_only() -> None:
    epoch = next(train(unit_branches(), SMALL, SHORT))
    with pytest.raises(FrozenInstanceError):
        epoch.train_loss = 0.0  # type: ignore[misc] # the very thing to be refused
    with pytest.raises(ValueError, match="read-only"):
        epoch.network.parameters[0, 0] = 1


def test_too_few_rows_are_refused() -> None:
    with pytest.raises(ValueError, match=r"has 9 rows, too few .* at least 10"):
        next(train(unit_branches(9), SMALL, SHORT))
    next(train(unit_branches(10), SMALL, SHORT))


def test_it_learns_a_density_of_two_branches() -> None:
    network_settings = replace(THREE, members=1, hidden=(16,), components=4)
    settings = TrainingSettings(epochs=40, batch_size=64, learning_rate=1e-2, schedule="cosine")
    network = fit(two_branches(3000, 2), network_settings, settings)
    fresh = two_branches(5000, 3)
    loss = -network(fresh.inputs).log_prob(fresh.targets).mean()
    of_one_normal = np.log(fresh.targets.std()) + 0.5 * np.log(2 * np.pi * np.e)
    floor = -true_log_density(fresh).mean()
    assert floor - 0.01 < loss < floor + 0.05 < of_one_normal - 0.3


def test_a_warm_start_has_compiled_what_the_run_needs() -> None:
    rng = np.random.default_rng(0)
    dataset = Dataset(rng.normal(size=(50, 2)), rng.normal(size=(50, 3)), ("a", "b"), ("u",) * 3)
    settings = NetworkSettings(hidden=(3,), components=2, members=2)
    start = perf_counter()
    warm_up(settings, SHORT, inputs=2, outputs=3)
    warm = perf_counter()
    next(train(dataset, settings, SHORT))
    assert perf_counter() - warm < (warm - start) / 3


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
def test_run_after_run_leaves_nothing_in_memory() -> None:
    megabytes = probed("tests.benchmarks.memory_probe", "40")
    assert megabytes["highest"] - megabytes["before"] < 8.0


def test_tensorflow_comes_with_the_first_epoch_and_not_before() -> None:
    probe = """if True:
        import sys
        import numpy as np
        from mdn_gui.core import training
        from mdn_gui.core.dataset import Dataset
        from mdn_gui.core.settings import PRESETS
        dataset = Dataset(np.eye(9, 1), np.eye(9, 1), ("x",), ("y",))
        epochs = training.train(dataset, *PRESETS["tutorial"])
        sys.exit("tensorflow" in sys.modules or "keras" in sys.modules)
        """
    result = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, f"TensorFlow is imported too early\n{result.stderr}"


@pytest.mark.parametrize("settings", [SMALL, replace(THREE, activation="gelu")])
def test_log_likelihoods_of_a_trained_network_are_scipys(settings: NetworkSettings) -> None:
    dataset = two_branches(400, 4)
    network = fit(dataset, settings, SHORT)
    mixture = network(dataset.inputs)
    log_normals = norm.logpdf(dataset.targets, mixture.means[..., 0], mixture.scales[..., 0])
    expected = logsumexp(log_normals, b=np.exp(mixture.log_weights), axis=1)
    assert_allclose(mixture.log_prob(dataset.targets), expected, rtol=1e-6)
