"""Where a run waits, passed through by a thread as the worker does."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from mdn_gui.worker.gate import Gate

UNTIL_FAR = 30.0
"""Seconds after which a test gives up on a thread."""

A_MOMENT = 0.05
"""Seconds in which a run that does not wait would get far."""


class Runner:
    """A run of epochs of two chunks each, on a thread, at full speed.

    Attributes:
        held: How often the gate said that it began to wait after a step.
    """

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._ended: list[float] = []
        self.held = 0
        self.gate = Gate(on_held=self._on_held)
        self._thread = threading.Thread(target=self._run)

    @property
    def ended(self) -> int:
        """How many epochs ended."""
        return len(self._ended)

    @property
    def alive(self) -> bool:
        """Whether the run is under way."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Run until the gate says stop."""
        self._thread.start()

    def wait(self, what: Callable[[], bool]) -> None:
        """Until something has happened."""
        with self._news:
            assert self._news.wait_for(what, UNTIL_FAR)

    def wait_until_held(self, times: int) -> None:
        """Until it has begun so often to wait after a step."""
        self.wait(lambda: self.held == times)

    def wait_a_moment(self) -> None:
        """Give it time to do what it is not to do."""
        self._thread.join(A_MOMENT)

    def end(self) -> None:
        """Stop, and wait for the thread."""
        self.gate.stop()
        if self._thread.ident is not None:
            self._thread.join(UNTIL_FAR)
            assert not self.alive

    def _run(self) -> None:
        while self.gate.pass_through() and self.gate.pass_through():
            with self._news:
                self._ended.append(time.monotonic())
                self._news.notify_all()
            self.gate.epoch_ended()

    def _on_held(self, _step: int) -> None:
        with self._news:
            self.held += 1
            self._news.notify_all()


@pytest.fixture
def runner() -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.end()


def test_an_open_gate_holds_nobody(runner: Runner) -> None:
    runner.start()
    runner.wait(lambda: runner.ended > 100)
    assert runner.held == 0
    assert runner.gate.open


def test_a_pause_lasts_until_the_run_is_resumed(runner: Runner) -> None:
    runner.gate.pause()
    runner.start()
    runner.wait_a_moment()
    assert not runner.gate.open
    assert (runner.ended, runner.held, runner.alive) == (0, 0, True)
    runner.gate.resume()
    runner.wait(lambda: runner.ended > 0)
    assert runner.gate.open


def test_it_is_told_that_the_run_begins_to_wait() -> None:
    waiting = threading.Event()
    gate = Gate(on_wait=waiting.set)
    run = threading.Thread(target=gate.pass_through)
    gate.pause()
    run.start()
    assert waiting.wait(UNTIL_FAR)
    gate.stop()
    run.join(UNTIL_FAR)
    assert not run.is_alive()


def test_a_step_lets_exactly_one_epoch_end_and_tells_once_that_it_waits(runner: Runner) -> None:
    runner.gate.step()
    runner.start()
    for step in (1, 2, 3):
        runner.wait_until_held(step)
        runner.wait_a_moment()
        assert not runner.gate.open
        assert (runner.ended, runner.held) == (step, step)
        runner.gate.step()
    runner.wait_until_held(4)
    runner.gate.resume()
    runner.wait(lambda: runner.ended > 10)
    assert runner.held == 4


def test_a_step_of_a_run_that_is_paused_is_one_epoch(runner: Runner) -> None:
    runner.gate.pause()
    runner.start()
    runner.gate.step()
    runner.wait_until_held(1)
    assert runner.ended == 1


@pytest.mark.parametrize("change", ["pause", "resume"])
def test_the_last_word_before_the_step_ends_counts(change: str) -> None:
    held: list[None] = []
    gate = Gate(on_held=lambda _: held.append(None))
    gate.step()
    assert gate.pass_through()
    getattr(gate, change)()
    gate.epoch_ended()
    assert gate.open == (change != "pause")
    gate.stop()
    gate.pass_through()
    assert not held


def test_a_stop_ends_every_wait_at_once(runner: Runner) -> None:
    runner.gate.pause()
    runner.start()
    runner.end()
    assert runner.gate.stopped
    assert runner.gate.open
    assert not runner.gate.pass_through()
    runner.gate.resume()
    assert not runner.gate.pass_through(), "what is stopped stays stopped"


def test_a_stop_ends_slow_motion(runner: Runner) -> None:
    runner.gate.limit(1e-3)
    runner.start()
    runner.wait(lambda: runner.ended == 1)
    runner.end()
    assert runner.ended == 1


def test_slow_motion_begins_no_epoch_too_soon() -> None:
    gate, epochs, rate = Gate(50.0), 6, 50.0
    start = time.monotonic()
    for _ in range(epochs):
        assert gate.pass_through()  # between chunks nobody waits
        assert gate.pass_through()
        gate.epoch_ended()
    assert gate.pass_through()
    assert time.monotonic() - start >= epochs / rate


def test_a_change_of_speed_takes_effect_while_waiting(runner: Runner) -> None:
    runner.gate.limit(1e-300)
    runner.start()
    runner.wait(lambda: runner.ended == 1)
    runner.wait_a_moment()
    assert runner.ended == 1
    runner.gate.limit(1000.0)
    runner.wait(lambda: runner.ended > 3)
    runner.gate.limit(1e-3)
    runner.wait_a_moment()
    before = runner.ended
    runner.wait_a_moment()
    assert runner.ended == before
    runner.gate.limit(None)
    runner.wait(lambda: runner.ended > before + 100)


def test_a_step_does_not_wait_for_slow_motion(runner: Runner) -> None:
    runner.gate.limit(1e-3)
    runner.start()
    runner.wait(lambda: runner.ended == 1)
    runner.gate.step()
    runner.wait_until_held(1)
    assert runner.ended == 2


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan")])
def test_a_speed_that_is_none_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="choose more than 0"):
        Gate(speed)
    with pytest.raises(ValueError, match="choose more than 0"):
        Gate().limit(speed)
