"""Every panel is there, and has room."""

from functools import partial

import pytest
from PySide6.QtWidgets import QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.qt.actions import Actions
from mdn_gui.qt.frames import Panel
from mdn_gui.qt.theme import DARK, Theme
from mdn_gui.qt.workspace import Workspace
from tests.person import Person
from tests.widgets import find


def test_every_tab_is_there_in_its_order(person: Person) -> None:
    assert person.tabs() == [
        *("Numbers at x", "Components", "Point", "Temperatures", "Runs", "Model"),
    ]


def test_every_panel_is_shown_sessions(person: Person) -> None:
    workspace = find(person.window, Workspace, "workspace")
    shown = {type(panel).__name__ for panel in everything(workspace)}
    there = {type(part).__name__ for part in vars(workspace).values() if _shows_sessions(part)}
    assert there <= shown


@pytest.mark.parametrize("size", [(1000, 700), (1280, 800), (1920, 1080)])
def test_nothing_is_cut_off(person: Person, qtbot: QtBot, size: tuple[int, int]) -> None:
    window = person.window
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
    workspace = find(window, Workspace, "workspace")
    for panel in everything(workspace):
        if isinstance(panel, QWidget) and panel.isVisible():
            assert panel.width() >= panel.minimumSizeHint().width(), type(panel).__name__
            assert panel.height() >= panel.minimumSizeHint().height(), type(panel).__name__


def test_the_plots_have_most_of_the_window(person: Person) -> None:
    workspace = find(person.window, Workspace, "workspace")
    assert workspace.field.width() > 2 * workspace.setup.width()
    assert workspace.field.height() > find(person.window, QTabWidget, "tabs").height()


@pytest.mark.parametrize("size", [(1000, 700), (1280, 800), (1920, 1080)])
def test_what_is_seen_of_y_in_the_main_plot_is_seen_at_x(
    person: Person, qtbot: QtBot, size: tuple[int, int]
) -> None:
    person.choose_example()
    person.window.resize(*size)
    field, density = map(person.plot, ("Density of y given x", "Density of y at the chosen x"))

    def covers() -> bool:
        (low, high), (bottom, top) = (plot.view_box.viewRange()[1] for plot in (field, density))
        pixel = (high - low) / field.view_box.height()
        return bool(abs(low - bottom) < 4 * pixel and abs(high - top) < 4 * pixel)

    qtbot.waitUntil(covers)


def test_the_theme_reaches_every_panel(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = QWidget()
    workspace = Workspace(Actions(owner, (), None))
    for widget in (owner, workspace):
        qtbot.addWidget(widget)
    themed = [part for part in vars(workspace).values() if hasattr(part, "set_theme")]
    assert len(themed) >= 10
    told: list[tuple[object, Theme]] = []
    for part in themed:
        monkeypatch.setattr(part, "set_theme", partial(_note, told, part))
    workspace.set_theme(DARK)
    assert {id(part) for part in themed} == {id(part) for part, _ in told}
    assert all(theme is DARK for _, theme in told)


def _note(told: list[tuple[object, Theme]], part: object, theme: Theme) -> None:
    told.append((part, theme))


def everything(workspace: Workspace) -> list[Panel]:
    return [panel for group in workspace.panels().values() for panel in group]


def _shows_sessions(part: object) -> bool:
    return isinstance(part, QWidget) and hasattr(part, "show_session")
