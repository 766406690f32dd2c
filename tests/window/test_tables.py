"""Tables opened in the window: their rows, and what is kept from one to the next."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from mdn_gui.core.network import Network
from tests.networks import random_network
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer
from tests.window.test_columns import open_wells

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
