"""The tabs below the main plot."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.frames import CHART_MS, READING_MS
from mdn_gui.qt.panels.components_panel import ComponentsPanel
from mdn_gui.qt.panels.model_panel import ModelPanel
from mdn_gui.qt.panels.notes_panel import NotesPanel
from mdn_gui.qt.panels.numbers_panel import NumbersPanel
from mdn_gui.qt.panels.row_panel import RowPanel
from mdn_gui.qt.panels.runs_panel import RunsPanel
from mdn_gui.qt.plots.comparison_view import ComparisonView
from mdn_gui.qt.plots.temperatures_view import TemperaturesView
from mdn_gui.qt.widgets.column import column
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.session import Session


class Page(NamedTuple):
    """A tab below the main plot.

    Attributes:
        title: Its title for a session; "" hides the tab.
        panes: What makes the panes on it, from above to below.
        interval: Least time between two pictures of them while a run goes, in milliseconds.
        scrolled: Whether it has bars to scroll it where there is too little room.
    """

    title: Callable[[Session], str]
    panes: tuple[Callable[[], Pane], ...]
    interval: int = CHART_MS
    scrolled: bool = False


def _notes_title(session: Session) -> str:
    count = len(session.run.notes or ())
    return say("Notes ({count})", count=count) if count else ""


PAGES = (
    Page(lambda _: say("Numbers at x"), (NumbersPanel,), READING_MS),
    Page(lambda _: say("Components"), (ComponentsPanel,), READING_MS),
    Page(lambda _: say("Row"), (RowPanel,), READING_MS),
    Page(lambda _: say("Temperatures"), (TemperaturesView,), scrolled=True),
    Page(lambda _: say("Runs"), (RunsPanel, ComparisonView), scrolled=True),
    Page(lambda _: say("Model"), (ModelPanel,), READING_MS),
    Page(_notes_title, (NotesPanel,)),
)
"""The tabs, from left to right."""


class Pages(QTabWidget):
    """The tabs; those that have nothing to show are not there."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tabs")
        self._titles: list[Callable[[Session], str]] = []

    def add(self, page: Page) -> Sequence[Pane]:
        """Make a tab after the others.

        Returns:
            The panes on it.
        """
        panes = tuple(make() for make in page.panes)
        widget = panes[0] if len(panes) == 1 else column(*panes)
        self._titles.append(page.title)
        self.addTab(_scrolled(widget) if page.scrolled else widget, "")
        self.show_session(Session())
        return panes

    def show_session(self, session: Session) -> None:
        """Name the tabs."""
        for tab, title_of in enumerate(self._titles):
            title = title_of(session)
            if (title, bool(title)) != (self.tabText(tab), self.isTabVisible(tab)):
                self.setTabText(tab, title)
                self.setTabVisible(tab, bool(title))


def _scrolled(widget: QWidget) -> QScrollArea:
    """Show a widget with bars to scroll it where there is too little room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(widget)
    return area
