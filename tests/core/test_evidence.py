"""Where a prediction is a guess: the measured table of places and rows, and a count by hand."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mdn_gui.core import tables
from mdn_gui.core.evidence import Evidence
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.kinds import NUMBER, Category
from mdn_gui.core.spread import isolated_values

Floats = np.ndarray


def evidence_of(name: str, rows: int) -> Evidence:
    return Evidence.of(EXAMPLES[name].dataset(rows, seed=0).inputs)


def column(shared: Path, table: str, *names: str) -> Floats:
    return tables.read_inputs(shared / "data" / f"{table}.csv", names)


def guesses(evidence: Evidence) -> list[tuple[float, float]]:
    return [(float(low), float(high)) for low, high in evidence.along([0.0]).guesses]


def alone(evidence: Evidence, x: Floats) -> float:
    """Share of rows that lie where, without themselves, a prediction is a guess."""
    inside = (x >= evidence.rows.min(axis=0)) & (x <= evidence.rows.max(axis=0))
    near = evidence.at(x) - evidence.weight
    return float((~inside.all(axis=1) | (near <= evidence.threshold)).mean())


def test_the_gap_is_a_guess_from_edge_to_edge() -> None:
    evidence = evidence_of("gap", 850)
    (_, left), (low, high), (right, _) = guesses(evidence)
    # The table says -0.69 to 0.71, with a fiftieth of the range either way for another draw.
    assert low == pytest.approx(-0.7, abs=6 / 50)
    assert high == pytest.approx(0.7, abs=6 / 50)
    assert (left, right) == pytest.approx((-3.0, 3.0), abs=6 / 50)
    assert not evidence.guessed(evidence.rows).any()
    few = evidence.at(np.linspace(-0.6, 0.6, 13)) < 10
    assert few.all()


def test_quakes_beyond_the_last_longitude_and_between_the_arcs(shared: Path) -> None:
    x = column(shared, "quakes", "long")
    evidence = Evidence.of(x)
    fiftieth = (188.1 - 165.7) / 50
    spans = guesses(evidence)
    assert spans[0][1] == pytest.approx(165.7, abs=fiftieth)
    assert spans[-1][0] == pytest.approx(188.1, abs=fiftieth)
    wide = [span for span in spans[1:-1] if span[1] - span[0] > 1.0]
    assert wide == [pytest.approx((173.0, 177.5), abs=fiftieth)]
    assert 0.005 < evidence.guessed(x).mean() < 0.03


@pytest.mark.parametrize("share", [0.005, 0.02, 0.15])
def test_a_code_for_missing_values_is_no_evidence(share: float) -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(50.0, 15.0, 1000)
    coded = int(share * 1000)
    x[:coded] = -999.0
    evidence = Evidence.of(x[:, None])
    assert isolated_values(x).tolist() == [-999.0]
    assert evidence.guessed([-999.0]).all()
    (beginning, low), *_ = guesses(evidence)
    assert beginning == -np.inf
    assert 5 < low < 22
    assert evidence.guessed(x[coded:]).mean() < 0.04


@pytest.mark.parametrize(("table", "name"), [("faithful", "waiting"), ("speedflow_lane2", "flow")])
def test_only_the_edges_of_well_covered_tables(shared: Path, table: str, name: str) -> None:
    x = column(shared, table, name)
    evidence = Evidence.of(x)
    assert evidence.guessed(x).mean() < 0.01
    assert len(guesses(evidence)) == 2


@pytest.mark.parametrize("values", [2, 6])
def test_codes_and_counts_have_no_holes_between_their_values(values: int) -> None:
    x = np.random.default_rng(0).integers(0, values, (1000, 1)).astype(float)
    evidence = Evidence.of(x)
    assert not evidence.guessed(np.linspace(0, values - 1, 101)).any()
    assert guesses(evidence) == [(-np.inf, 0.0), (values - 1.0, np.inf)]


def test_the_inverse_sine_over_a_wider_range() -> None:
    evidence = evidence_of("inverse-sine", 2550)
    (_, low), (high, _) = guesses(evidence)
    assert (low, high) == pytest.approx((-14.0, 14.5), abs=0.7)
    assert evidence.guessed(evidence.rows).mean() < 0.003


@pytest.mark.parametrize(
    ("distribution", "most"), [("lognormal", 0.07), ("standard_cauchy", 0.075)]
)
def test_tails_are_guesses(distribution: str, most: float) -> None:
    draw = getattr(np.random.default_rng(0), distribution)
    evidence = Evidence.of(draw(size=(1000, 1)))
    unseen = draw(size=(3000, 1))
    assert 0.02 < evidence.guessed(unseen).mean() < most
    assert alone(evidence, evidence.rows) < 0.06


@pytest.mark.parametrize("inputs", [2, 5, 8])
def test_unseen_rows_of_several_inputs(inputs: int) -> None:
    x = np.random.default_rng(0).normal(size=(2000, inputs))
    evidence = Evidence.of(x[:1000])
    assert 0.005 < evidence.guessed(x[1000:]).mean() < 0.08


def test_unseen_quakes_of_three_inputs(shared: Path) -> None:
    x = np.random.default_rng(0).permutation(column(shared, "quakes", "long", "lat", "mag"))
    assert Evidence.of(x[:850]).guessed(x[850:]).mean() < 0.09


def test_the_empty_centre_of_a_ring() -> None:
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 2 * np.pi, 1000)
    ring = np.column_stack([np.cos(angle), np.sin(angle)]) + rng.normal(0, 0.05, (1000, 2))
    evidence = Evidence.of(ring)
    assert evidence.guessed([[0.0, 0.0]]).all()
    assert not evidence.guessed(ring).any()
    section = evidence.along([0.0, 0.0], 0)
    supported = section.guesses[:-1, 1], section.guesses[1:, 0]
    np.testing.assert_array_less(supported[0][0], -0.7)
    np.testing.assert_array_less(0.7, supported[1][-1])


def by_hand(evidence: Evidence, x: Floats) -> Floats:
    """The definition, row by row."""
    distances = np.abs(x[:, None] - evidence.rows) / evidence.reach
    counted: Floats = evidence.weight * np.maximum(0.0, 1 - distances.max(axis=2)).sum(axis=1)
    return counted


@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 3),
    st.sampled_from([0.0, 1e7, 1.7e12, -3e-9]),
    st.sampled_from([1e-9, 1.0, 1e6]),
)
@example(seed=653332, inputs=3, offset=0.0, unit=1e-9)  # far from all rows in what is held
def test_evidence_and_its_sections_count_the_rows_near(
    seed: int, inputs: int, offset: float, unit: float
) -> None:
    rng = np.random.default_rng(seed)
    rows = offset + unit * rng.normal(size=(60, inputs))
    evidence = Evidence.of(rows, total=120)
    x = offset + unit * rng.normal(size=(20, inputs))
    expected = by_hand(evidence, x)
    # As precise as the inputs are, in units of the reach.
    rounding = 60 * float((np.spacing(np.abs(x).max() + unit) / evidence.reach).max()) + 1e-9
    np.testing.assert_allclose(evidence.at(x), expected, atol=120 * rounding)
    along = np.sort(x[:, 0])
    section = evidence.along(x[0], 0)
    places = np.column_stack([along, *[np.full(20, held) for held in x[0, 1:]]])
    np.testing.assert_allclose(section.at(along), by_hand(evidence, places), atol=120 * rounding)
    inside = (section.guesses[:, 0] < along[:, None]) & (along[:, None] < section.guesses[:, 1])
    clear = np.abs(by_hand(evidence, places) - evidence.threshold) > 240 * rounding
    expected_guesses = evidence.guessed(places)
    np.testing.assert_array_equal(inside.any(axis=1)[clear], expected_guesses[clear])


def test_how_far_rows_are_in_the_inputs_held() -> None:
    rng = np.random.default_rng(0)
    rows = np.column_stack([rng.normal(size=(500, 2)), rng.integers(2, size=500)])
    evidence = Evidence.of(rows, kinds=(NUMBER, NUMBER, Category(("dry", "wet"))))
    reach = evidence.reach
    asked = np.array([[9.0, 0.0, 1.0], [0.0, 2.0 * reach[1], 1.0], [0.0, 0.0, 0.0]])
    place = (0.0, 0.0, 1.0)
    np.testing.assert_allclose(evidence.apart(asked, place, 0), [0.0, 2.0, np.inf])
    # Along the levels, only numbers are held.
    np.testing.assert_allclose(evidence.apart(asked, place, 2), [9.0 / reach[0], 2.0, 0.0])


def test_the_nearest_row() -> None:
    evidence = Evidence.of(np.array([[0.0, 0.0], [1.0, 5.0], [2.0, 9.0], [3.0, 2.0]] * 5))
    assert evidence.nearest([2.1, 8.5]).tolist() == [2.0, 9.0]


def test_one_row_and_one_value_are_evidence_of_one_place() -> None:
    evidence = Evidence.of(np.full((40, 1), 3.0))
    assert evidence.guessed([2.9, 3.0, 3.1]).tolist() == [True, False, True]


@pytest.mark.parametrize("inputs", [1, 3])
@pytest.mark.parametrize("nearness", [0.5, 2.0])
def test_how_near_counts(inputs: int, nearness: float) -> None:
    rng = np.random.default_rng(inputs)
    rows = rng.normal(size=(400, inputs))
    usual = Evidence.of(rows)
    changed = usual.within(nearness)
    np.testing.assert_allclose(changed.reach, nearness * usual.reach)
    places = rng.normal(size=(50, inputs))
    np.testing.assert_allclose(changed.at(places), by_hand(changed, places), atol=1e-9)
    assert (changed.at(places) >= usual.at(places)).all() == (nearness > 1)
    assert alone(changed, rows) < 0.08, "the rule of one in twenty is kept"
    assert usual.within(1.0) is usual
    assert usual.within(nearness) is changed


def test_the_steps_of_a_column_are_near_however_near_counts() -> None:
    changed = Evidence.of(np.repeat(np.arange(6.0), 50)[:, None]).within(0.5)
    assert changed.reach.tolist() == [1.0]


@pytest.mark.parametrize(
    ("rows", "spreads", "weight", "fault"),
    [
        (np.zeros((0, 1)), np.ones(1), 1.0, "rows must be"),
        (np.zeros((3, 1)), np.ones(2), 1.0, "rows must be"),
        (np.full((3, 1), np.nan), np.ones(1), 1.0, "must be finite"),
        (np.zeros((3, 1)), np.zeros(1), 1.0, "reach of evidence must be positive"),
        (np.zeros((3, 1)), np.ones(1), 0.5, "weight must be at least 1"),
    ],
)
def test_what_is_no_evidence_is_refused(
    rows: Floats, spreads: Floats, weight: float, fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        Evidence(rows, weight, spreads, np.zeros(len(spreads)), 0.2, 3.0)


COLUMNS = {
    "zeros": np.zeros(400),
    "one value": np.full(400, 5.0),
    "a flag seldom set": (np.arange(400) < 3).astype(float),
    "a flag and its code": np.where(np.arange(400) < 3, -999.0, np.arange(400) % 2),
    "two far values": np.where(np.arange(400) % 2, 1e150, -1e150),
    "tiny": np.linspace(1e-310, 2e-310, 400),
    "small beside an offset": 1e15 + np.arange(400.0),
}


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("beside", [False, True])
def test_any_column_has_evidence_where_its_rows_are(name: str, *, beside: bool) -> None:
    column = COLUMNS[name]
    other = np.random.default_rng(0).normal(size=400)
    x = np.column_stack([column, other])[:, : 1 + beside]
    evidence = Evidence.of(x)
    near = evidence.at(x)
    assert np.isfinite(near).all()
    coded = column == -999.0
    assert evidence.guessed(x)[~coded].mean() < 0.1
    section = evidence.along(x[-1], 0)
    assert np.isfinite(section.rows_near).all()
    assert not section.guessed(column[-1])
    np.testing.assert_allclose(section.at(column[-1]), near[-1], rtol=1e-6)
    assert section.guessed([np.nextafter(column.max(), np.inf) * (1 + 1e-9) + 1e-300]).all()


@pytest.mark.parametrize("code", [-999.0, 1e12, 0.5, 5.1])
def test_a_code_is_found_among_many_rows(code: float) -> None:
    x = np.random.default_rng(0).uniform(3.0, 5.0, 20_000)
    assert isolated_values(x).size == 0
    x[::500] = code
    # Next to the others, or less than five spreads away, it is a value like them.
    width = 1.6 / 2.563  # as the outer deciles tell it
    far = max(3.0 - code, code - 5.0) > 5.0 * width
    assert isolated_values(x).tolist() == ([code] if far else [])


def test_a_flag_that_is_seldom_set_is_no_code() -> None:
    assert isolated_values(COLUMNS["a flag seldom set"]).size == 0
    assert isolated_values(COLUMNS["a flag and its code"]).tolist() == [-999.0]


@given(st.integers(0, 2**32 - 1))
def test_what_rows_count_adds_up_to_the_evidence(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(60, 2))
    codes = rng.integers(0, 2, 60).astype(float)
    for inputs, kinds in (
        (rows, ()),
        (np.column_stack([rows, codes]), (NUMBER, NUMBER, Category(("a", "b", "never")))),
    ):
        evidence = Evidence.of(inputs, kinds=kinds)
        place = inputs[0] + 0.1 * (inputs[1] - inputs[0])
        place[2:] = codes[0]
        counts = evidence.near(evidence.rows, place)
        assert counts.sum() == pytest.approx(evidence.at(place[None])[0])
        far = (np.abs(evidence.rows - place) / evidence.reach)[:, :2].max(axis=1) >= 1.0
        assert not counts[far].any()
        assert not evidence.near(rows[:1] + 1e3 if not kinds else inputs[:1] + 1e3, place).any()
    place[2] = 2.0
    assert not evidence.near(inputs, place).any(), "no row has that level"


def test_a_constant_input_says_nothing_of_the_others_and_all_but_its_value_is_a_guess() -> None:
    x = np.random.default_rng(0).uniform(size=200)
    evidence = Evidence.of(np.column_stack([x, np.full(200, 0.1)]))
    alone = Evidence.of(x[:, None])
    np.testing.assert_allclose(
        evidence.along((0.5, 0.1), 0).guesses, alone.along((0.5,)).guesses, atol=2e-3
    )
    section = evidence.along((0.5, 0.1), 1)
    assert not section.guessed(0.1)
    assert section.guessed([0.0, 0.09, 0.11, 1.0]).all()
    assert evidence.along((0.5, 0.2), 0).guessed(x).all()


def test_an_input_that_varies_in_its_last_digits_is_like_any_other() -> None:
    rng = np.random.default_rng(0)
    x, fine = rng.uniform(size=200), rng.uniform(size=200)
    plain = Evidence.of(np.column_stack([x, fine]))
    nearly = Evidence.of(np.column_stack([x, 1e6 + 1e-6 * fine]))
    expected, found = (
        each.along((0.5, middle), 1).guesses[1:-1]
        for each, middle in ((plain, 0.5), (nearly, 1e6 + 5e-7))
    )
    np.testing.assert_allclose((found - 1e6) / 1e-6, expected, atol=2e-3)
    ends = nearly.along((0.5, 1e6 + 5e-7), 1)
    assert not ends.guessed(1e6 + 5e-7)
    assert ends.guessed([1e6 - 1e-6, 1e6 + 2e-6]).all()
