"""Values of a column as text, and back."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.kinds import NUMBER, Category, Date, Kind, Number
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.value_texts import cell_text, value_of, value_text

DAYS, HOURS = Date("days", "2024-01-10"), Date("hours", "2024-01-10T06:00:00")
TIMES, DURATIONS = Date("hours"), Date("seconds")


@pytest.mark.parametrize(
    ("kind", "value", "scale", "text"),
    [
        (DAYS, 122.0, 25.0, "2024-05-11"),
        (DAYS, 122.37, 25.0, "2024-05-11"),
        (DAYS, 122.25, 1.0, "2024-05-11 06:00"),
        (DAYS, 122.25, 1e-3, "2024-05-11 06:00:00"),
        (DAYS, 122.25, 1e-6, "2024-05-11 06:00:00.000"),
        (DAYS, 122.0, 1e-4, "2024-05-11"),
        (DAYS, -11.0, 25.0, "2023-12-30"),
        (DAYS, 1e7, 1e6, "10000000"),
        (HOURS, 2.5, 1.0, "2024-01-10 08:30"),
        (HOURS, 2.0 + 1 / 3, 1.0, "2024-01-10 08:20"),
        (TIMES, 8.5, 1.0, "08:30"),
        (TIMES, 26.0, 1.0, "26.00"),
        (DURATIONS, 90.0, 10.0, "90.0"),
        (NUMBER, 12.3456, 0.5, "12.346"),
        (DAYS, float("nan"), 1.0, "undefined"),
        (Category(("clay", "sand")), 0.0, 0.2, "clay"),
        (Category(("clay", "sand")), 0.6, 0.2, "sand"),
        (Category(("clay", "sand")), 7.0, 0.2, "sand"),
    ],
)
def test_a_place_is_told_as_fine_as_its_axis(
    kind: Kind, value: float, scale: float, text: str
) -> None:
    assert value_text(kind, value, scale) == text


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (DAYS, 122.0, "2024-05-11"),
        (HOURS, 2.5, "2024-01-10 08:30:00"),
        (TIMES, 8.5, "08:30:00"),
        (Number(yes_or_no=True), 1.0, "yes"),
        (Category(("clay", "sand")), 1.0, "sand"),
        (NUMBER, 0.25, "0.25"),
        (Number(missing=True), float("nan"), ""),
    ],
)
def test_a_cell_is_told_as_its_table_has_it(kind: Kind, value: float, text: str) -> None:
    assert cell_text(kind, value, 1.0) == text


@given(
    date=st.datetimes(datetime(1000, 1, 1), datetime(3000, 1, 1)),
    kind=st.sampled_from([DAYS, HOURS]),
)
def test_a_date_that_is_told_is_read_again(date: datetime, kind: Date) -> None:
    date = date.replace(microsecond=0)
    value = (date - datetime.fromisoformat(kind.origin)) / timedelta(**{kind.unit: 1})
    second = timedelta(seconds=1) / timedelta(**{kind.unit: 1})
    again = value_of(kind, value_text(kind, value, 10 * second))
    assert again == pytest.approx(value, abs=second / 2)


@pytest.mark.parametrize("text", ["", "soon", "2024-13-01", "8:30 or so"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert value_of(DAYS, text) is None
    assert value_of(TIMES, text) is None
    assert value_of(NUMBER, "2024-01-01") is None


def test_times_of_day_and_zones_are_read() -> None:
    assert value_of(TIMES, "08:30") == 8.5
    assert value_of(DAYS, "2024-01-11T02:00+02:00") == 1.0
    assert value_text(NUMBER, 2.0, 0.5) == rounded(2.0, 0.5)
