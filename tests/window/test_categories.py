"""A table with a column of text: what one sees of its levels in the whole window."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.kinds import NUMBER, Category
from mdn_gui.core.network import Network
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.trainer import Trainer
from tests.columns_page import give, having
from tests.networks import leveled_network
from tests.plots import curve
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer
from tests.window.test_columns import open_wells
from tests.workers import working

SOILS = Category(("clay", "loam", "sand"))
MEANS = (-2.0, 1.0, 4.0)
ROWS, FAR = 60, 16  # that many, and the one far above all others, of loam
CODES = np.arange(ROWS) % 3.0
DEPTH = np.round(np.linspace(0.0, 10.0, ROWS), 2)
RISE = np.where(np.arange(ROWS) == FAR, 8.0, np.round(np.array(MEANS)[CODES.astype(int)], 1))


def network(_epoch: int) -> Network:
    made = leveled_network((SOILS, NUMBER), MEANS, 0.5)
    inputs = np.column_stack([CODES, DEPTH])
    return replace(made, rows=TrainingRows(inputs, ROWS, RISE[:, None], (SOILS, NUMBER)))


@pytest.fixture
def led() -> LedTraining:
    return LedTraining(network)


@pytest.fixture
def person(qtbot: QtBot, led: LedTraining) -> Iterator[Explorer]:
    trainer = Trainer(working(led.training))
    person = Explorer(MainWindow(Controller(trainer), Loader()), qtbot)
    yield person
    person.leave()
    with qtbot.waitSignal(trainer.closed):
        trainer.close()
    assert QThreadPool.globalInstance().waitForDone(10_000)


@pytest.fixture
def trained(person: Explorer, led: LedTraining, tmp_path: Path) -> Explorer:
    """After a run on a table of a category and a number, whose columns are those proposed."""
    cells = zip(CODES.astype(int), DEPTH, RISE, strict=True)
    lines = [f"{SOILS.levels[code]},{depth},{rise}" for code, depth, rise in cells]
    open_wells(person, tmp_path, text="\n".join(["soil,depth,rise", *lines]))
    person.accept_columns()
    person.wait_for_message(f"{ROWS} rows loaded.")
    person.go_to_workspace("Explore")
    person.train(5, led)
    return person


def stands_at(person: Explorer) -> str:
    return find(person.window, QComboBox, "input_0").currentText()


def is_at(person: Explorer, level: str) -> bool:
    return stands_at(person) == level and person.line_at() == SOILS.levels.index(level)


def test_the_levels_are_chosen_and_told_by_name(trained: Explorer) -> None:
    said = find(trained.window, QLabel, "answer")

    def tells(level: str, mean: float) -> bool:
        return f"soil = {level}" in trained.title_at_x() and f"near {mean:.1f}" in said.text()

    for level, mean in zip(SOILS.levels, MEANS, strict=True):
        trained.choose("input_0", level)
        trained.qtbot.waitUntil(partial(tells, level, mean))
    axis = trained.field.getAxis("bottom")
    [(step, marks)] = axis.tickValues(-0.5, 2.5, axis.size().width())
    assert axis.tickStrings(marks, 1.0, step) == list(SOILS.levels)


def test_a_click_between_two_levels_is_one_on_the_nearer(trained: Explorer) -> None:
    for x, level in ((0.6, "loam"), (1.55, "sand"), (0.4, "clay")):
        trained.click(trained.field, x, 6.5)
        trained.qtbot.waitUntil(partial(is_at, trained, level))


def test_a_row_is_clicked_where_it_is_drawn_and_told_with_its_level(trained: Explorer) -> None:
    trained.choose("input_0", "clay")
    x, y = curve(trained.field, "data")
    [far] = np.flatnonzero(y == RISE[FAR])
    assert 0.0 < abs(x[far] - 1.0) < 0.4
    trained.open_tab("Row")
    trained.click(trained.field, float(x[far]), float(y[far]))
    trained.qtbot.waitUntil(lambda: trained.text("row_heading") == f"Row {FAR + 2}")
    assert trained.facts_of("row")["soil"] == "loam"
    assert stands_at(trained) == "loam"
    trained.push("pin_place")
    trained.open_tab("Places")
    trained.qtbot.waitUntil(lambda: any("soil loam" in row[0] for row in trained.cells("places")))


def test_along_the_number_beside_it_the_level_is_held(trained: Explorer) -> None:
    trained.choose("input_0", "sand")
    trained.push("across_1")
    title = trained.field.plotItem.titleLabel
    trained.qtbot.waitUntil(lambda: title.text == "p(rise | depth; soil = sand)")


def test_a_choice_of_columns_with_a_category_is_remembered(
    person: Explorer, tmp_path: Path
) -> None:
    text = "soil,depth,rise\n" + "clay,1,5\nloam,2.5,7\nsand,3,8.5\n" * 3
    open_wells(person, tmp_path, text=text)
    give(person.window, "Left out", "depth")
    person.accept_columns()
    person.wait_for_message("9 rows loaded.")
    open_wells(person, tmp_path, text=text)
    assert having(person.window, "Input") == ["soil"]


def unnamed(person: Explorer) -> list[pg.PlotCurveItem]:
    """The curves in the field that the legend does not name."""
    curves = [item for item in person.field.plotItem.items if isinstance(item, pg.PlotCurveItem)]
    return [each for each in curves if each.name() is None and np.size(each.getData()[0]) > 1]


def test_the_median_of_a_member_does_not_lead_from_level_to_level(trained: Explorer) -> None:
    before = unnamed(trained)
    QTest.keyPress(trained.window, Qt.Key.Key_M)
    trained.qtbot.waitUntil(lambda: len(unnamed(trained)) > len(before))
    [median] = [each for each in unnamed(trained) if each not in before]
    x, y = median.getData()
    for level, mean in enumerate(MEANS):
        np.testing.assert_allclose(y[np.abs(x - level) < 0.4], mean, atol=1e-3)
    for left, right in pairwise(range(len(MEANS))):
        first, last = (int(np.nanargmin(np.abs(x - level))) for level in (left, right))
        assert np.isnan(x[first:last]).any(), "a gap"
    QTest.keyRelease(trained.window, Qt.Key.Key_M)
