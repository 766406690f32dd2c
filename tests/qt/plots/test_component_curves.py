"""The components as curves: what they are, which stands out, and which is clicked on."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from scipy.stats import lognorm, norm

from mdn_gui.core.kinds import Number
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.transformed_mixture import TransformedMixture
from mdn_gui.qt.plots.items import Outline
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.plots.profile import ComponentCurves
from mdn_gui.qt.theme import DARK, LIGHT, Theme
from mdn_gui.session.view import Curve
from tests.plots import colour, curve, show

WEIGHTS, MEANS, SCALES = [0.5, 0.3, 0.2], [-3.0, 3.0, 3.0], [1.0, 0.4, 1.0]
MIXTURE = Mixture(np.log(WEIGHTS), np.array(MEANS)[:, None], np.array(SCALES)[:, None])


def shown(qtbot: QtBot) -> Plot:
    plot = Plot()
    show(qtbot, plot)
    plot.set_extent((0.0, 1.0), (-8.0, 8.0))
    return plot


def names(plot: Plot) -> list[str]:
    """The components that are drawn."""
    return [item.name() for item in plot.plotItem.items if item.isVisible()]


def test_bells_are_the_weighted_densities(qtbot: QtBot) -> None:
    plot = shown(qtbot)
    ComponentCurves(plot).draw(MIXTURE, Curve.DENSITY, None)
    for k in range(3):
        x, y = curve(plot, f"component {k + 1}")
        assert_allclose(x, WEIGHTS[k] * norm.pdf(y, MEANS[k], SCALES[k]))


def test_bells_of_a_positive_target_lie_above_zero(qtbot: QtBot) -> None:
    plot = shown(qtbot)
    ComponentCurves(plot).draw(TransformedMixture(MIXTURE, (Number("log"),)), Curve.DENSITY, None)
    for k in range(3):
        x, y = curve(plot, f"component {k + 1}")
        assert_allclose(x, WEIGHTS[k] * lognorm(SCALES[k], scale=np.exp(MEANS[k])).pdf(y))


def test_lines_are_the_weighted_cdfs_up_to_the_highest_y(qtbot: QtBot) -> None:
    plot = shown(qtbot)
    ComponentCurves(plot).draw(MIXTURE, Curve.CDF, None)
    for k in range(3):
        x, y = curve(plot, f"component {k + 1}")
        assert_allclose(x, WEIGHTS[k] * norm.cdf(y, MEANS[k], SCALES[k]), atol=4e-5)
        assert y[-1] == pytest.approx(7.0)


def test_what_weighs_nothing_is_drawn_only_if_it_is_chosen(qtbot: QtBot) -> None:
    plot = shown(qtbot)
    light = Mixture(np.log([1.0, 1e-5]), np.array([[0.0], [1.0]]), np.ones((2, 1)))
    curves = ComponentCurves(plot)
    curves.draw(light, Curve.DENSITY, None)
    assert names(plot) == ["component 1"]
    curves.draw(light, Curve.DENSITY, 1)
    assert names(plot) == ["component 1", "component 2"]


def test_a_smaller_mixture_leaves_no_component_behind(qtbot: QtBot) -> None:
    plot = shown(qtbot)
    curves = ComponentCurves(plot)
    curves.draw(MIXTURE, Curve.DENSITY, None)
    curves.draw(Mixture(np.zeros(1), np.zeros((1, 1)), np.ones((1, 1))), Curve.DENSITY, None)
    assert names(plot) == ["component 1"]
    curves.clear()
    assert names(plot) == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_chosen_one_stands_out_and_the_others_fade(qtbot: QtBot, theme: Theme) -> None:
    plot = shown(qtbot)
    curves = ComponentCurves(plot)
    plot.set_theme(theme)
    curves.set_theme(theme)

    def difference(y: float) -> int:
        """How far a bell's inside is from the background."""
        inside, outside = colour(plot, 0.05, y), colour(plot, 0.9, y)
        return sum(
            abs(channel(inside) - channel(outside))
            for channel in (QColor.red, QColor.green, QColor.blue)
        )

    curves.draw(MIXTURE, Curve.DENSITY, None)
    plain = difference(-3.0), difference(3.0)
    curves.draw(MIXTURE, Curve.DENSITY, 0)
    assert difference(-3.0) > plain[0]
    assert difference(3.0) < plain[1]
    curves.draw(MIXTURE, Curve.DENSITY, 7)
    assert (difference(-3.0), difference(3.0)) == plain


@pytest.mark.parametrize(
    ("place", "component"),
    [
        ((0.1, -3.0), 0),
        ((0.25, 3.0), 1),
        ((0.05, 3.0), 2),  # the lower of two bells over it
        ((0.2, 0.0), None),
        ((0.4, 3.0), None),
        ((-0.05, -3.0), None),
    ],
)
def test_a_click_is_meant_for_the_lowest_bell_over_it(
    qtbot: QtBot, place: tuple[float, float], component: int | None
) -> None:
    plot = shown(qtbot)
    curves = ComponentCurves(plot)
    curves.draw(MIXTURE, Curve.DENSITY, None)
    assert curves.at(QPointF(*place)) == component


def test_the_components_of_a_member_share_a_colour(qtbot: QtBot) -> None:
    plot = shown(qtbot)
    curves = ComponentCurves(plot)
    found = []
    for of_colour in (1, 2):
        curves.draw(MIXTURE, Curve.CDF, 2, of_colour)
        found.append(colour(plot, 0.2, 6.0).hue())  # on the line of the third, which stands out
    hues = [QColor(LIGHT.component_colours[each]).hue() for each in (2, 1)]
    assert_allclose(found, hues, atol=2)


def test_a_click_next_to_a_line_is_meant_for_it(qtbot: QtBot) -> None:
    plot = shown(qtbot)
    curves = ComponentCurves(plot)
    curves.draw(MIXTURE, Curve.CDF, None)
    width, height = plot.view_box.viewPixelSize()
    assert curves.at(QPointF(0.5 + 3 * width, 1.0)) == 0
    assert curves.at(QPointF(0.25, -3.0 + 2 * height)) == 0
    assert curves.at(QPointF(0.2 - 3 * width, 6.9)) == 2
    assert curves.at(QPointF(0.5 + 9 * width, 1.0)) is None
    curves.clear()
    assert curves.at(QPointF(0.5, 1.0)) is None


def test_of_many_components_the_heaviest_are_coloured_and_the_others_grey(qtbot: QtBot) -> None:
    plot = shown(qtbot)
    curves = ComponentCurves(plot)
    weights = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) / 78

    def pens(weights: np.ndarray, chosen: int | None = None, of_colour: int = 1) -> list[str]:
        """The colour of each component, that of all others for one among them."""
        far_apart = np.linspace(-7.0, 7.0, 12)
        mixture = Mixture(np.log(weights), far_apart[:, None], np.full((12, 1), 0.3))
        curves.draw(mixture, Curve.DENSITY, chosen, of_colour)
        drawn = [(item.name(), item) for item in plot.plotItem.items if isinstance(item, Outline)]
        found = {name: item for name, item in drawn if item.isVisible()}
        _, y = curve(plot, "others")
        return [
            found[name if (name := f"component {place + 1}") in found else "others"]
            .opts["pen"]
            .color()
            .name()
            for place in range(12)
            if f"component {place + 1}" in found or np.isclose(y, far_apart[place]).any()
        ]

    own = [LIGHT.component_colour(component) for component in range(12)]
    assert pens(weights) == [LIGHT.muted] * 4 + own[4:]
    assert pens(weights[::-1]) == own[:8] + [LIGHT.muted] * 4, "as x is dragged"
    assert pens(weights, chosen=0)[0] == own[0], "the one that was picked is not grey"
    by_member = [LIGHT.component_colour(component // 4) for component in range(12)]
    assert pens(weights, of_colour=4) == by_member
