"""What the tones of a density mean, beside the plot that shows it."""

from collections.abc import Sequence
from html import escape

import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from mdn_gui.core.colour import TONES, Colour, Mark, bar_marks, bar_tones
from mdn_gui.core.text import say
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.qt.widgets.controls import scaled
from mdn_gui.qt.widgets.pane import Memory

_GAP, _BREADTH, _WRITING = 6, 10, 49  # pixels: left of the tones, the tones, what is written
_SMALLER = 0.85  # than other writing
_LEAST_WIDTH = 300  # pixels of a plot that has room for a bar


class ColourBar(QObject):
    """The tones from the ground to the strongest, as high as the view, with percentages or numbers.

    It is a part of the plot, so that it is in whatever the plot is exported to.

    Args:
        plot: It stands on the right of this one's view.
    """

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot, self._theme = plot, LIGHT
        self._memory = Memory()
        self._shown: tuple[Colour, bool, float | None] | None = None
        self._tones = _Tones()
        self._axis = pg.AxisItem("right", showValues=True, maxTickLength=-3)
        self._axis.setWidth(_WRITING * plot.type_scale)
        self._axis.setRange(0.0, 1.0)
        self._axis.setStyle(tickTextOffset=5, autoExpandTextSpace=False)
        font = scaled(plot.font(), _SMALLER)
        self._axis.setStyle(tickFont=font)
        self._axis.label.setFont(font)
        self._axis.setZValue(1)  # its line is the right edge of the tones
        rows = plot.plotItem.layout
        rows.addItem(self._tones, 2, 3)
        rows.addItem(self._axis, 2, 4)
        plot.view_box.sigResized.connect(self._fit)
        self.show(None)
        self.set_theme(LIGHT)

    def show(
        self, colour: Colour | None, *, per_column: bool = False, top: float | None = None
    ) -> None:
        """Say what the tones mean.

        Args:
            colour: What they say; None for no bar, whose room is the plot's then.
            per_column: Whether each x has a strongest tone of its own; for densities.
            top: The density of the strongest tone, where all x share it and it is known.
        """
        self._shown = None if colour is None else (colour, per_column, top)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        self._theme = theme
        self._axis.setPen(theme.muted)
        self._axis.setTextPen(theme.foreground)
        self._memory.changed("said", None)
        self._fit()

    def _fit(self) -> None:
        room = self._plot.viewport().width() >= _LEAST_WIDTH
        seen = self._shown if room else None
        if not self._memory.changed("said", seen):
            return
        writing = _WRITING * self._plot.type_scale
        for item, width in ((self._tones, _GAP + _BREADTH), (self._axis, writing)):
            item.setVisible(seen is not None)
            item.setMaximumWidth(width if seen is not None else 0)
            item.setMinimumWidth(width if seen is not None else 0)
        if seen is None:
            self._plot.setAccessibleDescription("")
            return
        colour, per_column, top = seen
        colours = self._theme.density_colours(TONES)[bar_tones(colour)]
        self._tones.set_colours([QColor(*map(int, rgb)) for rgb in colours])
        unknown = colour is not Colour.PROBABILITY and not per_column and top is None
        marks: Sequence[Mark] = () if unknown else bar_marks(colour, top)
        self._axis.setTicks([[(mark.place, mark.text) for mark in marks]])
        name, tip = self._words(colour, per_column=per_column)
        self._axis.setLabel(escape(name, quote=False))
        for item in (self._tones, self._axis):
            item.setToolTip(f"<p>{escape(tip, quote=False)}</p>")
        self._plot.setAccessibleDescription(tip)

    def _words(self, colour: Colour, *, per_column: bool) -> tuple[str, str]:
        """What stands along the bar, and what a person reads who asks."""
        if colour is Colour.PROBABILITY:
            return say("highest-density region"), say(
                "Colours: the smallest region of y that holds 50% of the probability at that x has "
                "the strongest one, then come those that hold 80, 90, 95, 99 and 99.8%. Where "
                "there is no colour, less than 0.2% lies."
            )
        logarithmic = colour is Colour.LOG_DENSITY
        if per_column:
            name = say("share of the highest density")
            tip = say(
                "Colours: the density as a share of the highest one at the same x, which has the "
                "strongest colour."
            )
        else:
            name = say("density")
            tip = say(
                "Colours: the density, per unit of y. What is higher than the end of the bar has "
                "the strongest colour too."
            )
        if logarithmic:
            name = say("{name}, log scale", name=name)
            return name, f"{tip} {say('The scale is logarithmic, of four powers of ten.')}"
        return name, tip


class _Tones(pg.GraphicsWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A gradient, upwards."""

    def __init__(self) -> None:
        super().__init__()
        self._colours: Sequence[QColor] = ()

    def set_colours(self, colours: Sequence[QColor]) -> None:
        """Take these, evenly spaced."""
        self._colours = colours
        self.update()

    @guarded
    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Called by Qt: paint it."""
        size = self.size()
        rect = QRectF(_GAP, 0.0, size.width() - _GAP, size.height())
        gradient = QLinearGradient(QPointF(0.0, rect.bottom()), QPointF(0.0, rect.top()))
        for number, colour in enumerate(self._colours):
            gradient.setColorAt(number / (len(self._colours) - 1), colour)
        painter.fillRect(rect, gradient)
