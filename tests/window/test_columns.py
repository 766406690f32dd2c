"""Choosing the columns of a table in the window."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QStackedWidget, QTableView, QWidget

from tests.columns_page import give, having, set_otherwise, tips, told
from tests.person import WORKSPACES
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer

WELLS = "depth,salt,age\n0,3,7\n10,1,8\n5,4,9\n2,1,8\n"


@pytest.fixture
def asked(person: Explorer, tmp_path: Path) -> Explorer:
    """Asked for the columns of a table while an example is loaded."""
    person.choose_example()
    open_wells(person, tmp_path)
    return person


def open_wells(person: Explorer, folder: Path, name: str = "wells.csv", text: str = WELLS) -> None:
    """Drop a table on the window, and wait for the question."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert person.drag_is_welcome(data)
    person.drop(data)
    person.qtbot.waitUntil(lambda: name in question(person))


def question(person: Explorer) -> str:
    """What is asked; nothing while nothing is."""
    labels = person.window.findChildren(QLabel, "columns_question")
    return next((label.text() for label in labels if label.isVisible()), "")


def cancel(person: Explorer) -> None:
    """Press *Cancel* by the keyboard, and wait until nothing is asked."""
    buttons = person.window.findChildren(QPushButton, "columns_cancel")
    [button] = [each for each in buttons if each.isVisible()]
    button.setFocus()
    person.strike(Qt.Key.Key_Space)
    person.qtbot.waitUntil(lambda: not question(person))


def is_in(person: Explorer, room: str) -> bool:
    """Whether a person is in a workspace."""
    rooms = find(person.window, QStackedWidget, "workspace")
    return rooms.currentIndex() == WORKSPACES.index(room)


def test_keys_of_the_page_choose_roles_and_train_nothing(asked: Explorer, led: LedTraining) -> None:
    person = asked
    assert having(person.window, "Input") == ["depth", "salt"]
    person.strike(Qt.Key.Key_Delete)  # the focus is on the first column
    assert having(person.window, "Input") == ["salt"]
    give(person.window, "Target", "salt")
    assert having(person.window, "Target") == ["salt", "age"]
    for name in ("first_rows", "columns_cancel"):
        for key in (Qt.Key.Key_S, Qt.Key.Key_Space):
            person.press_keys(name, key)
    person.qtbot.waitUntil(lambda: not question(person))
    assert "Training" not in person.text("message")
    assert not led.settings


def test_no_run_starts_on_the_rows_before_while_it_is_asked(
    asked: Explorer, led: LedTraining
) -> None:
    button = asked.button("Train")
    asked.qtbot.waitUntil(lambda: not button.isEnabled())
    assert "wells.csv" in button.toolTip()
    cancel(asked)
    asked.press("Train")
    led.let_end(1)
    asked.press("Stop")


def test_return_presses_the_button_with_the_focus(asked: Explorer, tmp_path: Path) -> None:
    loaded = [find(asked.window, QWidget, name) for name in ("rows", "validation_fraction")]
    assert not any(field.isVisible() for field in loaded), "they are not of the table asked about"
    asked.press_keys("columns_cancel", Qt.Key.Key_Return)
    asked.qtbot.waitUntil(lambda: not question(asked))
    assert all(field.isEnabled() for field in loaded)
    assert "3,000 rows" in asked.text("facts")
    open_wells(asked, tmp_path)
    asked.press_keys("columns_take", Qt.Key.Key_Enter)
    asked.wait_for_message("wells.csv: 4 rows loaded.")
    assert asked.offered("Train")


def test_change_columns_begins_with_the_choice_in_force(person: Explorer, tmp_path: Path) -> None:
    open_wells(person, tmp_path)
    give(person.window, "Target", "depth")
    give(person.window, "Left out", "age")
    person.accept_columns()
    person.wait_for_message("4 rows loaded.")
    person.press("Change columns…")
    person.columns()
    assert having(person.window, "Input") == ["salt"]
    assert having(person.window, "Target") == ["depth"]
    person.accept_columns()  # the same again
    person.qtbot.waitUntil(lambda: not question(person))


def test_cancel_leads_back_to_where_one_was(person: Explorer, tmp_path: Path) -> None:
    person.choose_example()
    for room in WORKSPACES:
        person.go_to_workspace(room)
        for name in ("wells.csv", "others.csv"):
            open_wells(person, tmp_path, name)
        cancel(person)
        person.qtbot.waitUntil(partial(is_in, person, room))
        assert person.window.hasFocus()  # whose keys are the plot's


def test_other_rows_end_the_question(asked: Explorer) -> None:
    asked.press("Draw your own")
    asked.qtbot.waitUntil(lambda: is_in(asked, "Explore"))
    asked.go_to_workspace("Data")
    assert not question(asked)


def test_identifiers_and_free_text_are_left_out_each_with_its_reason(
    person: Explorer, tmp_path: Path
) -> None:
    rows = (f"{row},{'ab'[row % 2]},{row**2 % 7},well {row},{row / 3}" for row in range(1, 9))
    open_wells(person, tmp_path, text="\n".join(["number,site,depth,note,age", *rows]))
    assert having(person.window, "Input") == ["site", "depth"]
    assert having(person.window, "Target") == ["age"]
    why = told(person.window, "Why")
    assert why["number"] == "identifier: its numbers only tell the rows apart"
    assert why["site"] == "text of 2 levels"
    assert why["age"] == "the last column of numbers; all cells are numbers"
    assert "text of 8 different values" in why["note"]
    give(person.window, "Target", "site")
    assert "it can be an input, no target" in tips(person.window)["site"]
    give(person.window, "Input", "note")
    assert "write numbers in place of the text" in tips(person.window)["note"]
    assert having(person.window, "Input") == ["site", "depth"], "free text is no input"
    give(person.window, "Input", "number")
    person.accept_columns()
    person.wait_for_message("8 rows loaded.")
    assert person.text("data_input") == "number, site, depth"


def test_what_a_column_costs_is_told_before_it_is_taken(person: Explorer, tmp_path: Path) -> None:
    soil = {3: "", 5: "low", 9: "NA"}
    lines = [
        f"{row % 4},{soil.get(row, row % 5 + 0.5)},{'' if row in (5, 6) else row % 7},{row / 3}"
        for row in range(12)
    ]
    open_wells(person, tmp_path, text="\n".join(["depth,soil,rain,age", *lines]))
    outcome = find(person.window, QLabel, "columns_outcome")
    assert outcome.text().startswith("8 of 12 rows have a value in all columns picked")
    assert list(told(person.window, "Missing").values()) == ["", "3", "2", ""]
    tip = tips(person.window)["soil"]
    assert "3 of 12 rows have no value" in tip
    assert "in row 7." in tip
    give(person.window, "Left out", "rain")
    assert outcome.text().startswith("9 of 12 rows")
    give(person.window, "Left out", "soil")
    assert outcome.text() == "Each row has a value in all columns picked."
    give(person.window, "Input", "rain")
    person.accept_columns()
    person.wait_for_message("10 rows loaded.")
    person.go_to_workspace("Data")
    assert "2 rows of the table are left out." in person.text("rows_about")


def test_columns_that_leave_no_row_are_not_taken(person: Explorer, tmp_path: Path) -> None:
    lines = ["1,,5", ",2,6", "3,,7", ",4,8"]
    open_wells(person, tmp_path, text="\n".join(["depth,salt,age", *lines]))
    outcome = find(person.window, QLabel, "columns_outcome")
    assert outcome.text().startswith("No row has a value")
    assert not find(person.window, QPushButton, "columns_take").isEnabled()
    give(person.window, "Left out", "salt")
    assert outcome.text().startswith("2 of 4 rows")
    person.accept_columns()
    person.wait_for_message("2 rows loaded.")


def test_the_preview_follows_how_the_table_is_read(person: Explorer, tmp_path: Path) -> None:
    rows = "\n".join(f"{row},5;{row * row};{row % 7}" for row in range(20))
    open_wells(person, tmp_path, text=f"depth;salt;age\n{rows}\n")
    give(person.window, "Target", "salt")
    give(person.window, "Left out", "age")
    set_otherwise(person.window, "separator", "comma")
    outcome = find(person.window, QLabel, "columns_outcome")
    person.qtbot.waitUntil(lambda: "wells.csv needs at least two columns" in outcome.text())
    assert list(told(person.window, "Kind")) == ["depth", "salt", "age"], "it stays as it was"
    assert person.window.focusWidget() is not None
    give(person.window, "Input", "depth")
    set_otherwise(person.window, "header", "none")
    person.qtbot.waitUntil(lambda: "column 1" in told(person.window, "Kind"))
    assert having(person.window, "Input") == ["column 1"], "roles stay at their places"
    assert having(person.window, "Target") == ["column 2"]
    set_otherwise(person.window, "header", "row 1")
    person.qtbot.waitUntil(lambda: "depth" in told(person.window, "Kind"))
    person.accept_columns()
    person.wait_for_message("20 rows loaded.")
    assert (person.text("data_input"), person.text("data_target")) == ("depth", "salt")


def test_a_column_weighs_the_rows(person: Explorer, led: LedTraining, tmp_path: Path) -> None:
    rows = "\n".join(f"{row / 2},{row % 3 + 1},{row * row % 7}" for row in range(30))
    open_wells(person, tmp_path, text=f"depth,salt,age\n{rows}\n")
    give(person.window, "Weight", "salt")
    person.accept_columns()
    person.wait_for_message("30 rows loaded.")
    assert (person.text("data_input"), person.text("data_target")) == ("depth", "age")
    person.train(3, led)
    person.press("Change columns…")
    person.columns()
    assert having(person.window, "Weight") == ["salt"]


def test_what_is_said_of_numbers_comes_back_too(person: Explorer, tmp_path: Path) -> None:
    text = "depth;age\n1;1.234\n2;978\n3;2.345\n4;100\n"
    open_wells(person, tmp_path, text=text)
    assert having(person.window, "Input") == ["depth"]
    button = find(person.window, QPushButton, "reading_comma")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    highest = partial(told, person.window, "Maximum")
    person.qtbot.waitUntil(lambda: highest()["age"] == "2345")
    person.accept_columns()
    person.wait_for_message("4 rows loaded.")
    person.press("Change columns…")
    person.columns()
    assert highest()["age"] == "2345"
    cancel(person)
    open_wells(person, tmp_path, "june.csv", text.replace("2.345", "7.345"))
    person.qtbot.waitUntil(lambda: highest()["age"] == "7345")
    assert find(person.window, QLabel, "columns_outcome").text().startswith("Each row")


def test_a_row_below_the_names_is_taken_for_units(person: Explorer, tmp_path: Path) -> None:
    rows = "\n".join(f"{row},{row * row},{row % 3}" for row in range(12))
    open_wells(person, tmp_path, text=f"depth,salt,age\nfar,wet,old\n{rows}\n")
    note = find(person.window, QLabel, "cell_fault")
    assert note.text().startswith("wells.csv, row 2, depth: 'far' is no number. It looks like a ro")
    QTest.mouseClick(find(person.window, QPushButton, "use_as_units"), Qt.MouseButton.LeftButton)
    person.qtbot.waitUntil(lambda: told(person.window, "Kind")["depth"] == "number in far")
    assert not note.isVisible()
    person.accept_columns()
    person.wait_for_message("12 rows loaded.")


def test_a_cell_that_cannot_be_read_is_marked_and_taken_for_missing(
    person: Explorer, tmp_path: Path
) -> None:
    open_wells(person, tmp_path, text="depth,salt,age\n0,3,7\n10,low,8\n5,4,9\n2,,8\n1,1,3\n")
    rows = find(person.window, QTableView, "first_rows")
    low, gap = (rows.model().index(row, 1) for row in (1, 3))
    tip = Qt.ItemDataRole.ToolTipRole
    assert "row 3, salt: 'low' is no number. The row is left out" in low.data(tip)
    assert "row 5, salt: there is no value." in gap.data(tip)
    marks = find(person.window, QLineEdit, "reading_missing_marks")
    assert marks.text() == ""
    button = find(person.window, QPushButton, "treat_as_missing")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    person.qtbot.waitUntil(lambda: marks.text() == "low")
    assert "there is no value" in rows.model().index(1, 1).data(tip)
    marks.setFocus()
    marks.selectAll()
    QTest.keyClick(marks, Qt.Key.Key_Delete)
    QTest.keyClick(marks, Qt.Key.Key_Return)  # which does not train
    person.qtbot.waitUntil(lambda: "'low' is no number" in rows.model().index(1, 1).data(tip))
    assert question(person)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(gap).center())
    note = find(person.window, QLabel, "cell_fault")
    assert "row 5, salt: there is no value." in note.text()
    leave = find(person.window, QPushButton, "leave_row_out")
    QTest.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert not note.isVisible()


def test_numbers_that_may_be_codes_are_taken_for_missing_by_one_act(
    person: Explorer, tmp_path: Path
) -> None:
    lines = [
        f"{-999 if row % 20 == 3 else row % 7},{row % 5 if row % 25 else -999},{row}"
        for row in range(100)
    ]
    text = "\n".join(["depth,salt,age", *lines])
    open_wells(person, tmp_path, text=text)
    note = find(person.window, QLabel, "code_told")
    assert note.text() == (
        "depth holds -999 in 5 rows, far from all its other values. So does 1 other column."
    )
    button = find(person.window, QPushButton, "code_missing")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    lowest = partial(told, person.window, "Minimum")
    person.qtbot.waitUntil(lambda: lowest()["depth"] == lowest()["salt"] == "0")
    assert told(person.window, "Missing")["depth"] == "5"
    assert not note.isVisible()
    open_wells(person, tmp_path, "numbers.csv", text.replace("depth", "height"))
    keep = find(person.window, QPushButton, "code_keep")
    QTest.mouseClick(keep, Qt.MouseButton.LeftButton)
    assert not find(person.window, QLabel, "code_told").isVisible()
    assert lowest()["height"] == "-999"


def test_the_first_cell_that_cannot_be_read_is_shown_wherever_it_is(
    person: Explorer, tmp_path: Path
) -> None:
    lines = [f"{row % 4},{'low' if row == 150 else row % 5},{row / 3}" for row in range(200)]
    open_wells(person, tmp_path, text="\n".join(["depth,salt,age", *lines]))
    note = find(person.window, QLabel, "cell_fault")
    assert note.text().startswith("wells.csv, row 152, salt: 'low' is no number.")
    give(person.window, "Left out", "depth", "salt")
    rows = find(person.window, QTableView, "first_rows")
    last = rows.model().rowCount() - 1
    assert rows.model().headerData(last, Qt.Orientation.Vertical) == "152"
    assert rows.viewport().rect().contains(rows.visualRect(rows.model().index(last, 1)).center())


def test_a_table_with_the_same_columns_is_read_as_the_last_was(
    person: Explorer, tmp_path: Path
) -> None:
    text = "x,y,z\nfar,wet,old\n" + "\n".join(f"{row},{row % 5},{row % 3}" for row in range(9))
    open_wells(person, tmp_path, text=text)
    set_otherwise(person.window, "units", "below the names")
    person.qtbot.waitUntil(lambda: told(person.window, "Kind")["x"] == "number in far")
    give(person.window, "Target", "x")
    give(person.window, "Left out", "z")
    person.accept_columns()
    person.wait_for_message("9 rows loaded.")
    open_wells(person, tmp_path, "june.csv", text.replace("far", "near"))
    person.wait_for_message("june.csv is read, and its columns have the roles, as you chose last.")
    assert told(person.window, "Kind")["x"] == "number in near"
    assert having(person.window, "Target") == ["x"]
    assert having(person.window, "Input") == ["y"]


def reads_each_row(outcome: QLabel) -> bool:
    return outcome.text().startswith("Each row has a value")


def test_what_is_said_of_dates_is_not_asked_again(person: Explorer, tmp_path: Path) -> None:
    rows = "\n".join(f"{1 + row % 9}/{1 + row % 7}/2024,{row % 5}" for row in range(20))
    open_wells(person, tmp_path, text=f"when,age\n{rows}\n")
    button = find(person.window, QPushButton, "reading_day_first")
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    outcome = find(person.window, QLabel, "columns_outcome")
    person.qtbot.waitUntil(partial(reads_each_row, outcome))
    assert not button.isVisible()
    person.accept_columns()
    person.wait_for_message("20 rows loaded.")
    person.choose_example()
    open_wells(person, tmp_path, text=f"when,age\n{rows}\n")
    person.wait_for_message("is read, and its columns have the roles, as you chose last.")
    assert not find(person.window, QPushButton, "reading_day_first").isVisible()
    assert reads_each_row(find(person.window, QLabel, "columns_outcome"))
