"""What libraries write to stderr past Python."""

import os
import sys

import pytest

from mdn_gui.cli.terminal import chatter_held_back


def test_it_is_not_seen(capfd: pytest.CaptureFixture[str]) -> None:
    with chatter_held_back():
        os.write(2, b"could not find a driver\n")
    assert capfd.readouterr().err == ""


def fail() -> None:
    with chatter_held_back():
        os.write(2, b"could not find a library\n")
        raise ImportError("no library")


def test_it_is_seen_after_an_exception(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ImportError, match="no library"):
        fail()
    assert capfd.readouterr().err == "could not find a library\n"


def test_before_and_afterwards_stderr_is_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    print("before", file=sys.stderr)
    with chatter_held_back():
        pass
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "before\nafter\n"
