"""Every panel is there, and has room."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.qt import pages as all_pages
from mdn_gui.qt.control import looking
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.frames import Panel
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.pages import CENTRE, PAGES, SLOT
from mdn_gui.qt.theme import DARK, LIGHT, Theme
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.tabs import Page, Pages
from mdn_gui.qt.workspace import Workspace
from mdn_gui.session import edits
from mdn_gui.session.edits import Act
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from mdn_gui.session.view import View
from tests.person import Person
from tests.sessions import changed, session_of
from tests.widgets import find


def test_every_tab_is_there_in_its_order(person: Person) -> None:
    person.choose_example()
    assert person.tabs() == [
        "Numbers",
        "Components",
        "Row",
        "Places",
        "Runs",
        "Model",
    ]


def test_every_panel_is_shown_sessions(person: Person) -> None:
    area = find(person.window, Workspace, "workspace")
    shown = {type(panel).__name__ for panel in everything(area)}
    there = {type(part).__name__ for part in vars(area).values() if _shows_sessions(part)}
    there |= {type(pane).__name__ for pane in area.findChildren(Pane) if _stands_alone(pane)}
    assert there <= shown
    assert {"RunsPanel", "ComparisonView", "NotesPanel"} <= there


@pytest.mark.parametrize("size", [(1000, 700), (1280, 800), (1920, 1080)])
def test_nothing_is_cut_off(person: Person, qtbot: QtBot, size: tuple[int, int]) -> None:
    person.choose_example()
    window = person.window
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
    area = find(window, Workspace, "workspace")
    for panel in everything(area):
        if isinstance(panel, QWidget) and panel.isVisible():
            assert panel.width() >= panel.minimumSizeHint().width(), type(panel).__name__
            assert panel.height() >= panel.minimumSizeHint().height(), type(panel).__name__


def test_the_plots_have_most_of_the_window(person: Person) -> None:
    person.choose_example()
    area = find(person.window, Workspace, "workspace")
    assert area.field.width() > 2 * area.setup.width()
    assert area.field.height() > find(person.window, QTabWidget, "tabs").height()


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


def test_the_theme_reaches_every_pane_once(
    person: Person, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.choose_example()
    panes = find(person.window, Workspace, "workspace").panes
    told: list[tuple[Pane, Theme]] = []
    for pane in panes:
        monkeypatch.setattr(pane, "set_theme", partial(_note, told, pane))
    for theme in (DARK, LIGHT, LIGHT):
        person.window.set_theme(theme)
    qapp.processEvents()
    seen = {pane for pane in panes if pane.isVisible()}
    for theme in (DARK, LIGHT):
        assert seen <= {pane for pane, taken in told if taken is theme}
        assert all(told.count((pane, theme)) <= 1 for pane in panes)


def _note(told: list[tuple[Pane, Theme]], pane: Pane, theme: Theme) -> None:
    told.append((pane, theme))


def test_a_page_without_a_title_is_not_there(qtbot: QtBot) -> None:
    pages = made(qtbot)
    assert titles(pages) == []
    pages.show_session(session_of(sampling_seed=1))
    assert titles(pages) == ["Seed 1"]
    pages.show_session(session_of())
    assert titles(pages) == []


def test_the_inputs_come_to_the_front_where_there_are_several(qtbot: QtBot) -> None:
    pages = Pages("slot", "Tabs")
    for page in SLOT:
        pages.add(page)
    qtbot.addWidget(pages)
    pages.show()
    pages.show_session(session_of())
    assert titles(pages) == ["Losses"]
    several = Dataset(np.zeros((3, 2)), np.zeros((3, 1)), ("a", "b"), ("y",))
    loaded = session_of(dataset=several, sampled_ranges=((0.0, 1.0),) * 2)
    pages.show_session(loaded)
    assert pages.tabText(pages.currentIndex()) == "Inputs"
    pages.show_session(changed(loaded, phase=Phase.TRAINING))
    assert pages.tabText(pages.currentIndex()) == "Losses"
    pages.show_session(changed(loaded, phase=Phase.IDLE))
    assert pages.tabText(pages.currentIndex()) == "Inputs"
    pages.setCurrentIndex(0)
    pages.show_session(changed(loaded, place=(1.0, 1.0)))
    assert pages.tabText(pages.currentIndex()) == "Losses", "once"


def made(qtbot: QtBot) -> Pages:
    """Tabs with one page, which has a title for all seeds but 0."""
    pages = Pages("pages", "Tabs")
    pages.add(
        Page(lambda session: _title(session) if session.view.sampling_seed else "", (Diagnostic,))
    )
    qtbot.addWidget(pages)
    pages.show()
    return pages


def test_two_targets_have_a_page(qtbot: QtBot) -> None:
    pages = Pages("centre", "Tabs")
    for page in CENTRE:
        pages.add(page)
    qtbot.addWidget(pages)
    pages.show()
    pages.show_session(session_of())
    assert "Joint" not in titles(pages)
    two = Dataset(np.zeros((3, 1)), np.zeros((3, 2)), ("a",), ("y", "z"))
    pages.show_session(session_of(dataset=two))
    assert "Joint" in titles(pages)


def titles(pages: Pages) -> list[str]:
    return [pages.tabText(tab) for tab in range(pages.count()) if pages.isTabVisible(tab)]


class Diagnostic(Pane):
    """Notes which sessions it draws, and in what colours; its button picks the next seed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("diagnostic")
        self.seeds: list[int] = []
        self.themes: list[Theme] = []
        button = QPushButton("Next", self)
        button.setObjectName("next")
        button.clicked.connect(self._on_clicked)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.themes.append(theme)

    def _draw_session(self, session: Session) -> None:
        if self._differs(session.view.sampling_seed):
            self.seeds.append(session.view.sampling_seed)

    def _on_clicked(self) -> None:
        self._tell(Act(edits.view(_next_seed), "next seed"))


def _next_seed(view: View) -> View:
    return replace(view, sampling_seed=view.sampling_seed + 1)


def _title(session: Session) -> str:
    return f"Seed {session.view.sampling_seed}"


def test_a_page_is_a_line_of_the_list(
    controller: Controller, loader: Loader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(all_pages, "PAGES", (*PAGES, Page(_title, (Diagnostic,), scrolled=True)))
    person = Person(MainWindow(controller, loader), qtbot)
    person.choose_example()
    person.wait_for_message("rows loaded.")
    assert person.tabs()[-1] == "Seed 0"
    controller.state.edit(edits.view(_next_seed))
    qtbot.waitUntil(lambda: person.tabs()[-1] == "Seed 1")
    pane = find(person.window, Diagnostic, "diagnostic")
    person.window.set_theme(DARK)
    assert pane.seeds == [], "hidden, it works nothing out"
    person.open_tab("Seed 1")
    assert (pane.seeds, pane.themes) == ([1], [DARK])
    QTest.mouseClick(find(pane, QPushButton, "next"), Qt.MouseButton.LeftButton)
    assert controller.session.view.sampling_seed == 2
    assert controller.session.status.undo == "next seed"
    qtbot.waitUntil(lambda: pane.seeds == [1, 2])
    person.open_tab("Model")
    person.window.set_theme(LIGHT)
    controller.state.undo()
    qtbot.waitUntil(lambda: person.tabs()[-1] == "Seed 1")
    assert pane.seeds == [1, 2]
    person.open_tab("Seed 1")
    qtbot.waitUntil(lambda: (pane.seeds, pane.themes) == ([1, 2, 1], [DARK, LIGHT]))
    person.leave()


def everything(area: Workspace) -> list[Panel]:
    return [panel for group in area.panels().values() for panel in group]


def _shows_sessions(part: object) -> bool:
    return isinstance(part, QWidget) and hasattr(part, "show_session")


def _stands_alone(pane: Pane) -> bool:
    """Whether a pane is no part of another one, which shows it sessions."""
    around = pane.parentWidget()
    while around is not None and not isinstance(around, Pane):
        around = around.parentWidget()
    return around is None


def test_what_is_edited_in_any_pane_is_of_the_session_and_can_be_undone(
    person: Person, controller: Controller
) -> None:
    for seed, pane in enumerate(find(person.window, Workspace, "workspace").panes, start=1):
        before = controller.session.view
        pane.edited.emit(*looking.set_seed(seed)._replace(undo=f"what {type(pane).__name__} did"))
        assert controller.session.view.sampling_seed == seed
        assert controller.session.status.undo == f"what {type(pane).__name__} did"
        controller.state.undo()
        assert controller.session.view == before


def test_in_a_narrow_window_the_strip_gives_way_to_names_until_it_is_clicked(
    person: Person,
) -> None:
    person.choose_example("Three inputs")
    window = person.window
    names = find(window, QAbstractButton, "strip_names")
    area = find(window, Workspace, "workspace")
    value, density = find(window, QWidget, "input_0"), find(window, QWidget, "density")
    window.resize(1280, 720)
    person.qtbot.waitUntil(lambda: value.isVisible() and not names.isVisible())
    for width in (1000, 800):
        window.resize(width, 600)
        person.qtbot.waitUntil(lambda: names.isVisible() and not value.isVisible())
        QApplication.processEvents()
        assert names.width() == 40
        assert area.field.width() >= 480
        assert area.field.height() >= 300
        assert density.width() >= 240
    QTest.mouseClick(names, Qt.MouseButton.LeftButton)
    person.qtbot.waitUntil(lambda: value.isVisible() and not names.isVisible())
    assert area.field.width() >= 480
    find(window, QTabWidget, "tabs").setFocus()
    person.qtbot.waitUntil(lambda: names.isVisible() and density.isVisible())
    window.resize(1280, 720)
    person.qtbot.waitUntil(lambda: value.isVisible() and not names.isVisible())
