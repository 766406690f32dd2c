"""The importance of the inputs: when it is worked out, and what is told of it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mdn_gui.core import importance as core
from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.ended_run import EndedRun
from mdn_gui.core.importance import Importance, StoppedError, importance_of_run
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.recording import Losses
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.panels import importance_panel
from mdn_gui.qt.panels.importance_panel import ImportancePanel
from mdn_gui.qt.widgets.tables import PickingTable
from mdn_gui.session.run import Phase, Run
from mdn_gui.session.session import Session
from tests.networks import loaded, recorded
from tests.sessions import changed, session_of
from tests.tables import click_row, header, selected, shown
from tests.widgets import find

RNG = np.random.default_rng(0)
INPUTS = RNG.normal(size=(600, 3))
INPUTS[:, 1] = INPUTS[:, 2] + 0.1 * RNG.normal(size=600)
TARGETS = np.column_stack([2 * INPUTS[:, 2], 0.5 * INPUTS[:, 0]]) + RNG.normal(size=(600, 2))
ROWS = Dataset(INPUTS, TARGETS, ("long", "mag", "lat"), ("depth", "stations"))


def network() -> Network:
    """The first target follows the last input, the second one the first."""
    kernel = np.zeros((3, 5))
    kernel[2, 1], kernel[0, 2] = 2.0, 0.5
    parameters = np.append(kernel.ravel(), np.zeros(5))
    unit = Scaling.identity(2)
    return Network(
        Layout(1, 3, (), 1, 2),
        "relu",
        parameters[None].astype(np.float32),
        Scaling.identity(3),
        unit,
        np.full(2, -30.0),
    )


SETTINGS = NetworkSettings(), TrainingSettings(test_fraction=0.2)
LOADED = session_of(dataset=ROWS, sampled_ranges=((-2.0, 2.0),) * 3, place=(0.0, 0.0, 0.0))
ENDED = changed(LOADED, recording=recorded([Losses(1, 1.0, 1.0)], network()), run_settings=SETTINGS)
GOING = changed(ENDED, phase=Phase.TRAINING)


class Desk:
    """A panel, the session that it changes, and how often it worked something out.

    Args:
        panel: The panel.
    """

    def __init__(self, panel: ImportancePanel) -> None:
        self.panel, self.session = panel, LOADED
        self.asked = list[EndedRun]()
        self.threads = set[threading.Thread]()
        panel.edited.connect(self._take)

    def show(self, session: Session) -> None:
        self.session = session
        self.panel.show_session(session)

    def _take(self, edit: object, *_: object) -> None:
        assert callable(edit)
        self.show(edit(self.session))

    @property
    def table(self) -> PickingTable:
        return find(self.panel, PickingTable, "importance")

    @property
    def heading(self) -> str:
        return find(self.panel, QLabel, "importance_heading").text()

    @property
    def found(self) -> Importance | None:
        return self.session.run.importance

    def wait(self, qtbot: QtBot) -> Importance:
        qtbot.waitUntil(lambda: self.found is not None)
        assert self.found is not None
        return self.found


@pytest.fixture
def desk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    panel = ImportancePanel()
    qtbot.addWidget(panel)
    panel.resize(800, 260)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    desk = Desk(panel)

    def counting(run: EndedRun, proceed: Callable[[int], bool]) -> Importance:
        desk.asked.append(run)
        desk.threads.add(threading.current_thread())
        return importance_of_run(run, proceed=proceed)

    monkeypatch.setattr(core, "importance_of_run", counting)
    yield desk
    assert QThreadPool.globalInstance().waitForDone(10_000)


def test_each_input_has_its_numbers_the_most_important_first(desk: Desk, qtbot: QtBot) -> None:
    desk.show(ENDED)
    assert desk.heading == "Working out the importance…"
    assert not desk.table.isVisible()
    found = desk.wait(qtbot)
    assert desk.heading == "On 120 test rows; each input permuted 5 times."
    assert header(desk.table)[:3] == [
        "Input",
        "Log score falls by (nats)",
        "What permuting does",
    ]
    expected = importance_of_run(desk.asked[0])
    assert found.inputs == expected.inputs
    assert shown(desk.table) == [
        [
            each.name,
            each.nats.text,
            each.moves[0].verdict,
            *(estimate.text for estimate in each.moves[0][:3]),
        ]
        for each in (expected.inputs[column] for column in expected.order)
    ]
    assert shown(desk.table)[0][2] == "moves the mean, not the spread"
    (note,) = found.notes
    assert find(desk.panel, QLabel, "importance_notes").text() == note
    assert note.startswith("mag and lat go together")


def test_it_is_worked_out_once_and_on_another_thread(desk: Desk, qtbot: QtBot) -> None:
    desk.show(ENDED)
    desk.show(changed(ENDED, epoch=1))
    desk.wait(qtbot)
    desk.panel.hide()
    desk.panel.show()
    assert len(desk.asked) == 1
    assert threading.main_thread() not in desk.threads


def test_the_target_on_the_axis_of_y_is_told_of(desk: Desk, qtbot: QtBot) -> None:
    desk.show(ENDED)
    desk.wait(qtbot)
    desk.show(changed(desk.session, up=1))
    moved = {name: words for name, _, words, *_ in shown(desk.table)}
    assert moved == {
        "long": "moves the mean, not the spread",
        "mag": "hardly moves anything",
        "lat": "hardly moves anything",
    }


def test_a_click_on_a_row_draws_the_input_along_x(desk: Desk, qtbot: QtBot) -> None:
    desk.show(ENDED)
    desk.wait(qtbot)
    assert selected(desk.table) == ["long"]
    click_row(desk.table, 0)
    assert desk.session.view.across == 2
    assert selected(desk.table) == ["lat"]


def test_inputs_are_listed_by_importance_on_request(desk: Desk, qtbot: QtBot) -> None:
    desk.show(ENDED)
    found = desk.wait(qtbot)
    assert desk.session.input_order == (0, 1, 2)
    box = find(desk.panel, QCheckBox, "by_importance")
    box.click()
    assert desk.session.input_order == found.order == (2, 0, 1)
    box.click()
    assert desk.session.input_order == (0, 1, 2)


@pytest.mark.parametrize(
    ("session", "told"),
    [
        (loaded(), "Train a network to see which inputs matter."),
        (LOADED, "Train a network to see which inputs matter."),
        (GOING, "Which inputs matter is worked out after the run has ended."),
    ],
)
def test_before_the_end_of_a_run_nothing_is_worked_out(
    desk: Desk, session: Session, told: str
) -> None:
    desk.show(session)
    assert desk.heading == told
    assert not desk.table.isVisible()
    assert not desk.asked


def test_while_nobody_sees_it_it_is_worked_out_only_for_the_order(desk: Desk, qtbot: QtBot) -> None:
    desk.panel.hide()
    desk.show(ENDED)
    QThreadPool.globalInstance().waitForDone()
    QApplication.processEvents()
    assert not desk.asked
    desk.show(changed(ENDED, by_importance=True))
    desk.wait(qtbot)
    assert desk.session.input_order == (2, 0, 1)


def test_what_was_found_of_a_network_is_not_told_of_another(desk: Desk, qtbot: QtBot) -> None:
    desk.show(ENDED)
    # Meanwhile the run goes on.
    desk.show(GOING)
    qtbot.waitUntil(lambda: len(desk.asked) == 1)
    assert QThreadPool.globalInstance().waitForDone(10_000)
    qtbot.wait(0)
    assert desk.found is None
    recording = recorded([Losses(1, 1.0, 1.0), Losses(2, 0.5, 0.5)], network())
    desk.show(changed(GOING, phase=Phase.IDLE, recording=recording))
    desk.wait(qtbot)
    assert len(desk.asked) == 2


def test_it_tells_how_far_it_is_and_ends_when_a_run_begins(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def endless(_: EndedRun, proceed: Callable[[int], bool]) -> Importance:
        while proceed(2):
            pass
        ended.set()
        raise StoppedError

    monkeypatch.setattr(core, "importance_of_run", endless)
    monkeypatch.setattr(importance_panel, "PATIENCE_MS", 0)
    desk.show(ENDED)
    told = "Working out the importance: 2 of 3 inputs…"
    qtbot.waitUntil(lambda: desk.heading == told)
    other = Run(2, data=ENDED.data, phase=Phase.TRAINING)
    desk.show(replace(ENDED, runs={**ENDED.runs, 2: other}))
    assert desk.heading == "Which inputs matter is worked out after the run under way has ended."
    assert ended.wait(10.0)
    monkeypatch.setattr(core, "importance_of_run", importance_of_run)
    desk.show(ENDED)
    desk.wait(qtbot)


def test_a_failure_is_told_and_tried_once(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def failing(run: EndedRun, **_: object) -> Importance:
        asked.append(run)
        raise ValueError("no rows")

    monkeypatch.setattr(core, "importance_of_run", failing)
    desk.show(ENDED)
    told = "The importance could not be worked out: no rows"
    qtbot.waitUntil(lambda: desk.heading == told)
    desk.show(replace(ENDED))
    assert len(asked) == 1


def test_the_table_is_copied_as_text(desk: Desk, qtbot: QtBot) -> None:
    desk.show(ENDED)
    desk.wait(qtbot)
    QTest.mouseClick(find(desk.panel, QPushButton, "copy_importance"), Qt.MouseButton.LeftButton)
    names, first, *_ = QGuiApplication.clipboard().text().split("\n")
    assert names.split("\t")[:2] == ["Input", "Log score falls by (nats)"]
    assert first.split("\t")[0] == "lat"
