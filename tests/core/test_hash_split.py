"""Splitting rows by their numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy.stats import kstest

from mdn_gui.core.hash_split import MOST_ROWS, HashSplit, hashed

SEEDS = st.integers(0, 2**31 - 1)
FRACTIONS = st.floats(0.01, 0.9)


def test_hashes_are_the_numbers_of_splitmix64() -> None:
    # The first numbers of the generator as other implementations print them.
    published = {
        0: [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F],
        1234567: [6457827717110365317, 3203168211198807973, 9817491932198370423],
    }
    for seed, expected in published.items():
        assert hashed(np.arange(3, dtype=np.uint64), seed).tolist() == expected


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_hashes_of_neighbours_are_spread_evenly(seed: int) -> None:
    shares = hashed(np.arange(100_000, dtype=np.uint64), seed) / 2.0**64
    assert kstest(shares, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(shares[1:], shares[:-1])[0, 1]) < 0.015


@given(FRACTIONS, SEEDS, st.integers(2, 5000), st.integers(0, 5000))
def test_a_row_keeps_its_side_in_whatever_pieces_it_is_read(
    fraction: float, seed: int, rows: int, cut: int
) -> None:
    split = HashSplit.of(rows, fraction, seed)
    whole, cut = split.held_out(0, rows), min(cut, rows)
    parts = [split.held_out(0, cut), split.held_out(cut, rows - cut)]
    assert_array_equal(np.concatenate(parts), whole)


@given(FRACTIONS, SEEDS, st.integers(2, 40))
def test_each_side_of_a_short_table_has_a_row(fraction: float, seed: int, rows: int) -> None:
    held_out = HashSplit.of(rows, fraction, seed).held_out(0, rows)
    assert 0 < held_out.sum() < rows


@given(FRACTIONS, SEEDS)
def test_of_a_middle_sized_table_the_share_is_held_out_and_the_rest_sampled(
    fraction: float, seed: int
) -> None:
    rows = 20_000
    split = HashSplit.of(rows, fraction, seed)
    held_out = split.held_out(0, rows)
    # Five standard deviations of a binomial count.
    spread = 5 * np.sqrt(rows * fraction * (1 - fraction))
    assert abs(held_out.sum() - fraction * rows) < spread
    assert_array_equal(split.sampled(0, rows), ~held_out)


def test_of_a_long_table_about_so_many_rows_are_held_out_and_sampled() -> None:
    rows = 4_000_000
    split = HashSplit.of(rows, 0.15, 3)
    held_out, sampled = split.held_out(0, rows), split.sampled(0, rows)
    for part in (held_out, sampled):
        assert abs(part.sum() - MOST_ROWS) < 5 * np.sqrt(MOST_ROWS)
    assert not (held_out & sampled).any()


def test_another_seed_holds_out_others() -> None:
    one, other = (HashSplit.of(10_000, 0.5, seed).held_out(0, 10_000) for seed in (0, 1))
    assert abs((one == other).mean() - 0.5) < 0.025


@pytest.mark.parametrize("fraction", [0.0, 1.0, -0.1, float("nan")])
def test_a_fraction_out_of_range_is_refused(fraction: float) -> None:
    with pytest.raises(ValueError, match="validation_fraction must lie between 0 and 1"):
        HashSplit.of(100, fraction, 0)


def test_a_single_row_is_refused() -> None:
    with pytest.raises(ValueError, match="1 row cannot be split"):
        HashSplit.of(1, 0.5, 0)
