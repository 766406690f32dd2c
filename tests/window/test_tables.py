"""Tables opened in the window: their rows, and what is kept from one to the next."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QComboBox, QLabel

from mdn_gui.core import tables
from mdn_gui.core.files import typed_tables
from mdn_gui.core.network import Network
from mdn_gui.qt import loader
from mdn_gui.qt.widgets.tables import PickingTable
from tests.columns_page import give, having
from tests.networks import random_network
from tests.tables import shown
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer
from tests.window.test_columns import cancel, open_wells, question

LINES = [f"{row},{row * row % 7},{row / 3:.2f}" for row in range(20)]
WELLS = "\n".join(["depth,salt,age", *LINES[:3], "", "1,low,2", *LINES[3:]])
"""Row 5 of the file is blank, and row 6 has a cell that is no number."""


def network(number: int) -> Network:
    return random_network(seed=number, inputs=2)


@pytest.fixture
def led() -> LedTraining:
    return LedTraining(network)


def test_a_row_has_the_number_that_a_spreadsheet_shows(
    person: Explorer, led: LedTraining, tmp_path: Path
) -> None:
    open_wells(person, tmp_path, text=WELLS)
    person.accept_columns()
    person.wait_for_message("1 row is left out because of its cell in column 'salt': row 6 holds")
    rows = [int(row) for row, *_ in person.cells("rows_loaded")]
    assert rows == [2, 3, 4, *range(7, 24)]
    person.train(3, led)
    person.open_tab("Row")
    person.go_to_workspace("Check")
    person.qtbot.waitUntil(lambda: person.text("least_likely_heading") == "Least likely rows")
    cells = person.cells("least_likely")
    places = {row: place for place, (row, *_) in enumerate(cells)}
    assert sorted(map(int, places)) == rows
    held, heading = (find(person.window, QLabel, name) for name in ("held_inputs", "row_heading"))
    for row in ("2", "23"):
        person.click_cell("least_likely", places[row])
        person.go_to_workspace("Explore")
        person.qtbot.waitUntil(partial(says, held, f"At row {row}."))
        person.qtbot.waitUntil(partial(says, heading, f"Row {row}"))
        facts = person.facts_of("row")
        values = [facts[name] for name in ("Row", "depth", "salt", "age")]
        expected = [row, *LINES[rows.index(int(row))].split(",")]
        assert [float(value) for value in values] == pytest.approx(
            list(map(float, expected)), abs=0.1
        )


def says(label: QLabel, text: str) -> bool:
    return label.text() == text


def take_table(person: Explorer, folder: Path, name: str, *left_out: str) -> None:
    """Open a table, leave some inputs out, and look at its rows."""
    open_wells(person, folder, name, WELLS)
    give(person.window, "Input", "depth", "salt")  # whatever was chosen for such columns before
    give(person.window, "Left out", *left_out)
    person.accept_columns()
    person.wait_for_message(f"{name}: ")


def pinned(person: Explorer) -> list[str]:
    """The places that are pinned."""
    table = find(person.window, PickingTable, "places")
    return [name for name, *_ in shown(table)] if table.isVisible() else []


def test_what_was_chosen_for_a_table_comes_back_with_it(
    person: Explorer, led: LedTraining, tmp_path: Path
) -> None:
    take_table(person, tmp_path, "first.csv")
    person.train(3, led)
    person.open_tab("Places")
    person.key(Qt.Key.Key_P)
    person.qtbot.waitUntil(lambda: len(pinned(person)) == 1)
    person.push("lock_1")
    places = pinned(person)
    take_table(person, tmp_path, "second.csv")
    assert "The pinned places come back with first.csv." in person.text("message")
    assert not person.ticked("lock_1")
    person.train(4, led)
    person.qtbot.waitUntil(lambda: pinned(person) == [])
    person.choose("run_shown", "Run 1, first.csv")
    person.wait_for_message("1 pinned place is back.")
    person.qtbot.waitUntil(lambda: pinned(person) == places)
    assert person.ticked("lock_1")
    person.choose("run_shown", "Run 2, second.csv")
    person.wait_for_message("The pinned places come back with first.csv.")
    choices = find(person.window, QComboBox, "run_compared")
    assert [choices.itemText(place) for place in range(choices.count())] == [
        "none",
        "Run 1, first.csv",
    ]


def test_the_columns_of_a_table_have_the_roles_that_were_chosen_last(
    person: Explorer, tmp_path: Path
) -> None:
    take_table(person, tmp_path, "first.csv", "salt")
    take_table(person, tmp_path, "second.csv", "depth")
    for name, input_ in (("first.csv", "depth"), ("second.csv", "salt")):
        open_wells(person, tmp_path, name, WELLS)
        person.wait_for_message(f"The columns of {name} have the roles that you chose last.")
        assert having(person.window, "Input") == [input_]
        cancel(person)
    open_wells(person, tmp_path, "first.csv", WELLS.replace("depth", "height"))
    assert having(person.window, "Input") == ["height", "salt"]


def test_a_date_is_a_date_wherever_it_is_told(
    person: Explorer, led: LedTraining, tmp_path: Path
) -> None:
    dates = [date(2024, 1, 10) + timedelta(days=7 * week) for week in range(20)]
    lines = [f"{day},{week * week % 7},{week / 3:.2f}" for week, day in enumerate(dates)]
    open_wells(person, tmp_path, text="\n".join(["day,salt,age", *lines]))
    person.accept_columns()
    person.wait_for_message("20 rows loaded.")
    person.train(3, led)
    person.open_tab("Row")
    person.retype("input_0", "2024-03-05")
    person.qtbot.waitUntil(lambda: "at day = 2024-03-05" in person.title_at_x())
    assert person.line_at() == (date(2024, 3, 5) - dates[0]).days
    assert person.typed("input_0") == "2024-03-05"
    person.go_to_workspace("Check")
    person.qtbot.waitUntil(lambda: person.text("least_likely_heading") == "Least likely rows")
    cells = person.cells("least_likely")
    assert {day for _, _, day, *_ in cells} == set(map(str, dates))
    place = next(place for place, (row, *_) in enumerate(cells) if row == "6")
    person.click_cell("least_likely", place)
    person.go_to_workspace("Explore")
    person.qtbot.waitUntil(lambda: person.text("row_heading") == "Row 6")
    assert person.facts_of("row")["day"] == str(dates[4])
    person.open_tab("Places")
    person.key(Qt.Key.Key_P)
    person.qtbot.waitUntil(lambda: len(pinned(person)) == 1)
    assert f"day {dates[4]}" in pinned(person)[0]


def test_a_table_too_large_for_memory_is_streamed_and_a_sample_of_it_shown(
    person: Explorer, led: LedTraining, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_NUMBERS", 5_000)
    monkeypatch.setattr(loader, "MOST_SAMPLED", 500)
    monkeypatch.setattr(typed_tables, "LOOKED_AT", 300)
    values = np.random.default_rng(0).normal(size=(2_000, 3))
    path = tmp_path / "long.parquet"
    parquet.write_table(pa.table(dict(zip("abc", values.T, strict=True))), path)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    assert person.drag_is_welcome(dropped)
    person.drop(dropped)
    person.qtbot.waitUntil(lambda: "long.parquet" in question(person))
    assert "2,000 rows, of which 300 were looked at" in question(person)
    person.accept_columns()
    person.wait_for_facts("2,000 rows, a sample of 500 is shown")
    person.go_to_workspace("Data")
    cells = person.cells("rows_loaded")
    for number, a, b, c in cells:
        row = values[int(number) - 1]
        assert [float(a), float(b), float(c)] == pytest.approx(row.tolist(), abs=0.05)
    person.train(2, led)
    assert led.rows == [2_000]
    person.open_tab("Row")
    person.go_to_workspace("Check")
    person.qtbot.waitUntil(
        lambda: person.text("least_likely_heading") == "Least likely rows of the sample"
    )
    person.click_cell("least_likely", 0)
    person.go_to_workspace("Explore")
    person.qtbot.waitUntil(lambda: "Used for" in person.facts_of("row"))
    assert person.facts_of("row")["Used for"] == "not known"
