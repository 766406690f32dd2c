"""What a person can do, and when."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.session import Phase, Session
from mdn_gui.qt.actions import Actions
from mdn_gui.qt.theme import DARK, LIGHT
from tests.networks import loaded, random_network

ALWAYS = {"Open…", "Save picture…", "Quit", "Light", "Dark", "About MDN Studio", "Inverse sine"}


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    owner = QWidget()
    qtbot.addWidget(owner)
    return owner


@pytest.fixture
def actions(owner: QWidget) -> Actions:
    return Actions(owner)


def on(owner: QWidget) -> set[str]:
    """The texts of what can be done."""
    return {action.text() for action in owner.findChildren(QAction) if action.isEnabled()} - {
        "Example"
    }


@pytest.mark.parametrize(
    ("session", "possible"),
    [
        (Session(), set()),
        (loaded(), {"Train"}),
        (replace(loaded(), phase=Phase.TRAINING), {"Pause", "Stop", "Reset"}),
        (replace(loaded(), phase=Phase.PAUSED), {"Resume", "Stop", "Reset"}),
        (replace(loaded(), phase=Phase.STOPPING), {"Reset"}),
        (replace(loaded(), network=random_network()), {"Train", "Reset", "Save samples…"}),
    ],
    ids=["nothing", "data", "training", "paused", "stopping", "trained"],
)
def test_offers_what_makes_sense(
    actions: Actions, owner: QWidget, session: Session, possible: set[str]
) -> None:
    actions.show_session(session)
    assert on(owner) == ALWAYS | possible


def test_without_data_train_says_what_it_needs(actions: Actions) -> None:
    actions.show_session(Session())
    assert "Open a table or pick an example first" in actions.train.toolTip()
    actions.show_session(loaded())
    assert "first" not in actions.train.toolTip()


def test_every_example_is_in_the_menu_with_its_summary(actions: Actions, qtbot: QtBot) -> None:
    for (name, example), action in zip(
        EXAMPLES.items(), actions.example_menu.actions(), strict=True
    ):
        assert (action.text(), action.toolTip()) == (example.title, example.summary)
        with qtbot.waitSignal(actions.example_chosen) as chosen:
            action.trigger()
        assert chosen.args == [name]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_theme_in_force_is_ticked_and_colours_the_icons(
    actions: Actions, owner: QWidget, theme: object
) -> None:
    chosen = LIGHT if theme is LIGHT else DARK
    actions.set_theme(chosen)
    ticked = {action.text() for action in owner.findChildren(QAction) if action.isChecked()}
    assert ticked == {chosen.name.title()}
    image = actions.train.icon().pixmap(64, 64).toImage()
    drawn = {image.pixelColor(x, 32).name() for x in range(64) if image.pixelColor(x, 32).alpha()}
    assert chosen.foreground in drawn


def test_everything_says_what_it_does(actions: Actions, owner: QWidget) -> None:
    actions.show_session(loaded())
    plain = [action for action in owner.findChildren(QAction) if not action.toolTip()]
    assert plain == []


@pytest.mark.parametrize(
    ("name", "keys"), [("open", "Ctrl+O"), ("save_picture", "Ctrl+S"), ("quit", "Ctrl+Q")]
)
def test_keys_and_tooltips_agree(actions: Actions, name: str, keys: str) -> None:
    action = getattr(actions, name)
    assert action.shortcut().toString() == keys
    assert action.toolTip().endswith(f"({keys})")
