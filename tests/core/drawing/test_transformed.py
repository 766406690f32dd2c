"""Pictures of targets that a network sees as a logarithm or a logit: in the target's own units."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.colour import MASSES, Colour
from mdn_gui.core.drawing.curves import LINES, drawn_levels, drawn_median
from mdn_gui.core.drawing.picture import PictureRequest, paint
from mdn_gui.core.field import density_field
from mdn_gui.core.kinds import Number
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.predictor import Predictor
from mdn_gui.core.transformed_mixture import TransformedMixture
from tests.networks import known_network

KINDS = [Number("log"), Number("logit", -1.0, 4.0)]


def batch(kind: Number, columns: int = 30) -> TransformedMixture:
    rng = np.random.default_rng(0)
    shape = (columns, 3, 1)
    gaussian = Mixture(rng.normal(size=shape[:2]), rng.normal(size=shape), np.full(shape, 0.3))
    return TransformedMixture(gaussian, (kind,))


@pytest.mark.parametrize("kind", KINDS)
def test_each_pixel_holds_its_mean_density(kind: Number) -> None:
    mixture, edges = batch(kind), np.linspace(-2.0, 30.0, 3201)
    image = density_field(mixture, edges)
    assert image.dtype == np.float32
    assert_allclose(image.sum(axis=1) * 0.01, mixture.cdf(30.0) - mixture.cdf(-2.0), rtol=1e-5)
    middles = (edges[1:] + edges[:-1]) / 2
    densities = np.exp(mixture.log_prob(middles[:, None, None])).T
    assert_allclose(image, densities, atol=0.02 * densities.max())
    assert (image[:, middles < (0.0 if kind.transform == "log" else -1.0)] == 0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_the_median_and_the_levels_of_regions(kind: Number) -> None:
    mixture = batch(kind)
    assert_array_equal(drawn_median(mixture, 0.01), mixture.quantile(0.5))
    levels = drawn_levels(mixture, (0.5, 0.9), 0.01, LINES)
    for row in (0, 7):
        for level, mass in zip(levels[:, row], (0.5, 0.9), strict=True):
            edges = mixture[row].highest_density_regions(mass)
            exact = mixture[row].log_prob(edges[:1, :1])
            assert_allclose(level, exact, atol=0.05)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("colour", list(Colour))
def test_everything_can_be_painted(kind: Number, colour: Colour) -> None:
    plain = known_network([0.4, 0.6], [-0.5, 1.0], [0.5, 0.3], slope=0.2)
    network = replace(plain, target_kinds=(kind,))
    line = Predictor(network).along([0.0], 0, 0)
    y_edges = np.linspace(-2.0, 12.0, 141)
    request = PictureRequest(
        line=line,
        x_edges=np.linspace(-3.0, 3.0, 31),
        y_edges=y_edges,
        density=True,
        colour=colour,
        per_column=False,
        mean=True,
        median=True,
        bands=True,
        components=True,
        colours=np.arange(256, dtype=np.uint32) * np.uint32(0x010101) | np.uint32(0xFF000000),
        component_colours=np.array([[255, 0, 0], [0, 255, 0]], np.uint8),
        selected=1,
        scaled_by=((-3.0, 3.0), (-2.0, 12.0)),
    )
    picture = paint(request)
    mixture = line(picture.x)
    assert picture.image is not None
    assert picture.mean is not None
    assert picture.median is not None
    assert picture.selected is not None
    assert_allclose(picture.mean, mixture.mean()[:, 0])
    assert_allclose(picture.median, mixture.quantile(0.5))
    assert_allclose(picture.selected[1], mixture.means[:, 1, 0])
    assert len(picture.bands) <= len(MASSES)
    assert all(np.isfinite(edge).all() for band in picture.bands for edge in band.outlines)
    inside = np.concatenate([edge[:, 1] for band in picture.bands for edge in band.outlines])
    assert inside.min() > -1.1
