"""Every panel of the window, and where it stands."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QTabWidget, QVBoxLayout, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.actions import Actions
from mdn_gui.qt.frames import Panel
from mdn_gui.qt.panels.components_panel import ComponentsPanel
from mdn_gui.qt.panels.control_bar import ControlBar
from mdn_gui.qt.panels.drawing_bar import DrawingBar
from mdn_gui.qt.panels.layers_bar import LayersBar
from mdn_gui.qt.panels.model_panel import ModelPanel
from mdn_gui.qt.panels.notes_panel import NotesPanel
from mdn_gui.qt.panels.numbers_panel import NumbersPanel
from mdn_gui.qt.panels.playback_bar import PlaybackBar
from mdn_gui.qt.panels.row_panel import RowPanel
from mdn_gui.qt.panels.runs_panel import RunsPanel
from mdn_gui.qt.panels.sampling_panel import SamplingPanel
from mdn_gui.qt.panels.setup_panel import SetupPanel
from mdn_gui.qt.panels.status import Status
from mdn_gui.qt.plots.comparison_view import ComparisonView
from mdn_gui.qt.plots.field_plot import FieldPlot
from mdn_gui.qt.plots.loss_plot import LossPlot
from mdn_gui.qt.plots.slice_plot import SlicePlot
from mdn_gui.qt.plots.temperatures_view import TemperaturesView
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.session import Session

FILM_MS = 33
"""Pictures that follow each other this fast seem to move."""

CURVE_MS = 66
"""A curve that changes this often seems to change."""

CHART_MS = 150
"""A curve that grows this often seems to grow."""

READING_MS = 1000
"""Text that changes faster could not be read."""


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
    """The tabs; those that have nothing to show are not there.

    Attributes:
        panes: What is on them, by the least time between two pictures of it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tabs")
        self.panes: dict[int, tuple[Pane, ...]] = {}
        self._titles = [page.title for page in PAGES]
        for page in PAGES:
            panes = tuple(make() for make in page.panes)
            self.panes[page.interval] = (*self.panes.get(page.interval, ()), *panes)
            widget = panes[0] if len(panes) == 1 else _column(*panes)
            self.addTab(_scrolled(widget) if page.scrolled else widget, "")
        self.show_session(Session())

    def show_session(self, session: Session) -> None:
        """Name the tabs."""
        for tab, title_of in enumerate(self._titles):
            title = title_of(session)
            if (title, bool(title)) != (self.tabText(tab), self.isTabVisible(tab)):
                self.setTabText(tab, title)
                self.setTabVisible(tab, bool(title))


class Workspace(QSplitter):
    """The form on the left, the plots, and the tabs below them.

    Args:
        actions: What the toolbar shows.

    Attributes:
        controls: The toolbar; the window docks it.
        status: The line at the bottom; the window docks it.
        plots: Everything but the form; what an animation shows.
        panes: Every pane, in the order in which a person looks at it.
    """

    def __init__(self, actions: Actions) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("workspace")
        self.controls, self.status = ControlBar(actions), Status()
        self.setup, self.sampling = SetupPanel(), SamplingPanel()
        self.layers, self.field = LayersBar(), FieldPlot()
        self.slice, self.loss = SlicePlot(), LossPlot()
        self.drawing, self.playback = DrawingBar(), PlaybackBar()
        self._pages = Pages()
        self.slice.link_y(self.field.view_box)
        self._lay_out()
        shown = [panel for group in self.panels().values() for panel in group]
        self.panes = tuple(panel for panel in shown if isinstance(panel, Pane))

    def panels(self) -> Mapping[int, tuple[Panel, ...]]:
        """All that shows a session, in the order in which a person looks at it.

        Returns:
            By the least time between two pictures of a panel while a run goes, in milliseconds.
        """
        bars = (self.controls, self.playback, self.layers, self.drawing)
        shown: dict[int, tuple[Panel, ...]] = {
            FILM_MS: (self.field,),
            CURVE_MS: (self.slice,),
            CHART_MS: (self.loss, *bars, self.setup, self.sampling, self.status),
        }
        for interval, panes in self._pages.panes.items():
            shown[interval] = (*shown.get(interval, ()), *panes)
        # A tab that comes with a session is there once its panes have that session.
        shown[CHART_MS] = (*shown[CHART_MS], self._pages)
        return shown

    def _lay_out(self) -> None:
        # The views of both plots begin at the same height, for they share their axis of y.
        headers = (self.layers, self.slice.fields)
        for header in headers:
            header.setFixedHeight(max(header.sizeHint().height() for header in headers))
        field = _column(self.layers, self.drawing, self.field)
        loss = _column(self.loss, self.playback)
        upper = _split(QSplitter(Qt.Orientation.Horizontal), (field, 5), (self.slice, 2))
        lower = _split(QSplitter(Qt.Orientation.Horizontal), (loss, 3), (self._pages, 3))
        self.plots = _split(QSplitter(Qt.Orientation.Vertical), (upper, 5), (lower, 3))
        _split(self, (_column(self.setup, self.sampling), 0), (self.plots, 1))


def _split(splitter: QSplitter, *parts: tuple[QWidget, int]) -> QSplitter:
    """Let widgets share a splitter, in proportion, none smaller than it can be."""
    splitter.setChildrenCollapsible(False)
    for index, (widget, stretch) in enumerate(parts):
        splitter.addWidget(widget)
        splitter.setStretchFactor(index, stretch)
    splitter.setSizes([1000 * stretch for _, stretch in parts])
    return splitter


def _scrolled(widget: QWidget) -> QScrollArea:
    """Show a widget with bars to scroll it where there is too little room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(widget)
    return area


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    return column
