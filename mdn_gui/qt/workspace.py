"""Every panel of the window, and where it is.

The main plot is made at once. The panels around it are imported and made one by one after the first
frame, which halves the time until the window is seen.
"""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QSplitter,
    QWidget,
)

from mdn_gui.qt.actions import Actions
from mdn_gui.qt.frames import CHART_MS, CURVE_MS, FILM_MS, READING_MS, Panel
from mdn_gui.qt.panels.control_bar import ControlBar
from mdn_gui.qt.panels.drawing_bar import DrawingBar
from mdn_gui.qt.panels.layers_bar import LayersBar
from mdn_gui.qt.panels.playback_bar import PlaybackBar
from mdn_gui.qt.panels.sampling_panel import SamplingPanel
from mdn_gui.qt.panels.setup_panel import SetupPanel
from mdn_gui.qt.panels.status import Status
from mdn_gui.qt.plots.field_plot import FieldPlot
from mdn_gui.qt.widgets.column import column
from mdn_gui.qt.widgets.controls import LONGEST_LABEL
from mdn_gui.qt.widgets.pane import Pane

# The form takes the width of twice its longest label, and pixels of frames, arrows and its bar; the
# bar above the field that of two lines, with pixels between and around them.
_EDGES = 66
_GAPS = 6


class Workspace(QSplitter):
    """The form on the left, the plots, and the tabs below them.

    Args:
        actions: What the toolbar shows.

    Attributes:
        controls: The toolbar; the window docks it.
        status: The line at the bottom; the window docks it.
        field: The main plot.
        plots: Everything but the form; what an animation shows.
    """

    def __init__(self, actions: Actions) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("workspace")
        self.controls, self.status, self.field = ControlBar(actions), Status(), FieldPlot()
        self._shown: dict[int, list[Panel]] = {
            FILM_MS: [self.field],
            CURVE_MS: [],
            CHART_MS: [],
            READING_MS: [],
        }
        # Where the panels go that are made later.
        self._form, self._above, self._aside, self._loss, self._tabs = (column() for _ in range(5))
        self._keep_room()
        field = column(self._above, self.field)
        upper = _split(QSplitter(Qt.Orientation.Horizontal), (field, 5), (self._aside, 2))
        lower = _split(QSplitter(Qt.Orientation.Horizontal), (self._loss, 3), (self._tabs, 3))
        self.plots = _split(QSplitter(Qt.Orientation.Vertical), (upper, 5), (lower, 3))
        _split(self, (self._form, 0), (self.plots, 1))
        self._rest = self._make_rest()

    @property
    def panes(self) -> Sequence[Pane]:
        """Every pane that is there, in the order in which a person looks at it."""
        shown = [panel for group in self._shown.values() for panel in group]
        return [panel for panel in shown if isinstance(panel, Pane)]

    def panels(self) -> Mapping[int, Sequence[Panel]]:
        """All there is that shows a session, in the order in which a person looks at it.

        Returns:
            By the least time between two pictures of a panel while a run goes, in milliseconds.
        """
        return self._shown

    def make_next(self) -> tuple[int, Panel] | None:
        """Make one panel more.

        Returns:
            The least time between two pictures of it, as in `panels`, and the panel; None if all
            are there.
        """
        made = next(self._rest, None)
        if made is not None:
            interval, panel = made
            self._shown[interval].append(panel)
        return made

    def _keep_room(self) -> None:
        """Keep room for later panels, so that the field does not move when they are made."""
        self._form.setMinimumWidth(_EDGES + self.fontMetrics().horizontalAdvance(2 * LONGEST_LABEL))
        self._above.setMinimumHeight(_GAPS + 2 * QComboBox().sizeHint().height())

    def _make_rest(self) -> Iterator[tuple[int, Panel]]:
        """Make what is not there, in the order in which the tab key goes through it."""
        yield CHART_MS, self.controls

        self.setup = _put(SetupPanel(), self._form)
        yield CHART_MS, self.setup

        yield CHART_MS, _put(SamplingPanel(), self._form)
        # After the form, so that what it reports is in the form already.
        yield CHART_MS, self.status
        yield from self._make_plots()
        from mdn_gui.qt import pages

        tabs = _put(pages.Pages(), self._tabs)
        for page in pages.PAGES:
            for pane in tabs.add(page):
                yield page.interval, pane
        # A tab that comes with a session is there once its panes have that session.
        yield CHART_MS, tabs

    def _make_plots(self) -> Iterator[tuple[int, Panel]]:
        layers = _put(LayersBar(), self._above)
        self._level(layers)
        yield CHART_MS, layers

        drawing = _put(DrawingBar(), self._above)
        # Made before all others, the field would come first.
        self.setTabOrder(drawing.findChildren(QWidget)[-1], self.field)
        yield CHART_MS, drawing
        from mdn_gui.qt.plots.slice_plot import SlicePlot

        density = _put(SlicePlot(), self._aside)
        self._level(density.fields, layers)
        density.link_y(self.field.view_box)
        yield CURVE_MS, density
        from mdn_gui.qt.plots import exporters

        exporters.offer()
        from mdn_gui.qt.plots.loss_plot import LossPlot

        yield CHART_MS, _put(LossPlot(), self._loss)

        self.playback = _put(PlaybackBar(), self._loss)
        yield CHART_MS, self.playback

    def _level(self, *headers: QWidget) -> None:
        """Let the views of both plots begin at the same height: they share their axis of y."""
        least = self._above.minimumHeight()
        height = max(least, *(header.sizeHint().height() for header in headers))
        for header in headers:
            header.setFixedHeight(height)


def _put[W: QWidget](widget: W, place: QWidget) -> W:
    """Put a widget into its place, below what is there already."""
    layout = place.layout()
    assert layout is not None  # noqa: S101 - tells mypy what `column` makes
    layout.addWidget(widget)
    return widget


def _split(splitter: QSplitter, *parts: tuple[QWidget, int]) -> QSplitter:
    """Let widgets share a splitter, in proportion, none smaller than it can be."""
    splitter.setChildrenCollapsible(False)
    for index, (widget, stretch) in enumerate(parts):
        splitter.addWidget(widget)
        splitter.setStretchFactor(index, stretch)
    splitter.setSizes([1000 * stretch for _, stretch in parts])
    return splitter
