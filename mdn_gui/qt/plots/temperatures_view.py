"""The density of y at the chosen x at three temperatures, side by side, with samples of each."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from mdn_gui.core.histogram import Histogram
from mdn_gui.core.text import say
from mdn_gui.qt.control import looking
from mdn_gui.qt.guard import guarded_with
from mdn_gui.qt.plots.items import Outline
from mdn_gui.qt.plots.plot import EMPTY, Plot, extent
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.log_slider import FACTORS
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import at_place, tempered
from mdn_gui.qt.widgets.setting_fields import RealNumberField
from mdn_gui.session import edits
from mdn_gui.session.samples import (
    SAMPLES,
    Tempered,
    at_each_temperature,
    compared_predictors,
)
from mdn_gui.session.session import Session
from mdn_gui.session.view import Curve, Interval

_SIZE = QSize(110, 80)  # of a plot that is short of room


class TemperedPlot(Plot):
    """One of several plots side by side that share both axes.

    Signals:
        view_moved(list, list): The mouse moved the view to this range of densities and this of y.
        view_restored: A person wants to see everything again.

    Args:
        parent: The widget around it.
    """

    _TITLE_SIZE, _TITLE_HEIGHT = 9, 18

    view_moved = Signal(object, object)
    view_restored = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(_SIZE)
        self.set_legend({})
        self._histogram, self._curve = Outline(say("samples")), Outline(say("density"))
        self.add(self._histogram, 0)
        self.add(self._curve, 1)
        self.view_box.sigRangeChangedManually.connect(self._on_view_moved)
        self.view_box.sigStateChanged.connect(self._on_view_state_changed)
        self.set_theme(LIGHT)

    def link(self, other: "TemperedPlot") -> None:
        """Follow another plot wherever the mouse moves it, and let it show everything again.

        pyqtgraph's own links end the automatic view of both.
        """
        other.view_moved.connect(self._on_other_moved)
        other.view_restored.connect(self._on_other_restored)

    def set_names(self, title: str, target: str) -> None:
        """Write the temperature above the plot, and what y is called."""
        self.write_title(title)
        self.name_axes(say("density"), target)
        tip = say(
            "Curve: the density of y at the chosen x. Bars: samples of it. All plots have the same "
            "axes, and the mouse moves them together."
        )
        describe(self, say("Density at {title}", title=title), tip)

    def draw(self, profile: Profile, histogram: Histogram) -> None:
        """Draw the density of a mixture and a histogram of samples of it."""
        self._curve.set_points(profile.density, profile.y)
        steps = np.concatenate([[0.0], np.repeat(histogram.densities, 2), [0.0]])
        self._histogram.set_points(steps, np.repeat(histogram.edges, 2))

    def draw_nothing(self) -> None:
        """Leave the axes alone."""
        self._curve.clear()
        self._histogram.clear()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self._histogram.set_colours(QPen(Qt.PenStyle.NoPen), pg.mkBrush(theme.samples + "70"))
        self._curve.set_colours(pg.mkPen(theme.cursor, width=1), pg.mkBrush(None))

    @guarded_with(_SIZE)
    def sizeHint(self) -> QSize:
        """Room for a few labels; there is more where the window has it."""
        return _SIZE

    def _on_view_moved(self) -> None:
        self.view_moved.emit(*self.view_box.viewRange())

    def _on_other_moved(self, x: list[float], y: list[float]) -> None:
        self.view_box.setRange(xRange=x, yRange=y, padding=0.0)

    def _on_view_state_changed(self) -> None:
        if all(self.view_box.autoRangeEnabled()):
            self.view_restored.emit()

    def _on_other_restored(self) -> None:
        if not all(self.view_box.autoRangeEnabled()):
            self.view_extent()


_COUNT = 3
_MARGIN = 1.03
_SPIKE = 2.0  # times the highest bar: a curve that goes on from there is narrower than a bin


class TemperaturesView(Pane):
    """A field for each temperature over its plot; drawn only while it can be seen.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = QLabel()
        self._heading.setObjectName("temperatures_heading")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setWordWrap(True)
        self._heading.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._fields = [RealNumberField(f"temperature_{n + 1}", FACTORS) for n in range(_COUNT)]
        self._plots = [TemperedPlot() for _ in range(_COUNT)]
        for plot, other in permutations(self._plots, 2):
            plot.link(other)
        self._lay_out()
        self._draw_session(self._session)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        for plot in self._plots:
            plot.set_theme(theme)

    def _draw_session(self, session: Session) -> None:
        view = session.view
        names, temperatures = session.resolved.axis_names, view.compared_temperatures
        for field, temperature in zip(self._fields, temperatures, strict=True):
            field.show_value(temperature)
        if self._memory.changed("names", names, temperatures, view.tempers_branches):
            for plot, temperature in zip(self._plots, temperatures, strict=True):
                plot.set_names(tempered(temperature, branches=view.tempers_branches), names[1])
        place = session.resolved.place, session.resolved.up
        looked_at = (*compared_predictors(session), *place, view.sampling_seed)
        plane = (session.data.dataset, session.data.canvas, names)
        if self._memory.changed("densities", temperatures, *looked_at, *plane):
            self._draw(session)

    def _draw(self, session: Session) -> None:
        if session.network is None or not session.network.finite:
            self._heading.setText(say("Train a network to see y at three temperatures."))
            for plot in self._plots:
                plot.draw_nothing()
                plot.set_extent(EMPTY, extent(session)[1])
            return
        # Each plot has a temperature of its own.
        place = at_place(edits.view(lambda view: replace(view, temperature=1.0))(session))
        self._heading.setText(
            say(
                "{name} {place}: density, and {samples:,} samples as bars",
                name=session.resolved.axis_names[1],
                place=place,
                samples=SAMPLES,
            )
        )
        self._draw_densities(session, at_each_temperature(session, Interval(*extent(session)[1])))

    def _draw_densities(self, session: Session, shown: tuple[Tempered, ...]) -> None:
        profiles = [Profile.of(each.mixture, Curve.DENSITY) for each in shown]
        width = _width(profiles, [each.histogram for each in shown])
        for plot, profile, each in zip(self._plots, profiles, shown, strict=True):
            plot.draw(profile, each.histogram)
            plot.set_extent((0.0, width), extent(session)[1])
        for plot in self._plots:
            plot.settle()

    def _on_field_edited(self, name: str, temperature: float) -> None:
        place = [field.objectName() for field in self._fields].index(name)
        self.edited.emit(*looking.compare_temperature(place, temperature))

    def _lay_out(self) -> None:
        tip = say(
            "Divides the logits of the weights in this plot: below 1 sharpens the mixture towards "
            "its heaviest component or branch, above 1 evens the weights out."
        )
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        for column, (field, plot) in enumerate(zip(self._fields, self._plots, strict=True)):
            name = say("Temperature {number}", number=column + 1)
            describe(field, name, tip)
            field.edited.connect(self._on_field_edited)
            grid.addWidget(field, 0, column, Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(plot, 1, column)
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(1, 1)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(6, 4, 6, 4)
        column_layout.setSpacing(2)
        column_layout.addWidget(self._heading)
        column_layout.addLayout(grid, stretch=1)


def _width(profiles: list[Profile], bars: list[Histogram]) -> float:
    """Where the axis of densities ends: it holds all bars, and all curves but their spikes."""
    highest = max(float(each.densities.max()) for each in bars)
    peak = max(profile.width() for profile in profiles)
    if not highest:
        # All samples lie far from what is looked at.
        return peak
    return max(_MARGIN * highest, min(peak, _SPIKE * highest))
