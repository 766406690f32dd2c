"""What every built-in problem can be asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import kstest

from mdn_gui.core.examples import EXAMPLES, NOISE_RANGE, Example, PlanarExample
from mdn_gui.core.examples.example import Curve
from mdn_gui.core.maths.numerics import Floats

every_example = pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
PLANAR = {name: each for name, each in EXAMPLES.items() if isinstance(each, PlanarExample)}
every_planar_example = pytest.mark.parametrize("example", PLANAR.values(), ids=PLANAR.keys())
every_noise = pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])


def rows_of(example: PlanarExample, rows: int, seed: int) -> tuple[Floats, Floats]:
    """The x and y of drawn rows, (rows,) each."""
    dataset = example.dataset(rows, seed)
    return dataset.inputs[:, 0], dataset.targets[:, 0]


def shares_below(example: PlanarExample, x: Floats, y: Floats) -> Floats:
    """The probability of less than y at x, (rows,), by the trapezoidal rule."""
    low = min(example.y_range[0], y.min())
    # As many steps as leave the narrowest density some, whatever the noise.
    grids = low + (y - low)[:, None] * np.linspace(0, 1, 4001 if example.noise < 1 else 1001)
    shares: Floats = np.trapezoid(np.exp(example.log_prob(x[:, None], grids)), grids)
    return shares


def peaks(y: Floats, log_density: Floats) -> Floats:
    """The middles of the tops of a density on a grid, no lower than a hundredth of the highest."""
    starts = np.flatnonzero(np.append(True, log_density[1:] != log_density[:-1]))
    ends = np.append(starts[1:], len(y)) - 1
    around = np.concatenate([[-np.inf], log_density[starts], [-np.inf]])
    is_top = (around[1:-1] > around[:-2]) & (around[1:-1] > around[2:])
    is_top &= around[1:-1] > log_density.max() + np.log(0.01)
    middles: Floats = (y[starts][is_top] + y[ends][is_top]) / 2
    return middles


def test_the_menu_begins_with_the_tutorial() -> None:
    assert list(EXAMPLES) == [
        "inverse-sine",
        "bishop",
        "heteroscedastic",
        "changing-weights",
        "circle",
        "heavy-tails",
        "step",
        "gap",
        "three-inputs",
        "category",
        "arm",
    ]


@every_example
def test_every_example_can_be_shown(example: Example) -> None:
    dataset = example.dataset(rows=50, seed=3)
    assert dataset.rows == 50
    assert_array_equal(dataset.targets, example.dataset(rows=50, seed=3).targets)
    assert (dataset.targets != example.dataset(rows=50, seed=4).targets).any()
    assert EXAMPLES[example.name] is example
    assert example.title
    assert example.summary.endswith(".")
    inputs, outputs = len(dataset.input_names), len(dataset.target_names)
    assert len(example.input_ranges) == inputs
    plane = example.along(dataset.inputs[0].tolist(), inputs - 1, outputs - 1)
    assert plane == example.along(dataset.inputs[0].tolist(), inputs - 1, outputs - 1)
    truth = plane.truth(np.linspace(*plane.display_range, 7))
    assert truth.log_density.shape == (7, len(truth.y))
    assert (truth.y[0], truth.y[-1]) == plane.y_range
    with pytest.raises(ValueError, match="read-only"):
        truth.log_density[0, 0] = 0


@every_noise
@every_planar_example
def test_rows_lie_where_they_are_shown(example: PlanarExample, noise: float) -> None:
    x, y = rows_of(example.with_noise(noise), 10_000, seed=0)
    low, high = example.with_noise(noise).y_range
    assert np.mean((y < low) | (y > high)) < 1e-3
    low, high = example.display_range
    assert np.mean((x < low) | (x > high)) < 0.5


@every_noise
@every_planar_example
def test_the_density_integrates_to_one(example: PlanarExample, noise: float) -> None:
    example = example.with_noise(noise)
    x, _ = rows_of(example, 6, seed=1)
    y = np.linspace(*example.y_range, 100_001)
    masses = np.trapezoid(np.exp(example.truth(x, y).log_density), y)
    # The steps at the edges of Bishop's problem, and what Student's t holds beyond the range.
    assert_allclose(masses, 1, rtol=2e-3 if example.name == "bishop" else 2e-4)


@pytest.mark.parametrize(("noise", "rows"), [(0.1, 4000), (1.0, 20_000), (5.0, 4000)])
@every_planar_example
def test_rows_are_drawn_from_the_density(example: PlanarExample, noise: float, rows: int) -> None:
    example = example.with_noise(noise)
    x, y = rows_of(example, rows, seed=2)
    pairs = zip(np.array_split(x, rows // 500), np.array_split(y, rows // 500), strict=True)
    transform = np.concatenate([shares_below(example, *pair) for pair in pairs])
    assert kstest(transform, "uniform").pvalue > 1e-3


@pytest.mark.parametrize(("noise", "rows"), [(0.1, 10_000), (1.0, 100_000), (5.0, 10_000)])
@every_planar_example
def test_the_floor_is_the_expected_score_of_the_truth(
    example: PlanarExample, noise: float, rows: int
) -> None:
    example = example.with_noise(noise)
    x, y = rows_of(example, rows, seed=0)
    pairs = zip(np.array_split(x, rows // 5000), np.array_split(y, rows // 5000), strict=True)
    scores = -np.concatenate([example.log_prob(*pair) for pair in pairs])
    assert abs(scores.mean() - example.floor) < 4 * scores.std() / np.sqrt(rows)


@every_noise
@every_planar_example
def test_modes_are_the_maxima_of_the_density(example: PlanarExample, noise: float) -> None:
    example = example.with_noise(noise)
    y = np.linspace(*example.y_range, 20_001)
    x = np.concatenate([np.linspace(*example.display_range, 29), rows_of(example, 20, seed=5)[0]])
    truth = example.truth(x, y)
    expected = [peaks(y, log_density) for log_density in truth.log_density]
    modes = example.modes(x)
    assert_array_equal(modes.x, np.repeat(x, [len(positions) for positions in expected]))
    assert_allclose(modes.y, np.concatenate(expected), rtol=0, atol=1.01 * (y[1] - y[0]))


@every_example
def test_other_noise_makes_another_example(example: Example) -> None:
    noisy = example.with_noise(2.0)
    assert (noisy.name, noisy.noise, example.noise) == (example.name, 2.0, 1.0)
    assert noisy == example.with_noise(2.0) != example
    assert noisy.with_noise(1.0) == example
    assert noisy.floor > example.floor
    assert noisy.dataset(20, seed=0).rows == 20


@pytest.mark.parametrize("noise", [0.099, 5.01, 0.0, -1.0, np.inf, np.nan])
@every_example
def test_impossible_noise_is_refused(example: Example, noise: float) -> None:
    with pytest.raises(ValueError, match=rf"between 0\.1 and 5 times .* but is {noise:g}\."):
        example.with_noise(noise)


@every_planar_example
@given(
    noise=st.floats(*NOISE_RANGE),
    x=st.lists(st.floats(-100, 100), min_size=1, max_size=3),
    y=st.lists(st.floats(-1000, 1000), min_size=1, max_size=3),
)
def test_the_density_is_a_number_everywhere(
    example: PlanarExample, noise: float, x: list[float], y: list[float]
) -> None:
    example = example.with_noise(noise)
    log_density = example.truth(x, y).log_density
    assert log_density.shape == (len(x), len(y))
    assert (log_density < np.inf).all()
    modes = example.modes(x)
    assert np.isin(modes.x, x).all()
    assert (np.isfinite(modes.y)).all()
    assert np.isfinite(example.log_prob(modes.x, modes.y)).all()


@pytest.fixture
def cosine() -> Curve:
    """A fall from 1 at y = 0 to -1 at y = pi, and a rise back to 1."""
    turns = np.array([0.0, np.pi, 2 * np.pi])
    return Curve(np.cos, lambda y: -np.sin(y), turns)


def test_each_piece_is_read_backwards(cosine: Curve) -> None:
    x = np.linspace(-0.99, 0.99, 41)
    expected = np.column_stack([np.arccos(x), 2 * np.pi - np.arccos(x)])
    assert_allclose(cosine.nearest(x), expected, rtol=0, atol=1e-12)


def test_out_of_reach_the_closer_end_is_given_exactly(cosine: Curve) -> None:
    nearest = cosine.nearest(np.array([-2.0, -1.0, 1.0, 2.0]))
    bottom, top = [np.pi, np.pi], [0.0, 2 * np.pi]
    assert_array_equal(nearest, [bottom, bottom, top, top])


def test_the_values_at_the_turns_are_known(cosine: Curve) -> None:
    assert_allclose(cosine.turn_values, [1, -1, 1])
