"""Which rows are for training, validation and test, set on the page of a table's columns."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QPushButton

from tests.columns_page import give
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer
from tests.window.test_columns import open_wells


def table_of(rows: int) -> str:
    """A table of an input and a target, no row twice."""
    return "\n".join(["depth,age", *(f"{row / 2},{row * row % 1009}" for row in range(rows))])


def told(person: Explorer) -> tuple[str, str, str]:
    """What stands beside training, validation and test."""
    names = ("training", "validation_fraction_rows", "test_fraction_rows")
    found = [find(person.window, QLabel, f"parts_{name}").text() for name in names]
    return found[0], found[1], found[2]


def why(person: Explorer) -> str:
    """Why the parts are as they are, or cannot be."""
    return find(person.window, QLabel, "parts_why").text()


def set_part(person: Explorer, name: str, text: str) -> None:
    """Type another share of a part."""
    field = find(person.window, QAbstractSpinBox, f"parts_{name}_fraction")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_parts_follow_the_rows_until_a_person_sets_them(
    person: Explorer, led: LedTraining, tmp_path: Path
) -> None:
    open_wells(person, tmp_path, text=table_of(4_000))
    assert told(person) == ("Training 75%, 3,000 rows", "400 rows", "600 rows")
    assert why(person).startswith("From 1,000 rows on some judge the network")
    person.accept_columns()
    person.wait_for_message("4,000 rows loaded.")
    assert person.typed("test_fraction") == "0.15"
    open_wells(person, tmp_path, "few.csv", table_of(400))
    assert told(person) == ("Training 90%, 360 rows", "40 rows in each of 5 folds", "0 rows")
    assert "none are for test" in why(person)
    set_part(person, "test", "20%")
    assert told(person) == ("Training 70%, 280 rows", "40 rows in each of 5 folds", "80 rows")
    assert why(person) == "As you set it."
    in_force = find(person.window, QAbstractSpinBox, "test_fraction")
    assert in_force.text() == "0.15", "nothing is set until the table is taken"
    person.accept_columns()
    person.wait_for_message("400 rows loaded.")
    assert person.typed("test_fraction") == "0.2"
    person.train(1, led)
    _, training = led.settings[-1]
    assert (training.test_fraction, training.validation_fraction, training.folds) == (0.2, 0.1, 5)


def test_parts_that_were_set_stay_and_the_rest_follows_the_preset(
    person: Explorer, tmp_path: Path
) -> None:
    open_wells(person, tmp_path, text=table_of(400))
    set_part(person, "test", "25")
    person.accept_columns()
    person.wait_for_message("400 rows loaded.")
    person.press("Change columns…")
    person.columns()
    assert told(person)[2] == "100 rows"
    assert why(person) == "As you set it."
    person.accept_columns()
    person.qtbot.waitUntil(lambda: not person.asked_for_columns())
    open_wells(person, tmp_path, "many.csv", table_of(4_000))
    assert told(person) == ("Training 65%, 2,600 rows", "400 rows", "1,000 rows")
    person.accept_columns()
    person.wait_for_message("The training, validation and test parts are divided as you set it.")
    assert person.typed("test_fraction") == "0.25"
    assert person.typed("folds") == "1", "which the recommended ones of so many rows have"
    [undo] = [each for each in person.window.findChildren(QAction) if each.data() == "undo"]
    undo.trigger()
    person.wait_for_facts("400 rows")
    assert person.typed("folds") == "5"


def test_parts_that_leave_no_row_to_train_on_are_refused_at_the_field(
    person: Explorer, tmp_path: Path
) -> None:
    open_wells(person, tmp_path, text=table_of(4_000))
    take = find(person.window, QPushButton, "columns_take")
    set_part(person, "validation", "90")
    assert why(person) == (
        "A validation fraction of 0.9 and a test fraction of 0.15 leave no rows to train on; lower "
        "one of them."
    )
    assert not take.isEnabled()
    set_part(person, "test", "60")
    assert "60 is out of range" in why(person)
    assert not take.isEnabled()
    set_part(person, "test", "5")
    assert told(person) == ("Training 5%, 200 rows", "3,600 rows", "200 rows")
    assert take.isEnabled()
    give(person.window, "Weight", "depth")
    assert told(person) == ("Training –", "–", "–"), "no input is left"


def test_of_weighted_rows_the_weight_is_divided(person: Explorer, tmp_path: Path) -> None:
    lines = (f"{row / 2},{row % 5 + 1},{row * row % 1009}" for row in range(2_000))
    open_wells(person, tmp_path, text="\n".join(["depth,salt,age", *lines]))
    give(person.window, "Weight", "salt")
    assert told(person) == ("Training 75% of the weight", "of the weight", "of the weight")
