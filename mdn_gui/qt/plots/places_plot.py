"""The densities of y at the places that are pinned, over each other on one axis of y."""

from collections.abc import Sequence
from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mdn_gui.core.kinds import NUMBER
from mdn_gui.core.text import say
from mdn_gui.qt.plots.items import Outline
from mdn_gui.qt.plots.plot import Plot, extent
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.session.session import Session
from mdn_gui.session.view import Curve, PinnedPlace

_WIDTH, _WIDE = 1.5, 3.0  # pixels of a line, and of that of the place where one stands


class PlaceCurve(NamedTuple):
    """What is drawn of a pinned place.

    Attributes:
        place: The place.
        profile: Its density or its CDF.
        guessed: Whether that is a guess.
    """

    place: PinnedPlace
    profile: Profile
    guessed: bool


class PlacesPlot(Plot):
    """A curve for each place in its colour, dashed where it is a guess; y runs along the bottom.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("places_plot")
        self.set_legend({})
        tip = say(
            "A curve for each place, in the colour that it has in the table; dashed where it is a "
            "guess, wide where you stand."
        )
        describe(self, say("Densities at the pinned places"), tip)
        self._curves: list[Outline] = []

    def draw(
        self,
        session: Session,
        curves: Sequence[PlaceCurve],
        colours: Sequence[str],
        standing_at: int | None,
    ) -> None:
        """Draw the curves of the places of a session.

        Args:
            session: Says what y is, and whether densities or CDFs are drawn.
            curves: At least one, all of one kind.
            colours: Of places, by their numbers.
            standing_at: The number of the place where one stands; None for none of them.
        """
        density = session.view.curve is Curve.DENSITY
        self.name_axes(
            session.resolved.axis_names[1],
            say("density") if density else say("probability"),
            (session.resolved.axis_kinds[1], NUMBER),
        )
        for old in self._curves:
            self.removeItem(old)
        self._curves = [
            _outline(each, colours[each.place.number], wide=each.place.number == standing_at)
            for each in curves
        ]
        for curve in self._curves:
            self.add(curve, 1)
        highest = max(each.profile.width() for each in curves)
        self.set_extent(extent(session)[1], (0.0, highest))
        self.settle()


def _outline(curve: PlaceCurve, colour: str, *, wide: bool) -> Outline:
    outline = Outline(curve.place.name)
    outline.set_points(curve.profile.y, curve.profile.values)
    style = Qt.PenStyle.DashLine if curve.guessed else Qt.PenStyle.SolidLine
    pen = pg.mkPen(colour, width=_WIDE if wide else _WIDTH, style=style)
    outline.set_colours(pen, pg.mkBrush(None))
    return outline
