"""What rows have in common, and what else takes longer, against scipy and against answers."""

import numpy as np
import pytest
from scipy import stats

from mdn_gui.core.answer import answer_at
from mdn_gui.core.check.along import mean_along
from mdn_gui.core.check.details import StoppedError, details, guesses_among, members_apart
from mdn_gui.core.check.scores import judge
from mdn_gui.core.check.unlikely import as_many, in_common, least_likely
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import Evidence
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.predictor import Predictor
from tests.core.check.planted import rows, truth, widened
from tests.networks import random_network

TEST = rows(600, seed=4)


def test_as_many_marked_rows_are_as_probable_as_scipy_says() -> None:
    found, marked = np.array([0, 1, 5, 12, 12, 20]), np.array([0, 30, 60, 60, 12, 195])
    expected = stats.hypergeom.sf(found - 1, 200, marked, 20)
    np.testing.assert_allclose(as_many(found, 20, marked, 200), expected, rtol=1e-9, atol=1e-14)


def test_a_range_that_holds_most_of_some_rows_is_what_they_have_in_common() -> None:
    far = np.flatnonzero(TEST.inputs[:, 0] > 1.2)[:40]
    others = np.flatnonzero(TEST.inputs[:, 0] < 0.5)[:5]
    found = in_common(TEST, np.concatenate([far, others]))
    assert found is not None
    assert found.column == 0
    assert found.low > 0.8
    inside = (TEST.inputs[:, 0] >= found.low) & (TEST.inputs[:, 0] <= found.high)
    assert found.share == pytest.approx(inside.mean())
    assert (found.rows, found.of) == (40, 45)
    assert found.p_value < 1e-20


def test_a_level_can_be_what_rows_have_in_common() -> None:
    found = in_common(TEST, np.flatnonzero(TEST.inputs[:, 1] == 2)[:30])
    assert found is not None
    assert (found.column, found.low, found.high, found.rows) == (1, 2.0, 2.0, 30)


def test_rows_drawn_at_random_have_nothing_in_common() -> None:
    rng = np.random.default_rng(0)
    told = [in_common(TEST, rng.choice(600, 30, replace=False)) for _ in range(50)]
    assert sum(each is not None for each in told) <= 2


def test_the_least_likely_rows_lie_where_a_density_is_too_narrow() -> None:
    judged = judge(widened(0.3, lambda inputs: inputs[:, 1] == 1), TEST, 0)
    found = least_likely(judged)
    assert len(found.rows) == 30
    assert (np.diff(found.levels) <= 0.0).all()
    assert found.common is not None
    assert (found.common.column, found.common.low) == (1, 1.0)
    np.testing.assert_array_equal(found.log_scores, judged.log_scores[found.rows])


def ensemble(members: int) -> Network:
    layout = Layout(members, inputs=2, hidden=(8,), components=3, outputs=1)
    one = random_network(components=3, inputs=2)
    parameters = np.random.default_rng(0).normal(0.0, 0.7, (members, layout.size))
    return Network(
        layout,
        "silu",
        parameters.astype(np.float32),
        one.input_scaling,
        one.target_scaling,
        one.log_floor,
    )


def test_members_lie_as_far_apart_as_the_answer_at_each_row_says() -> None:
    test = rows(12, seed=4)
    test = Dataset(test.inputs, test.targets, ("a", "b"), ("y",))
    network = ensemble(4)
    found = members_apart(network, judge(network, test, 0), 0)
    for place, distance in zip(test.inputs, found.distances[:, 0], strict=True):
        expected = answer_at(Predictor(network), place.tolist(), 0).disagreement
        assert distance == pytest.approx(expected, abs=0.02)


def test_one_member_has_nobody_to_disagree_with() -> None:
    judged = judge(truth, rows(80, seed=4), 0)
    found = details(judged, None, "test", 0)
    assert found.apart is None
    assert found.guesses is None
    assert [each.target for each in found.regions] == ["", "y"]


def test_rows_beyond_all_training_rows_are_guesses() -> None:
    evidence = Evidence.of(np.linspace(0.0, 1.0, 200)[:, np.newaxis])
    assert guesses_among(evidence, np.array([[0.5], [0.7], [1.5], [9.0]])) == 2


def test_details_tell_how_far_they_are_and_can_be_stopped() -> None:
    judged, told = judge(truth, rows(80, seed=4), 0), list[int]()

    def proceed(percent: int) -> bool:
        told.append(percent)
        return percent < 50

    with pytest.raises(StoppedError):
        details(judged, None, "test", 0, proceed)
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] >= 50


def test_means_along_an_input_are_those_of_its_bins() -> None:
    bins, means = mean_along(TEST, 0, TEST.targets[:, 0])
    for number, mean in enumerate(means):
        inside = (TEST.inputs[:, 0] >= bins.low[number]) & (TEST.inputs[:, 0] <= bins.high[number])
        assert mean == pytest.approx(TEST.targets[inside, 0].mean())
