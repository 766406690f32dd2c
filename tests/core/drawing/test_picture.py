"""The picture of the plane, from a request to arrays."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from mdn_gui.core.colour import BAND_TONES, MASSES, Colour
from mdn_gui.core.drawing.picture import Picture, PictureRequest, paint, paint_side_by_side
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.kinds import NUMBER, Category, Number
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network
from mdn_gui.core.predictor import Adjustment, Predictor
from tests.networks import known_network, leveled_network, random_network

GREYS = np.arange(256, dtype=np.uint32) * np.uint32(0x010101) | np.uint32(0xFF000000)
COLOURS = np.array([[255, 0, 0], [0, 255, 0]], np.uint8)
X_EDGES, Y_EDGES = np.linspace(-4.0, 4.0, 41), np.linspace(-10.0, 10.0, 201)
PIXEL = 0.1

EDGES = st.builds(
    lambda start, log_size, count: np.linspace(start, start + 10.0**log_size, count + 1),
    start=st.floats(-1e6, 1e6),
    log_size=st.floats(-9.0, 9.0),
    count=st.integers(1, 9),
)


def request(
    network: Network,
    **changes: Any,  # noqa: ANN401 - the request's own fields, whatever they are
) -> PictureRequest:
    """A request for everything, less the changes."""
    everything = PictureRequest(
        line=Predictor(network).along([0.0], 0, 0),
        x_edges=X_EDGES,
        y_edges=Y_EDGES,
        density=True,
        colour=Colour.DENSITY,
        per_column=False,
        mean=True,
        median=True,
        bands=True,
        components=True,
        colours=GREYS,
        component_colours=COLOURS,
    )
    return replace(everything, **changes)


def density_only(
    network: Network,
    **changes: Any,  # noqa: ANN401 - the request's own fields, whatever they are
) -> PictureRequest:
    """A request for the density."""
    others = dict.fromkeys(("mean", "median", "bands", "components"), False)
    return request(network, **others | changes)


def is_blank(picture: Picture) -> bool:
    """Whether there is nothing in it."""
    parts = (picture.image, picture.top, picture.mean, picture.median)
    return all(part is None for part in parts) and picture.bands == ()


def test_the_image_has_the_colours_of_the_densities_and_the_largest_y_on_top() -> None:
    picture = paint(density_only(known_network([1.0], [2.05], [1.0])))
    assert_allclose(picture.x, (X_EDGES[:-1] + X_EDGES[1:]) / 2)
    image, top = picture.image, picture.top
    assert image is not None
    assert top == pytest.approx(1 / np.sqrt(2 * np.pi), rel=1e-4)
    assert image.shape == (200, 40)
    assert image.dtype == np.uint32
    assert image.flags.c_contiguous
    assert image[:, 7].argmax() == 199 - 120
    z = (Y_EDGES[:-1] + PIXEL / 2 - 2.05)[::-1]
    expected = np.floor(255 * np.exp(-0.5 * z**2) + 0.5)
    assert_allclose((image[:, 7] & 255).astype(float), expected, atol=1)


def test_each_column_can_be_scaled_by_its_own_highest_density() -> None:
    network = random_network(5, seed=1)
    picture = paint(density_only(network, per_column=True))
    assert picture.image is not None
    assert picture.top is None
    assert_array_equal(picture.image.max(axis=0), np.full(40, GREYS[-1]))
    common = paint(density_only(network)).image
    assert common is not None
    assert len(np.unique(common.max(axis=0))) > 1


def inside(mixture: Mixture, mass: float, y: Floats) -> NDArray[np.bool_]:
    """Whether the highest-density region of that probability holds each y."""
    low, high = mixture.highest_density_regions(mass).T
    held: NDArray[np.bool_] = np.any((y[:, None] >= low) & (y[:, None] <= high), axis=1)
    return held


@pytest.mark.parametrize("zoom", [1.0, 0.3])
def test_by_probability_a_tone_is_the_smallest_region_that_holds_y(zoom: float) -> None:
    """Against the regions of the mixture itself, whatever part of it is looked at."""
    network = known_network([0.6, 0.3, 0.1], [-5.0, 2.0, 6.0], [0.4, 1.0, 1.5], slope=0.2)
    edges = {"x_edges": X_EDGES, "y_edges": zoom * Y_EDGES}
    picture = paint(density_only(network, colour=Colour.PROBABILITY, **edges))
    assert picture.image is not None
    assert picture.top is None
    y = zoom * (Y_EDGES[:-1] + PIXEL / 2)[::-1]
    for column in (3, 20, 36):
        mixture = network(picture.x[[column]])[0]
        regions = np.zeros(len(y), int)
        at_an_edge = np.zeros(len(y), bool)
        for mass in MASSES:
            slack = min(0.005, (1.0 - mass) / 2)
            regions += inside(mixture, mass, y)
            at_an_edge |= inside(mixture, mass - slack, y) != inside(mixture, mass + slack, y)
        tones = picture.image[:, column] & 255
        assert_array_equal(tones[~at_an_edge], BAND_TONES[regions][~at_an_edge])
        assert at_an_edge.mean() < 0.2


def test_the_logarithm_of_the_density_has_four_decades() -> None:
    picture = paint(density_only(known_network([1.0], [0.05], [1.0]), colour=Colour.LOG_DENSITY))
    assert picture.image is not None
    assert picture.top == pytest.approx(1 / np.sqrt(2 * np.pi), rel=1e-4)
    z = (Y_EDGES[:-1] + PIXEL / 2 - 0.05)[::-1]
    expected = 255 * np.maximum(1 - 0.5 * z**2 / np.log(1e4), 0.0)
    assert_allclose((picture.image[:, 7] & 255).astype(float), expected, atol=1)


def test_the_outlines_are_edges_of_the_bands_of_probability() -> None:
    network = known_network([0.6, 0.4], [-5.0, 3.0], [0.6, 1.5], slope=0.2)
    picture = paint(density_only(network, colour=Colour.PROBABILITY, bands=True))
    assert picture.image is not None
    tones = (picture.image & 255)[::-1]
    for band in picture.bands:
        inner = BAND_TONES[len(MASSES) - MASSES.index(band.mass)]
        for line in band.outlines:
            row = np.floor((line[:, 1] - Y_EDGES[0]) / PIXEL).astype(int)
            column = np.floor((line[:, 0] - X_EDGES[0]) / 0.2).astype(int)
            across = np.stack([tones[row + by, column] for by in (-2, 2)])
            assert np.all(across.min(axis=0) < inner)
            assert np.all(across.max(axis=0) >= inner)


def test_the_colours_keep_their_meaning_whatever_part_is_looked_at() -> None:
    network = random_network(5, seed=1)
    whole = density_only(network, scaled_by=((-4.0, 4.0), (-10.0, 10.0)))
    tops = [
        paint(replace(whole, x_edges=X_EDGES + shift, y_edges=Y_EDGES + rise)).top
        for shift, rise in ((0.0, 0.0), (3.0, 0.0), (-40.0, 7.0))
    ]
    assert tops[0] == pytest.approx(tops[1]) == pytest.approx(tops[2])
    assert tops[0] == pytest.approx(paint(density_only(network)).top, rel=0.1)


def test_mean_and_median_are_those_of_the_mixtures_shown() -> None:
    network = random_network(6, seed=2)
    picture = paint(
        request(network, line=Predictor(network, Adjustment(2.0, 0.25)).along([0.0], 0, 0))
    )
    mixture = network(picture.x).tempered(weights=2.0, variances=0.25)
    assert picture.mean is not None
    assert picture.median is not None
    assert_allclose(picture.mean, mixture.mean()[:, 0])
    assert_allclose(picture.median, mixture.quantile(0.5), atol=0.1 * PIXEL)


def test_the_bands_of_one_gaussian_are_quantiles_around_its_mean() -> None:
    picture = paint(request(known_network([1.0], [0.5], [1.2], slope=0.8)))
    for band, half in zip(picture.bands, (0.67449, 1.64485), strict=True):
        assert len(band.outlines) == 2
        for line in band.outlines:
            distance = np.abs(line[:, 1] - 0.5 - 0.8 * line[:, 0])
            assert_allclose(distance, 1.2 * half, atol=0.02)


def test_only_what_is_asked_for_is_there() -> None:
    network = random_network()
    nothing = density_only(network, density=False)
    assert is_blank(paint(nothing))
    assert paint(replace(nothing, mean=True)).mean is not None
    assert paint(replace(nothing, median=True)).median is not None
    assert paint(replace(nothing, components=True)).image is not None
    bands = paint(replace(nothing, bands=True))
    assert [band.mass for band in bands.bands] == [0.5, 0.9]
    assert bands.image is None


def test_components_lie_over_the_density_or_over_nothing() -> None:
    network = known_network([0.5, 0.5], [-5.0, 5.0], [1.0, 1.0])
    alone = paint(density_only(network, density=False, components=True)).image
    assert alone is not None
    assert alone[100, 3] == 0
    high, low = ([int(alone[row, 3]) >> shift & 255 for shift in (16, 8, 0)] for row in (50, 150))
    assert (high[0], high[2]) == (low[1], low[2]) == (0, 0)
    assert high[1] == low[0] > 0


def test_the_emphasised_component_keeps_its_strength() -> None:
    network = known_network([0.5, 0.5], [-5.0, 5.0], [1.0, 1.0])
    plain = density_only(network, density=False, components=True)
    image, emphasised = paint(plain).image, paint(replace(plain, selected=1)).image
    assert image is not None
    assert emphasised is not None
    assert_array_equal(emphasised[:100], image[:100])
    assert np.all(emphasised[145:155] >> 24 < image[145:155] >> 24)


def test_what_is_painted_cannot_be_changed() -> None:
    picture = paint(request(random_network()))
    lines = [line for band in picture.bands for line in band.outlines]
    arrays = (picture.x, picture.image, picture.mean, picture.median, *lines)
    for array in arrays:
        assert array is not None
        assert not array.flags.writeable


@pytest.mark.parametrize(
    "changes",
    [
        {"x_edges": np.full(3, 2.0)},
        {"y_edges": np.full(3, 2.0)},
        {"x_edges": np.array([0.0])},
        {"y_edges": np.array([0.0, np.inf])},
        {"x_edges": np.array([np.nan, 1.0])},
        {"y_edges": np.linspace(0.0, 1e-300, 5)},
        {"y_edges": np.array([-1.5e308, 1.5e308])},
        {"x_edges": np.linspace(1e300, 1.5e308, 5)},
    ],
)
def test_edges_that_enclose_nothing_give_a_blank_picture(changes: dict[str, object]) -> None:
    assert is_blank(paint(request(known_network([1.0], [0.0], [1.0], slope=1e30), **changes)))


def test_a_network_whose_weights_are_no_numbers_gives_a_blank_picture() -> None:
    network = random_network()
    parameters = network.parameters.copy()
    parameters[0, 5] = np.nan
    assert is_blank(paint(request(replace(network, parameters=parameters))))


def test_of_several_inputs_and_outputs_one_of_each_is_drawn() -> None:
    network = random_network(inputs=3, outputs=2)
    line = Predictor(network).along((0.5, np.nan, -2.0), 1, 1)
    picture = paint(replace(request(network), line=line))
    places = np.column_stack([np.full(len(picture.x), 0.5), picture.x, np.full(len(picture.x), -2)])
    assert picture.mean is not None
    assert_allclose(picture.mean, network(places).mean()[:, 1])


@given(
    components=st.lists(
        st.tuples(
            st.floats(-30.0, 0.0),
            st.one_of(st.floats(-10.0, 10.0), st.floats(-1e12, 1e12)),
            st.floats(-28.0, 28.0),
        ),
        min_size=1,
        max_size=5,
    ),
    slope=st.one_of(st.floats(-2.0, 2.0), st.floats(-1e12, 1e12)),
    x_edges=EDGES,
    y_edges=EDGES,
    adjustment=st.builds(Adjustment, st.floats(0.01, 100.0), st.floats(0.01, 100.0)),
    changes=st.fixed_dictionaries(
        {
            "selected": st.one_of(st.none(), st.integers(0, 9)),
            "colour": st.sampled_from(Colour),
            "per_column": st.booleans(),
        }
    ),
)
def test_whatever_the_network_and_the_view_all_that_is_drawn_is_finite(
    *,
    components: list[tuple[float, float, float]],
    slope: float,
    x_edges: Floats,
    y_edges: Floats,
    adjustment: Adjustment,
    changes: dict[str, Any],
) -> None:
    log_weights, means, log_scales = np.array(components).T
    weights, scales = np.exp(log_weights), np.exp(log_scales)
    network = known_network(list(weights), list(means), list(scales), slope)
    line = Predictor(network, adjustment).along([0.0], 0, 0)
    edges = {"x_edges": x_edges, "y_edges": y_edges}
    picture = paint(request(network, line=line, **edges, **changes))
    if is_blank(picture):
        assert x_edges[-1] == x_edges[0] or y_edges[-1] == y_edges[0]
        return
    assert picture.image is not None
    assert picture.image.shape == (len(y_edges) - 1, len(x_edges) - 1)
    lines = [line for band in picture.bands for line in band.outlines]
    for array in (picture.mean, picture.median, *lines):
        assert array is not None
        assert np.all(np.isfinite(array))


@pytest.mark.parametrize("colour", [Colour.PROBABILITY, Colour.LOG_DENSITY])
def test_pictures_side_by_side_are_those_of_each_alone(colour: Colour) -> None:
    look = Predictor(random_network(inputs=3))
    one = density_only(random_network(), colour=colour, per_column=True)
    lines = [look.along((1.0, 2.0, 3.0), column, 0) for column in range(3)]
    requests = [replace(one, line=line) for line in lines]
    for found, expected in zip(paint_side_by_side(requests), map(paint, requests), strict=True):
        assert_array_equal(found.x, expected.x)
        assert found.image is not None
        assert expected.image is not None
        assert_array_equal(found.image, expected.image)
    far = [replace(each, y_edges=Y_EDGES[:1]) for each in requests]
    assert all(map(is_blank, paint_side_by_side(far)))


def test_a_quick_picture_has_almost_the_same_tones() -> None:
    look = Predictor(random_network(inputs=3))
    plain = density_only(random_network(), colour=Colour.PROBABILITY)
    plain = replace(plain, line=look.along((1.0, 2.0, 3.0), 0, 0))
    image, quick = paint(plain).image, paint(replace(plain, quick=True)).image
    assert image is not None
    assert quick is not None
    assert (image == quick).mean() > 0.9


SOIL = Category(("clay", "loam", "sand"))
SOILS = (-6.0, 0.0, 5.0)
"""Means of y at each level, with a scale of 1."""


def along_soil(columns: int, **changes: Any) -> PictureRequest:  # noqa: ANN401 - as of `request`
    network = leveled_network((NUMBER, SOIL), SOILS, 1.0)
    line = Predictor(network).along([7.0, 0.0], 1, 0)
    return request(network, line=line, x_edges=np.linspace(-0.5, 2.5, columns + 1), **changes)


def test_along_a_category_each_level_has_a_band_of_its_own_density() -> None:
    picture = paint(along_soil(150, components=False))
    image = picture.image
    assert image is not None
    centres = np.round(picture.x)
    within = np.abs(picture.x - centres) < 0.4
    assert not image[:, ~within].any(), "between two levels there is nothing"
    y = (Y_EDGES[:-1] + PIXEL / 2)[::-1]
    for level, mean in enumerate(SOILS):
        band = image[:, within & (centres == level)]
        expected = np.floor(255 * np.exp(-0.5 * (y - mean) ** 2) + 0.5)
        assert_allclose(band & 255, np.tile(expected[:, None], band.shape[1]), atol=1)


def test_no_line_leads_from_level_to_level() -> None:
    picture = paint(along_soil(150))
    centres = np.round(picture.x)
    means = np.array(SOILS)[centres.astype(int)]
    for line in (picture.mean, picture.median):
        assert line is not None
        drawn = np.isfinite(line)
        assert_allclose(line[drawn], means[drawn], atol=PIXEL / 10)
        for one, other in ((0, 1), (1, 2)):
            between = (picture.x > one) & (picture.x < other)
            assert not drawn[between].all()
    half = {0.5: 0.674, 0.9: 1.645}
    for band in picture.bands:
        assert len(band.outlines) == 6, "above and below, at each of three levels"
        for outline in band.outlines:
            [level] = np.unique(np.round(outline[:, 0]))
            away = np.abs(outline[:, 1] - SOILS[int(level)])
            assert_allclose(away, half[band.mass], atol=PIXEL)


def test_of_many_levels_none_is_left_out_for_a_gap() -> None:
    picture = paint(along_soil(6, components=False))
    assert picture.image is not None
    assert (picture.image.max(axis=0) & 255 > 240).all()


def test_a_category_beside_a_number_has_the_picture_that_it_has_alone() -> None:
    predictor = Predictor(leveled_network((NUMBER, SOIL), SOILS, 1.0))
    edges = np.linspace(-0.5, 2.5, 41)
    both = [
        density_only(
            predictor.network,
            line=predictor.along([0.0, 2.0], column, 0),
            x_edges=edges,
            per_column=True,
        )
        for column in (0, 1)
    ]
    for beside, alone in zip(paint_side_by_side(both), map(paint, both), strict=True):
        assert beside.image is not None
        assert alone.image is not None
        assert_array_equal(beside.image, alone.image)


def test_where_an_input_has_no_logarithm_nothing_is_drawn() -> None:
    network = replace(
        known_network([0.5, 0.5], [-3.0, 2.0], [0.5, 1.0], slope=0.3),
        encoding=Encoding((Number("log"),)),
    )
    whole = paint(request(network))
    right = paint(request(network, x_edges=X_EDGES[20:]))
    assert X_EDGES[20] == 0.0
    for name in ("image", "mean", "median"):
        both, part = getattr(whole, name), getattr(right, name)
        assert_array_equal(both[..., 20:], part)
        assert not np.nan_to_num(both[..., :20]).any()
    assert [len(band.outlines) for band in whole.bands] == [len(b.outlines) for b in right.bands]
    beside = density_only(network, per_column=True)
    [image] = [each.image for each in paint_side_by_side([beside])]
    assert image is not None
    assert_array_equal(image, paint(beside).image)
    left = paint(request(network, x_edges=X_EDGES[:20]))
    assert is_blank(left)
