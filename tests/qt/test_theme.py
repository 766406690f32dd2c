"""The colours: legible, and apart from each other for everyone."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from mdn_gui.core.colour import BAND_TONES, TONES
from mdn_gui.qt.theme import DARK, LIGHT, Theme, apply, in_force, named
from mdn_gui.session.view import MOST_PLACES

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)

# Machado, Oliveira and Fernandes (2009), table 1, severity 1: protan, deutan, tritan sight.
DEFICIENCIES = np.array(
    [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ]
)
# Ottosson, "A perceptual color space for image processing" (2020): linear sRGB to Oklab.
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: str) -> NDArray[np.float64]:
    """Linear red, green and blue."""
    rgb = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    """Contrast ratio as in the Web Content Accessibility Guidelines 2.2."""
    dark, bright = sorted([luminance(one), luminance(other)])
    return (bright + 0.05) / (dark + 0.05)


def difference(one: str, other: str) -> float:
    """Distance in Oklab to the eyes that see the least of it; 0.02 is just noticeable."""
    seen = [np.clip(DEFICIENCIES @ linear(colour), 0.0, 1.0) for colour in (one, other)]
    lab = [np.cbrt(rgb @ TO_CONES.T) @ TO_LAB.T for rgb in seen]
    return float(np.linalg.norm(lab[0] - lab[1], axis=-1).min())


@THEMES
def test_it_has_a_name(theme: Theme) -> None:
    assert named(theme.name) is theme
    assert named("blue") is named(None) is None


@THEMES
def test_text_is_legible(theme: Theme) -> None:
    for colour in (theme.foreground, theme.muted, theme.accent, theme.warning):
        for ground in (theme.background, theme.panel):
            assert contrast(colour, ground) >= 4.5


@THEMES
def test_components_differ_for_everyone(theme: Theme) -> None:
    colours = theme.component_colours
    assert len(colours) >= 20, "as many as the components that are recommended"
    assert min(difference(*pair) for pair in combinations(colours[:12], 2)) > 0.1
    assert min(difference(*pair) for pair in combinations(colours, 2)) > 0.06
    assert theme.component_colour(len(colours)) == theme.component_colour(0) == colours[0]


@THEMES
def test_places_differ_for_everyone_and_stand_out(theme: Theme) -> None:
    colours = theme.place_colours
    assert len(colours) == MOST_PLACES
    assert set(colours) <= set(theme.component_colours)
    assert min(difference(*pair) for pair in combinations(colours, 2)) > 0.12
    assert min(contrast(colour, theme.background) for colour in colours) >= 3.0


@THEMES
def test_rows_samples_and_mean_differ_for_everyone_and_from_the_density(theme: Theme) -> None:
    for pair in combinations((theme.data, theme.samples, theme.mean, theme.truth), 2):
        assert difference(*pair) > 0.07
    for colour in (theme.data, theme.samples, theme.mean, theme.truth):
        assert min(difference(colour, step) for step in theme.density) > 0.04
    assert difference(theme.mean, theme.median) > 0.1


@THEMES
def test_a_density_of_zero_is_background_and_more_is_further_from_it(theme: Theme) -> None:
    colours = [f"#{bytes(rgb).hex()}" for rgb in theme.density_colours(9)]
    assert tuple(colours[::2]) == theme.density
    assert colours[0] == theme.background
    contrasts = [contrast(colour, theme.background) for colour in colours]
    assert all(later > earlier for earlier, later in pairwise(contrasts))


@THEMES
def test_each_band_of_probability_differs_from_the_next_for_everyone(theme: Theme) -> None:
    tones = theme.density_colours(TONES)[BAND_TONES]
    colours = [f"#{bytes(rgb).hex()}" for rgb in tones]
    assert min(difference(*pair) for pair in pairwise(colours)) > 0.04


@THEMES
def test_widgets_take_the_colours(qtbot: QtBot, qapp: QApplication, theme: Theme) -> None:
    apply(qapp, theme)
    assert in_force() is theme
    label, field = QLabel("text"), QLineEdit()
    qtbot.addWidget(label)
    qtbot.addWidget(field)
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(theme.foreground)
    assert label.palette().color(QPalette.ColorRole.Window) == QColor(theme.panel)
    assert field.palette().color(QPalette.ColorRole.Base) == QColor(theme.background)
    field.setEnabled(False)
    assert field.palette().color(QPalette.ColorRole.Text) == QColor(theme.muted)
