"""What the values of a column are like as a whole."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from mdn_gui.core.column_summary import NO_SUMMARY, summary
from mdn_gui.core.kinds import NUMBER, Category, Date
from mdn_gui.core.tables import describe


@pytest.mark.parametrize("rows", [1, 2, 23, 1_000])
def test_numbers_are_summed_up_as_numpy_counts_them(rows: int) -> None:
    rng = np.random.default_rng(rows)
    values = np.round(rng.gamma(2.0, size=rows), 2)
    there = values.copy()
    gaps = np.insert(values, [0, rows // 2, rows], np.nan)
    found = summary(NUMBER, gaps)
    assert found.distinct == len(set(there.tolist()))
    assert (found.low, found.high) == (there.min(), there.max())
    assert sum(found.counts) == rows
    assert len(found.counts) == min(24, found.distinct)
    # Random numbers with two decimals may lie on an edge, where rounding decides between two bins.
    expected, edges = np.histogram(there, len(found.counts))
    on_edges = np.isclose(there[:, np.newaxis], edges, rtol=1e-12).any(axis=1).sum()
    assert np.abs(np.cumsum(expected) - np.cumsum(found.counts)).max() <= on_edges


def test_the_greatest_numbers_have_a_histogram() -> None:
    found = summary(NUMBER, np.array([-1.7e308, 0.0, 1.7e308, 1.6e308]))
    assert found.counts == (1, 0, 1, 2)


def test_levels_are_counted_the_most_frequent_first() -> None:
    kind = Category(("clay", "peat", "sand", "never"))
    found = summary(kind, np.array([2.0, 0.0, 2.0, np.nan, 1.0, 2.0, 1.0]))
    assert found.levels == ("sand", "peat", "clay")
    assert found.counts == (3, 2, 1)
    assert found.distinct == 3
    assert np.isnan([found.low, found.high]).all()


def test_of_many_levels_all_are_counted() -> None:
    codes = np.random.default_rng(0).geometric(0.02, 5_000).astype(np.float64)
    kind = Category(tuple(f"level {code}" for code in range(int(codes.max()) + 1)))
    found = summary(kind, codes)
    counted = Counter(codes.tolist())
    assert found.distinct == len(counted)
    assert list(found.counts) == [count for _, count in counted.most_common()]


def test_a_column_without_values_has_no_summary() -> None:
    assert summary(None, np.full(3, np.nan)) == NO_SUMMARY
    assert summary(NUMBER, np.full(3, np.nan)) == NO_SUMMARY


def test_many_rows_are_summed_up_as_few_are(tmp_path: Path) -> None:
    table, values = tmp_path / "many.csv", np.random.default_rng(0).normal(size=(30_000, 4))
    np.savetxt(table, values, fmt="%.17g", delimiter=",", header="a,b,c,d", comments="")
    assert list(describe(table).summaries.values()) == [summary(NUMBER, each) for each in values.T]


def test_a_preview_sums_up_each_column(tmp_path: Path) -> None:
    table = tmp_path / "soil.csv"
    lines = (f"{row % 4},{'ab'[row % 2]},2024-01-0{row % 3 + 1},note {row}" for row in range(12))
    table.write_text("\n".join(["depth,site,day,note", *lines, "NA,a,,x"]))
    found = describe(table).summaries
    depth, site, day = (found[name] for name in ("depth", "site", "day"))
    assert (depth.distinct, depth.low, depth.high, depth.counts) == (4, 0.0, 3.0, (3, 3, 3, 3))
    assert (site.levels, site.counts) == (("a", "b"), (7, 6))
    assert (day.distinct, day.low, day.high, day.counts) == (3, 0.0, 2.0, (4, 4, 4))
    assert summary(Date("days", "2024-01-01"), np.array([0.0, 1.0, 2.0])).counts == (1, 1, 1)
    assert found["note"] == NO_SUMMARY
