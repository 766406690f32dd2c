"""Dates and times in text, as people write them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core import tables
from mdn_gui.core.files.date_text import Dates, read_dates
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.reading import DayOrder


def read(*cells: str | None, order: DayOrder | None = None, pointed: bool = False) -> Dates:
    text = pa.chunked_array([pa.array(cells, pa.string())])
    dates = read_dates(text, order=order, pointed=pointed)
    assert dates is not None
    return dates


def seconds(iso: str) -> float:
    return datetime.fromisoformat(iso).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024-03-01", "2024-03-01"),
        ("2024/3/1", "2024-03-01"),
        ("2024.03.01", "2024-03-01"),
        ("2024-03-01 12:30", "2024-03-01T12:30"),
        ("2024-03-01T12:30:15.25", "2024-03-01T12:30:15.250"),
        ("2024-03-01T12:30:15,25", "2024-03-01T12:30:15.250"),
        ("2024-03-01T12:30Z", "2024-03-01T12:30"),
        ("2024-03-01T12:30+02:00", "2024-03-01T10:30"),
        ("2024-03-01 12:30 -0330", "2024-03-01T16:00"),
        ("2024-03-01 12:30:00+02", "2024-03-01T10:30"),
        ("1.3.2024", "2024-03-01"),
        ("01.03.24 9:05", "2024-03-01T09:05"),
        ("31.12.69", "1969-12-31"),
        ("31.12.68", "2068-12-31"),
        ("29.2.2024", "2024-02-29"),
        ("3 March 2024", "2024-03-03"),
        ("3-Mar-24", "2024-03-03"),
        ("3. März 2024", "2024-03-03"),
        ("3 févr. 2024", "2024-02-03"),
        ("Dec 31, 2023 1:05 PM", "2023-12-31T13:05"),
        ("2024年3月1日", "2024-03-01"),
        ("2024-03", "2024-03-01"),
        ("March 2024", "2024-03-01"),
    ],
)
def test_what_people_write(cell: str, expected: str) -> None:
    assert read(cell).seconds == pytest.approx([seconds(expected)], abs=1e-6)


@pytest.mark.parametrize("cell", ["2023-02-29", "2024-13-01", "0.1.2024", "3 Foo 2024", "x", ""])
def test_what_is_no_date_among_dates(cell: str) -> None:
    forms = {"0.1.2024": "1.2.2024", "3 Foo 2024": "3 May 2024"}
    good = forms.get(cell, "2024-02-28")
    assert np.isnan(read(good, good, cell).seconds).tolist() == [False, False, True]


def test_times_of_day_are_told_apart() -> None:
    dates = read("0:00", "12:30", "1:05 pm", "12:15 am")
    assert dates.times_only
    assert dates.seconds.tolist() == [0, 45_000, 47_100, 900]
    assert not read("2024-03-01").times_only


def test_what_looks_like_a_number_is_read_only_where_told() -> None:
    assert read("01.2024", "12.2024", pointed=True).seconds.tolist() == [
        seconds("2024-01-01"),
        seconds("2024-12-01"),
    ]
    assert read("9.30", "12.45", pointed=True).seconds.tolist() == [34_200, 45_900]
    assert read_dates(pa.chunked_array([["9.30", "12.45"]])) is None


def test_a_day_above_twelve_tells_the_order() -> None:
    assert read("1/2/2024", "13/2/2024").order == "day_first"
    american = read("1/2/2024", "2/13/2024")
    assert american.order == "month_first"
    assert american.seconds.tolist() == [seconds("2024-01-02"), seconds("2024-02-13")]


MIXED = ["13/1/2024", "14/2/2024", "2/3/2024", "15/3/2024", "1/13/2024", "5/3/2024", "2/14/2024"]


def test_days_of_both_orders_tell_none() -> None:
    assert np.isnan(read(*MIXED).seconds).all()
    few = read(*["13/1/2024"] * 99, "1/13/2024")
    assert (few.order, np.flatnonzero(np.isnan(few.seconds)).tolist()) == ("day_first", [99])
    told = read(*MIXED, order="month_first")
    assert (told.order, told.doubt) == ("month_first", None)
    assert np.isnan(told.seconds).tolist() == [True, True, False, True, False, False, False]


def test_a_table_with_days_of_both_orders_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("d,y\n" + "".join(f"{day},{row}\n" for row, day in enumerate(MIXED)))
    with pytest.raises(TableError) as raised:
        tables.read(path, ["d"], ["y"])
    assert str(raised.value) == (
        "t.csv, row 6, column 'd' holds '1/13/2024', where only the second number can be the day, "
        "but row 2 holds '13/1/2024', where only the first can; write all dates of the column "
        "alike, or say whether the day or the month comes first, so that the others are left out."
    )


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["2024-03-01T12:00Z", "2024-03-01T12:00+02:00", "2024-03-01T12:00"], [0, -7200, None]),
        (["2024-03-01T12:00", "2024-03-01T13:00", "2024-03-01T12:00Z"], [0, 3600, None]),
    ],
)
def test_times_with_and_without_a_zone_are_not_mixed(
    cells: list[str], expected: list[float | None]
) -> None:
    dates = read(*cells)
    assert dates.zoned == ("Z" in cells[0])
    noon = seconds("2024-03-01T12:00")
    np.testing.assert_array_equal(dates.seconds - noon, np.array(expected, float))


def test_where_nothing_tells_the_order_it_is_a_doubt() -> None:
    dates = read("2/2/2024", "1/2/2024")
    assert (dates.order, dates.doubt) == (None, 1)
    told = read("2/2/2024", "1/2/2024", order="month_first")
    assert (told.order, told.doubt) == ("month_first", None)
    assert told.seconds.tolist()[1] == seconds("2024-01-02")
    assert read("2/2/2024").doubt is None, "it is the same day either way"


def test_other_text_is_no_dates() -> None:
    for cells in (["red", "blue"], ["1.5", "2.5"], ["", ""], ["12", "13"]):
        assert read_dates(pa.chunked_array([pa.array(cells)])) is None


MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))
FORMATS = st.sampled_from(
    ["%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y/%m/%dT%H:%M:%S", "%d %B %Y %H:%M:%S"]
)


@given(st.lists(MOMENTS, min_size=1, max_size=5), FORMATS, st.integers(-14, 14))
def test_moments_come_back(moments: list[datetime], form: str, zone: int) -> None:
    whole = [moment.replace(microsecond=0) for moment in moments]
    cells = [f"{moment.strftime(form)}{zone:+03d}:00" for moment in whole]
    expected = [
        (moment.replace(tzinfo=UTC) - timedelta(hours=zone)).timestamp() for moment in whole
    ]
    dates = read(*cells)
    assert dates.zoned
    assert dates.seconds.tolist() == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            ["Tue, 27 Feb 2024 9:05 AM", "Fri, 1 Mar 2024 12:05 PM"],
            ["2024-02-27T09:05", "2024-03-01T12:05"],
        ),
        (["1er mai 2022", "14 févr. 2022"], ["2022-05-01", "2022-02-14"]),
        (["1st March 2024", "22nd May 2024"], ["2024-03-01", "2024-05-22"]),
        (["May 1st, 2024", "Jun 3rd, 2024"], ["2024-05-01", "2024-06-03"]),
        (["3 de mayo de 2024", "4 de abril de 2024"], ["2024-05-03", "2024-04-04"]),
        (["Mo 05.02.2024", "Di 06.02.2024"], ["2024-02-05", "2024-02-06"]),
        (["5 мая 2024", "6 октября 2024"], ["2024-05-05", "2024-10-06"]),
    ],
)
def test_days_with_weekdays_ordinals_and_months_of_many_languages(
    cells: list[str], expected: list[str]
) -> None:
    dates = read_dates(pa.chunked_array([cells]))
    assert dates is not None
    moments = np.array(expected, "datetime64[s]").astype(np.float64)
    np.testing.assert_array_equal(dates.seconds, moments)
