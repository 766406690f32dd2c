"""Missing inputs along an axis: what is predicted, drawn and known to be a guess there."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.colour import Colour
from mdn_gui.core.drawing.picture import Picture, PictureRequest, paint, paint_side_by_side
from mdn_gui.core.evidence import Evidence
from mdn_gui.core.kinds import NUMBER, Category, Number
from mdn_gui.core.missing import MISSING, MissingBand, placed
from mdn_gui.core.predictor import Adjustment, Line, predictor
from mdn_gui.core.typical import most_typical
from tests.gaps import APART, INPUTS, KINDS, SCALE, network

BAND = MissingBand(40.0, 44.0)
SOILS = MissingBand.beside(-0.5, 1.5, KINDS[2])


def test_a_place_equals_another_with_the_same_values_missing() -> None:
    one, other = placed([1.0, np.float64("nan")]), placed(np.array([1.0, np.nan]).tolist())
    assert one == other
    assert one != placed([1.0, 2.0])


def test_beyond_its_beginning_a_position_stands_for_a_missing_value() -> None:
    assert BAND.value(40.0) == 40.0
    assert BAND.value(40.1) is MISSING
    assert BAND.position(30.0) == 30.0
    assert BAND.position(MISSING) == 42.0
    assert_array_equal(BAND.values(np.array([39.0, 43.0])), [39.0, np.nan])
    low, high = BAND.span
    assert 40.0 < low < high < 44.0
    assert_allclose(BAND.drawn(np.array([39.0, 40.0, 42.0, 44.0])), [39.0, 40.0, 42.0, high])


def test_of_a_category_it_is_one_level_more() -> None:
    assert (SOILS.begins, SOILS.centre, SOILS.ends) == (1.5, 2.0, 2.5)


def line(column: int, place: tuple[float, ...], band: MissingBand | None) -> Line:
    return predictor(network(), Adjustment()).along(place, column, 0, band)


def test_a_line_predicts_what_the_network_does_of_missing_values() -> None:
    made = network()
    along = predictor(made, Adjustment()).along((5.0, 0.0, 1.0), 1, 0, BAND)
    mixtures = along([30.0, 42.0, MISSING])
    for place, moisture in enumerate((30.0, np.nan, np.nan)):
        expected = made(np.array([[5.0, moisture, 1.0]]))[0]
        assert_array_equal(mixtures[place].means, expected.means)
    assert_allclose(mixtures[1].means[:, 0], [-APART, APART])


def test_lines_with_another_input_held_at_missing_are_equal() -> None:
    look = predictor(network(), Adjustment())
    one, other = (look.along(placed([5.0, np.float64("nan"), 1.0]), 0, 0) for _ in range(2))
    assert one == other
    assert one != look.along((5.0, 30.0, 1.0), 0, 0)


def test_along_a_category_a_missing_level_is_the_last() -> None:
    along = line(2, (5.0, 30.0, 0.0), SOILS)
    assert along.levels == (0.0, 1.0, 2.0)
    assert_array_equal(along.places([0.2, 1.4, 1.6, 9.0])[:, 2], [0.0, 1.0, np.nan, np.nan])


def painted(along: Line, low: float, high: float) -> Picture:
    return paint(
        PictureRequest(
            line=along,
            x_edges=np.linspace(low, high, 121),
            y_edges=np.linspace(-5.0, 5.0, 101),
            density=True,
            colour=Colour.PROBABILITY,
            mean=True,
            median=True,
            bands=True,
            colours=np.arange(256, dtype=np.uint32) | np.uint32(0xFF000000),
        )
    )


def test_a_picture_has_a_band_of_its_own_for_what_is_missing() -> None:
    shown = painted(line(1, (5.0, 0.0, 1.0), BAND), 16.0, 44.0)
    assert shown.image is not None
    assert shown.mean is not None
    low, high = BAND.span
    within = (shown.x > low) & (shown.x < high)
    values = shown.x < BAND.begins
    assert not shown.image[:, ~within & ~values].any()
    strong = shown.image & np.uint32(0xFF)
    middle, above = 50, 20  # rows of the image at y = 0 and y = APART
    assert (strong[middle, values] > 200).all()
    assert (strong[above, values] < 50).all()
    assert (strong[middle, within] < 50).all()
    assert (strong[above, within] > 200).all()
    assert np.isnan(shown.mean[~within & ~values]).all()


def test_pictures_side_by_side_are_those_of_each_alone() -> None:
    lines = [line(0, (5.0, np.nan, 1.0), None), line(1, (5.0, 0.0, 1.0), BAND)]
    lines += [line(2, (5.0, 30.0, 1.0), SOILS), line(1, (7.0, 0.0, np.nan), BAND)]
    wanted = [
        PictureRequest(
            line=each,
            x_edges=np.linspace(-1.0, 44.0, 61),
            y_edges=np.linspace(-5.0, 5.0, 41),
            density=True,
            per_column=True,
            colours=np.arange(256, dtype=np.uint32) | np.uint32(0xFF000000),
        )
        for each in lines
    ]
    for request, together in zip(wanted, paint_side_by_side(wanted), strict=True):
        alone = paint(request).image
        assert alone is not None
        assert together.image is not None
        apart = np.abs(together.image.astype(np.int64) - alone.astype(np.int64)) > 1
        assert apart.mean() < 0.01


@pytest.mark.parametrize("edges", [(16.0, 39.0), (40.5, 44.0), (-200.0, 300.0), (46.0, 60.0)])
def test_a_part_of_the_axis_is_drawn_as_well(edges: tuple[float, float]) -> None:
    along = line(1, (5.0, 0.0, 1.0), BAND)
    shown = painted(along, *edges)
    assert len(shown.x) == 120
    for band in shown.bands:
        for outline in band.outlines:
            left, right = outline[:, 0].min(), outline[:, 0].max()
            assert right <= BAND.begins or left >= BAND.begins, "an outline crosses the gap"


def test_a_logarithm_is_drawn_above_0_and_in_the_band() -> None:
    made = network()
    kinds = (NUMBER, Number("log", missing=True), KINDS[2])
    log = replace(made, rows=None, encoding=replace(made.encoding, kinds=kinds))
    shown = painted(predictor(log, Adjustment()).along((5.0, 1.0, 1.0), 1, 0, BAND), -21.0, 44.0)
    assert shown.image is not None
    low, high = BAND.span
    drawn = shown.image.any(axis=0)
    expected = ((shown.x > 0.0) & (shown.x < BAND.begins)) | ((shown.x > low) & (shown.x < high))
    assert_array_equal(drawn, expected)


def test_evidence_at_missing_is_that_of_the_rows_there() -> None:
    evidence = Evidence.of(INPUTS, kinds=KINDS)
    place = np.array([5.0, 30.0, 1.0])
    for column, band in ((1, BAND), (2, SOILS)):
        section = evidence.along(place, column, band)
        there = place.copy()
        there[column] = np.nan
        assert_allclose(section.at(band.centre), evidence.at(there[np.newaxis])[0])
        assert section.guessed(band.centre) == evidence.guessed(there[np.newaxis])[0]
        assert section.at(band.ends + 1.0) == 0.0
        assert section.guessed(band.ends + 1.0)
    x = np.linspace(21.0, 39.0, 7)
    places = np.tile(place, (7, 1))
    places[:, 1] = x
    section = evidence.along(place, 1, BAND)
    assert_allclose(section.at(x), evidence.at(places), atol=1e-9)
    assert_array_equal(section.guessed(x), evidence.guessed(places))


def test_evidence_is_worked_out_once_while_an_input_is_held_at_missing() -> None:
    evidence = Evidence.of(INPUTS, kinds=KINDS)
    one, other = (np.array([5.0, np.nan, 1.0]) for _ in range(2))
    assert evidence.along(one, 0) is evidence.along(other, 0)


def test_where_no_row_lacks_the_value_a_prediction_at_missing_is_a_guess() -> None:
    rows = INPUTS[~np.isnan(INPUTS[:, 1])]
    section = Evidence.of(rows, kinds=KINDS).along(np.array([5.0, 30.0, 1.0]), 1, BAND)
    assert section.guessed(BAND.centre)
    assert section.at(BAND.centre) == 0.0


def test_the_most_typical_row_lacks_no_level() -> None:
    levels = np.array([np.nan, np.nan, np.nan, 0.0, 1.0, 1.0])[:, np.newaxis]
    assert most_typical(levels, (Category(("a", "b"), missing=True),)) in {4, 5}


def test_a_band_and_a_line_go_to_another_process() -> None:
    along = line(1, (5.0, 0.0, 1.0), BAND)
    there: Line = pickle.loads(pickle.dumps(along))  # noqa: S301 - made above
    assert_allclose(there([42.0]).means, along([42.0]).means)
    assert_allclose(there([42.0]).scales, SCALE, rtol=1e-6)
