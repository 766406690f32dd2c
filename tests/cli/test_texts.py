"""Text for a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.cli.terminal import aligned, shown


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
