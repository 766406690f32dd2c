"""The terminal of a command."""

import os
import signal
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.cli.terminal import Interruption, aligned, chatter_held_back
from mdn_gui.core.kind_texts import shown


@pytest.mark.parametrize("name", ["a", "depth, m", "长度", "ä", ""])
def test_names_are_shown_as_they_are(name: str) -> None:
    assert shown(name) == name


@pytest.mark.parametrize("name", ["\x1b[31mred", "two\nlines", "\ud800", "\u202ereversed"])
def test_what_a_terminal_would_obey_is_escaped(name: str) -> None:
    assert shown(name).isprintable()
    assert shown(name).startswith("'")


def test_columns_are_aligned() -> None:
    assert aligned([("a", "1"), ("long", "22")]) == "  a     1\n  long  22"


@given(st.lists(st.tuples(st.text("ab "), st.text("ab", min_size=1)), min_size=1))
def test_the_second_column_begins_at_one_place(rows: list[tuple[str, str]]) -> None:
    lines = aligned(rows, indent="").split("\n")
    width = max(len(first) for first, _ in rows)
    assert [line[width + 2 :] for line in lines] == [second for _, second in rows]


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
