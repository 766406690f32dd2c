"""The notes on the network, in a tab of their own."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.panels.notes_panel import NotesPanel
from mdn_gui.qt.theme import DARK, LIGHT, Theme
from mdn_gui.session.data import Data
from mdn_gui.session.run import Phase, Run
from tests.networks import loaded, random_network
from tests.person import Person
from tests.sessions import changed, session_of
from tests.trainings import LedTraining
from tests.widgets import find

NOTES = (
    "Some components have hardly any weight anywhere; fewer would do.",
    "A third of the rows are copies of others, word after word, so that no line can hold it all.",
)
CODES = Dataset(np.arange(60.0)[:, None], np.arange(60.0)[:, None] % 3, ("age",), ("grade",))


@pytest.fixture
def panel(qtbot: QtBot) -> NotesPanel:
    """With two notes."""
    panel = NotesPanel()
    qtbot.addWidget(panel)
    panel.resize(320, 260)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel.show_session(session_of(notes=NOTES))
    return panel


def text(panel: NotesPanel) -> QPlainTextEdit:
    return find(panel, QPlainTextEdit, "notes")


def noted(person: Person) -> bool:
    """Whether the workspace of checks says that there are notes."""
    return any(
        button.text().startswith("Check (") for button in person.window.findChildren(QToolButton)
    )


def test_every_note_is_a_paragraph_that_is_seen_whole(panel: NotesPanel) -> None:
    assert text(panel).toPlainText().split("\n\n") == list(NOTES)
    assert text(panel).horizontalScrollBar().maximum() == 0, "no line is wider than the tab"
    panel.show_session(session_of(notes=None))
    assert text(panel).toPlainText().startswith("Train a network to see")


def test_while_another_run_trains_the_network_waits_to_be_looked_at(panel: NotesPanel) -> None:
    ended = changed(loaded(), network=random_network(), run=1, notes=None)
    panel.show_session(ended)
    assert text(panel).toPlainText() == "The network is being looked at…"
    other = Run(2, data=ended.data, phase=Phase.TRAINING)
    panel.show_session(replace(ended, runs={**ended.runs, 2: other}))
    told = "The network is looked at after the run under way has ended."
    assert text(panel).toPlainText() == told


def test_keys_copy_the_notes_and_change_nothing(panel: NotesPanel) -> None:
    text(panel).setFocus()
    QTest.keyClicks(text(panel), "x")
    QTest.keyClick(text(panel), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(text(panel), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "\n\n".join(NOTES)


def test_the_tab_key_leaves_the_notes(panel: NotesPanel) -> None:
    QPushButton("next", panel).show()
    text(panel).setFocus()
    QTest.keyClick(text(panel), Qt.Key.Key_Tab)
    assert not text(panel).hasFocus()


def test_has_a_name_for_a_screen_reader(panel: NotesPanel) -> None:
    assert text(panel).accessibleName() == "Notes on the network"
    assert text(panel).toolTip()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_takes_the_colours_of_the_theme(person: Person, theme: Theme) -> None:
    person.window.set_theme(theme)
    palette = find(person.window, QPlainTextEdit, "notes").palette()
    assert palette.color(QPalette.ColorRole.Text).name() == theme.foreground
    assert palette.color(QPalette.ColorRole.Base).name() == theme.background


def test_the_end_of_a_run_says_how_many_notes_there_are_and_a_new_run_clears_them(
    person: Person, loader: Loader, led: LedTraining
) -> None:
    loader.loaded.emit(Data(CODES, "grades.csv", ((0.0, 60.0),)), {})
    person.retype("epochs", "1")
    person.press("Train")
    led.let_end(1)
    person.wait_for_message("Members are shown as of their own best epochs")
    person.wait_for_message("note")
    count = person.text("message").split()[-2]
    person.qtbot.waitUntil(lambda: person.offered(f"Check ({count})"))
    person.go_to_workspace("Check")
    notes = person.notes()
    assert f"{len(notes)}" == count
    assert any("'grade' is a code or a count" in note for note in notes)
    person.press("Train")
    person.qtbot.waitUntil(lambda: not noted(person))


def test_a_network_worse_than_ignoring_x_is_noted_with_the_field_that_mends_it(
    person: Person, loader: Loader, led: LedTraining
) -> None:
    rng = np.random.default_rng(0)
    area = rng.uniform(30.0, 250.0, 300)
    price = 30_000 + 1500 * area + 25_000 * rng.normal(size=300)
    prices = Dataset(area[:, None], price[:, None], ("area",), ("price",))
    loader.loaded.emit(Data(prices, "prices.csv", ((30.0, 250.0),)), {})
    box = find(person.window, QCheckBox, "standardize")
    with person.at(box):
        box.click()
    person.retype("epochs", "1")
    person.press("Train")
    led.let_end(1)
    person.qtbot.waitUntil(lambda: noted(person))
    person.go_to_workspace("Check")
    note = person.notes()[0]
    assert note.startswith(
        "Do not use this network yet: it predicts worse than ignoring the inputs"
    )
    assert "such as 'price'." in note
    label = find(person.window, QCheckBox, "standardize").text()
    assert f'turn on "{label}".' in note


@pytest.mark.parametrize("end", ["Discard run", "other data"])
def test_notes_go_with_their_network(
    person: Person, loader: Loader, led: LedTraining, end: str
) -> None:
    data = Data(CODES, "grades.csv", ((0.0, 60.0),))
    loader.loaded.emit(data, {})
    person.retype("epochs", "1")
    person.press("Train")
    led.let_end(1)
    person.qtbot.waitUntil(lambda: noted(person))
    if end == "Discard run":
        person.press("Discard run")
    else:
        loader.loaded.emit(replace(data, title="other.csv"), {})
    person.qtbot.waitUntil(lambda: not noted(person))
