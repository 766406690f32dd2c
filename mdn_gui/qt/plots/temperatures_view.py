"""The density of y at the chosen x at three temperatures, side by side, with samples of each."""

from dataclasses import replace
from itertools import permutations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from mdn_gui.core.histogram import Histogram
from mdn_gui.core.text import say
from mdn_gui.qt.control import looking
from mdn_gui.qt.plots.plot import EMPTY, extent
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.plots.tempered_plot import TemperedPlot
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.describe import describe
from mdn_gui.qt.widgets.log_slider import FACTORS
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import at_x
from mdn_gui.qt.widgets.setting_fields import RealNumberField
from mdn_gui.session import edits
from mdn_gui.session.session import Session
from mdn_gui.session.temperatures import (
    SAMPLES,
    Tempered,
    at_each_temperature,
    compared_predictors,
)
from mdn_gui.session.view import Curve, Interval

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
        """Take the colours of a theme."""
        super().set_theme(theme)
        for plot in self._plots:
            plot.set_theme(theme)

    def _draw_session(self, session: Session) -> None:
        view = session.view
        names, temperatures = session.resolved.axis_names, view.compared_temperatures
        for field, temperature in zip(self._fields, temperatures, strict=True):
            field.show_value(temperature)
        if self._memory.changed("names", names, temperatures):
            for plot, temperature in zip(self._plots, temperatures, strict=True):
                plot.set_names(temperature, names[1])
        place = session.resolved.place, session.resolved.up
        looked_at = (*compared_predictors(session), *place, view.sampling_seed)
        plane = (session.data.dataset, session.data.canvas)
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
        place = at_x(edits.view(lambda view: replace(view, temperature=1.0))(session))
        self._heading.setText(
            say(
                "{name} {place}: density, and {samples:,} samples as bars",
                name=session.resolved.axis_names[1],
                place=place,
                samples=SAMPLES,
            )
        )
        self._draw_densities(session, at_each_temperature(session, Interval(*extent(session)[1])))

    def _draw_densities(self, session: Session, tempered: tuple[Tempered, ...]) -> None:
        profiles = [Profile.of(each.mixture, Curve.DENSITY) for each in tempered]
        width = _width(profiles, [each.histogram for each in tempered])
        for plot, profile, each in zip(self._plots, profiles, tempered, strict=True):
            plot.draw(profile, each.histogram)
            plot.set_extent((0.0, width), extent(session)[1])
        for plot in self._plots:
            plot.settle()

    def _on_field_edited(self, name: str, temperature: float) -> None:
        place = [field.objectName() for field in self._fields].index(name)
        self.edited.emit(*looking.compare_temperature(place, temperature))

    def _lay_out(self) -> None:
        tip = say(
            "Divides the logits of the component weights in this plot: below 1 sharpens the "
            "mixture towards its heaviest component, above 1 evens the weights out."
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
