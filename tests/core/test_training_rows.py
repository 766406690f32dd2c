"""What a network keeps of the rows it learned from."""

import pickle

import numpy as np
import pytest

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import MOST_CELLS, MOST_ROWS, TrainingRows


def dataset(rows: int) -> Dataset:
    x = np.linspace(0.0, 1.0, rows)[:, None]
    return Dataset(x, 2 * x, ("x",), ("y",))


def test_a_small_table_is_kept_whole() -> None:
    rows = TrainingRows.of(dataset(50))
    assert rows.targets is not None
    np.testing.assert_array_equal(rows.targets, 2 * rows.inputs)
    assert (len(rows.inputs), rows.total, rows.evidence.weight) == (50, 50, 1.0)


def test_of_a_large_one_a_sample_that_stands_for_all() -> None:
    rows = TrainingRows.of(dataset(8_000), total=1_000_000)
    assert rows.targets is not None
    assert len(np.unique(rows.inputs)) == MOST_ROWS
    np.testing.assert_array_equal(rows.targets, 2 * rows.inputs)
    assert rows.evidence.weight == 200.0
    # Half of the range within the reach of the middle, on average half a row each.
    expected = 1_000_000 * float(rows.evidence.reach[0])
    assert rows.evidence.at([0.5])[0] == pytest.approx(expected, rel=0.1)


def test_evidence_goes_along_to_another_process() -> None:
    rows = TrainingRows.of(dataset(200))
    assert rows.evidence.inputs == 1
    sent = pickle.loads(pickle.dumps(rows))  # noqa: S301 - what it made itself
    assert "evidence" in vars(sent)
    np.testing.assert_array_equal(sent.evidence.reach, rows.evidence.reach)
    assert not sent.inputs.flags.writeable


def test_of_many_columns_fewer_rows_are_kept() -> None:
    x = np.random.default_rng(0).normal(size=(3_000, 1_000))
    names = tuple(map(str, range(1_000)))
    rows = TrainingRows.of(Dataset(x, x[:, :1], names, ("y",)))
    assert rows.inputs.size == MOST_CELLS
    assert rows.evidence.weight == 1.5


@pytest.mark.parametrize(
    ("inputs", "total", "targets"),
    [
        (np.zeros((0, 1)), 5, None),
        (np.zeros((3, 1)), 2, None),
        (np.zeros((MOST_ROWS + 1, 1)), MOST_ROWS + 1, None),
        (np.full((3, 1), np.inf), 3, None),
        (np.zeros((3, 1)), 3, np.zeros((2, 1))),
        (np.zeros(3), 3, None),
    ],
)
def test_what_cannot_be_kept_is_refused(
    inputs: np.ndarray, total: int, targets: np.ndarray | None
) -> None:
    with pytest.raises(ValueError, match=r"rows|must be finite"):
        TrainingRows(inputs, total, targets)
