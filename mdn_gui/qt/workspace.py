"""Every panel of the window, and where it is.

Toolbar, status line and the room of all others are made at once. What is in that room, and
pyqtgraph before it, is imported and made bit by bit after the first frame, which halves the time
until the window is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QStackedWidget, QToolButton, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.actions import Actions
from mdn_gui.qt.frames import CHART_MS, CURVE_MS, FILM_MS, READING_MS, Panel
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.panels.control_bar import ControlBar
from mdn_gui.qt.panels.status import Status
from mdn_gui.qt.widgets.column import ANY_SIZE, column
from mdn_gui.qt.widgets.controls import LONGEST_LABEL
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.splitter import Splitter
from mdn_gui.qt.widgets.strip import NARROW, Strip
from mdn_gui.qt.widgets.tabs import Drawer, Page, Pages, height_of_tabs
from mdn_gui.session.session import Session
from mdn_gui.session.session import Workspace as Room

if TYPE_CHECKING:
    from mdn_gui.qt.plots.field_plot import FieldPlot

# The form takes the width of twice its longest label, and pixels of frames, arrows and its bar; the
# bar above the field that of a line, with pixels above and below.
_EDGES = 66
_GAPS = 6
_MARGIN = 8  # pixels
_SLOT, _RIGHT = 150, 275  # pixels that the slot below the field and the column beside it have
_LEAST_FIELD, _LEAST_RIGHT = (480, 300), 240  # pixels, in a small window
_HANDLE = 6  # pixels of a border that can be moved
_ROOMY = 760  # pixels of height that have room for the slot and an open drawer

type Made = tuple[int, Panel]
"""A panel, after the least time between two pictures of it while a run goes, in milliseconds."""


class Workspace(QStackedWidget):
    """The workspaces, of which one is seen: *Data*, *Explore* and *Check*.

    *Explore* has inputs and settings on the left; the field, a slot with losses and inputs, and the
    scrubber in the middle; the density at x and its sampling on the right; and the drawer below.

    Args:
        actions: What the toolbar shows.

    Attributes:
        controls: The toolbar; the window docks it.
        status: The line at the bottom; the window docks it.
        field: The main plot, once it is made.
    """

    field: FieldPlot

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self.setObjectName("workspace")
        self.controls, self.status = ControlBar(actions), Status()
        self._shown: dict[int, list[Panel]] = {
            FILM_MS: [self],
            CURVE_MS: [],
            CHART_MS: [],
            READING_MS: [],
        }
        # Where the panels go that are made later.
        self._answer, self._above, self._aside = (column() for _ in range(3))
        self._strip = Strip()
        self._slot, self._scrubber, self._data = column(), column(), column()
        self._drawer = Drawer("tabs", say("Tables"))
        self._centre = Pages("centre", say("Main plot"))
        self._question: QWidget | None = None
        self._choosing = QStackedWidget()  # the rows loaded, and over them a question about others
        self._data_room = Splitter("data", Qt.Orientation.Horizontal)
        self._rooms = {
            Room.DATA: self._data_room,
            Room.EXPLORE: self._explore(),
            Room.CHECK: column(),
        }
        for room in self._rooms.values():
            self.addWidget(room)
        self.setCurrentWidget(self._rooms[Room.EXPLORE])
        self._below: Pages | None = None  # in the slot
        self._presentation: QWidget | None = None  # made when it is first wanted
        self._rest = self._make_rest()

    def show_session(self, session: Session) -> None:
        """Show the workspace that a person is in, or what is presented alone."""
        self._strip.show_names(" · ".join(session.data.input_names))
        presented = self._presentation if session.status.presenting else None
        seen = presented or self._rooms[session.status.workspace]
        if seen is not self.currentWidget():
            self.setCurrentWidget(seen)
            self.updateGeometry()
            if seen is self._rooms[Room.EXPLORE]:
                self._give_way()

    @guarded_with(QSize())
    def minimumSizeHint(self) -> QSize:
        """Room for what is seen; Qt would ask for that of what is not, too."""
        seen = self.currentWidget()
        if seen is self._rooms[Room.EXPLORE]:
            return self._least_size()
        return QSize() if seen is None else seen.minimumSizeHint()

    @property
    def seen(self) -> Sequence[QWidget]:
        """The parts of what is seen, in reading order."""
        room = self.currentWidget()
        if room is self._rooms[Room.EXPLORE]:
            beside = (self._aside, self._slot, self._scrubber, self._drawer)
            return self._strip, self._middle, *beside
        if isinstance(room, Splitter):
            parts = map(room.widget, range(room.count()))
            return [part for part in parts if part is not None]
        if room is self._rooms[Room.CHECK]:
            return room.findChildren(Pane)
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        return [] if room is None else room.findChildren(Pane, options=direct)

    def make_presentation(self) -> Sequence[Made]:
        """Make what is presented alone, the first time that it is wanted.

        Returns:
            What was made.
        """
        if self._presentation is not None:
            return ()
        from mdn_gui.qt.panels.presentation_bar import EpochCaption, PresentationBar
        from mdn_gui.qt.presentation import Presentation

        epoch = EpochCaption()
        made = self._presentation = Presentation(PresentationBar(), epoch)
        self.addWidget(made)
        panels = (
            *((FILM_MS, made.field), (CURVE_MS, made.density)),
            *((CURVE_MS, made.answer), (CURVE_MS, epoch), (CHART_MS, made.below)),
        )
        for interval, panel in panels:
            self._shown[interval].append(panel)
        return panels

    def ask(self, question: QWidget) -> None:
        """Show a question about a table in place of the rows that are loaded."""
        self.settle()
        self._question = question
        self._data.hide()  # it tells of the rows that are loaded
        self._choosing.setCurrentIndex(self._choosing.addWidget(question))

    def settle(self) -> None:
        """Show the rows again, where a question was."""
        if self._question is not None:
            self._choosing.removeWidget(self._question)
            self._question.deleteLater()
            self._question = None
            self._data.show()

    @property
    def asking(self) -> bool:
        """Whether a question is asked."""
        return self._question is not None

    def asks_at(self, widget: QWidget) -> bool:
        """Whether a widget is a part of a question."""
        return self._question is not None and self._question.isAncestorOf(widget)

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

    def make_next(self) -> Sequence[Made] | None:
        """Make one panel more, or import a part of what they need.

        Returns:
            What was made; None if all is there.
        """
        made = next(self._rest, None)
        for interval, panel in made or ():
            self._shown[interval].append(panel)
        return made

    def _explore(self) -> Splitter:
        """Lay out where one looks, with room kept for later panels, so that the field stays."""
        line = QComboBox().sizeHint().height()
        width = _EDGES + self.fontMetrics().horizontalAdvance(2 * LONGEST_LABEL)
        self._strip.set_full_width(width)
        self._strip.toggled.connect(self._give_way)
        self._above.setMinimumHeight(_GAPS + line)
        self._aside.setMinimumWidth(_RIGHT)
        self._scrubber.setMinimumHeight(_GAPS + line)
        self._slot.setMinimumHeight(_SLOT)
        self._middle = column(self._above, self._centre)
        above = Splitter("upper", Qt.Orientation.Horizontal)
        above.share((self._middle, 3), (self._aside, 1))
        plots = Splitter("plots", Qt.Orientation.Vertical).share((above, 1), (self._slot, 0))
        self._answer.setMinimumHeight(_GAPS + line)
        right = column(self._answer, plots, self._scrubber)
        right.setContentsMargins(0, 0, _MARGIN, 0)
        upper = Splitter("strip", Qt.Orientation.Horizontal).share((self._strip, 0), (right, 1))
        self._drawer.toggled.connect(self._on_drawer_toggled)
        return Splitter("explore", Qt.Orientation.Vertical).share((upper, 1), (self._drawer, 0))

    def _make_rest(self) -> Iterator[Sequence[Made]]:
        """Make what is not there: a step at a time, some of which only import."""
        from mdn_gui.qt.plots import first_import

        for _ in first_import.in_parts():
            yield ()
        from mdn_gui.qt.plots.field_plot import FieldPlot

        yield ()
        self.field = FieldPlot()
        self.field.setMinimumSize(*_LEAST_FIELD)
        self._centre.add(Page(lambda _: say("Section"), (lambda: self.field,)))
        yield ((FILM_MS, self.field),)
        for made in self._make_around():
            yield (made,)
        import_module("mdn_gui.qt.panels.columns_panel")  # the first table need not wait for it
        yield ()

    def _make_around(self) -> Iterator[Made]:
        """Make what is around the field, in the order in which the tab key goes through it."""
        from mdn_gui.qt.panels.inputs_panel import InputsPanel
        from mdn_gui.qt.panels.run_choices import RunChoices
        from mdn_gui.qt.panels.sampling_panel import SamplingPanel
        from mdn_gui.qt.panels.setup_panel import SetupPanel

        # The field comes first after the toolbar: a few stops from the start.
        self.setTabOrder(self.controls.findChildren(QWidget)[-1], self.field)
        yield CHART_MS, self.controls

        runs = RunChoices()
        self.controls.addWidget(runs)  # at the end: what comes with a run moves no button
        yield CHART_MS, runs

        yield CURVE_MS, _put(InputsPanel(), self._strip.panels)

        self.setup = _put(SetupPanel(), self._strip.panels)
        yield CHART_MS, self.setup

        yield CHART_MS, _put(SamplingPanel(), self._strip.panels)
        # After the form, so that what it reports is in the form already.
        yield CHART_MS, self.status

        yield from self._make_right()
        yield from self._make_others()

    def _make_right(self) -> Iterator[Made]:
        """Make the answer, what is around the plots, and the tabs."""
        from mdn_gui.qt.panels.answer_panel import AnswerPanel
        from mdn_gui.qt.panels.drawing_bar import DrawingBar
        from mdn_gui.qt.panels.layers_bar import LayersBar
        from mdn_gui.qt.panels.playback_bar import PlaybackBar
        from mdn_gui.qt.plots.joint_view import JointView
        from mdn_gui.qt.plots.loss_plot import LossPlot
        from mdn_gui.qt.plots.slice_plot import SlicePlot

        yield CURVE_MS, _put(AnswerPanel(), self._answer)

        layers = _put(LayersBar(), self._above)
        self._level(layers)
        yield CHART_MS, layers

        yield CHART_MS, _put(DrawingBar(), self._above)

        density = _put(SlicePlot(), self._aside)
        self._level(density.fields, layers)
        density.link_y(self.field.view_box)
        yield CURVE_MS, density

        from mdn_gui.qt.plots import exporters

        exporters.offer()
        from mdn_gui.qt import pages

        yield from _filled(self._centre, pages.CENTRE)
        for joint in self._centre.findChildren(JointView):
            density.link_y(joint.view_box)
        self._centre.currentChanged.connect(density.find_level)

        self._below = _put(Pages("slot", say("Below the main plot")), self._slot)
        self._below.unfolding_wanted.connect(self._drawer.shut)
        yield from _filled(self._below, pages.SLOT)
        self._give_way()  # it may be folded from the start

        self.playback = _put(PlaybackBar(), self._scrubber)
        for losses in self._slot.findChildren(LossPlot):
            losses.seen.connect(self.playback.show_loss_controls)
            self.playback.show_loss_controls(losses.isVisible())
        yield CHART_MS, self.playback

        yield from _filled(self._drawer, pages.PAGES)

    def _make_others(self) -> Iterator[Made]:
        """Make what stands in the other workspaces."""
        from mdn_gui.qt.check_page import CheckPage
        from mdn_gui.qt.panels.rows_panel import RowsPanel
        from mdn_gui.qt.panels.setup_panel import DataPanel

        change, above = QToolButton(), column()
        change.setDefaultAction(self._actions.action("change_columns"))
        change.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        above.setContentsMargins(_MARGIN, _MARGIN, 0, 0)
        _put(change, _put(above, self._data))
        form, rows = _put(DataPanel(), self._data), RowsPanel()
        self._choosing.addWidget(rows)
        self._data_room.share((self._data, 1), (self._choosing, 3))
        yield CHART_MS, form
        yield CHART_MS, rows
        page = _put(CheckPage(self._actions), self._rooms[Room.CHECK])
        for panel in page.panes:
            yield CHART_MS, panel

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let other parts give way to the field where there is little room."""
        super().resizeEvent(event)
        if self.currentWidget() is self._rooms[Room.EXPLORE]:
            self._give_way()

    def _least_size(self) -> QSize:
        """What *Explore* needs when all that can has given way to the field."""
        bars = sum(bar.minimumHeight() for bar in (self._answer, self._above, self._scrubber))
        opened, drawer = self._drawer.opened, self._drawer.minimumHeight()
        drawer = self._drawer.minimumSizeHint().height() if opened else drawer
        field = self._centre.minimumSizeHint()  # with its frame and tabs
        width = field.width() + NARROW + _LEAST_RIGHT + 2 * _HANDLE + _MARGIN
        return QSize(width, field.height() + bars + drawer + 3 * _HANDLE)

    @Slot()
    def _give_way(self) -> None:
        """The slot first, below an open drawer or a low field; then the strip, and the right.

        Of the slot the tabs stay, or a person would not know where it is.
        """
        roomy = self.height() >= _ROOMY or not self._drawer.opened
        left, tabs = self.height() - self._least_size().height(), height_of_tabs()
        folded = not (roomy and left >= _SLOT)
        self._slot.setVisible(left >= tabs)
        self._slot.setMinimumHeight(tabs if folded else _SLOT)
        self._slot.setMaximumHeight(tabs if folded else ANY_SIZE)
        if self._below is not None:
            self._below.fold(folded=folded)
        room = self.width() - self._centre.minimumSizeHint().width() - 2 * _HANDLE - _MARGIN
        self._strip.set_narrow(narrow=room < self._strip.full_width + _RIGHT)
        room -= self._strip.minimumWidth()
        right = _RIGHT if room >= _RIGHT else _LEAST_RIGHT
        self._aside.setMinimumWidth(right)
        self._aside.setVisible(room >= right)  # an open strip may take its place
        for splitter in self._rooms[Room.EXPLORE].findChildren(Splitter):
            splitter.refresh()  # now, not after the next painting

    @Slot()
    def _on_drawer_toggled(self) -> None:
        self._give_way()

    def _level(self, *headers: QWidget) -> None:
        """Let the views of both plots begin at the same height: they share their axis of y."""
        least = self._above.minimumHeight()
        height = max(least, *(header.sizeHint().height() for header in headers))
        for header in headers:
            header.setFixedHeight(height)


def _filled(tabs: Pages, pages: Sequence[Page]) -> Iterator[Made]:
    """Make the pages of some tabs."""
    for page in pages:
        for pane in tabs.add(page):
            yield page.interval, pane
    # A tab that comes with a session is there once its panes have that session.
    yield CHART_MS, tabs


def _put[W: QWidget](widget: W, place: QWidget) -> W:
    """Put a widget into its place, below what is there already."""
    layout = place.layout()
    assert layout is not None  # noqa: S101 - tells mypy what `column` makes
    layout.addWidget(widget)
    return widget
