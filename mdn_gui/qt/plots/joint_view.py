"""Two targets at the chosen place: their joint density, and one of them given the other."""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mdn_gui.core.answer import hardly_occurs
from mdn_gui.core.colour import Colour
from mdn_gui.core.drawing.joint import JointPicture, JointRequest, ellipses, paint_joint
from mdn_gui.core.kinds import Kind
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.text import say
from mdn_gui.core.value_texts import value_text
from mdn_gui.qt.control import looking
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.plots.items import Raster
from mdn_gui.qt.plots.joint_fields import JointFields
from mdn_gui.qt.plots.joint_plot import Ellipses, JointPlot, Rectangle
from mdn_gui.qt.plots.plot import Span, extent
from mdn_gui.qt.plots.points_layer import (
    Look,
    PointsLayer,
    joint_samples_of,
    look_of_rows,
    rows_near_of,
    shapes_of_joint_samples,
    shapes_of_rows_near,
)
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.renderer import Renderer, painter
from mdn_gui.qt.theme import Theme, density_tones
from mdn_gui.qt.widgets.controls import ElidedLabel, describe
from mdn_gui.qt.widgets.number_texts import interval_in_words
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import at_place, rows_near, where_x
from mdn_gui.session.session import Session
from mdn_gui.session.view import Curve, Layer

_MASS = 0.9


class _Asked(NamedTuple):
    """Of which densities are asked for.

    Attributes:
        mixture: Of the targets along x and along y.
        given: The value of the one along x; None for any.
        truth: The true density of both, drawn over the other; None for none.
    """

    mixture: Mixture
    given: float | None
    truth: Mixture | None = None


class _Margins(NamedTuple):
    """Densities of both targets.

    Attributes:
        x: Of the target along x.
        y: Of the one along y.
        conditional: Of that one for the value given; None where none is given, and where there is
            no density at that value.
        rare: Whether the value given hardly ever occurs.
        truth: The true density of the target along x, and that of the one along y, for the value
            given where one is; None where it is not drawn, or where there is none.
    """

    x: Profile
    y: Profile
    conditional: Profile | None
    rare: bool
    truth: tuple[Profile, Profile] | None = None


class JointView(Pane):
    """The joint density of the target on the y axis and a second one, drawn along x.

    Args:
        parent: The widget around it.

    Attributes:
        view_box: The plot's view, for another plot to share its y axis.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("joint_view")
        self._fields, self._plot = JointFields(), JointPlot()
        self._words = ElidedLabel(Qt.TextElideMode.ElideRight)
        self._words.setObjectName("joint_words")
        self._words.setContentsMargins(6, 0, 6, 0)
        self._plot.setObjectName("joint")
        self.view_box = self._plot.view_box
        self._make_layers()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._fields)
        layout.addWidget(self._words)
        layout.addWidget(self._plot, stretch=1)
        self._connect()

    @property
    def busy(self) -> bool:
        """Whether something that was asked for is not drawn yet."""
        return any(part.busy for part in self._parts)

    @property
    def _parts(self) -> Sequence[Renderer | PointsLayer]:
        """What is at work in other threads and processes."""
        return self._renderer, self._margins, self._rows, self._samples

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self._plot.set_theme(theme)
        self._ellipses.key.setPen(theme.foreground)
        self._row.setBrush(theme.data)
        self._row.setPen(theme.foreground)

    def _make_layers(self) -> None:
        self._raster = Raster()
        self._plot.add(self._raster, -6)
        rows = rows_near_of, shapes_of_rows_near
        self._rows = PointsLayer(self._plot, say("rows near"), -5, *rows, size=4, hollow_size=6)
        samples = joint_samples_of, shapes_of_joint_samples
        self._samples = PointsLayer(self._plot, say("samples"), -4, *samples, symbol="+", size=7)
        self._ellipses = Ellipses(self._plot, -3)
        self._row = pg.ScatterPlotItem(name=say("row in question"), symbol="d", size=11)
        self._plot.add(self._row, 2)
        self._renderer = Renderer(paint_joint, self, pool=painter())
        self._margins = Renderer(margins_of, self, pool=painter())

    def _connect(self) -> None:
        self._fields.edited.connect(self.edited)
        self._fields.controls_made.connect(self.controls_made)
        self._plot.given.connect(self._on_plot_given)
        self._plot.rectangle_drawn.connect(self._on_plot_rectangle_drawn)
        self._renderer.rendered.connect(self._on_rendered)
        self._margins.rendered.connect(self._on_margins_rendered)
        for part in self._parts:
            part.rested.connect(self._on_part_rested)
        # The view may move many times before the next frame; what fills it is drawn once.
        self._redraw = QTimer(self, singleShot=True, interval=0)
        self._redraw.timeout.connect(self._draw_picture)
        for moved in (self._plot.view_box.sigRangeChanged, self._plot.view_box.sigResized):
            moved.connect(self._on_view_moved)

    def _draw_session(self, session: Session) -> None:
        """Draw a session; what it has in common with the last one stays as it is."""
        self._fields.show_session(session)
        seen, view = session.resolved, session.view
        if session.data.dataset is None or seen.joint is None:
            return
        plane = session.data.dataset, seen.joint, seen.up
        if self._memory.changed("plane", *plane):
            self._set_plane(session)
        if self._memory.changed("tip", *plane, view.colour):
            self._explain(session)
        mixture = session.joint_shown
        if self._memory.changed("layers", session.layers, mixture is None, _truth(session) is None):
            self._show_layers(session)
        self._draw_rows(session)
        if mixture is None:
            if self._memory.changed("predicted", None, session.truth_held):
                self._draw_nothing()
            return
        new = self._memory.changed("predicted", *_predicted(session))
        self._draw_picture()
        self._draw_components(session, mixture)
        words = view.given, seen.section, session.data.dataset, _truth(session) is None
        if self._memory.changed("margins", *words) or new:
            self._draw_given(session, mixture)
        if self._memory.changed("rectangle", view.rectangle) or new:
            self._draw_rectangle(session, mixture)
        self._draw_samples(session)
        self._plot.settle()

    def _set_plane(self, session: Session) -> None:
        # Else those of the plane before would stay until new ones are painted.
        self._raster.clear()
        self._plot.show_bands((), guessed=False)
        self._rows.clear()
        self._samples.clear()
        x, y = _names(session)
        self._plot.name_axes(x, y, _kinds(session))
        self._plot.set_extent(_extent(session), extent(session)[1])
        self._plot.view_extent()

    def _explain(self, session: Session) -> None:
        x, y = _names(session)
        tip = say(
            "A click takes {x} to have a value, and shows how {y} is then distributed; a click on "
            "the line, a double click or Escape end that. A drag with Shift draws a rectangle. "
            "{tones} Ellipses: one and two standard deviations of each component.",
            x=x,
            y=y,
            tones=_tones_in_words(session.view.colour),
        )
        describe(self._plot, say("Joint density of two targets"), tip)

    def _show_layers(self, session: Session) -> None:
        """Show what is drawn at once, and name what is drawn."""
        layers, plot = session.layers, self._plot
        grid = Layer.GRID in layers
        plot.showGrid(x=grid, y=grid, alpha=0.25)
        plot.outline(shown=Layer.BANDS in layers)
        known, true = session.joint_shown is not None, _truth(session) is not None
        named: tuple[tuple[Layer, bool, tuple[pg.GraphicsObject, ...]], ...] = (
            (Layer.BANDS, known, plot.outlines),
            (Layer.TRUTH, true, plot.true_outlines),
            (Layer.DATA, True, (self._rows.key, *self._rows.keys_of_held_out(session))),
            (Layer.SAMPLES, known, (self._samples.key,)),
            (Layer.COMPONENTS, known, (self._ellipses.key,)),
        )
        listed = layers if Layer.LEGEND in layers else frozenset[Layer]()
        plot.list_in_legend(
            *(item for layer, there, items in named if there and layer in listed for item in items)
        )

    def _draw_components(self, session: Session, mixture: Mixture) -> None:
        """Draw the heaviest where they are wished for, and the one that was picked in any case."""
        picked, wished = session.view.component, Layer.COMPONENTS in session.layers
        key = *_predicted(session), picked, wished, self._theme
        if not self._memory.changed("ellipses", *key):
            return
        if session.truth_held is not None or not (wished or picked is not None):
            self._ellipses.clear()
        else:
            weights = mixture.weights if wished else np.zeros_like(mixture.weights)
            self._ellipses.draw(ellipses(mixture), weights, self._theme, picked)

    def _draw_nothing(self) -> None:
        text = say("Train a network to see two targets jointly.")
        if self._session.truth_held is not None:
            text = say("The truth: no row can lie here.")
        self._words.show_text(text)
        self._renderer.cancel()
        self._margins.cancel()
        self._raster.clear()
        self._plot.clear_all()
        self._ellipses.clear()
        self._samples.clear()
        for part in ("picture", "ellipses", "margins", "rectangle", "samples"):
            self._memory.forget(part)

    @Slot()
    @guarded
    def _draw_picture(self) -> None:
        """Ask for the image and the outlines of what the view shows, and for the points there."""
        session, mixture = self._session, self._session.joint_shown
        if not self.isVisible():
            return
        edges = self._plot.pixel_edges()
        for points in (self._rows, self._samples):
            points.show_view(edges)
        if mixture is None:
            return
        view = tuple(end for each in edges for end in (each[0], each[-1], len(each)))
        colour = session.view.colour if Layer.DENSITY in session.layers else None
        shown = *_predicted(session), _truth(session) is None, _guessed(session)
        if self._memory.changed("picture", *shown, *view, colour, self._theme):
            tones, truth = density_tones(self._theme), _truth(session)
            self._renderer.request(JointRequest(mixture, *edges, tones, colour, truth))

    @Slot(object, object)
    def _on_rendered(self, picture: JointPicture, request: JointRequest) -> None:
        x, y = request.x_edges, request.y_edges
        rect = QRectF(x[0], y[0], x[-1] - x[0], y[-1] - y[0])
        if picture.image is None:
            self._raster.clear()
        else:
            self._raster.show_pixels(picture.image, rect)
        self._plot.show_bands(picture.bands, picture.true_bands, guessed=_guessed(self._session))

    def _draw_given(self, session: Session, mixture: Mixture) -> None:
        """Draw the line at the value given, and ask for the densities of both targets."""
        self._plot.show_given(session.view.given)
        self._margins.request(_Asked(mixture, session.view.given, _truth(session)))

    @Slot(object, object)
    def _on_margins_rendered(self, margins: _Margins, asked: _Asked) -> None:
        if self._session.joint_shown is None:
            # The view is hidden, and there is one target by now.
            self._memory.forget("margins")
            return
        self._plot.show_margins(margins.x, margins.y, margins.conditional, margins.truth)
        self._words.show_text(_in_words(self._session, asked.given, margins))

    def _draw_rectangle(self, session: Session, mixture: Mixture) -> None:
        rectangle, text = session.view.rectangle, ""
        if rectangle is not None:
            low, high = np.transpose(rectangle)
            probability = float(mixture.box_probability(low, high))
            text = say("P = {value}", value=rounded(probability, probability))
        self._plot.show_rectangle(rectangle, text)

    def _draw_rows(self, session: Session) -> None:
        dataset, axes = session.data.dataset, [_joint(session), session.resolved.up]
        near = session.network is None, session.evidence, session.resolved.place, session.holdout
        shown = Layer.DATA in session.layers
        if self._memory.changed("rows", dataset, *near, *axes, self._theme, shown):
            look = look_of_rows(self._theme.data, self._theme.warning, faint=True)
            if shown:
                self._rows.show_points(session, self._plot.pixel_edges(), look)
            else:
                self._rows.clear()
        picked = session.view.row
        if dataset is not None and self._memory.changed("row", dataset, *axes, picked):
            row = slice(0, 0) if picked is None else slice(picked, picked + 1)
            self._row.setData(*dataset.targets[row][:, axes].T)

    def _draw_samples(self, session: Session) -> None:
        view, theme = session.view, self._theme
        shown = Layer.SAMPLES in session.layers
        how = view.sampling_seed, view.samples_by_component, theme
        if not self._memory.changed(
            "samples", *_predicted(session), _guessed(session), *how, shown
        ):
            return
        if not shown:
            self._samples.clear()
        else:
            one, each = (theme.samples,), theme.component_colours
            look = Look(each if view.samples_by_component else one)
            self._samples.show_points(session, self._plot.pixel_edges(), look)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape end what is asked for."""
        view = self._session.view
        if event.key() != Qt.Key.Key_Escape or (view.given is None and view.rectangle is None):
            super().keyPressEvent(event)
        elif view.given is not None:
            self._tell(looking.condition(None))
        else:
            self._tell(looking.set_rectangle(None))

    @Slot(object)
    def _on_plot_given(self, value: float | None) -> None:
        if self._session.joint_shown is not None and value != self._session.view.given:
            self._tell(looking.condition(value))

    @Slot(object)
    def _on_plot_rectangle_drawn(self, rectangle: Rectangle) -> None:
        if self._session.joint_shown is not None:
            self._tell(looking.set_rectangle(rectangle))

    @Slot()
    def _on_view_moved(self) -> None:
        self._redraw.start()

    @Slot()
    def _on_part_rested(self) -> None:
        if not self.busy:
            self.rested.emit()


def margins_of(asked: _Asked) -> _Margins:
    """Work out the densities beside the joint one."""
    x, y = (Profile.of(asked.mixture.marginal(output), Curve.DENSITY) for output in (0, 1))
    conditional, rare = None, False
    if asked.given is not None:
        with suppress(ValueError):  # it is beyond the bounds of the target
            conditional = Profile.of(asked.mixture.conditioned(0, asked.given), Curve.DENSITY)
            rare = hardly_occurs(asked.mixture.marginal(0), asked.given)
    return _Margins(x, y, conditional, rare, _true_profiles(asked))


def _true_profiles(asked: _Asked) -> tuple[Profile, Profile] | None:
    if asked.truth is None:
        return None
    x, y = asked.truth.marginal(0), asked.truth.marginal(1)
    if asked.given is not None:
        y = asked.truth.conditioned(0, asked.given)
    return Profile.of(x, Curve.DENSITY), Profile.of(y, Curve.DENSITY)


def _predicted(session: Session) -> tuple[object, ...]:
    """What `Session.joint_shown` follows from."""
    seen = session.resolved
    known = session.truth_held, session.data.example
    return session.predictor, *known, seen.place, seen.joint, seen.up


def _truth(session: Session) -> Mixture | None:
    """The truth that is drawn over the network's density; None where it is not."""
    return session.joint_truth if Layer.TRUTH in session.layers else None


def _guessed(session: Session) -> bool:
    return session.truth_held is None and session.resolved.guessed


def _tones_in_words(colour: Colour) -> str:
    if colour is Colour.PROBABILITY:
        return say(
            "Tones: the smallest regions that hold 50, 80, 90, 95, 99 and 99.8% of the probability."
        )
    if colour is Colour.DENSITY:
        return say("Tones: the density, the strongest where it is highest.")
    return say("Tones: the density, on a scale of four powers of ten.")


def _joint(session: Session) -> int:
    """The second target, where there is one."""
    assert session.resolved.joint is not None  # noqa: S101 - tells mypy what is asked before
    return session.resolved.joint


def _names(session: Session) -> tuple[str, str]:
    """What the targets along x and along y are called."""
    return session.data.axis_names(0, _joint(session))[1], session.resolved.axis_names[1]


def _kinds(session: Session) -> tuple[Kind, Kind]:
    """What the targets along x and along y are."""
    return session.data.axis_kinds(0, _joint(session))[1], session.resolved.axis_kinds[1]


def _extent(session: Session) -> Span:
    """The part of the axis that holds the rows' second target."""
    return session.data.target_range(_joint(session))


def _unit(span: Span) -> float:
    return (span[1] - span[0]) / 10


def _in_words(session: Session, given: float | None, margins: _Margins) -> str:
    """Where the densities are, or what the value given says of the target along y."""
    x, y = _names(session)
    held = session.truth_held is not None
    near = say("The truth.") if held else rows_near(session)
    if given is None and held:
        place = say("{y} and {x} {place}", x=x, y=y, place=where_x(session))
        return say("{place}: the truth", place=place)
    if given is None:
        place = say("{y} and {x} {place}", x=x, y=y, place=at_place(session))
        return f"{place} · {near}".removesuffix(" · ")
    value = value_text(_kinds(session)[0], given, _unit(_extent(session)))
    if margins.conditional is None:
        words = say("There is no density where {x} = {value}.", x=x, value=value)
    elif margins.rare:
        words = say(
            "Given {x} = {value}, which hardly ever occurs here, 90% of {y} lies in {region}.",
            x=x,
            value=value,
            y=y,
            region=_region(session, margins.conditional),
        )
    else:
        words = say(
            "Given {x} = {value}, 90% of {y} lies in {region}; not given, in {whole}.",
            x=x,
            value=value,
            y=y,
            region=_region(session, margins.conditional),
            whole=_region(session, margins.y),
        )
    return f"{words} {near if held or session.resolved.guessed else ''}".strip()


def _region(session: Session, profile: Profile) -> str:
    """The smallest intervals of the target along y that hold 90%, as text."""
    unit = _unit(extent(session)[1])
    return ", ".join(
        interval_in_words(low, high, unit, session.resolved.axis_kinds[1])
        for low, high in profile.regions(_MASS).tolist()
    )
