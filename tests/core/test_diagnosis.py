"""What a person is told of components, targets and copies, for networks made by hand."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.diagnosis import diagnose
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network

RNG = np.random.default_rng(0)


def mixture_network(
    weights: list[float], means: list[float], scales: list[float], floor: float = 1e-3
) -> Network:
    """The same mixture at every x, in units of 10 for y: numbers here are in the data's."""
    components = len(weights)
    layout = Layout(members=1, inputs=1, hidden=(), components=components, outputs=1)
    scales_there = np.array(scales) / 10
    with np.errstate(divide="ignore"):
        raw = np.log(np.maximum(scales_there - floor / 10, 1e-30))
    bias = np.concatenate([np.log(weights), np.array(means) / 10, raw])
    parameters = np.concatenate([np.zeros(3 * components), bias])[None].astype(np.float32)
    units = Scaling.identity(1), Scaling(np.zeros(1), np.full(1, 10.0))
    return Network(layout, "relu", parameters, *units, np.log(np.full(1, floor / 10, np.float32)))


def rows(y: np.ndarray, name: str = "y") -> Dataset:
    return Dataset(RNG.normal(size=(len(y), 1)), y[:, None], ("x",), (name,))


def test_a_plain_table_and_network_give_no_notes() -> None:
    network = mixture_network([0.5, 0.5], [-1.0, 1.0], [0.5, 0.5])
    found = diagnose(network, rows(RNG.normal(size=300)))
    assert found.notes() == ()
    assert (found.components, found.dead, found.on_floor, found.floor_share) == (2, 0, 0, 0.0)


def test_an_input_of_one_value_is_noted_by_its_name() -> None:
    network = mixture_network([0.5, 0.5], [-1.0, 1.0], [0.5, 0.5])
    dataset = Dataset(np.full((300, 1), 21.0), RNG.normal(size=(300, 1)), ("room",), ("y",))
    (note,) = diagnose(network, dataset).notes()
    assert note.startswith("'room' has one value only;")


def test_of_many_inputs_of_one_value_a_few_are_named() -> None:
    names = tuple(f"room {number}" for number in range(2000))
    dataset = Dataset(np.full((300, 2000), 21.0), RNG.normal(size=(300, 1)), names, ("y",))
    layout = Layout(members=1, inputs=2000, hidden=(), components=1, outputs=1)
    parameters = np.zeros((1, layout.size), np.float32)
    units = Scaling.identity(2000), Scaling.identity(1)
    network = Network(layout, "relu", parameters, *units, np.full(1, -7.0, np.float32))
    (note,) = diagnose(network, dataset).notes()
    assert note.startswith("'room 0', 'room 1', 'room 2' and 1,997 more have one value only;")


def test_a_value_far_from_all_others_is_noted_with_its_column_and_row() -> None:
    network = mixture_network([1.0], [0.0], [1.0])
    y = RNG.normal(size=300)
    y[122] = -1e6
    dataset = rows(y, "depth")
    (note,) = diagnose(network, dataset).notes()
    assert note.startswith("'depth' is -1000000 in row 123: ")
    assert note.endswith("correct it or remove the row.")
    (note,) = diagnose(network, dataset, numbered=False).notes()
    assert note.startswith("'depth' is -1000000: ")


@pytest.mark.parametrize(
    ("factor", "note"),
    [
        (1.0, "'age' equals 'x' in every row; the density is then a line as thin as the scale fl"),
        (365.25, "'age' is, in other units, 'x' in every row; the density is then a line as thin"),
    ],
)
def test_a_target_that_is_an_input_is_noted(factor: float, note: str) -> None:
    x = RNG.normal(size=(300, 1))
    dataset = Dataset(x, factor * x, ("x",), ("age",))
    (found,) = diagnose(mixture_network([1.0], [0.0], [1.0]), dataset).notes()
    assert found.startswith(note)


def test_an_input_that_is_a_copy_is_noted_and_of_many_a_few() -> None:
    x = np.tile(RNG.normal(size=(300, 2)), 4)
    dataset = Dataset(x, RNG.normal(size=(300, 1)), tuple("abcdefgh"), ("y",))
    layout = Layout(members=1, inputs=8, hidden=(), components=1, outputs=1)
    units = Scaling.identity(8), Scaling.identity(1)
    parameters = np.zeros((1, layout.size), np.float32)
    network = Network(layout, "relu", parameters, *units, np.full(1, -7.0, np.float32))
    notes = diagnose(network, dataset).notes()
    assert notes == (
        "'c' equals 'a' in every row. Leave one of the two out.",
        "'d' equals 'b' in every row. Leave one of the two out.",
        "'e' equals 'a' in every row. Leave one of the two out.",
        "'f', 'g' and 'h' are copies of columns too.",
    )


def test_the_likelihood_earned_on_the_floor_is_that_of_the_spikes_rows() -> None:
    network = mixture_network([0.3, 0.7], [4.0, 0.0], [0.001, 1.0], floor=0.001)
    y = np.where(np.arange(500) % 4 == 0, 4.0, RNG.normal(size=500))
    found = diagnose(network, rows(y))
    spike, wide = (
        0.3 * norm.pdf(y, 4.0, 0.001),
        0.7 * norm.pdf(y, 0.0, 1.0),
    )
    assert found.on_floor == 1
    assert found.floor_share == pytest.approx((spike / (spike + wide)).mean(), abs=1e-4)
    # Where all scales are multiplied, the floor is too.
    for factor in (0.5, 1.4):
        assert diagnose(replace(network, scale_factor=factor), rows(y)).on_floor == 1
    of_the_value, note = found.notes()
    assert of_the_value.startswith("'y' is 4 in 25% of the rows: how high the density stands there")
    assert note.startswith("25% of the likelihood is earned by components that sit on the scale f")
    assert "(1 of 2)" in note


def test_components_without_weight_are_counted_and_noted_if_they_are_most() -> None:
    weights = [0.5, 0.5 - 3e-6, 1e-6, 1e-6, 1e-6]
    network = mixture_network(weights, [0.0, 1.0, 2.0, 3.0, 4.0], [1.0] * 5)
    found = diagnose(network, rows(RNG.normal(size=300)))
    assert found.dead == 3
    assert found.notes() == ("3 of 5 components have hardly any weight anywhere; fewer would do.",)


@pytest.mark.parametrize(
    ("values", "note"),
    [
        (6, "A density over 6 distinct values is not meaningful: 'quality' is a code or a count"),
        (1, "'quality' has one value only; there is no distribution to learn."),
    ],
)
def test_targets_of_few_values_are_named(values: int, note: str) -> None:
    network = mixture_network([1.0], [2.0], [2.0])
    found = diagnose(network, rows(np.arange(300.0) % values, "quality"))
    assert found.distinct_targets == (values,)
    assert any(line.startswith(note) for line in found.notes())


def test_few_rows_are_no_reason_to_call_targets_a_code() -> None:
    network = mixture_network([1.0], [0.0], [1.0])
    assert diagnose(network, rows(RNG.normal(size=12))).notes() == ()


def test_copies_of_rows_are_noted_however_long_the_table() -> None:
    network = mixture_network([1.0], [0.0], [1.0])
    once = rows(RNG.normal(size=4000))
    found = diagnose(network, once.take(np.tile(np.arange(4000), 5)))
    assert found.repeated_rows == pytest.approx(0.8)
    assert found.notes()[0].startswith("80% of the rows are exact copies of others;")


def test_a_dataset_of_other_columns_is_refused() -> None:
    two = Dataset(RNG.normal(size=(20, 2)), RNG.normal(size=(20, 1)), ("a", "b"), ("y",))
    with pytest.raises(ValueError, match="need"):
        diagnose(mixture_network([1.0], [0.0], [1.0]), two)


def test_a_code_for_missing_values_is_named() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(50.0, 15.0, (1000, 1))
    x[:20] = -999.0
    dataset = Dataset(x, rng.normal(size=(1000, 1)), ("soil",), ("y",))
    notes = diagnose(mixture_network([1.0], [0.0], [1.0]), dataset).notes()
    expected = "'soil' is -999 in 2.0% of the rows, far from all its other values: perhaps a code"
    assert [note for note in notes if note.startswith(expected)]
    clean = Dataset(x[20:], np.zeros((980, 1)) + x[20:], ("soil",), ("y",))
    assert not any(
        "far from all" in note
        for note in diagnose(mixture_network([1.0], [0.0], [1.0]), clean).notes()
    )


def test_shares_of_rows_are_shares_of_their_weight() -> None:
    network = mixture_network([0.5, 0.5], [0.0, 8.0], [1e-9, 1.0])
    plain = rows(np.concatenate([np.zeros(100), RNG.normal(8.0, 1.0, 100)]))
    weights = np.repeat([3.0, 1.0], 100)
    assert diagnose(network, plain).floor_share == pytest.approx(0.5)
    assert diagnose(network, replace(plain, weights=weights)).floor_share == pytest.approx(0.75)
