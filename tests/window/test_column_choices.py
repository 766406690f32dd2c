"""Choosing kinds, transforms, parts of dates, levels and missing cells before a table is taken."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QTableView

from mdn_gui.core import tables
from tests.columns_page import (
    decide,
    give,
    having,
    noted,
    offered,
    select,
    set_otherwise,
    told,
    write,
)
from tests.widgets import find
from tests.window.explorer import Explorer
from tests.window.test_columns import cancel, open_wells, question

ROWS = 60
SOILS = ("clay", "loam", "loam", "peat", "loam", "clay")
HEADER = "day,zone,soil,rain,share,age"
MISSING, FAULTY = (3, 10, 20), 30
"""Rows, from 0, without a soil, and the one whose rain cannot be read."""


def fields(missing: Sequence[int] = (), faulty: int = -1) -> str:
    """A table of dates, codes, levels, numbers above 0 and shares, which predict numbers."""
    lines = [HEADER]
    for row in range(ROWS):
        day = datetime(2024, 1, 1) + timedelta(hours=7 * row)
        soil = "" if row in missing else SOILS[row % 6] if row else "silt"
        rain = "wet" if row == faulty else f"{row % 7 + 0.5}"
        cells = (f"{day:%Y-%m-%d %H:%M}", row % 3 + 1, soil, rain, (row + 1) / 100, row * row % 11)
        lines.append(",".join(map(str, cells)))
    return "\n".join(lines)


def kind_is(person: Explorer, column: str, kind: str) -> None:
    """Wait until a column is told to be of a kind."""
    person.qtbot.waitUntil(lambda: told(person.window, "Kind")[column] == kind)


def outcome(person: Explorer) -> str:
    return find(person.window, QLabel, "columns_outcome").text()


def test_what_is_decided_of_columns_holds_for_the_rows(person: Explorer, tmp_path: Path) -> None:
    window = person.window
    open_wells(person, tmp_path, "fields.csv", fields())
    select(window, "zone")
    decide(window, "kind", "category")
    kind_is(person, "zone", "category")
    assert told(window, "Distinct")["zone"] == "3"
    assert told(window, "Minimum")["zone"] == ""
    assert told(window, "Why")["zone"] == "text of 3 levels"
    select(window, "soil")
    write(window, "rare", "15")
    assert told(window, "Kind")["soil"] == "category: other < 15"
    levels = [SOILS[row % 6] if row else "silt" for row in range(ROWS)]
    few = [levels.count(each) for each in set(levels) if levels.count(each) < 15]
    assert noted(window, "column_merged") == f"{len(few)} levels, {sum(few)} rows"
    select(window, "day")
    decide(window, "parts", "hour, weekday")
    select(window, "share")
    decide(window, "transform", "logit")
    select(window, "rain", "age")
    assert offered(window, "transform") == ["none", "log", "logit"]
    select(window, "rain")
    decide(window, "transform", "log")
    assert having(window, "Input") == ["day", "zone", "soil", "rain", "share"]
    person.accept_columns()
    person.wait_for_message("60 rows loaded.")
    assert person.text("data_input") == "day, zone, soil, rain, share"
    tip = find(window, QLabel, "data_input").toolTip()
    for kind in (
        "day: hours since 2024-01-01; seen as hour, weekday",
        "zone: 3 levels: &#x27;1&#x27;, &#x27;2&#x27;, &#x27;3&#x27;",
        "soil: 3 levels: &#x27;clay&#x27;, &#x27;loam&#x27;, &#x27;other&#x27;; all others are",
        "rain: seen as its logarithm",
        "share: seen as its logit between 0 and 1",
    ):
        assert kind in tip
    person.press("Change columns…")
    person.columns()
    kind_is(person, "zone", "category")
    kinds = told(window, "Kind")
    assert (kinds["day"], kinds["rain"]) == ("date: hour, weekday", "number: log")
    assert (kinds["share"], kinds["soil"]) == ("number: logit", "category: other < 15")


def test_numbers_that_have_no_transform_are_named(person: Explorer, tmp_path: Path) -> None:
    window = person.window
    lines = [f"{row},{row * 3 - 9},{row % 5}" for row in range(1, 20)]
    open_wells(person, tmp_path, text="\n".join(["depth,salt,age", *lines]))
    select(window, "salt")
    decide(window, "transform", "log")
    fault = "wells.csv, row 2, column 'salt' holds -6, and its log is defined above 0 only"
    assert noted(window, "column_note").startswith(fault)
    assert told(window, "Kind")["salt"] == "number", "it stays as it was"
    select(window, "depth")
    assert not noted(window, "column_note")
    decide(window, "transform", "logit")
    assert told(window, "Kind")["depth"] == "number: logit"
    write(window, "high", "19")
    fault = "wells.csv, row 20, column 'depth' holds 19, and its logit is defined above 0 and below"
    assert noted(window, "column_note").startswith(fault)
    write(window, "high", "-3")
    assert "must be below the upper bound" in noted(window, "column_note")
    write(window, "high", "20")
    assert not noted(window, "column_note")
    assert question(person), "Return in a field trains nothing"
    select(window, "depth", "age")
    decide(window, "transform", "log")
    assert "row 6, column 'age' holds 0" in noted(window, "column_note")
    assert told(window, "Kind")["depth"] == "number: logit", "none is changed if one cannot be"


def test_only_kinds_that_cells_can_be_are_offered(person: Explorer, tmp_path: Path) -> None:
    window = person.window
    lines = [f"{row},note {row},{'ab'[row % 2]},2024-01-{row:02},{row / 3}" for row in range(1, 30)]
    open_wells(person, tmp_path, text="\n".join(["code,note,site,day,age", *lines]))
    expected = {
        "code": ["number", "number", "category"],
        "note": ["none", "category"],
        "site": ["category", "category"],
        "day": ["date", "category", "date"],
    }
    for column, kinds in expected.items():
        select(window, column)
        assert offered(window, "kind") == kinds
    select(window, "note")
    decide(window, "kind", "category")
    kind_is(person, "note", "category")
    assert told(window, "Distinct")["note"] == "29"
    give(window, "Input", "note")
    assert "note" in having(window, "Input"), "free text can be made a category"
    decide(window, "kind", "find out")
    kind_is(person, "note", "none")
    assert "note" not in having(window, "Input")
    select(window, "code", "day")
    decide(window, "kind", "category")
    kind_is(person, "day", "category")
    assert told(window, "Kind")["code"] == "category"


def test_a_kind_that_cells_turn_out_not_to_be_is_refused(person: Explorer, tmp_path: Path) -> None:
    window = person.window
    lines = [f"{'2024-01-05' if row < 5 else 'x'},{row % 4},{row}" for row in range(1, 40)]
    open_wells(person, tmp_path, "june.csv", "\n".join(["note,code,age", *lines]))
    select(window, "note")
    before = told(window, "Kind")
    decide(window, "kind", "date")
    person.qtbot.waitUntil(lambda: "june.csv, column 'note'" in noted(window, "column_note"))
    assert told(window, "Kind") == before
    assert outcome(person).startswith("Each row")


def test_rows_with_a_missing_input_are_kept_or_left_out(person: Explorer, tmp_path: Path) -> None:
    window = person.window
    open_wells(person, tmp_path, "fields.csv", fields(MISSING, FAULTY))
    assert noted(window, "missing_told") == (
        "3 of 60 rows have no value in soil. They are left out."
    )
    assert find(window, QAbstractButton, "missing_drop").text() == "Leave 3 rows out"
    assert outcome(person).startswith("56 of 60 rows have a value in all columns picked")
    rows = find(window, QTableView, "first_rows").model()
    font = Qt.ItemDataRole.FontRole
    assert rows.index(3, 0).data(font).strikeOut(), "the fourth row has no soil"
    person.push("missing_keep")
    assert "They are kept" in noted(window, "missing_told")
    assert outcome(person).startswith("59 of 60 rows are kept")
    assert rows.index(3, 0).data(font) is None
    x = having(window, "Input")
    rows_read = tables.read(tmp_path / "fields.csv", x, ["age"], missing="keep")
    assert (rows_read.rows, rows_read.input_kinds[2].missing) == (59, True)
    assert find(window, QAbstractButton, "missing_keep").isChecked()
    give(window, "Left out", "soil")
    assert not noted(window, "missing_told")
    give(window, "Input", "soil")
    person.push("missing_drop")
    assert outcome(person).startswith("56 of 60 rows")
    cancel(person)


def test_a_missing_target_is_never_kept(person: Explorer, tmp_path: Path) -> None:
    window = person.window
    lines = [
        f"{'' if row in (2, 5, 7) else row},{row % 4},{'' if row in (5, 9) else row * row}"
        for row in range(20)
    ]
    open_wells(person, tmp_path, text="\n".join(["depth,salt,age", *lines]))
    assert find(window, QAbstractButton, "missing_drop").text() == "Leave 2 rows out"
    person.push("missing_keep")
    assert noted(window, "missing_told") == (
        "3 of 20 rows have no value in depth. 2 of them are kept: the network learns what missing "
        "means. The other one has no target or weight, or a cell that cannot be read, and is left "
        "out."
    )
    assert outcome(person).startswith("18 of 20 rows are kept")
    names = ["depth", "salt"], ["age"]
    assert tables.read(tmp_path / "wells.csv", *names, missing="keep").rows == 18


def test_rows_with_bad_cells_are_left_out_one_column_after_the_other(
    person: Explorer, tmp_path: Path
) -> None:
    window = person.window
    lines = [
        f"{'low' if row == 2 else row},{'x' if row in (4, 6) else row % 4}.5,{row * row}"
        for row in range(30)
    ]
    open_wells(person, tmp_path, text="\n".join(["depth,salt,age", *lines]))
    leave = find(window, QPushButton, "leave_row_out")
    assert "row 4, depth: 'low' is no number. The row is left out." in noted(window, "cell_fault")
    assert leave.text() == "Leave the row out"
    person.push("leave_row_out")
    assert "row 6, salt: 'x.5' is no number." in noted(window, "cell_fault")
    assert leave.text() == "Leave 2 rows out"
    person.push("leave_row_out")
    assert not noted(window, "cell_fault")
    assert outcome(person).startswith("27 of 30 rows")


def test_what_is_decided_of_columns_goes_with_their_places(
    person: Explorer, tmp_path: Path
) -> None:
    window = person.window
    lines = [f"{row % 3},{row + 1},{row * row}" for row in range(40)]
    open_wells(person, tmp_path, text="\n".join(["code,salt,age", *lines]))
    select(window, "code")
    decide(window, "kind", "category")
    kind_is(person, "code", "category")
    select(window, "salt")
    decide(window, "transform", "log")
    set_otherwise(window, "header", "none")
    person.qtbot.waitUntil(lambda: "column 1" in told(window, "Kind"))
    kind_is(person, "column 1", "category")
    set_otherwise(window, "header", "row 1")
    person.qtbot.waitUntil(lambda: "code" in told(window, "Kind"))
    kind_is(person, "code", "category")
    assert told(window, "Kind")["salt"] == "number: log"


def test_a_mark_of_one_column_is_missing_there_alone(person: Explorer, tmp_path: Path) -> None:
    window = person.window
    lines = [f"{99 if row == 5 else row % 9},{99 if row == 8 else row},{row}" for row in range(30)]
    open_wells(person, tmp_path, text="\n".join(["depth,salt,age", *lines]))
    select(window, "depth")
    write(window, "missing_marks", "99; -1")
    person.qtbot.waitUntil(lambda: told(window, "Missing")["depth"] == "1")
    assert told(window, "Missing")["salt"] == ""
    assert told(window, "Maximum")["depth"] == "8"
    assert question(person), "Return in a field trains nothing"


def test_a_table_with_the_same_columns_has_the_same_kinds(person: Explorer, tmp_path: Path) -> None:
    window = person.window
    open_wells(person, tmp_path, "may.csv", fields())
    select(window, "zone")
    decide(window, "kind", "category")
    kind_is(person, "zone", "category")
    select(window, "rain")
    decide(window, "transform", "log")
    person.accept_columns()
    person.wait_for_message("60 rows loaded.")
    open_wells(person, tmp_path, "june.csv", fields())
    person.wait_for_message("june.csv is read, and its columns have the roles, as you chose last.")
    kinds = told(window, "Kind")
    assert (kinds["zone"], kinds["rain"]) == ("category", "number: log")
    person.push("columns_cancel")
    person.qtbot.waitUntil(lambda: not question(person))
    text = fields().replace("0.5,0.01", "-4,0.01")
    open_wells(person, tmp_path, "july.csv", text)
    kind_is(person, "zone", "category")
    assert "july.csv, row 2, column 'rain' holds -4, and its log is defined" in outcome(person)
    assert not find(window, QPushButton, "columns_train").isEnabled()
