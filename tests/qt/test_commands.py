"""What a person can do, and when."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.qt.actions import Actions
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.theme import DARK, LIGHT
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from mdn_gui.session.view import Interval
from tests.desk import actions_of
from tests.networks import loaded, random_network
from tests.person import Person
from tests.sessions import changed, session_of
from tests.trainings import LedTraining

ALWAYS = [
    "Open…",
    "Paste",
    "Save picture…",
    "Quit",
    "Data",
    "Explore",
    "Check",
    "Light",
    "Dark",
    "Keys",
    "About MDN Studio",
    "Draw your own",
]
ALWAYS += [example.title for example in EXAMPLES.values()]
ALWAYS += ["1 epoch more", "50 epochs more", "100 epochs more", "200 epochs more"]
ALWAYS += [f"As many as in the form: {Session().setup.training.epochs}"]
ALWAYS += ["Reset layout", "Find a command…", "Next panel", "Panel before"]
ENDED = changed(loaded(), network=random_network(), extendable=True)
TRAINED = {"Train", "Discard run", "Save samples…"}
PIN = {"Pin this place"}  # wherever there are rows


@pytest.fixture
def owner(qtbot: QtBot) -> QMainWindow:
    owner = QMainWindow()
    qtbot.addWidget(owner)
    return owner


@pytest.fixture
def actions(owner: QMainWindow, controller: Controller, loader: Loader) -> Actions:
    return actions_of(owner, controller, loader)


def on(owner: QWidget) -> list[str]:
    """The texts of what can be done; "Step" is the name of an example, too."""
    actions = [action for action in owner.findChildren(QAction) if action.isEnabled()]
    texts = [action.iconText() for action in actions if not action.isSeparator()]
    return sorted(text for text in texts if text not in {"Example", "Open recent"})


@pytest.mark.parametrize(
    ("session", "possible"),
    [
        (Session(), set()),
        (loaded(), PIN | {"Train", "Step"}),
        (changed(loaded(), phase=Phase.TRAINING), PIN | {"Pause", "Step", "Stop", "Discard run"}),
        (changed(loaded(), phase=Phase.PAUSED), PIN | {"Resume", "Step", "Stop", "Discard run"}),
        (changed(loaded(), phase=Phase.STOPPING), PIN | {"Discard run"}),
        (changed(loaded(), network=random_network()), PIN | TRAINED),
        (ENDED, PIN | TRAINED | {"Continue"}),
    ],
    ids=["nothing", "data", "training", "paused", "stopping", "failed", "ended"],
)
def test_offers_what_makes_sense(
    actions: Actions, owner: QWidget, session: Session, possible: set[str]
) -> None:
    actions.show_session(session)
    presentable = ["Present"] if session.data.dataset is not None else []
    assert on(owner) == sorted([*ALWAYS, *presentable, *possible])


PLANE = (Interval(0.0, 1.0), Interval(0.0, 1.0))


@pytest.mark.parametrize("name", ["train", "step"])
def test_what_cannot_be_done_says_what_it_needs(actions: Actions, name: str) -> None:
    action = actions.action(name)
    actions.show_session(Session())
    assert "Open a table or pick an example first" in action.toolTip()
    actions.show_session(session_of(canvas=PLANE))
    assert "Draw points first" in action.toolTip()
    actions.show_session(changed(loaded(), phase=Phase.STOPPING))
    assert action.toolTip() != ""
    assert "first:" not in action.toolTip()
    actions.show_session(loaded())
    assert "first" not in action.toolTip()


def test_continue_says_what_it_needs(actions: Actions) -> None:
    action = actions.action("more")
    actions.show_session(loaded())
    assert action.toolTip() == "Train first: there is no run that could go on."
    actions.show_session(changed(ENDED, extendable=False))
    assert "This run can go on no more" in action.toolTip()
    actions.show_session(changed(ENDED, phase=Phase.TRAINING))
    assert action.toolTip() == "A run is under way: stop it first."
    actions.show_session(ENDED)
    assert action.toolTip() == "Train the run shown for more epochs"


def test_no_single_epoch_is_added_to_a_run_that_ended(actions: Actions) -> None:
    actions.show_session(ENDED)
    said = "This run has ended: Continue trains it further, Train begins another."
    assert actions.action("step").toolTip() == said


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("stop", "No run is under way."),
        ("change_columns", "Open a table first: these rows are not of a file."),
        ("reset", "No network is shown."),
        ("save_samples", "Train first: there is no network to draw samples from."),
        ("undo", "Nothing was done that could be undone."),
        ("redo", "Nothing was undone."),
    ],
)
def test_what_needs_something_says_what(actions: Actions, name: str, reason: str) -> None:
    actions.show_session(loaded())
    assert not actions.action(name).isEnabled()
    assert actions.action(name).toolTip() == reason


def test_the_menu_of_views_is_in_groups_and_shows_every_key(person: Person) -> None:
    [menu] = [each for each in person.window.findChildren(QMenu) if each.title() == "&View"]
    groups: list[list[tuple[str, str]]] = [[]]
    for action in menu.actions():
        if action.isSeparator():
            groups.append([])
        else:
            name, _, key = action.text().partition("\t")
            groups[-1].append((name, key or action.shortcut().toString()))
    assert groups == [
        [("Data", "Alt+1"), ("Explore", "Alt+2"), ("Check", "Alt+3")],
        [("Pin this place", "P"), ("Present", "F11")],
        [("Next panel", "F6"), ("Panel before", "Shift+F6")],
        [("Light", ""), ("Dark", ""), ("Reset layout", "")],
    ]


def test_a_button_of_the_toolbar_shows_no_key(person: Person) -> None:
    person.choose_example()
    person.qtbot.waitUntil(lambda: person.button("Train").isEnabled())


def menu_of(owner: QWidget, entry: str) -> list[QAction]:
    """The entries of the menu that has one of this text."""
    menus = [menu.actions() for menu in owner.findChildren(QMenu)]
    [entries] = [each for each in menus if entry in [action.text() for action in each]]
    return entries


@pytest.mark.parametrize(
    ("text", "epochs"),
    [
        ("1 epoch more", 1),
        ("50 epochs more", 50),
        ("100 epochs more", 100),
        ("200 epochs more", 200),
        ("As many as in the form: 7", 7),
    ],
)
def test_a_run_that_ended_goes_on_for_as_long_as_is_chosen(
    person: Person, controller: Controller, led: LedTraining, text: str, epochs: int
) -> None:
    person.choose_example()
    person.retype("epochs", "7")
    led.let_end(7)
    person.press("Train")
    person.wait_for_message("Training finished.")
    person.qtbot.waitUntil(lambda: person.offered("Continue"))
    [entry] = [each for each in menu_of(person.window, text) if each.text() == text]
    entry.trigger()
    assert controller.session.run.epochs_planned == 7 + epochs
    controller.training.stop()


def test_every_example_is_in_the_menu_with_its_summary(
    actions: Actions, owner: QWidget, loader: Loader, qtbot: QtBot
) -> None:
    *examples, separator, draw_own = menu_of(owner, "Draw your own")
    for (name, example), action in zip(EXAMPLES.items(), examples, strict=True):
        assert (action.text(), action.toolTip()) == (example.title, example.summary)
        with qtbot.waitSignal(loader.loaded) as drawn:
            action.trigger()
        assert drawn.args[0].origin.key == name
    assert separator.isSeparator()
    assert draw_own is actions.action("draw_own")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_theme_in_force_is_ticked_and_colours_the_icons(
    actions: Actions, owner: QWidget, theme: object
) -> None:
    chosen = LIGHT if theme is LIGHT else DARK
    actions.set_theme(chosen)
    ticked = {action.text() for action in owner.findChildren(QAction) if action.isChecked()}
    assert ticked & {"Light", "Dark"} == {chosen.name.title()}
    image = actions.action("train").icon().pixmap(64, 64).toImage()
    drawn = {image.pixelColor(x, 32).name() for x in range(64) if image.pixelColor(x, 32).alpha()}
    assert chosen.foreground in drawn


def test_everything_says_what_it_does(actions: Actions, owner: QWidget) -> None:
    actions.show_session(loaded())
    mute = [action for action in owner.findChildren(QAction) if not action.toolTip()]
    assert all(action.isSeparator() for action in mute)


@pytest.mark.parametrize(
    ("name", "keys"), [("open", "Ctrl+O"), ("save_picture", "Ctrl+Shift+E"), ("quit", "Ctrl+Q")]
)
def test_keys_and_tooltips_agree(actions: Actions, name: str, keys: str) -> None:
    action = actions.action(name)
    assert action.shortcut().toString() == keys
    assert action.toolTip().endswith(f"({keys})")
