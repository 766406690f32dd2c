"""The time of a run, told by a clock that the test sets."""

import pytest

from mdn_gui.qt.control.clock import Clock


class Time:
    """A time that passes when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def clock(time: Time) -> Clock:
    return Clock(time)


def test_pauses_do_not_count(clock: Clock, time: Time) -> None:
    clock.go()
    time.now += 3
    clock.hold()
    time.now += 50
    assert clock.seconds == 3
    clock.go()
    time.now += 2
    assert clock.seconds == 5


def test_a_reset_stands_still_at_zero(clock: Clock, time: Time) -> None:
    clock.go()
    time.now += 3
    clock.reset()
    time.now += 3
    assert clock.seconds == 0


def test_the_time_left_follows_from_the_pace_since_the_first_news(clock: Clock, time: Time) -> None:
    clock.go()
    time.now += 30  # preparation
    assert clock.left(0.0, 10) is None
    time.now += 4
    assert clock.left(2.0, 10) == pytest.approx(16)
    time.now += 2
    assert clock.left(4.0, 10) == pytest.approx(9)


def test_the_pace_is_measured_anew_after_a_pause(clock: Clock, time: Time) -> None:
    clock.go()
    clock.left(0.0, 10)
    time.now += 9
    clock.hold()
    assert clock.left(1.0, 10) is None
    time.now += 100
    clock.go()
    assert clock.left(1.0, 10) is None
    time.now += 1
    assert clock.left(2.0, 10) == pytest.approx(8)
