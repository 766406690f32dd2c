"""What a network sees of columns, by hand; and that it can tell apart what differs."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.encoding import Encoding, feature_count
from mdn_gui.core.kinds import NUMBER, Category, Date, Kind, Number

NAN = float("nan")
COLOUR = Category(("red", "green", "blue"))


def test_plain_numbers_are_the_same_array() -> None:
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    kinds = (NUMBER, Number(unit="m"))
    assert Encoding.of(kinds, x)(x) is x
    dates = Encoding.of((Date("days", "2020-01-01"),) * 2, x)
    assert dates(x) is x


def test_a_category_has_a_feature_for_each_level_and_one_for_missing() -> None:
    x = np.array([[2.0], [0.0], [1.0]])
    assert_array_equal(Encoding((COLOUR,))(x), [[0, 0, 1], [1, 0, 0], [0, 1, 0]])
    kinds = (Category(COLOUR.levels, missing=True),)
    assert_array_equal(Encoding(kinds)(np.array([[2.0], [NAN]])), [[0, 0, 1, 0], [0, 0, 0, 1]])


def test_a_missing_number_is_the_mean_of_those_present() -> None:
    x = np.array([[1.0], [NAN], [4.0]])
    kinds = (Number(missing=True),)
    assert_array_equal(Encoding.of(kinds, x)(x), [[1, 0], [2.5, 1], [4, 0]])
    weighted = Encoding.of(kinds, x, np.array([2.0, 9.0, 1.0]))
    assert_allclose(weighted.fills, [2.0])
    assert Encoding.of(kinds, np.full((2, 1), NAN)).fills == (0.0,)


def test_transforms_come_before_the_mean() -> None:
    x = np.array([[1.0, 0.2], [NAN, NAN], [np.e**4, 0.8]])
    kinds = (Number("log", missing=True), Number("logit", -1.0, 2.0, missing=True))
    features = Encoding.of(kinds, x)(x)
    logit = np.log((0.2 + 1.0) / (2.0 - 0.2))
    assert_allclose(features[:, 0], [0.0, 2.0, 4.0], atol=1e-12)
    assert_allclose(features[:, 2], [logit, 0.0, -logit], atol=1e-12)


def test_dates_as_numbers_and_as_parts() -> None:
    # Monday 1 January 2024, 06:00; a leap year.
    hours = np.array([[6.0], [6.0 + 24 * 183], [NAN]])
    parts = Date("hours", "2024-01-01T00:00:00", ("hour", "weekday", "month"), missing=True)
    features = Encoding((parts,))(hours)
    assert features.shape == (3, 12)
    assert_allclose(features[0, :2], [1.0, 0.0], atol=1e-12)
    assert_array_equal(features[0, 2:9], [1, 0, 0, 0, 0, 0, 0])
    angle = 2 * np.pi * 6 / (366 * 24)
    assert_allclose(features[0, 9:], [np.sin(angle), np.cos(angle), 0.0], atol=1e-9)
    assert_allclose(features[1, 9:11], [0.0, -1.0], atol=0.01)
    assert_array_equal(features[2], [*np.zeros(11), 1.0])
    number = Date("hours", "2024-01-01", missing=True)
    assert_array_equal(Encoding.of((number,), hours)(hours)[:, 1], [0, 0, 1])
    times = Date("minutes", "", ("hour",))
    assert_allclose(Encoding((times,))(np.array([[720.0]])), [[0.0, -1.0]], atol=1e-12)


@given(
    st.datetimes(datetime(1800, 1, 1), datetime(2200, 1, 1)),
    st.sampled_from(["2000-02-29", "1970-01-01T00:00:00+00:00", "2023-06-01T12:30:00"]),
)
def test_the_weekday_is_that_of_the_calendar(date: datetime, origin: str) -> None:
    start = datetime.fromisoformat(origin).replace(tzinfo=UTC)
    value = (date.replace(tzinfo=UTC, microsecond=0) - start) / timedelta(seconds=1)
    features = Encoding((Date("seconds", origin, ("weekday", "hour")),))(np.array([[value]]))
    assert features[0, :7].argmax() == date.weekday()
    share = (date.hour * 3600 + date.minute * 60 + date.second) / 86_400
    assert_allclose(features[0, 7], np.sin(2 * np.pi * share), atol=1e-9)


def test_only_numbers_are_scaled() -> None:
    kinds = (
        NUMBER,
        COLOUR,
        Number("log", missing=True),
        Date("days", "", ("month",)),
        Date("days", "", missing=True),
    )
    encoding = Encoding(kinds)
    assert encoding.features == feature_count(kinds) == 10
    assert_array_equal(encoding.scaled, [1, 0, 0, 0, 1, 0, 0, 0, 1, 0])
    assert_array_equal(encoding.column_of, [0, 1, 1, 1, 2, 2, 3, 3, 4, 4])


@pytest.mark.parametrize(
    ("kind", "value", "fault"),
    [
        (NUMBER, NAN, "Column number 1 has a missing cell, and in training none was missing"),
        (COLOUR, NAN, "Column number 1 has a missing cell"),
        (COLOUR, 3.0, "holds 3, but it has 3 levels, numbered from 0"),
        (COLOUR, 0.5, "holds 0.5, but it has 3 levels"),
        (COLOUR, -1.0, "holds -1, but it has 3 levels"),
        (Number("log"), 0.0, "holds 0, but its logarithm needs values above 0"),
        (Number("log"), np.inf, "holds inf, but its logarithm"),
        (Number("logit", 0.0, 5.0), 5.0, "holds 5, but its logit needs values between 0 and 5"),
        (Number(missing=True), np.inf, "holds inf, but a network needs finite numbers"),
        (Date("days", "", ("hour",)), np.inf, "holds inf, but a network needs finite numbers"),
    ],
)
def test_what_cannot_be_seen_is_refused(kind: Kind, value: float, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Encoding((kind,))(np.array([[value]]))


def test_a_column_is_called_by_its_name() -> None:
    with pytest.raises(ValueError, match="Column 'price' holds -1, but its logarithm"):
        Encoding((NUMBER, Number("log")))(np.array([[1.0, -1.0]]), ("size", "price"))


def test_an_encoding_that_does_not_fit() -> None:
    with pytest.raises(ValueError, match="as many finite numbers"):
        Encoding((NUMBER,), (1.0, 2.0))
    with pytest.raises(ValueError, match="as many finite numbers"):
        Encoding((NUMBER,), (np.inf,))
    with pytest.raises(ValueError, match="'tomorrow' is no date"):
        Encoding((Date("days", "tomorrow"),))


CELLS: dict[Kind, st.SearchStrategy[float | None]] = {
    Number(missing=True): st.none() | st.floats(-1e6, 1e6).map(lambda v: round(v, 3)),
    Number("log", missing=True): st.none() | st.integers(1, 10**6).map(lambda v: v / 1000),
    Number("logit", 0.0, 1.0): st.integers(1, 999).map(lambda v: v / 1000),
    Category(("a", "b", "missing"), missing=True): st.none() | st.integers(0, 2),
    COLOUR: st.integers(0, 2),
    Date("days", "2020-01-01", missing=True): st.none() | st.integers(-9999, 9999),
    Date("days", "2020-01-01", ("weekday", "month"), missing=True): st.none() | st.integers(0, 360),
}


@given(st.data())
def test_rows_that_differ_have_features_that_differ(data: st.DataObject) -> None:
    kinds = tuple(CELLS)
    rows = data.draw(st.lists(st.tuples(*CELLS.values()), min_size=1, max_size=6))
    x = np.array([[NAN if cell is None else cell for cell in row] for row in rows], np.float64)
    features = Encoding.of(kinds, x)(x)
    assert np.isfinite(features).all()
    # Of -0 and 0, which are equal, too.
    assert len({(row + 0.0).tobytes() for row in features}) == len(set(rows))
