"""Ticks at round dates."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.date_ticks import DateTicks
from mdn_gui.core.kinds import Date

DAYS = Date("days", "2024-01-10")
ORIGIN = datetime(2024, 1, 10)


def ticks(begin: str, end: str, most: int = 5) -> list[str]:
    """What is written from one date to another, at the finest step of at most so many marks."""
    ruler = DateTicks(DAYS)
    low, high = (
        (datetime.fromisoformat(each) - ORIGIN) / timedelta(days=1) for each in (begin, end)
    )
    step = ruler.step_below((high - low) / 100)
    while len(ruler.marks(low, high, step)) > most:
        step = ruler.next_step(step)
    return ruler.texts(ruler.marks(low, high, step), step)


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("1980-06-01", "2024-03-01", ["1990", "2000", "2010", "2020"]),
        ("2022-11-20", "2024-03-01", ["2023-01", "2023-07", "2024-01"]),
        ("2024-01-20", "2024-05-20", ["2024-02", "2024-03", "2024-04", "2024-05"]),
        ("2024-02-27", "2024-03-01", ["2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01"]),
        (
            "2024-05-11T18:30",
            "2024-05-12T13:00",
            ["2024-05-12", "2024-05-12 06:00", "2024-05-12 12:00"],
        ),
        (
            "2024-05-11T18:30:10",
            "2024-05-11T18:30:38",
            ["2024-05-11 18:30:10", "2024-05-11 18:30:20", "2024-05-11 18:30:30"],
        ),
    ],
)
def test_marks_are_round_dates(begin: str, end: str, expected: list[str]) -> None:
    assert ticks(begin, end) == expected


@given(
    low=st.floats(-1e6, 4e6),
    length=st.floats(1e-3, 1e7),
    unit=st.sampled_from(["days", "hours", "minutes", "seconds"]),
)
def test_marks_lie_on_the_axis_and_their_texts_differ(low: float, length: float, unit: str) -> None:
    ruler = DateTicks(Date(unit, "1970-01-01"))  # type: ignore[arg-type]
    step = ruler.step_below(length / 5)
    marks = ruler.marks(low, low + length, step)
    assert len(marks) < 60
    assert all(low - 1e-6 <= mark <= low + length + 1e-6 for mark in marks)
    assert all(one < other for one, other in pairwise(marks))
    texts = ruler.texts(marks, step)
    assert len(set(texts)) == len(texts)
    assert all(texts)


def test_there_are_no_dates_beyond_the_years_1_to_9999() -> None:
    ruler = DateTicks(DAYS)
    assert ruler.marks(1e7, 2e7, ruler.step_below(1e6)) == []
    step = ruler.step_below(1e9)
    assert ruler.texts(ruler.marks(-1e9, 1e9, step), step) == ["5000"]
    assert ruler.next_step(step) > step


def test_ticks_of_times_are_round_and_within_the_day() -> None:
    ticks = DateTicks(Date("hours"))
    step = ticks.step_below(3.0)
    marks = ticks.marks(-1.0, 26.0, 6.0)
    assert (step, marks) == (2.0, [0.0, 6.0, 12.0, 18.0, 24.0])
    assert ticks.texts(marks, 6.0) == ["00:00", "06:00", "12:00", "18:00", "24:00"]
    half = ticks.marks(14.2, 15.1, 0.5)
    assert ticks.texts(half, 0.5) == ["14:30", "15:00"]
