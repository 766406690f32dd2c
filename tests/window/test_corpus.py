"""The tables of the corpus opened in the window: it shows what the command is told of them."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QLabel, QTableView
from pytestqt.qtbot import QtBot

from mdn_gui.core import tables
from mdn_gui.core.kinds import Date, Number
from mdn_gui.core.tables import TableError, TablePreview
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.panels.columns_panel import ColumnsPanel
from mdn_gui.qt.trainer import Trainer
from tests import tables as seen
from tests.columns_page import give, having, told
from tests.corpus_cases import cases
from tests.person import Person
from tests.trainings import LedTraining
from tests.widgets import find
from tests.workers import working


@pytest.fixture
def loader() -> Loader:
    return Loader()


@pytest.fixture
def person(qtbot: QtBot, loader: Loader) -> Iterator[Person]:
    trainer = Trainer(working(LedTraining().training))
    person = Person(MainWindow(Controller(trainer), loader), qtbot)
    yield person
    person.leave()
    with qtbot.waitSignal(trainer.closed):
        trainer.close()
    assert QThreadPool.globalInstance().waitForDone(10_000)


def question(person: Person) -> str:
    labels = person.window.findChildren(QLabel, "columns_question")
    return next((label.text() for label in labels if label.isVisible()), "")


def is_asked_of(person: Person, path: Path) -> bool:
    panels = person.window.findChildren(ColumnsPanel)  # the one before is destroyed first
    return len(panels) == 1 and question(person).startswith(f"{path.name}, ")


def offered(person: Person, role: str) -> set[str]:
    """The columns that can have a role; afterwards they have it."""
    page = person.columns()
    give(page, role, *told(page, "Role"))
    return set(having(page, role))


def check(person: Person, expected: TablePreview) -> None:
    """Compare what the window asks with what `mdn describe` is told."""
    name = expected.name
    assert re.match(rf"{re.escape(name)}, {expected.rows:,} rows?\.", question(person))
    kinds = {column.name: column.kind for column in expected.columns}
    usable = {column for column, kind in kinds.items() if kind is not None}
    assert offered(person, "Input") == usable, name
    numbers = {column for column, kind in kinds.items() if isinstance(kind, Number | Date)}
    assert offered(person, "Target") == numbers, name
    table = find(person.columns(), QTableView, "first_rows")
    model, down = table.model(), Qt.Orientation.Vertical
    # Qt drops a byte order mark, which nobody sees.
    cells = [[cell.removeprefix("\ufeff") for cell in row] for row in expected.first_rows]
    assert seen.shown(table) == cells, name
    rows = [int(model.headerData(row, down)) for row in range(model.rowCount())]
    assert rows == list(expected.row_numbers), name
    names = [
        each.removesuffix("\ninput x").removesuffix("\ntarget y") for each in seen.header(table)
    ]
    assert names == list(kinds), name


def preview(path: Path) -> TablePreview | str:
    """What a table holds, or why it cannot be used, as a sentence."""
    try:
        return tables.preview(path)
    except TableError as error:
        return str(error)


def test_each_file_is_shown_as_the_command_reads_it(person: Person, loader: Loader) -> None:
    refused = 0
    for case in cases():
        expected = preview(case.path)
        loader.open_table(case.path)
        if isinstance(expected, str):
            assert person.dismiss_problem() == expected
            refused += 1
            continue
        person.qtbot.waitUntil(partial(is_asked_of, person, case.path))
        check(person, expected)
    assert 0 < refused < len(cases()) / 5
