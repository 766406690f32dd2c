"""Choosing the columns of a table in the window."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QStackedWidget, QWidget

from tests.person import WORKSPACES
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer

enabled = Qt.ItemFlag.ItemIsEnabled
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


def tick(person: Explorer, role: str, column: str) -> None:
    """Tick a column with the keyboard, or untick it."""
    columns = find(person.window, QListWidget, f"{role}_columns")
    [item] = columns.findItems(column, Qt.MatchFlag.MatchExactly)
    columns.setCurrentItem(item)
    columns.setFocus()
    person.strike(Qt.Key.Key_Space)


def ticked(person: Explorer, role: str) -> list[str]:
    columns = find(person.window, QListWidget, f"{role}_columns")
    items = map(columns.item, range(columns.count()))
    return [item.text() for item in items if item.checkState() is Qt.CheckState.Checked]


def is_in(person: Explorer, room: str) -> bool:
    """Whether a person is in a workspace."""
    rooms = find(person.window, QStackedWidget, "workspace")
    return rooms.currentIndex() == WORKSPACES.index(room)


def test_space_ticks_a_column_and_trains_nothing(asked: Explorer, led: LedTraining) -> None:
    person = asked
    assert ticked(person, "input") == ["depth", "salt"]
    person.strike(Qt.Key.Key_Space)  # the focus is in the inputs
    assert ticked(person, "input") == ["salt"]
    tick(person, "target", "salt")
    assert ticked(person, "target") == ["salt", "age"]
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
    assert not any(field.isEnabled() for field in loaded), "they are not of the table asked about"
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
    tick(person, "input", "depth")
    tick(person, "target", "depth")
    tick(person, "target", "age")
    person.accept_columns()
    person.wait_for_message("4 rows loaded.")
    person.press("Change columns…")
    person.columns()
    assert ticked(person, "input") == ["salt"]
    assert ticked(person, "target") == ["depth"]
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
    assert ticked(person, "input") == ["site – text of 2 levels", "depth"]
    assert ticked(person, "target") == ["age"]
    for role, site in (("input", True), ("target", False)):
        columns = find(person.window, QListWidget, f"{role}_columns")
        items = [columns.item(row) for row in range(columns.count())]
        told = {item.text(): (bool(item.flags() & enabled), item.toolTip()) for item in items}
        assert list(told) == [
            "number – identifier",
            "site – text of 2 levels",
            "depth",
            "note – left out",
            "age",
        ]
        assert [offered for offered, _ in told.values()] == [True, site, True, False, True]
        reasons = [reason for _, reason in told.values()]
        assert "only to tell the rows apart" in reasons[0]
        assert "it can be an input, no target" in reasons[1]
        assert "text of 8 different values" in reasons[3]
        assert "write numbers in place of the text" in reasons[3]
    tick(person, "input", "number – identifier")
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
    inputs = find(person.window, QListWidget, "input_columns")
    told = {inputs.item(place).text(): inputs.item(place).toolTip() for place in range(4)}
    assert list(told) == [
        "depth",
        "soil – 3 rows without a value",
        "rain – 2 rows without a value",
        "age",
    ]
    assert "3 of 12 rows have no value" in told["soil – 3 rows without a value"]
    assert "in row 7." in told["soil – 3 rows without a value"]
    tick(person, "input", "rain – 2 rows without a value")
    assert outcome.text().startswith("9 of 12 rows")
    tick(person, "input", "soil – 3 rows without a value")
    assert outcome.text() == "Each row has a value in all columns picked."
    tick(person, "input", "rain – 2 rows without a value")
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
    tick(person, "input", "salt – 2 rows without a value")
    assert outcome.text().startswith("2 of 4 rows")
    person.accept_columns()
    person.wait_for_message("2 rows loaded.")
