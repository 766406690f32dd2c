"""What a run keeps, when it goes back and when it ends, with losses that the test decides."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.special import logsumexp

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.engine.held_out import HeldOut
from mdn_gui.core.engine.loading import load_tensorflow
from mdn_gui.core.engine.packing import Packing
from mdn_gui.core.engine.run import DivergedError, Run
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network, Share
from mdn_gui.core.recipes import members_of
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.stacking import scale_factor, stacked
from mdn_gui.core.table import source_of

load_tensorflow()

from mdn_gui.core.engine.fitting import Losses  # noqa: E402 - after loading

NAN = float("nan")
PLAIN = TrainingSettings()
PATIENT = TrainingSettings(patience=2)
TABLE = Dataset(np.arange(40.0)[:, None], np.arange(40.0)[:, None], ("x",), ("y",))


class Script:
    """Stands for `Fit`: each epoch sets the members' weights to its number, with given losses.

    Args:
        losses: Of each epoch in turn, of each member; None for one that is told to stop.
        settings: How many folds and recipes the members share out.

    Attributes:
        members: As many as there are losses.
        held_out: The rows that they hold out.
        state: The weights, all of one number.
        slowed: Who was slowed, each time.
        plans: Epochs complete and epochs planned, each time.
    """

    def __init__(self, *losses: list[float] | None, settings: TrainingSettings = PLAIN) -> None:
        assert losses[0] is not None
        self._losses = iter(losses)
        self._tried = 0.0
        each = len(losses[0]) // (settings.recipes * settings.folds)
        self.members = members_of(NetworkSettings(members=each), settings)
        source = source_of(TABLE, settings.holdout)
        self.held_out = HeldOut(Packing(source.training, standardize=False), source, self.members)
        self._layout = Layout(len(self.members), inputs=1, hidden=(), components=1, outputs=1)
        self.state = np.zeros((len(self.members), 3, self._layout.size), np.float32)
        self.slowed: list[list[bool]] = []
        self.plans: list[tuple[int, int]] = []

    def epoch(self, _number: int, _proceed: object) -> Losses | None:
        """The next losses, each that of every row that the member holds out."""
        self._tried += 1
        self.state = np.full_like(self.state, self._tried)
        losses = next(self._losses)
        if losses is None:
            return None
        each = np.array(losses)
        of_rows = np.repeat(each[:, None], TABLE.rows, axis=1).astype(np.float32)
        mean = float(each.mean())
        return Losses(0.0, mean, each, self.held_out.log_densities(of_rows), np.isfinite(each))

    def restore(self, state: NDArray[np.float32], slower: NDArray[np.bool_]) -> None:
        """Note who is slowed."""
        self.state = state
        self.slowed.append(slower.tolist())

    def checkpoint(self) -> NDArray[np.float32]:
        """The weights are all there is."""
        return self.state

    def return_to(self, checkpoint: NDArray[np.float32]) -> None:
        """Take the weights."""
        self.state = checkpoint

    def plan(self, after: int, epochs: int) -> None:
        """Note it."""
        self.plans.append((after, epochs))

    def network(
        self, state: NDArray[np.float32] | None = None, ensemble: Sequence[Share] = ()
    ) -> Network:
        """Of these weights."""
        parameters = (self.state if state is None else state)[:, 0]
        unit = Scaling.identity(1)
        layout = replace(self._layout, members=len(parameters))
        floor = np.zeros(1, np.float32)
        return Network(layout, "relu", parameters, unit, unit, floor, ensemble=tuple(ensemble))


def weights_of(network: Network) -> list[float]:
    """The epoch that each member's weights are of, which all its parameters are."""
    epochs: list[float] = network.parameters[:, 0].tolist()
    return epochs


def mixed(*losses: float) -> float:
    """The loss of the mixture of members, each equally likely, that have these on every row."""
    return -float(logsumexp(-np.array(losses))) + math.log(len(losses))


def run_of(script: Script, settings: TrainingSettings = PLAIN) -> Run:
    return Run(script, settings)  # type: ignore[arg-type] # stands for it


def go_on(_passed: float) -> bool:
    return True


def test_each_members_best_weights_are_kept_and_scored_together() -> None:
    run = run_of(Script([3.0, 3.0], [2.0, 4.0], [2.5, 1.0], [9.0, 9.0]))
    kept = []
    for _ in range(4):
        run.epoch(go_on)
        kept.append((weights_of(run.best), run.best_loss))
    weights, losses = zip(*kept, strict=True)
    assert weights == ([1.0, 1.0], [2.0, 1.0], [2.0, 3.0], [2.0, 3.0])
    expected = [mixed(3.0, 3.0), mixed(2.0, 3.0), mixed(2.0, 1.0), mixed(2.0, 1.0)]
    assert_allclose(losses, expected, rtol=1e-12)
    assert run.best.ensemble == (
        Share(recipe=0, fold=0, epoch=2, weight=0.5),
        Share(recipe=0, fold=0, epoch=3, weight=0.5),
    )
    assert run.recoveries == 0


def test_with_stacking_patience_is_with_the_mixture_and_takes_no_notice_of_a_trace() -> None:
    settings = TrainingSettings(stacking=True, patience=2)
    run = run_of(Script([3.0], [2.0], [1.9997], [1.9994], settings=settings), settings)
    ends = []
    for _ in range(4):
        run.epoch(go_on)
        ends.append(run.out_of_patience)
    assert ends == [False, False, False, True]
    falling = run_of(Script([3.0], [2.0], [1.99], [1.98], settings=settings), settings)
    for _ in range(4):
        falling.epoch(go_on)
    assert not falling.out_of_patience


def test_the_latest_network_is_the_best_itself_where_all_members_are_better() -> None:
    run = run_of(Script([3.0, 3.0], [2.0, 2.0], [1.0, 4.0], [9.0, 9.0]))
    same = []
    for number in range(1, 5):
        run.epoch(go_on)
        same.append(run.network() is run.best)
        assert weights_of(run.network()) == [number, number]
    assert same == [True, True, False, False]


RECIPES_AND_FOLDS = TrainingSettings(recipes=2, folds=2)


def test_members_of_all_folds_and_recipes_are_told_apart_and_count_alike() -> None:
    script = Script([3.0, 2.0, 4.0, 5.0], [2.0, 3.0, 5.0, 1.0], settings=RECIPES_AND_FOLDS)
    run = run_of(script, RECIPES_AND_FOLDS)
    for _ in range(2):
        run.epoch(go_on)
    assert weights_of(run.best) == [2.0, 1.0, 1.0, 2.0]
    assert run.best.ensemble == (
        Share(recipe=0, fold=0, epoch=2, weight=0.25),
        Share(recipe=0, fold=1, epoch=1, weight=0.25),
        Share(recipe=1, fold=0, epoch=1, weight=0.25),
        Share(recipe=1, fold=1, epoch=2, weight=0.25),
    )
    assert [share.epoch for share in run.network().ensemble] == [2, 2, 2, 2]
    # Of each row, the mixture of those members alone that hold it out.
    halves = mixed(2.0, 4.0), mixed(2.0, 1.0)
    assert run.best_loss == pytest.approx(np.mean(halves), rel=1e-12)


STACKED = TrainingSettings(stacking=True)


def test_a_stacked_run_keeps_each_member_at_its_best_and_latest_where_all_predict_best() -> None:
    run = run_of(Script([3.0, 3.0], [2.0, 4.0], [2.5, 1.0], [9.0, 9.0]), STACKED)
    told = [run.epoch(go_on) for _ in range(4)]
    # As of the third epoch: with what the fourth brought, all together predict worse.
    assert weights_of(run.best) == [2.0, 3.0, 3.0, 3.0]
    assert [share.epoch for share in run.best.ensemble] == [2, 3, 3, 3]
    rows = round(0.15 * TABLE.rows)
    log_densities = np.tile([-2.0, -1.0, -2.5, -1.0], (rows, 1))
    weights = stacked(log_densities)
    assert_allclose(run.best.shares, weights, rtol=1e-12)
    assert weights[1] == weights[3] > weights[0] > weights[2]
    expected = -logsumexp(log_densities[0], b=weights)
    assert run.best_loss == pytest.approx(expected, rel=1e-12)
    losses = [each.validation for each in told if each is not None]
    assert run.best_loss == losses[2] == min(losses) < losses[3]
    assert weights_of(run.network()) == [4.0, 4.0]


@pytest.mark.parametrize("patience", [0, 2])
def test_the_scales_of_a_stacked_run_are_adjusted_when_it_ends_by_itself(patience: int) -> None:
    settings = replace(STACKED, patience=patience)
    run = run_of(Script([3.0], [2.0], [4.0], [4.0], [1.0], [6.0]), settings)
    run.plan(9 if patience else 4)
    factors = []
    for _ in range(4):
        run.epoch(go_on)
        factors.append(run.best.scale_factor)
    expected = scale_factor(
        replace(run.best, scale_factor=1.0), source_of(TABLE, settings.holdout).validation
    )
    assert factors == [1.0, 1.0, 1.0, expected]
    assert expected != 1.0
    # It goes on as if it had not ended, to a better network, and from there to no better one.
    run.plan(2)
    assert run.best.scale_factor == 1.0
    run.epoch(go_on)
    assert (weights_of(run.best), run.best.scale_factor) == ([5.0, 5.0], 1.0)
    run.epoch(go_on)
    plain = replace(run.best, scale_factor=1.0)
    assert weights_of(run.best) == [5.0, 5.0]
    assert run.best.scale_factor == scale_factor(
        plain, source_of(TABLE, settings.holdout).validation
    )


@pytest.mark.parametrize("settings", [PLAIN, TrainingSettings(folds=2, stacking=True)])
def test_other_runs_leave_the_scales_as_they_are(settings: TrainingSettings) -> None:
    run = run_of(Script([3.0] * settings.folds, settings=settings), settings)
    run.plan(1)
    run.epoch(go_on)
    assert run.best.scale_factor == 1.0


def test_members_of_a_stacked_run_that_differ_in_their_folds_share_a_weight() -> None:
    settings = replace(RECIPES_AND_FOLDS, stacking=True)
    script = Script([3.0, 2.0, 4.0, 5.0], [2.0, 3.0, 5.0, 1.0], settings=settings)
    run = run_of(script, settings)
    for _ in range(2):
        run.epoch(go_on)
    # Two members of each of two recipes, at their best, and all of them at their latest.
    of_folds = run.best.shares.reshape(2, 2, 2)
    assert_array_equal(of_folds[..., 0], of_folds[..., 1])
    assert of_folds.sum() == pytest.approx(1.0, rel=1e-12)
    places = [(share.recipe, share.fold) for share in run.best.ensemble]
    assert places == [(0, 0), (0, 1), (1, 0), (1, 1)] * 2
    assert [share.epoch for share in run.best.ensemble] == [2, 1, 1, 2, 2, 2, 2, 2]
    weights = 2 * of_folds[..., 0].ravel()
    of_first_fold, of_second_fold = [-2.0, -4.0, -2.0, -5.0], [-2.0, -1.0, -3.0, -1.0]
    expected = np.mean([-logsumexp(each, b=weights) for each in (of_first_fold, of_second_fold)])
    assert run.best_loss == pytest.approx(expected, rel=1e-12)


def test_a_bad_epoch_is_done_again_from_the_last_good_weights_by_the_members_it_hit() -> None:
    script = Script([3.0, 3.0], [NAN, 2.0], [2.0, 2.0])
    run = run_of(script)
    run.epoch(go_on)
    good = script.state
    losses = run.epoch(go_on)
    assert script.slowed == [[True, False]]
    assert run.recoveries == 1
    assert losses is not None
    assert losses.validation == 2.0
    assert_array_equal(good, np.ones_like(good))


def test_the_fourth_bad_epoch_ends_the_run_with_the_best_network() -> None:
    script = Script([3.0], [NAN], [2.0], [NAN], [NAN], [NAN])
    run = run_of(script)
    run.epoch(go_on)
    run.epoch(go_on)
    with pytest.raises(DivergedError, match="epoch 3, even at 1/8 of the learning rate") as error:
        run.epoch(go_on)
    assert error.value.network is run.best
    assert weights_of(run.best) == [3.0]
    assert run.best_loss == pytest.approx(2.0)


def test_a_run_that_diverged_cannot_go_on() -> None:
    run = run_of(Script(*[[NAN]] * 4))
    with pytest.raises(DivergedError):
        run.epoch(go_on)
    with pytest.raises(RuntimeError, match="cannot go on; start another at a lower learning rate"):
        run.plan(5)


def test_a_run_goes_on_from_its_last_complete_epoch() -> None:
    script = Script([3.0, 3.0], [NAN, 2.0], None, [2.0, 4.0])
    run = run_of(script)
    run.plan(2)
    run.epoch(go_on)
    assert run.epoch(go_on) is None  # told to stop after a recovery
    assert (run.passed, run.recoveries) == (1, 1)
    assert run.best_loss == pytest.approx(3.0)
    run.plan(7)
    assert script.plans == [(0, 2), (1, 7)]
    assert (run.passed, run.recoveries) == (1, 0)
    assert run.best_loss == pytest.approx(3.0)
    assert weights_of(run.network()) == [1.0, 1.0]
    assert_array_equal(script.state, np.ones_like(script.state))
    losses = run.epoch(go_on)
    assert losses is not None
    assert run.passed == 2
    assert run.best_loss == pytest.approx(mixed(2.0, 3.0))
    assert weights_of(run.best) == [4.0, 1.0]


def test_patience_counts_anew_when_a_run_goes_on() -> None:
    script = Script([3.0], [4.0], [4.0], [4.0], [4.0])
    run = run_of(script, PATIENT)
    run.plan(10)
    ended = []
    for _ in range(3):
        run.epoch(go_on)
        ended.append(run.out_of_patience)
    run.plan(10)
    for _ in range(2):
        run.epoch(go_on)
        ended.append(run.out_of_patience)
    assert ended == [False, False, True, False, True]


def test_no_network_is_kept_of_a_run_that_fails_at_once() -> None:
    with pytest.raises(DivergedError) as error:
        run_of(Script(*[[NAN]] * 4)).epoch(go_on)
    assert error.value.network is None


def test_patience_counts_epochs_in_which_no_member_improves() -> None:
    script = Script([3.0, 3.0], [4.0, 4.0], [5.0, 2.0], [3.0, 2.0], [3.0, 2.0])
    run = run_of(script, PATIENT)
    ended = []
    for _ in range(1, 6):
        run.epoch(go_on)
        ended.append(run.out_of_patience)
    assert ended == [False, False, False, False, True]
    assert not run_of(script).out_of_patience
