"""The density of y at the chosen x, drawn sideways on the main plot's y axis."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mdn_gui.core.field import drawn_regions
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.session import Session
from mdn_gui.qt.plots.plot import Memory, Plot, extent, names, plain
from mdn_gui.qt.theme import LIGHT, Theme

_MASSES = (0.9, 0.5)
_LEAST_WEIGHT = 1e-3
_CURVE_POINTS = 300
_BELL = np.linspace(-4.0, 4.0, 49)
_BELL_HEIGHTS = np.exp(-0.5 * _BELL**2) / np.sqrt(2.0 * np.pi)
_RUG = (-0.06, -0.01)  # of the highest density: left of it, where no curve goes
_MARGIN = 1.05


class SlicePlot(QWidget):
    """What the model says of y at one x.

    Signals:
        x_picked(float): A person set this x, in units of x.
    """

    x_picked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = Memory()
        self._theme = LIGHT
        self._leader: pg.ViewBox | None = None
        self._plot = Plot(legend_columns=3)
        self._plot.setObjectName("density")
        self._plot.setAccessibleName(self.tr("Density of y at the chosen x"))
        self._plot.setMouseEnabled(x=False, y=True)
        # The view of y is the main plot's, whose button brings it back.
        self._plot.hideButtons()
        self._plot.disableAutoRange()
        self._plot.setXRange(0.0, 1.0, padding=0.0)
        self._make_items()
        self._make_spin()
        self._lay_out()
        self._plot.view_box.sigRangeChangedManually.connect(self._on_view_moved)
        self.set_theme(LIGHT)
        self.show_session(Session())

    def link_y(self, leader: pg.ViewBox) -> None:
        """Share the y axis of another plot: the same y stands at the same height in both.

        Args:
            leader: The view of that plot, which scales itself; moving either moves both.
        """
        self._leader = leader
        for moved in (leader.sigYRangeChanged, leader.sigResized, self._plot.view_box.sigResized):
            moved.connect(self._on_leader_moved)

    def show_session(self, session: Session) -> None:
        """Draw a session; what it has in common with the last one stays as it is."""
        if self._memory.changed("plane", session.dataset):
            self._set_plane(session)
        looked_at = (session.x, session.temperature, session.spread)
        if self._memory.changed("x", session.dataset, *looked_at):
            self._draw_x(session)
        prediction = (session.network, session.x, session.temperature, session.spread)
        if self._memory.changed("density", *prediction, session.sampling_seed):
            self._draw(session)
        self._plot.settle()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._plot.set_theme(theme)
        self._curve.setPen(theme.foreground, width=1)
        self._rug.setPen(theme.samples + "a0")
        for region, alpha in zip(self._regions, ("28", "48"), strict=True):
            region.setFillBrush(pg.mkColor(theme.accent + alpha))
        for component, bell in enumerate(self._bells):
            _colour(bell, theme.component_colour(component))

    def _make_items(self) -> None:
        region = self.tr("{percent:.0f}% region")
        self._regions = [
            pg.PlotDataItem(
                name=region.format(percent=100 * mass),
                pen=None,
                fillLevel="enclosed",
                connect="finite",
            )
            for mass in _MASSES
        ]
        self._rug = pg.PlotCurveItem(name=self.tr("samples"), connect="pairs")
        self._curve = pg.PlotCurveItem(name=self.tr("density"), antialias=True)
        self._bells: list[pg.PlotCurveItem] = []
        for z, item in enumerate((*self._regions, self._rug), start=-10):
            self._plot.add(item, z)
        self._plot.add(self._curve, 1)
        key = {f"{mass:.0%}": item for mass, item in zip(_MASSES, self._regions, strict=True)}
        self._plot.set_legend({**key, self._rug.name(): self._rug})

    def _make_spin(self) -> None:
        self._x_label, self._spin = QLabel(), QDoubleSpinBox()
        self._spin.setObjectName("x")
        self._x_label.setBuddy(self._spin)
        self._spin.setKeyboardTracking(False)
        self._spin.setToolTip(self.tr("The x at which the density of y is shown."))
        self._spin.valueChanged.connect(self._on_spin_changed)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 6, 4)
        row.addWidget(self._x_label)
        row.addWidget(self._spin, stretch=1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot, stretch=1)
        layout.addLayout(row)

    def _set_plane(self, session: Session) -> None:
        x_name, y_name = names(session)
        (low, high), y = extent(session)
        self._plot.name_axes(self.tr("density"), y_name)
        if self._leader is None:
            self._plot.setYRange(*y)
        self._x_label.setText("&" + x_name.replace("&", "&&"))
        self._spin.setAccessibleName(x_name)
        self._spin.setEnabled(session.dataset is not None)
        with QSignalBlocker(self._spin):
            self._spin.setRange(11 * low - 10 * high, 11 * high - 10 * low)
            self._spin.setSingleStep((high - low) / 100)
            self._spin.setDecimals(max(0, 3 - int(np.floor(np.log10(high - low)))))

    def _draw_x(self, session: Session) -> None:
        with QSignalBlocker(self._spin):
            self._spin.setValue(session.x)
        low, high = session.sampled_range
        text = self.tr("at {name} = {value}").format(
            name=plain(names(session)[0]), value=rounded(session.x, (high - low) / 10)
        )
        if session.temperature != 1.0:
            text += self.tr(", temperature {value:g}").format(value=session.temperature)
        if session.spread != 1.0:
            text += self.tr(", spread {value:g}").format(value=session.spread)
        nothing = self.tr("The density of y at one x")
        self._plot.setTitle(text if session.dataset is not None else nothing)

    def _draw(self, session: Session) -> None:
        shown = session.network is not None and session.network.finite
        self._plot.legend.setVisible(shown)
        if not shown:
            for item in (*self._regions, self._rug, self._curve, *self._bells):
                item.setData([], [])
        else:
            mixture = session.mixture_at_x()
            top = self._draw_curve(mixture)
            self._draw_bells(mixture)
            y = np.repeat(session.rug(), 2)
            self._rug.setData(np.tile(np.multiply(_RUG, top), y.size // 2), y)

    def _draw_curve(self, mixture: Mixture) -> float:
        """Draw the density and its regions, and fit the axis; returns the highest density."""
        y = mixture.density_grid(_CURVE_POINTS)
        density = np.exp(mixture.log_prob(y[:, np.newaxis]))
        top = float(density.max())
        self._curve.setData(density, y)
        for item, mass in zip(self._regions, _MASSES, strict=True):
            item.setData(*_boxes(drawn_regions(y, density, mass), _MARGIN * top))
        self._plot.setXRange(_RUG[0] * _MARGIN * top, _MARGIN * top, padding=0.0)
        return top

    def _draw_bells(self, mixture: Mixture) -> None:
        while len(self._bells) < mixture.components:
            self._bells.append(self._new_bell(len(self._bells)))
        heavy = mixture.weights > _LEAST_WEIGHT
        for component, bell in enumerate(self._bells):
            drawn = component < mixture.components and bool(heavy[component])
            if not drawn:
                _hide(bell)
            else:
                bell.setVisible(True)
                scale = mixture.scales[component, 0]
                height = mixture.weights[component] / scale
                bell.setData(height * _BELL_HEIGHTS, mixture.means[component, 0] + scale * _BELL)

    def _new_bell(self, component: int) -> pg.PlotCurveItem:
        name = self.tr("component {number}").format(number=component + 1)
        bell = pg.PlotCurveItem(name=name, fillLevel="enclosed", antialias=True)
        _colour(bell, self._theme.component_colour(component))
        self._plot.add(bell, -1)
        return bell

    @Slot(float)
    def _on_spin_changed(self, x: float) -> None:
        self.x_picked.emit(x)

    def _on_leader_moved(self) -> None:
        if self._leader is not None:
            _align(self._plot.view_box, self._leader)

    def _on_view_moved(self) -> None:
        if self._leader is not None:
            _align(self._leader, self._plot.view_box)


def _align(follower: pg.ViewBox, leader: pg.ViewBox) -> None:
    """Give a view the range in which each y stands as high on the screen as in another view.

    A view linked by pyqtgraph is moved the wrong way where its upper edge is not the leader's.
    """
    if leader.height() > 0 and follower.height() > 0:
        low, high = leader.viewRange()[1]
        unit = (high - low) / leader.height()
        top = high - unit * (_upper_edge(follower) - _upper_edge(leader))
        follower.setYRange(top - unit * follower.height(), top, padding=0.0)


def _upper_edge(view: pg.ViewBox) -> int:
    """Pixels from the upper edge of the screen."""
    widget = view.getViewWidget()
    return int(widget.mapToGlobal(widget.mapFromScene(view.sceneBoundingRect().topLeft())).y())


def _colour(bell: pg.PlotCurveItem, colour: str) -> None:
    bell.setPen(colour, width=1)
    bell.setBrush(pg.mkColor(colour + "60"))


def _hide(bell: pg.PlotCurveItem) -> None:
    """Leave no old curve behind for an export; one that is hidden already costs nothing."""
    if bell.isVisible():
        bell.setVisible(False)
        bell.setData([], [])


def _boxes(intervals: Floats, width: float) -> tuple[Floats, Floats]:
    """Corners of a box from 0 to `width` over each interval `(n, 2)` of y, as x and y.

    A gap, not a number, ends each box.
    """
    low, high = intervals.T
    gap = np.full_like(low, np.nan)
    x = np.tile([0.0, width, width, 0.0, np.nan], len(intervals))
    return x, np.column_stack([low, low, high, high, gap]).ravel()
