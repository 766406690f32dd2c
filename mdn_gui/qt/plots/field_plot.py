"""The main plot: the density p(y | x) over the plane, with rows, samples and the truth."""

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mdn_gui.core.drawing.picture import Picture
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.numbers import nearest
from mdn_gui.core.text import say
from mdn_gui.core.value_texts import value_text
from mdn_gui.qt.control import looking, rows
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.plots.best_layer import BestLayer
from mdn_gui.qt.plots.branches import Branches
from mdn_gui.qt.plots.brush import Brush
from mdn_gui.qt.plots.colour_bar import ColourBar
from mdn_gui.qt.plots.density_layer import COARSE, FINE, DensityLayer, Fineness
from mdn_gui.qt.plots.evidence_layer import EvidenceLayer
from mdn_gui.qt.plots.items import StraightLine
from mdn_gui.qt.plots.members_layer import MembersLayer
from mdn_gui.qt.plots.place_marks import PlaceMarks
from mdn_gui.qt.plots.plot import Plot, extent
from mdn_gui.qt.plots.points_layer import (
    Look,
    PointsLayer,
    look_of_rows,
    rows_of,
    samples_of,
    shapes_of_rows,
    shapes_of_samples,
)
from mdn_gui.qt.plots.truth_layer import TruthLayer
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import bent, density_shown
from mdn_gui.session.data import Points
from mdn_gui.session.session import Session, Tool
from mdn_gui.session.view import Layer

_REACH = 4.0  # pixels from a point at which a click is a click on it


class FieldPlot(Pane):
    """The plane of x and y; a vertical line stands at the chosen x.

    Signals:
        painted(picture): A `core.drawing.picture.Picture` of the network is shown now.

    Args:
        parent: The widget around it.
        always_fine: Whether pictures are as fine as the screen, however fast they follow.

    Attributes:
        view_box: The plot's view, for another plot to share its y axis.
    """

    painted = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, always_fine: bool = False) -> None:
        super().__init__(parent)
        self._plot = Plot(self)
        self._plot.setAccessibleName(say("Density of y given x"))
        self.view_box = self._plot.view_box
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self._make_layers()
        self._make_line()
        self._make_hint()
        # The view may move many times before the next frame; what fills it is drawn once.
        self._redraw = QTimer(self, singleShot=True, interval=0)
        self._redraw.timeout.connect(self._on_redraw_timeout)
        self._fineness = Fineness(self, always=always_fine)
        self._fineness.rested.connect(self._on_fineness_rested)
        self._density.painted.connect(self._fineness.begin_rest)
        self.view_box.sigRangeChanged.connect(self._on_view_changed)
        self.view_box.sigResized.connect(self._on_view_changed)
        self._plot.scene().sigMouseClicked.connect(self._on_scene_clicked)

    @property
    def busy(self) -> bool:
        """Whether something that was asked for is not drawn yet."""
        waiting = self._redraw.isActive() or self._fineness.unsettled
        return waiting or any(layer.busy for layer in self._layers)

    def _draw_session(self, session: Session) -> None:
        """Draw a session; what it has in common with the last one stays as it is."""
        if self._memory.changed("subject", session.data.subject, session.resolved.axis_names):
            # Else pictures of the data before would stay in this plane until new ones are painted.
            for layer in self._layers:
                layer.clear()
        self._draw_frame()
        self._draw_view()
        section = None if session.truth_held is not None else session.resolved.section
        if self._memory.changed("evidence", section):
            self._evidence.show_section(section)
        self._truth.show_session(session)
        self._members.show_session(session)
        self._best.show_session(session)
        self._places.show_session(session)
        self._brush.show_session(session)
        if not (self._density.busy and self._title):  # else with its picture
            self._write_title(self._density.title)
        self._draw_marks()
        self._hold(on=self._fast and self._density.busy and not session.run.busy)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self._plot.set_theme(theme)
        self._density.set_theme(theme)
        self._evidence.set_theme(theme)
        self._places.set_theme(theme)
        self._bar.set_theme(theme)
        self._truth.set_theme(theme)
        self._members.set_theme(theme)
        self._best.set_theme(theme)
        self._brush.set_theme(theme)
        self._branches.set_theme(theme)
        self._line.setPen(theme.cursor, width=1, style=Qt.PenStyle.DashLine)
        self._line.setHoverPen(theme.accent, width=3)
        self._line.label.setColor(theme.foreground)
        self._line.label.fill = pg.mkBrush(theme.panel)
        self._ring.setPen(theme.foreground, width=2)
        colours = f"color: {theme.muted}; background: #c0{theme.background[1:]};"  # over points
        self._advice.setStyleSheet(colours)

    def _make_layers(self) -> None:
        self._density = DensityLayer(self._plot, -6)
        self._evidence = EvidenceLayer(self._plot, -5.5)
        self._truth = TruthLayer(self._plot, -3)
        self._places = PlaceMarks(self._plot, 1)
        self._rows = PointsLayer(
            self._plot, say("data"), -5, rows_of, shapes_of_rows, hollow_size=5
        )
        samples = samples_of, shapes_of_samples
        self._samples = PointsLayer(self._plot, say("samples"), -4, *samples, symbol="+", size=7)
        self._members = MembersLayer(self._plot, -2)
        self._best = BestLayer(self._plot, -2.5)
        self._layers = (
            *(self._density, self._truth, self._rows, self._samples),
            *(self._members, self._best),
        )
        self._density.painted.connect(self.painted)
        self._density.painted.connect(self._on_density_painted)
        self._density.rested.connect(self._on_density_rested)
        self._fast = self._held = False
        self._bar = ColourBar(self._plot)
        self._title = ""  # of the picture that is seen
        self._top: float | None = None  # the density of the strongest tone in the picture shown
        for layer in self._layers:
            layer.rested.connect(self._on_layer_rested)
        self._brush = Brush(self.view_box)
        self._plot.add(self._brush, 10)
        self._brush.drawn.connect(self._on_brush_drawn)
        self._brush.erased.connect(self._on_brush_erased)

    def _make_line(self) -> None:
        self._line = StraightLine(
            movable=True, label="", labelOpts={"position": 0.95, "movable": False}
        )
        self._line.sigDragged.connect(self._on_line_dragged)
        self._ring = pg.ScatterPlotItem(
            size=12, brush=None, pxMode=True, name=say("row in question")
        )
        for z, item in enumerate((self._line, self._ring), start=-1):
            self._plot.add(item, z)

        self._branches = Branches(self._plot, 1)

    def _make_hint(self) -> None:
        self._advice = QLabel()
        self._advice.setFont(self.font())
        layout = QGridLayout(self._plot)
        layout.setContentsMargins(70, 42, 12, 60)
        layout.addWidget(self._advice, 0, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._advice.setTextFormat(Qt.TextFormat.PlainText)
        self._advice.setWordWrap(True)
        self._advice.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _draw_frame(self) -> None:
        session = self._session
        view = session.view
        self._advice.setVisible(not (_has_density(session) or session.data.empty))
        self._advice.setText(self._advised(session))
        self._line.setVisible(session.data.dataset is not None)
        self._line.setMovable(session.resolved.across not in view.locked)
        plane = session.data.canvas if session.data.canvas is not None else session.data.dataset
        if self._memory.changed("plane", plane, session.resolved.axis_names):
            seen = session.resolved
            self._plot.name_axes(*seen.axis_names, seen.axis_kinds, seen.missing)
            self._plot.set_extent(*extent(session))
            self._plot.view_extent()
        title = ", ".join([density_shown(session), *bent(session)])
        if session.truth_held is not None:
            title = say("{density}: the truth", density=density_shown(session))
        self._density.title = title
        self._draw_bar()
        key = (
            session.layers,
            session.network is None,
            session.data.example,
            view.samples_by_component,
            session.holdout,
        )
        if self._memory.changed("layers", *key):
            grid = Layer.GRID in session.layers
            self._plot.showGrid(x=grid, y=grid, alpha=0.25)
            self._draw_legend()

    def _write_title(self, title: str) -> None:
        if title != self._title:
            self._title = title
            self._plot.write_title(title)

    def _draw_bar(self) -> None:
        session = self._session
        view = session.view
        # Before the first network too, for the view is not to move when it comes.
        drawn = Layer.DENSITY in session.layers and session.data.dataset is not None
        colour = view.colour if drawn else None
        top = self._top if _has_density(session) else None
        self._bar.show(colour, per_column=view.per_column, top=top)

    @Slot(object)
    def _on_brush_drawn(self, points: Points) -> None:
        self._tell(rows.add_points(points))

    @Slot(object, object)
    def _on_brush_erased(self, around: Points, reach: tuple[float, float]) -> None:
        self._tell(rows.erase_points(around, reach))

    @Slot(object, str)
    def _on_density_painted(self, picture: Picture, title: str) -> None:
        self._top = picture.top
        self._write_title(title if self._density.busy else self._density.title)
        self._draw_bar()
        self._hold(on=False)

    @Slot()
    def _on_density_rested(self) -> None:
        self._hold(on=False)  # also where the picture failed

    def _hold(self, *, on: bool) -> None:
        """Paint nothing until the picture is there: all that follows a drag is painted once."""
        if on is not self._held:
            self._held = on
            # What another window uncovers is painted even so.
            mode = self._plot.ViewportUpdateMode
            self._plot.setViewportUpdateMode(
                mode.NoViewportUpdate if on else mode.MinimalViewportUpdate
            )
            if not on:
                self._plot.viewport().repaint()  # now, or the next session would hold it again

    def _advised(self, session: Session) -> str:
        if session.data.dataset is None:
            return say("Draw points with the mouse")
        if session.run.busy:
            return say("The first epoch is coming…")
        advice = say("Press Train to see {density}.", density=density_shown(session))
        lesson = "" if session.data.example is None else f"{session.data.example.summary}\n"
        return lesson + advice

    def _draw_legend(self) -> None:
        session = self._session
        held_out = self._rows.keys_of_held_out(session)
        items: dict[Layer, tuple[pg.GraphicsObject, ...]]
        items = {Layer.DATA: (self._rows.key, *held_out)}
        if _has_density(session):
            items |= {Layer.SAMPLES: (self._samples.key,), **self._density.entries()}
        if session.data.example is not None:
            items[Layer.TRUTH] = self._truth.entries()
        drawn = [
            item for layer, found in items.items() if layer in session.layers for item in found
        ]
        entries = {self._entry(item): item for item in drawn}
        self._plot.set_legend(entries if Layer.LEGEND in session.layers else {})

    def _entry(self, item: pg.GraphicsObject) -> str:
        """What the legend calls an item."""
        if item is self._rows.key and self._rows.crowd:
            return say("data, stronger where many")
        holdout = self._session.holdout
        if item is self._rows.key and holdout is not None and holdout.folds > 1:
            return say("data, held out in turn")
        return str(item.name())

    @guarded
    def _draw_view(self) -> None:
        """Draw what depends on the view."""
        session = self._session
        fineness = self._fineness.of(session)
        self._fast = fineness != FINE
        edges = self._plot.pixel_edges(fineness)
        self._density.show_session(session, edges, quick=self._fast)
        edges = self._plot.pixel_edges(COARSE)
        self._draw_rows(session, edges)
        self._draw_samples(session, edges)
        (left, right), _ = self.view_box.viewRange()
        seen = session.resolved
        written = value_text(seen.axis_kinds[0], seen.x, (right - left) / 10)
        if self._memory.changed("line", seen.position, written):
            self._line.setValue(seen.position)
            self._line.label.setFormat(written)
        self._draw_branches(session)

    def _draw_rows(self, session: Session, edges: tuple[Floats, Floats]) -> None:
        shown = Layer.DATA in session.layers and session.data.dataset is not None
        over_density = Layer.DENSITY in session.layers and session.network is not None
        # Of one input alone all rows are alike, wherever one stands.
        held = session.resolved.held
        near = (held, session.evidence) if held else ()
        drawn = (
            *(session.data.dataset, session.resolved.axis_names, session.holdout),
            *(shown, over_density, session.view.stretch),
        )
        if self._memory.changed("rows", *drawn, *near, self._theme):
            if shown:
                look = look_of_rows(self._theme.data, self._theme.warning, faint=over_density)
                self._rows.show_points(session, edges, look)
            else:
                self._rows.clear()
        else:
            self._rows.show_view(edges)

    def _draw_samples(self, session: Session, edges: tuple[Floats, Floats]) -> None:
        view = session.view
        network = session.network
        shown = Layer.SAMPLES in session.layers and network is not None and network.finite
        drawn = (
            *(session.line, view.sampling_seed),
            *(session.resolved.x_range, view.samples_per_x, view.samples_by_component),
            *(session.resolved.section, self._theme),
        )
        # Clearing what is clear would have the whole plot painted once more for each network.
        if not self._memory.changed("samples", drawn if shown else None):
            self._samples.show_view(edges)
        elif not shown:
            self._samples.clear()
        elif view.samples_by_component:
            self._samples.show_points(session, edges, Look(self._theme.component_colours))
        else:
            self._samples.show_points(session, edges, Look((self._theme.samples,)))

    def _draw_marks(self) -> None:
        """Draw the ring around the row in question, and what the line at x says."""
        session = self._session
        view = session.view
        if self._memory.changed("line shown", self._line.isVisible()):
            # pyqtgraph does not update a hidden label, nor when it is shown again.
            self._line.label.valueChanged()
        x, y = session.resolved.points
        row = slice(0, 0) if view.row is None else slice(view.row, view.row + 1)
        plane = session.data.dataset, session.resolved.axis_names
        if self._memory.changed("row", *plane, view.row):
            self._ring.setData(x[row], y[row])

    def _draw_branches(self, session: Session) -> None:
        """Draw what was answered last, at the line, until it is answered anew."""
        answered, line = session.status.answered, session.line
        alike = False
        if session.truth_held is not None:
            answered = None  # it says nothing of the truth
        if answered is not None and line is not None:
            alike = (answered.line.column, answered.line.output) == (line.column, line.output)
        view = self.view_box.viewRange(), self.view_box.width(), self.view_box.height()
        if not self._memory.changed("branches", answered, alike, session.resolved.position, *view):
            return
        answer = None if answered is None else answered.answer
        if answer is None or not alike or session.resolved.guessed:
            self._branches.clear()
        else:
            self._branches.show(session.resolved.position, answer.modes)

    def _on_view_changed(self) -> None:
        self._redraw.start()

    @Slot()
    def _on_redraw_timeout(self) -> None:
        self._draw_view()
        self._on_layer_rested()

    @Slot()
    def _on_fineness_rested(self) -> None:
        self._draw_view()
        self._on_layer_rested()

    @Slot()
    def _on_layer_rested(self) -> None:
        if self._memory.changed("crowd", self._rows.crowd):
            self._draw_legend()
        if not self.busy:
            self.rested.emit()

    def _on_scene_clicked(self, event: MouseClickEvent) -> None:
        place = event.scenePos()
        inside = self.view_box.sceneBoundingRect().contains(place)
        # Accepted or not: a scatter plot accepts every click on one of its points.
        if inside and event.button() is Qt.MouseButton.LeftButton:
            at = self.view_box.mapSceneToView(place)
            self._pick(at.x(), at.y())

    def _on_line_dragged(self) -> None:
        if self._session.data.dataset is not None:
            x = self._session.resolved.x_at(self._line.value())
            self.edited.emit(*looking.pick_x(self._session, x))

    def _pick(self, x: float, y: float) -> None:
        session = self._session
        drawing = session.data.canvas is not None and session.status.tool is not Tool.LOOK
        if session.data.dataset is None or drawing:
            return
        row = None
        if Layer.DATA in session.layers:
            row = nearest(*session.resolved.points, (x, y), self.view_box.viewPixelSize(), _REACH)
        if row is not None:
            self.edited.emit(*looking.pick_row(row))
        else:
            self.edited.emit(*looking.pick_x(session, session.resolved.x_at(x)))


def _has_density(session: Session) -> bool:
    """Whether there is a density to draw, of a network or, while that is held, of the truth."""
    return session.network is not None or session.truth_held is not None
