"""The picture of a known density, in the colours of that of a network."""

import pickle

import numpy as np
import pytest
from scipy.stats import norm

from mdn_gui.core.colour import BAND_TONES, MASSES, Colour
from mdn_gui.core.drawing.picture import Picture, PictureRequest, paint
from mdn_gui.core.examples import EXAMPLES, Conditional
from mdn_gui.core.examples.arm import Arm
from mdn_gui.core.examples.category import Category
from mdn_gui.core.examples.inverse_sine import InverseSine

GREYS = np.arange(256, dtype=np.uint32) * np.uint32(0x010101) | np.uint32(0xFF000000)


def painted(truth: Conditional, colour: Colour, pixels: int = 200) -> tuple[Picture, np.ndarray]:
    """The picture of all of a problem, and the tone of each pixel, `(columns, pixels)`."""
    request = PictureRequest(
        line=pickle.loads(pickle.dumps(truth)),  # noqa: S301 - as the painter gets it
        x_edges=np.linspace(*truth.display_range, 61),
        y_edges=np.linspace(*truth.y_range, pixels + 1),
        density=True,
        colour=colour,
        per_column=True,
        mean=True,
        median=True,
        bands=True,
        components=True,
        colours=GREYS,
        component_colours=np.zeros((1, 3), np.uint8),
    )
    picture = paint(request)
    assert picture.image is not None
    return picture, (picture.image & 255)[::-1].T


def test_by_probability_a_tone_is_the_smallest_region_that_holds_y() -> None:
    truth = Category().along((0.0, 0.0), 0, 0)  # of the kind 0: one Gaussian
    picture, tones = painted(truth, Colour.PROBABILITY, pixels=1000)
    y = np.linspace(*truth.y_range, 1001)
    away = np.abs((y[1:] + y[:-1]) / 2 - 1.5 * np.sin(1.5 * picture.x)[:, None]) / 0.2
    regions = np.array([norm.cdf(away) - norm.cdf(-away) < mass for mass in MASSES]).sum(axis=0)
    assert (tones == BAND_TONES[regions]).mean() > 0.985, "but at edges"


def test_the_tones_of_a_column_are_its_densities() -> None:
    picture, tones = painted(InverseSine(), Colour.DENSITY)
    y = np.linspace(*InverseSine().y_range, 201)
    density = np.exp(InverseSine().truth(picture.x, (y[1:] + y[:-1]) / 2).log_density)
    share = density / density.max(axis=1, keepdims=True)
    assert np.abs(tones / 255 - share).max() < 0.03


def test_there_are_regions_and_nothing_of_a_network() -> None:
    picture, _ = painted(InverseSine(), Colour.PROBABILITY)
    assert [band.mass for band in picture.bands] == [0.5, 0.9]
    assert all(band.outlines for band in picture.bands)
    assert picture.mean is None
    assert picture.median is None


def test_where_no_row_can_be_there_is_no_density() -> None:
    truth = Arm().along((0.0, 0.0), 0, 0)  # nearer to the shoulder than the arm can bend
    picture, tones = painted(truth, Colour.PROBABILITY)
    possible = np.isfinite(truth.truth(picture.x).log_density).any(axis=1)
    assert not possible.all()
    assert (tones.any(axis=1) == possible).all()


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_problem_has_a_picture(name: str) -> None:
    example = EXAMPLES[name].with_noise(0.5)
    middle = example.dataset(100, 0).inputs.mean(axis=0).round()
    for column in range(len(middle)):
        picture, tones = painted(example.along(middle.tolist(), column, 0), Colour.PROBABILITY, 60)
        assert {0, 255} <= set(tones.ravel().tolist())
        assert picture.bands[0].outlines
