"""Columns that were saved, and used for the table that is asked about."""

import json
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from mdn_gui.core import tables
from mdn_gui.core.saved_columns import load
from tests.columns_page import give, having, set_otherwise, told
from tests.widgets import find
from tests.window.explorer import Explorer
from tests.window.test_columns import open_wells

TEXT = "x,y,z\nfar,wet,old\n" + "\n".join(f"{row},{row % 5},{row % 3 + 1}" for row in range(9))


def drop(person: Explorer, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    assert person.drag_is_welcome(data)
    person.drop(data)


def choose_file(person: Explorer, file: Path) -> None:
    """Choose a file in the dialog that is open."""
    person.qtbot.waitUntil(lambda: bool(person.window.findChildren(QFileDialog)))
    [dialog] = person.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()
    person.qtbot.waitUntil(lambda: not person.window.findChildren(QFileDialog))


def starts(label: QLabel, sentence: str) -> bool:
    return label.text().startswith(sentence)


def test_columns_that_were_saved_are_used_for_another_table(
    person: Explorer, tmp_path: Path
) -> None:
    file = tmp_path / "columns.json"
    assert not person.offered("Save columns…")
    open_wells(person, tmp_path, text=TEXT)
    set_otherwise(person.window, "units", "below the names")
    person.qtbot.waitUntil(lambda: told(person.window, "Kind")["x"] == "number in far")
    give(person.window, "Target", "x")
    give(person.window, "Weight", "z")
    person.accept_columns()
    person.wait_for_message("9 rows loaded.")
    person.press("Save columns…")
    choose_file(person, file)
    person.qtbot.waitUntil(file.exists)
    saved = load(file)
    table = tables.open_rows(tmp_path / "wells.csv", saved.roles, saved.options)
    assert (table.input_names, table.target_names) == (("y",), ("x",))
    assert table.rows == 9
    june = "\n".join(f"{line},more" for line in TEXT.splitlines())
    open_wells(person, tmp_path, "june.csv", june)
    assert having(person.window, "Weight") == []
    find(person.window, QPushButton, "columns_saved").click()
    choose_file(person, file)
    person.wait_for_message("its columns have the roles, as columns.json says.")
    assert (having(person.window, "Target"), having(person.window, "Weight")) == (["x"], ["z"])
    assert told(person.window, "Kind")["x"] == "number in far"


def test_saved_columns_that_are_not_in_the_table_are_refused(
    person: Explorer, tmp_path: Path
) -> None:
    file, outcome = tmp_path / "columns.json", "columns_outcome"
    open_wells(person, tmp_path, text=TEXT)
    for entries, sentence in (
        ({"depth": {"use": "input"}, "z": {"use": "target"}}, "columns.json needs 'depth', which"),
        ({"x": {"kind": "category"}}, "columns.json names no input or no target; choose"),
        ({"x": {"use": "inptu"}}, "columns.json, column 'x': use is 'inptu'; choose among"),
    ):
        file.write_text(json.dumps(entries))
        drop(person, file)
        label = find(person.window, QLabel, outcome)
        person.qtbot.waitUntil(partial(starts, label, sentence))
        assert having(person.window, "Target") == ["z"], "the page stays as it was"
