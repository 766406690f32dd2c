"""Values far from all others, and copies of columns, of tables made by hand."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mdn_gui.core.columns import LOOKED_AT, Copy, copied_columns, far_values, identifies
from mdn_gui.core.dataset import Dataset

RNG = np.random.default_rng(0)


def table(**columns: np.ndarray) -> Dataset:
    """Columns by name, of which the last is the target."""
    *inputs, target = columns
    x = np.column_stack([columns[name] for name in inputs])
    return Dataset(x, columns[target][:, None], tuple(inputs), (target,))


def noise(rows: int = 300) -> np.ndarray:
    return RNG.normal(size=rows)


@pytest.mark.parametrize("factor", [1.0, 1e-12, 1e12])
@pytest.mark.parametrize("column", ["a", "y"])
def test_one_value_a_million_standard_deviations_out_is_found(column: str, factor: float) -> None:
    columns = {name: noise() * factor for name in ("a", "b", "y")}
    columns[column][123] = 1e6 * factor
    (found,) = far_values(table(**columns))
    assert (found.column, found.value, found.row, found.count) == (column, 1e6 * factor, 124, 1)
    ordinary = np.delete(columns[column], 123) / factor
    assert found.times == pytest.approx(1e6 / np.quantile(np.abs(ordinary), 0.9), rel=0.1)


def test_a_code_for_missing_values_is_found_with_how_many_there_are() -> None:
    humidity = RNG.uniform(0.0, 0.5, 300)
    humidity[[10, 20, 30]] = -999.0
    (found,) = far_values(table(humidity=humidity, y=noise()))
    assert (found.column, found.value, found.count) == ("humidity", -999.0, 3)


def test_it_is_found_in_a_column_that_is_mostly_one_value() -> None:
    rain = np.where(RNG.random(300) < 0.95, 0.0, noise())
    rain[7] = 1e6
    (found,) = far_values(table(x=noise(), rain=rain))
    assert (found.column, found.row) == ("rain", 8)


def test_it_is_found_in_any_row_of_a_long_table() -> None:
    y = noise(20 * LOOKED_AT)
    y[77_777] = -1e7
    (found,) = far_values(table(x=noise(len(y)), y=y))
    assert (found.row, found.value) == (77_778, -1e7)


def test_the_greatest_doubles_are_found_too() -> None:
    y = noise()
    y[5] = -1.7e308
    (found,) = far_values(table(x=np.linspace(-1.7e307, 1.7e307, 300), y=y))
    assert (found.column, found.value) == ("y", -1.7e308)


@pytest.mark.parametrize(
    "values",
    [
        np.exp(2 * noise(2000)),
        np.random.default_rng(3).standard_t(2, 2000),
        np.repeat([0.0, 1.0], 1000),
        np.full(2000, 7.0),
        np.append(np.full(1999, 7.0), 8.0),
        1e9 + noise(2000),
    ],
    ids=["lognormal", "student", "codes", "constant", "one other", "offset"],
)
def test_heavy_tails_codes_and_offsets_are_no_far_values(values: np.ndarray) -> None:
    assert far_values(table(x=noise(2000), y=values)) == ()


@given(
    st.floats(-1e6, 1e6).filter(lambda slope: abs(slope) > 1e-6),
    st.floats(-1e6, 1e6),
    st.integers(0, 100),
)
@settings(max_examples=30)
def test_a_target_on_a_straight_line_of_an_input_is_found(
    slope: float, offset: float, seed: int
) -> None:
    assume(abs(offset) < 1e8 * abs(slope))  # else y has too few digits left
    a, b = np.random.default_rng(seed).normal(size=(2, 50))
    dataset = table(a=a, b=b, y=slope * b + offset)
    assert copied_columns(dataset) == (
        Copy("y", "b", equal=(slope, offset) == (1.0, 0.0), of_target=True),
    )


def test_a_target_equal_to_its_input_and_an_input_in_other_units_are_told_apart() -> None:
    celsius = 15 + 10 * noise()
    columns = table(celsius=celsius, day=noise(), fahrenheit=32 + 1.8 * celsius, y=celsius)
    assert copied_columns(columns) == (
        Copy("fahrenheit", "celsius", equal=False, of_target=False),
        Copy("y", "celsius", equal=True, of_target=True),
    )


def test_what_is_nearly_a_copy_is_none() -> None:
    x = noise()
    assert copied_columns(table(x=x, z=np.round(x, 3), w=x + 1e-6 * noise(), y=x**3)) == ()


def test_columns_of_one_value_are_no_copies() -> None:
    one = np.ones(300)
    assert copied_columns(table(a=one, b=2 * one, y=noise())) == ()


def test_a_large_offset_hides_no_copy_and_makes_none() -> None:
    time = 1.7e9 + np.arange(300.0)
    dataset = table(time=time, hours=time / 3600, noise=1.7e9 + np.round(noise()), y=noise())
    assert [copy.column for copy in copied_columns(dataset)] == ["hours"]


def test_among_thousands_of_columns_each_copy_is_found() -> None:
    genes = RNG.normal(size=(60, 3000))
    genes[:, 2999], genes[:, 1500] = -genes[:, 17], genes[:, 17]
    names = tuple(f"g{number}" for number in range(3000))
    found = copied_columns(Dataset(genes, noise(60)[:, None], names, ("y",)))
    assert [(copy.column, copy.original, copy.equal) for copy in found] == [
        ("g1500", "g17", True),
        ("g2999", "g17", False),
    ]


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("x", np.arange(1.0, 9.0), True),
        ("x", np.arange(9.0), True),
        ("customer_id", [40.0, 12.0, 31.0], True),
        ("customerId", [40.0, 12.0, 31.0], True),
        ("ID", [40.0, 12.0, 31.0], True),
        ("Sample no.", [40.0, 12.0, 31.0], True),
        ("humid", [40.0, 12.0, 31.0], False),
        ("year", np.arange(1990.0, 2020.0), False),
        ("group id", [1.0, 1.0, 2.0], False),
        ("id", [0.5, 1.5, 2.5], False),
        ("id", [1.0, np.nan, 3.0], False),
        ("x", [0.0, 1.0], False),
    ],
)
def test_whole_numbers_that_count_rows_or_name_things_identify(
    name: str, values: np.ndarray | list[float], *, found: bool
) -> None:
    assert identifies(name, np.array(values)) is found
