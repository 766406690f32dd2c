"""Points of the main plot: one by one, or very many as a picture of how densely they lie."""

from collections.abc import Callable
from functools import cached_property
from math import sqrt
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRectF, Signal, Slot
from PySide6.QtGui import QColor

from mdn_gui.core.drawing.images import MOST_POINTS, crowd_image
from mdn_gui.core.kinds import Category
from mdn_gui.core.levels import sideways
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say
from mdn_gui.qt.plots.items import AlikePoints, Pixels, Raster
from mdn_gui.qt.plots.plot import Plot, set_kept_data
from mdn_gui.qt.renderer import Renderer
from mdn_gui.qt.widgets.pane import Memory
from mdn_gui.session.samples import joint_samples
from mdn_gui.session.session import Session

# Least and highest opacity, of points by themselves and of those that a density is seen through.
_PLAIN, _FAINT = (0.25, 0.63), (0.06, 0.5)
_PLAIN_POINTS, _FAINT_POINTS = 500, 150  # that have the highest; of more, each is fainter
# The same of the pixels of an image, which lie side by side where points leave gaps.
_PLAIN_CROWD, _FAINT_CROWD = (0.25, 1.0), (0.06, 0.3)

# Rows beyond so many reaches in the inputs that are held are so much fainter; in a crowd, those
# fainter than the last are left out.
_APART, _STRENGTHS, _UNSEEN = (1.0, 3.0), (1.0, 0.4, 0.12), 0.2

# Of so many times the view, points are drawn while few are there, and stay until the view leaves
# them or is so much smaller: pyqtgraph takes 30 ms for 20,000.
_AROUND, _MOST_AROUND = (2.0, 1.0), 4.0

_STANDING_OUT = 6.0  # times as opaque as others

_NOWHERE = np.empty(0)

type Kinds = tuple[Floats, Floats, NDArray[np.integer]]
"""Points as x `(n,)` and y `(n,)`, and which colour each has, `(n,)`."""

type Shapes = NDArray[np.integer]
"""Which shape each point has, `(n,)`."""

FILLED, RING, SQUARE = range(3)
"""The shapes: the symbol of a layer, and two that are hollow."""

_HOLLOW = {RING: "o", SQUARE: "s"}  # pyqtgraph's names
_HELD_OUT = {RING: say("validation rows"), SQUARE: say("test rows")}


def alike(_session: Session, points: int) -> Shapes:
    """All of so many points have the symbol of their layer."""
    return np.zeros(points, np.uint8)


class Look(NamedTuple):
    """What points look like.

    Attributes:
        colours: As '#rrggbb', for each kind of points, repeated after the last.
        faint: Whether a density is to be seen through them.
        strengths: How much of the opacity of others each kind has, repeated after the last.
    """

    colours: tuple[str, ...]
    faint: bool = False
    strengths: tuple[float, ...] = (1.0,)

    def colour(self, kind: int, opacity: float) -> QColor:
        """The colour of a kind, where the strongest has this opacity."""
        colour = QColor(self.colours[kind])
        colour.setAlphaF(min(1.0, opacity * self.strengths[kind % len(self.strengths)]))
        return colour


class _Points:
    """The points of a session, found once, on another thread."""

    def __init__(self, source: "_Source", session: Session) -> None:
        self._source, self._session = source, session

    @cached_property
    def found(self) -> Kinds:
        """Each array is contiguous, for very many are looked through for each view."""
        x, y, kinds = self._source.points_of(self._session)
        return np.ascontiguousarray(x), np.ascontiguousarray(y), kinds

    @cached_property
    def shapes(self) -> Shapes:
        """The shape of each; an image of very many has none, and need not wait for them."""
        return self._source.shapes_of(self._session, len(self.found[0]))

    @property
    def few(self) -> bool:
        """Whether they are known to be no more than are drawn one by one."""
        return "found" in vars(self) and len(self.found[0]) <= MOST_POINTS


class _Source(NamedTuple):
    points_of: Callable[[Session], Kinds]
    shapes_of: Callable[[Session, int], Shapes]


class _Request(NamedTuple):
    points: _Points
    edges: tuple[Floats, Floats]
    look: Look


class _Picture(NamedTuple):
    """Points one by one, or an image of all, in which all are alike.

    All points of a part of the plane, `rect`, are there.
    """

    x: Floats
    y: Floats
    kinds: NDArray[np.integer]
    shapes: Shapes
    look: Look
    opacity: float
    image: Pixels | None
    rect: QRectF


class PointsLayer(QObject):
    """Draws points that follow from a session, found on another thread.

    Signals:
        rested: What was asked for is drawn.

    Args:
        plot: Where they are drawn.
        name: What the legend calls them.
        z: Above all of a lower one.
        points_of: The points of a session; called on another thread.
        shapes_of: The shapes of its so many points, likewise.
        symbol: What each is drawn as, by pyqtgraph's name.
        size: Of the symbol, in pixels.
        hollow_size: Of the shapes that are hollow.

    Attributes:
        key: What the legend shows, however faint the points are.
        crowd: Whether an image is shown, for more than `MOST_POINTS` are in view.
    """

    rested = Signal()

    def __init__(
        self,
        plot: Plot,
        name: str,
        z: float,
        points_of: Callable[[Session], Kinds],
        shapes_of: Callable[[Session, int], Shapes] = alike,
        *,
        symbol: str = "o",
        size: int = 3,
        hollow_size: int = 7,
    ) -> None:
        super().__init__(plot)
        self._plot, self._z, self._source = plot, z, _Source(points_of, shapes_of)
        self._style = {"symbol": symbol, "size": size, "pen": None, "pxMode": True}
        hollow = {"size": hollow_size, "brush": None, "pxMode": True}
        self._hollow = {shape: {"symbol": drawn, **hollow} for shape, drawn in _HOLLOW.items()}
        self._raster = Raster()
        plot.add(self._raster, z)
        self._items: dict[tuple[int, int], pg.ScatterPlotItem] = {}  # by shape and kind
        self._item(FILLED, 0, name)
        self.key = pg.ScatterPlotItem(name=name, **self._style)
        self._hollow_keys = {
            shape: pg.ScatterPlotItem(name=_HELD_OUT[shape], **style)
            for shape, style in self._hollow.items()
        }
        self.crowd, self._rect = False, QRectF()
        self._request: _Request | None = None
        self._memory = Memory()
        self._renderer = Renderer(_paint, self)
        self._renderer.rendered.connect(self._on_rendered)
        self._renderer.rested.connect(self.rested)

    @property
    def busy(self) -> bool:
        """Whether what was asked for is not drawn yet."""
        return self._renderer.busy

    def keys_of_held_out(self, session: Session) -> tuple[pg.ScatterPlotItem, ...]:
        """What the legend shows for the rows that are hollow; see `shapes_of_rows`."""
        holdout = session.holdout
        if holdout is None or self.crowd:
            return ()
        there = {RING: holdout.folds == 1, SQUARE: holdout.test_fraction > 0.0}
        return tuple(key for shape, key in self._hollow_keys.items() if there[shape])

    def show_points(
        self,
        session: Session,
        edges: tuple[Floats, Floats],
        look: Look,
    ) -> None:
        """Draw the points of a session.

        Args:
            session: What they follow from.
            edges: Of the pixels of an image, in x and in y.
            look: Of the points.
        """
        self.key.setBrush(look.colours[0])
        for key in self._hollow_keys.values():
            key.setPen(look.colours[0])
        self._request = _Request(_Points(self._source, session), edges, look)
        self._renderer.request(self._request)

    def show_view(self, edges: tuple[Floats, Floats]) -> None:
        """Draw the same points where the view has moved; only very many then look different."""
        request = self._request
        if request is None or request.points.few:
            return
        same = all(map(np.array_equal, edges, request.edges))
        if not same and (self._renderer.busy or not self._drawn_around(_rect(edges))):
            self._request = request._replace(edges=edges)
            self._renderer.request(self._request)

    def _drawn_around(self, view: QRectF) -> bool:
        """Whether points are drawn that do for a view, too."""
        if self.crowd:
            return False
        wide, high = self._rect.width(), self._rect.height()
        many = wide > _MOST_AROUND * view.width() or high > _MOST_AROUND * view.height()
        return self._rect.contains(view) and not many

    def clear(self) -> None:
        """Draw none."""
        self._renderer.cancel()
        self._request, self.crowd, self._rect = None, False, QRectF()
        self._raster.clear()
        for item in self._items.values():
            set_kept_data(item, _NOWHERE, _NOWHERE)

    @Slot(object)
    def _on_rendered(self, picture: _Picture) -> None:
        self.crowd, self._rect = picture.image is not None, picture.rect
        if picture.image is None:
            self._raster.clear()
        else:
            self._raster.show_pixels(picture.image, picture.rect)
        look, kinds = picture.look, picture.kinds % len(picture.look.colours)
        there = set(np.unique(picture.shapes * len(look.colours) + kinds).tolist())
        wanted = {divmod(each, len(look.colours)) for each in there}
        for shape, kind in sorted(wanted | self._items.keys()):
            item = self._item(shape, kind)
            shown = (kinds == kind) & (picture.shapes == shape)
            # Emptying an empty scatter would repaint the whole plot.
            if (shape, kind) in wanted or len(item.data):
                set_kept_data(item, picture.x[shown], picture.y[shown])
            if kind < len(look.colours):
                colour = look.colour(kind, picture.opacity)
                if self._memory.changed(f"colour {shape} {kind}", colour.rgba()):
                    # It looks through all points again.
                    item.setBrush(colour) if shape == FILLED else item.setPen(colour)

    def _item(self, shape: int, kind: int, name: str | None = None) -> pg.ScatterPlotItem:
        """What draws the points of a shape and a kind."""
        item = self._items.get((shape, kind))
        if item is None:
            style = self._style if shape == FILLED else self._hollow[shape]
            item = self._items[shape, kind] = AlikePoints(name=name, **style)
            self._plot.add(item, self._z)
        return item


def rows_of(session: Session) -> Kinds:
    """The rows loaded; those far away in the inputs that are held are of other kinds.

    So are those that stand out, wherever they are.
    """
    x, y = session.resolved.points
    kinds: NDArray[np.integer] = np.zeros(len(x), np.uint8)
    seen, evidence, dataset = session.resolved, session.evidence, session.data.dataset
    if seen.held and evidence is not None and dataset is not None:
        apart = evidence.apart(dataset.inputs, seen.place, seen.across)
        kinds = np.searchsorted(_APART, apart).astype(np.uint8)
    stretch = session.view.stretch
    if stretch is not None and dataset is not None:
        kinds = np.where(stretch.holds(dataset.inputs), len(_STRENGTHS), kinds).astype(np.uint8)
    return x, y, kinds


def shapes_of_rows(session: Session, rows: int) -> Shapes:
    """Rings for the rows that the run shown held out for validation, squares for its test rows.

    With folds, members hold rows out in turn: these are as those that all learned from.
    """
    shapes, holdout, dataset = np.zeros(rows, np.uint8), session.holdout, session.data.dataset
    if holdout is not None and dataset is not None:
        parts = dataset.split_rows(holdout)
        if parts.folds is None:
            shapes[parts.validation] = RING
        shapes[parts.test] = SQUARE
    return shapes


def look_of_rows(colour: str, standing_out: str, *, faint: bool) -> Look:
    """What `rows_of` look like."""
    colours = (*(colour for _ in _STRENGTHS), standing_out)
    return Look(colours, faint, (*_STRENGTHS, _STANDING_OUT))


def samples_of(session: Session) -> Kinds:
    """The samples; each component is a kind if so wished."""
    x, y, component = session.samples()
    kinds = component if session.view.samples_by_component else np.zeros_like(component)
    if isinstance(session.resolved.axis_kinds[0], Category):
        x = x + sideways(len(x))
    elif session.resolved.missing is not None:
        x = session.resolved.missing.drawn(x)
    return x, y, kinds


def shapes_of_samples(session: Session, _samples: int) -> Shapes:
    """Rings where the samples are a guess."""
    x, _, _ = session.samples()
    section = session.resolved.section
    guessed = np.zeros(len(x), np.bool_) if section is None else section.guessed(x)
    return np.where(guessed, RING, FILLED)


def rows_near_of(session: Session) -> Kinds:
    """The rows that count as near the place, in the plane of the second target and that along y.

    Before there is a network, they are all rows; where none are known to be near, there are none.
    """
    seen, near = session.resolved, _near(session)
    if session.data.dataset is None or seen.joint is None:
        return _NOWHERE, _NOWHERE, np.zeros(0, np.intp)
    x, y = session.data.dataset.targets[near][:, [seen.joint, seen.up]].T
    return x, y, np.zeros(len(x), np.intp)


def shapes_of_rows_near(session: Session, rows: int) -> Shapes:
    """As `shapes_of_rows`, of `rows_near_of`."""
    dataset = session.data.dataset
    if not rows or dataset is None:
        return np.zeros(0, np.uint8)
    return shapes_of_rows(session, dataset.rows)[_near(session)]


def _near(session: Session) -> NDArray[np.bool_]:
    """Which rows count as near the place, `(rows,)`."""
    evidence, dataset = session.evidence, session.data.dataset
    if dataset is not None and evidence is not None:
        return evidence.near(dataset.inputs, session.resolved.place) > 0.0
    return np.full(session.data.rows, session.network is None)


def joint_samples_of(session: Session) -> Kinds:
    """The samples at the place, in the same plane."""
    drawn = joint_samples(session)
    kinds = drawn.component if session.view.samples_by_component else 0 * drawn.component
    x, y = drawn.y.T
    return x, y, kinds


def shapes_of_joint_samples(session: Session, samples: int) -> Shapes:
    """Rings where they are a guess."""
    return np.full(samples, RING if session.resolved.guessed else FILLED)


def _opacity(points: int, *, faint: bool) -> float:
    """The more points, the fainter."""
    if faint:
        least, highest = _FAINT
        return max(least, min(highest, _FAINT_POINTS / max(points, 1)))
    least, highest = _PLAIN
    return max(least, highest * sqrt(_PLAIN_POINTS / max(points, _PLAIN_POINTS)))


# No method: what another thread holds must not keep widgets alive, nor be the last to let go.
def _paint(request: _Request) -> _Picture:
    (x, y, kinds), look, rect = request.points.found, request.look, QRectF()
    seen: slice | NDArray[np.intp] = slice(None)
    if len(x) > MOST_POINTS:
        for times in _AROUND:
            rect = _scaled(_rect(request.edges), times)
            seen = _within(x, y, rect)
            if len(seen) <= MOST_POINTS:
                break
        else:
            return _crowd((x, y, kinds), request.edges, look)
    x, y, kinds, shapes = x[seen], y[seen], kinds[seen], request.points.shapes[seen]
    opacity = _opacity(len(x), faint=look.faint)
    return _Picture(x, y, kinds, shapes, look, opacity, None, rect)


def _rect(edges: tuple[Floats, Floats]) -> QRectF:
    """The part of the plane between edges."""
    x, y = edges
    return QRectF(x[0], y[0], x[-1] - x[0], y[-1] - y[0])


def _scaled(rect: QRectF, times: float) -> QRectF:
    """A part of the plane so many times as long each way, around the same middle."""
    if times == 1.0:
        return rect  # to the bit
    width, height = times * rect.width(), times * rect.height()
    middle = rect.center()
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)


def _within(x: Floats, y: Floats, rect: QRectF) -> NDArray[np.intp]:
    """Which points are in a part of the plane."""
    inside = (x >= rect.left()) & (x <= rect.right())
    inside &= (y >= rect.top()) & (y <= rect.bottom())
    return np.flatnonzero(inside)


def _crowd(points: Kinds, edges: tuple[Floats, Floats], look: Look) -> _Picture:
    """An image of very many points."""
    x, y, kinds = points
    strengths = np.resize(look.strengths, int(kinds.max(initial=0)) + 1)
    if (unseen := np.flatnonzero(strengths <= _UNSEEN)).size:
        near = ~np.isin(kinds, unseen)
        x, y, kinds = x[near], y[near], kinds[near]
    colours = [int(colour.removeprefix("#"), 16) for colour in look.colours]
    opacities = _FAINT_CROWD if look.faint else _PLAIN_CROWD
    image = crowd_image(x, y, kinds, edges, colours, opacities=opacities, strengths=look.strengths)
    none = kinds[:0]
    return _Picture(_NOWHERE, _NOWHERE, none, none, look, 1.0, image, _rect(edges))
