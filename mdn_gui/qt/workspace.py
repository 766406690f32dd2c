"""Every panel of the window, and where it stands."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QTabWidget, QVBoxLayout, QWidget

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
from mdn_gui.qt.panels.point_panel import PointPanel
from mdn_gui.qt.panels.runs_panel import RunsPanel
from mdn_gui.qt.panels.sampling_panel import SamplingPanel
from mdn_gui.qt.panels.setup_panel import SetupPanel
from mdn_gui.qt.panels.status import Status
from mdn_gui.qt.plots.comparison_view import ComparisonView
from mdn_gui.qt.plots.field_plot import FieldPlot
from mdn_gui.qt.plots.loss_plot import LossPlot
from mdn_gui.qt.plots.slice_plot import SlicePlot
from mdn_gui.qt.plots.temperatures_view import TemperaturesView
from mdn_gui.qt.theme import Theme

FILM_MS = 33
"""Pictures that follow each other this fast seem to move."""

CURVE_MS = 66
"""A curve that changes this often seems to change."""

CHART_MS = 150
"""A curve that grows this often seems to grow."""

READING_MS = 1000
"""Text that changes faster could not be read."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Workspace", text)


class Workspace(QSplitter):
    """The form on the left, the plots, and the tabs below them.

    Args:
        actions: What the toolbar shows.

    Attributes:
        controls: The toolbar; the window docks it.
        status: The line at the bottom; the window docks it.
        plots: Everything but the form; what an animation shows.
        working: Panels that have other threads work for them: `busy` until they have `rested`.
    """

    def __init__(self, actions: Actions) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("workspace")
        self.controls, self.status = ControlBar(actions), Status()
        self.setup, self.sampling = SetupPanel(), SamplingPanel()
        self.layers, self.field = LayersBar(), FieldPlot()
        self.slice, self.loss = SlicePlot(), LossPlot()
        self.numbers = NumbersPanel()
        self.drawing, self.playback = DrawingBar(), PlaybackBar()
        self._tabs = QTabWidget()
        self._tabs.setObjectName("tabs")
        self._tabs.addTab(self.numbers, _tr("Numbers at x"))
        self.components, self.point = ComponentsPanel(), PointPanel()
        self._tabs.addTab(self.components, _tr("Components"))
        self._tabs.addTab(self.point, _tr("Point"))
        self.temperatures = TemperaturesView()
        self._tabs.addTab(_scrolled(self.temperatures), _tr("Temperatures"))
        self.runs, self.comparison = RunsPanel(), ComparisonView()
        self._tabs.addTab(_scrolled(_column(self.runs, self.comparison)), _tr("Runs"))
        self.model = ModelPanel()
        self._tabs.addTab(self.model, _tr("Model"))
        self.notes = NotesPanel(self._tabs)
        self.working = (self.field, self.numbers)
        self.slice.link_y(self.field.view_box)
        self._lay_out()

    def panels(self) -> Mapping[int, tuple[Panel, ...]]:
        """Every panel, in the order in which a person looks at it.

        Returns:
            By the least time between two pictures of a panel while a run goes, in milliseconds.
        """
        bars = (self.controls, self.playback, self.layers, self.drawing)
        forms = (self.setup, self.sampling, self.runs, self.comparison, self.notes, self.status)
        return {
            FILM_MS: (self.field,),
            CURVE_MS: (self.slice,),
            CHART_MS: (self.loss, *bars, *forms, self.temperatures),
            READING_MS: (self.numbers, self.components, self.point, self.model),
        }

    def set_theme(self, chosen: Theme) -> None:
        """Take light or dark colours everywhere."""
        plots = (self.field, self.slice, self.loss, self.comparison, self.temperatures)
        bars = (self.drawing, self.playback)
        for themed in (self.setup, *plots, *bars, self.components, self.point):
            themed.set_theme(chosen)

    def _lay_out(self) -> None:
        # The views of both plots begin at the same height, for they share their axis of y.
        headers = (self.layers, self.slice.fields)
        for header in headers:
            header.setFixedHeight(max(header.sizeHint().height() for header in headers))
        field = _column(self.layers, self.drawing, self.field)
        loss = _column(self.loss, self.playback)
        upper = _split(QSplitter(Qt.Orientation.Horizontal), (field, 5), (self.slice, 2))
        lower = _split(QSplitter(Qt.Orientation.Horizontal), (loss, 3), (self._tabs, 3))
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
