"""A table whose rows lack inputs and are kept: what one sees and does in the whole window."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from mdn_gui.core.levels import sideways
from mdn_gui.core.missing import MissingBand
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.trainer import Trainer
from mdn_gui.session.data import looked_at
from tests import gaps
from tests.plots import shows
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer
from tests.workers import working

BAND = MissingBand.beside(*looked_at(gaps.INPUTS[:, 1], gaps.KINDS[1]), gaps.KINDS[1])


@pytest.fixture
def led() -> LedTraining:
    return LedTraining(gaps.network)


@pytest.fixture
def trained(qtbot: QtBot, led: LedTraining, tmp_path: Path) -> Iterator[Explorer]:
    """After a run on the table, along moisture."""
    trainer, loader = Trainer(working(led.training)), Loader()
    person = Explorer(MainWindow(Controller(trainer), loader), qtbot)
    loader.read_table(gaps.write(tmp_path / "field.csv"), gaps.ROLES)
    person.wait_for_message(f"{gaps.ROWS} rows loaded.")
    person.train(5, led)
    person.push("across_1")
    qtbot.waitUntil(lambda: "at moisture" in person.title_at_x())
    qtbot.waitUntil(lambda: person.field.view_box.viewRange()[0][1] == pytest.approx(BAND.ends))
    yield person
    person.leave()
    with qtbot.waitSignal(trainer.closed):
        trainer.close()
    assert QThreadPool.globalInstance().waitForDone(10_000)


def box(person: Explorer) -> QCheckBox:
    return find(person.window, QCheckBox, "missing_1")


def hold_at_missing(person: Explorer) -> None:
    """Tick the box by the keyboard, and wait for what is answered there."""
    person.press_keys("missing_1", Qt.Key.Key_Space)
    person.qtbot.waitUntil(lambda: "with moisture missing" in person.title_at_x())


def is_ticked(person: Explorer, *, on: bool) -> bool:
    return box(person).isChecked() is on


def answered(person: Explorer) -> str:
    return find(person.window, QLabel, "answer").text()


def says(person: Explorer, *texts: str) -> bool:
    return all(text in answered(person) for text in texts)


def test_an_input_is_held_at_missing_by_keys_and_all_panels_say_so(trained: Explorer) -> None:
    trained.retype("input_1", "31")
    trained.qtbot.waitUntil(lambda: "= 31" in trained.title_at_x())
    hold_at_missing(trained)
    wanted = ("Two answers: near 3.0 (50%) or -3.0 (50%).", "With moisture missing.")
    trained.qtbot.waitUntil(partial(says, trained, *wanted))
    assert trained.typed("input_1") == ""
    for table in ("numbers", "components"):
        trained.open_tab(table.title())
        texts = [text for row in trained.cells(table) for text in row if text]
        assert texts
        assert not any("nan" in text.lower() for text in texts)
    trained.push("across_0")
    title = trained.field.plotItem.titleLabel
    trained.qtbot.waitUntil(lambda: "moisture missing" in title.text)
    trained.push("across_1")
    trained.push("missing_1")  # the value before is back
    trained.qtbot.waitUntil(lambda: "= 31" in trained.title_at_x())
    trained.qtbot.waitUntil(partial(says, trained, "One answer: near"))
    assert "missing" not in answered(trained)
    for keys, ticked in (("Ctrl+Z", True), ("Ctrl+Shift+Z", False)):
        QTest.keySequence(trained.window, QKeySequence(keys))
        trained.qtbot.waitUntil(partial(is_ticked, trained, on=ticked))


def test_the_band_of_the_missing_is_drawn_clicked_and_reached_by_arrow_keys(
    trained: Explorer,
) -> None:
    trained.click(trained.field, BAND.centre, 1.6)
    trained.qtbot.waitUntil(box(trained).isChecked)
    axis = trained.field.getAxis("bottom")
    (left, right), _ = trained.field.view_box.viewRange()
    [(step, marks)] = axis.tickValues(left, right, axis.size().width())
    assert axis.tickStrings(marks, 1.0, step)[-1] == "missing"
    assert all(mark <= BAND.begins for mark in marks[:-1])
    trained.qtbot.waitUntil(lambda: trained.line_at() == marks[-1])
    trained.key(Qt.Key.Key_Left)
    trained.qtbot.waitUntil(lambda: not box(trained).isChecked())
    trained.key(Qt.Key.Key_Right)
    trained.key(Qt.Key.Key_Right)
    trained.qtbot.waitUntil(box(trained).isChecked)
    trained.switch("data")
    middle, ground = BAND.centre - 0.5, "#ffffff"  # beside the line
    trained.qtbot.waitUntil(lambda: not shows(trained.field, middle, gaps.APART, ground))
    assert not shows(trained.field, middle, -gaps.APART, ground)
    assert shows(trained.field, middle, 0.0, ground)
    assert not shows(trained.field, 30.0, 0.0, ground)
    trained.push("lock_1")
    trained.qtbot.waitUntil(lambda: not box(trained).isEnabled())
    trained.click(trained.field, 30.0, 1.6)
    trained.wait_for_message("moisture is locked; unlock it to move it.")
    assert box(trained).isChecked()


def test_a_missing_level_is_one_of_the_levels(trained: Explorer) -> None:
    trained.choose("input_2", "missing")
    trained.push("across_2")
    trained.qtbot.waitUntil(lambda: "with soil missing" in trained.title_at_x())
    trained.qtbot.waitUntil(lambda: trained.line_at() == 2.0)
    trained.click(trained.field, 0.2, 1.6)
    soil = find(trained.window, QComboBox, "input_2")
    trained.qtbot.waitUntil(lambda: soil.currentText() == "clay")
    trained.click(trained.field, 2.2, 1.6)
    trained.qtbot.waitUntil(lambda: soil.currentText() == "missing")


def test_a_row_that_lacks_inputs_is_questioned_and_its_place_compared(trained: Explorer) -> None:
    row = int(np.flatnonzero(np.isnan(gaps.INPUTS[:, 1:]).all(axis=1))[0])
    trained.open_tab("Row")
    x = BAND.within(sideways(gaps.ROWS))[row]  # where it is drawn, so as not to hide others
    trained.click(trained.field, float(x), float(gaps.RISE[row]))
    trained.qtbot.waitUntil(lambda: trained.text("row_heading") == f"Row {row + 2}")
    facts = trained.facts_of("row")
    assert (facts["moisture"], facts["soil"]) == ("missing", "missing")
    trained.push("pin_place")
    trained.push("pin_place")
    trained.wait_for_message("This place is pinned already")
    trained.open_tab("Places")
    trained.qtbot.waitUntil(
        lambda: any("moisture missing" in each[0] for each in trained.cells("places"))
    )
    assert len(trained.cells("places")) == 1
