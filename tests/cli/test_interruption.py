"""Ctrl-C once and twice."""

import signal

import pytest

from mdn_gui.cli.terminal import Interruption


def test_nobody_asked() -> None:
    with Interruption() as interruption:
        assert not interruption.asked


def test_the_first_is_remembered() -> None:
    with Interruption() as interruption:
        signal.raise_signal(signal.SIGINT)
        assert interruption.asked


def press_twice() -> None:
    with Interruption():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)


def test_the_second_ends_at_once() -> None:
    with pytest.raises(KeyboardInterrupt):
        press_twice()


def test_afterwards_ctrl_c_does_what_it_did_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        press_twice()
    assert signal.getsignal(signal.SIGINT) is before
