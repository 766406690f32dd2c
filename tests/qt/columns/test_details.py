"""What is decided of single columns, and what their cells allow."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mdn_gui.core.column_summary import ColumnSummary
from mdn_gui.core.kinds import NUMBER, Category, Date, Kind
from mdn_gui.core.reading import ColumnReading, Dialect, Reading
from mdn_gui.core.roles import Role, Roles, Use
from mdn_gui.core.table_preview import TablePreview
from mdn_gui.core.tables import describe
from mdn_gui.qt.columns.details import applying, bounds_around, merged, misfit, parts_offered

ALL = Role(transform="log", rare=3, parts=("month",), missing_marks=("-9",))
DAY = Date("days", "2024-01-01")


def numbers(low: float, high: float) -> TablePreview:
    reading = Reading(Dialect("CSV"), 9, (ColumnReading("x", NUMBER, ""),))
    summaries = {"x": ColumnSummary(9, low, high)}
    return TablePreview("t.csv", reading, (), (), summaries=summaries, extremes={"x": (7, 4)})


@pytest.mark.parametrize(
    ("kind", "use", "kept"),
    [
        (NUMBER, "input", {"transform"}),
        (NUMBER, "target", {"transform"}),
        (NUMBER, "weight", set()),
        (Category(("a", "b")), "input", {"rare"}),
        (DAY, "input", {"parts"}),
        (DAY, "target", set()),
        (Date("hours"), "input", set()),
        (None, "left_out", set()),
    ],
)
def test_what_makes_no_sense_of_a_column_is_left_out(
    kind: Kind | None, use: Use, kept: set[str]
) -> None:
    applied, plain = applying(ALL, kind, use), Role()
    names = ("transform", "rare", "parts")
    assert {name for name in names if getattr(applied, name) != getattr(plain, name)} == kept
    assert applied.missing_marks == ("-9",)


@pytest.mark.parametrize(
    ("low", "high"), [(0.2, 0.9), (3.0, 99.0), (-4.0, 1234.5), (0.0, 1.0), (7.0, 7.0), (1e9, 2e9)]
)
def test_bounds_of_a_logit_lie_around_all_numbers(low: float, high: float) -> None:
    preview = numbers(low, high)
    least, greatest = bounds_around(preview, "x")
    assert least < low <= high < greatest
    assert greatest - least <= max(100.0, 3.0 * (high - low) + 2.0 * abs(low))
    assert not misfit(preview, "x", Role(transform="logit", low=least, high=greatest))
    fault = misfit(preview, "x", Role(transform="logit", low=low, high=high + 1.0))
    assert fault.startswith("t.csv, row 7, column 'x' holds")
    fault = misfit(preview, "x", Role(transform="logit", low=low - 1.0, high=high))
    assert fault.startswith("t.csv, row 4, column 'x' holds")


def test_levels_of_few_rows_are_counted() -> None:
    summary = ColumnSummary(4, counts=(9, 5, 2, 1), levels=("a", "b", "c", "d"))
    preview = replace(numbers(0.0, 1.0), summaries={"soil": summary, "site": summary})
    assert merged(preview, ["soil"], 5) == (2, 3)
    assert merged(preview, ["soil", "site"], 6) == (6, 16)
    assert merged(preview, ["soil"], 0) == (0, 0)


def test_a_day_has_no_hour() -> None:
    words = [text for text, _ in parts_offered([DAY])]
    assert words == ["one number", "weekday", "month", "weekday, month"]
    assert len(parts_offered([Date("hours", "2024-01-01")])) == 8


def test_a_preview_counts_the_rows_that_are_kept(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    cells = rng.choice(["1", "2.5", "-4", "", "bad"], p=[0.6, 0.2, 0.1, 0.08, 0.02], size=(300, 3))
    table = tmp_path / "t.csv"
    table.write_text("\n".join(["a,b,c", *(",".join(row) for row in cells)]))
    found = describe(table)
    missing, bad = cells == "", cells == "bad"
    roles = Roles(("a", "b"), ("c",))
    assert found.rows_kept(roles) == np.count_nonzero(~(missing | bad).any(axis=1))
    kept = ~bad.any(axis=1) & ~missing[:, 2]
    assert found.rows_kept(replace(roles, missing="keep")) == np.count_nonzero(kept)
    assert found.rows_missing(["a", "b"]) == np.count_nonzero(missing[:, :2].any(axis=1))
    first = {value: int((cells[:, 0] == value).argmax()) + 2 for value in ("-4", "2.5")}
    assert found.extremes["a"] == (first["-4"], first["2.5"])
