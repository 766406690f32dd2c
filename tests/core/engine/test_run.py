"""What a run keeps, when it goes back and when it ends, with losses that the test decides."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from mdn_gui.core.engine.loading import load_tensorflow
from mdn_gui.core.engine.run import DivergedError, Run
from mdn_gui.core.settings import TrainingSettings
from tests.networks import random_network

load_tensorflow()

from mdn_gui.core.engine.fitting import Losses  # noqa: E402 - after loading

NAN = float("nan")


class Script:
    """Stands for `Fit`: each epoch sets the members' weights to its number, with given losses.

    Args:
        losses: Of each epoch in turn, of each member.

    Attributes:
        slowed: Who was slowed, each time.
        scored: Whose weights were scored, each time.
        plans: Epochs complete and epochs planned, each time.
        scoring: Whether it goes on when asked while the best weights are scored.
    """

    def __init__(self, *losses: list[float]) -> None:
        self._losses = iter(losses)
        self._tried = 0.0
        self.state = np.zeros((3, len(losses[0]), 1), np.float32)
        self.slowed: list[list[bool]] = []
        self.scored: list[list[float]] = []
        self.plans: list[tuple[int, int]] = []
        self.scoring = True

    def epoch(self, _number: int, _proceed: object) -> Losses:
        """The next losses."""
        self._tried += 1
        self.state = np.full_like(self.state, self._tried)
        losses = np.array(next(self._losses))
        return Losses(0.0, float(losses.mean()), losses, np.isfinite(losses))

    def restore(self, state: NDArray[np.float32], slower: NDArray[np.bool_]) -> None:
        """Note who is slowed."""
        self.state = state
        self.slowed.append(slower.tolist())

    def score(
        self, state: NDArray[np.float32], _number: int, _proceed: object
    ) -> NDArray[np.float64] | None:
        """Note whose weights are scored; their number is their loss."""
        self.scored.append(state[0, :, 0].tolist())
        return state[0, :, 0].astype(float) if self.scoring else None

    def checkpoint(self) -> NDArray[np.float32]:
        """The weights are all there is."""
        return self.state

    def return_to(self, checkpoint: NDArray[np.float32]) -> None:
        """Take the weights."""
        self.state = checkpoint

    def plan(self, after: int, epochs: int) -> None:
        """Note it."""
        self.plans.append((after, epochs))

    def network(self, _state: object = None) -> object:
        """Any."""
        return random_network()


def run_of(script: Script, patience: int = 0) -> Run:
    return Run(script, TrainingSettings(patience=patience))  # type: ignore[arg-type] # stands for it


def go_on(_passed: float) -> bool:
    return True


def test_each_members_best_weights_are_kept_and_scored_together() -> None:
    script = Script([3.0, 3.0], [2.0, 4.0], [2.5, 1.0], [9.0, 9.0])
    run = run_of(script)
    for _ in range(1, 5):
        run.epoch(go_on)
    assert script.scored == [[2.0, 1.0], [2.0, 3.0]]
    assert run.best_loss == 2.0
    assert run.recoveries == 0


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
    assert run.best_loss == 2.0


def test_a_run_that_diverged_cannot_go_on() -> None:
    run = run_of(Script(*[[NAN]] * 4))
    with pytest.raises(DivergedError):
        run.epoch(go_on)
    with pytest.raises(RuntimeError, match="cannot go on; start another at a lower learning rate"):
        run.plan(5)


def test_a_run_goes_on_from_its_last_complete_epoch() -> None:
    script = Script([3.0, 3.0], [NAN, 2.0], [2.0, 4.0], [2.0, 4.0])
    run = run_of(script)
    run.plan(2)
    run.epoch(go_on)
    script.scoring = False  # told to stop after a recovery, while the best weights are scored
    assert run.epoch(go_on) is None
    assert (run.passed, run.best_loss, run.recoveries) == (1, 3.0, 1)
    run.plan(7)
    assert script.plans == [(0, 2), (1, 7)]
    assert (run.passed, run.best_loss, run.recoveries) == (1, 3.0, 0)
    assert_array_equal(script.state, np.ones_like(script.state))
    script.scoring = True
    losses = run.epoch(go_on)
    assert losses is not None
    assert (run.passed, run.best_loss) == (2, 4.0)


def test_patience_counts_anew_when_a_run_goes_on() -> None:
    script = Script([3.0], [4.0], [4.0], [4.0], [4.0])
    run = run_of(script, patience=2)
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
    run = run_of(script, patience=2)
    ended = []
    for _ in range(1, 6):
        run.epoch(go_on)
        ended.append(run.out_of_patience)
    assert ended == [False, False, False, False, True]
    assert not run_of(script).out_of_patience
