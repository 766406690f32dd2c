"""A list of runs says in which settings they differ, and nothing else."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.runs import affordable, difference_texts, differing
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from tests.run_records import run_record

FIELDS = [field.name for part in (NetworkSettings, TrainingSettings) for field in fields(part)]


def test_the_settings_that_differ_are_told_in_the_order_of_the_form() -> None:
    first = run_record(1, learning_rate=1e-5, hidden=(64, 64), patience=0)
    second = run_record(2, learning_rate=0.01, hidden=(), patience=0)
    assert list(differing([first, second]).items()) == [
        ("hidden", ("(64, 64)", "none")),
        ("learning_rate", ("1e-5", "0.01")),
    ]


def test_each_run_of_a_list_is_told_by_its_own_values() -> None:
    runs = [
        run_record(1, hidden=(32,), standardize=True),
        run_record(2, hidden=(32,), standardize=False),
        run_record(3, hidden=(32,), standardize=True, activation="tanh", seed=7),
    ]
    assert difference_texts(runs) == (
        "activation silu, standardize yes, seed 0",
        "activation silu, standardize no, seed 0",
        "activation tanh, standardize yes, seed 7",
    )


def test_the_settings_are_called_what_the_caller_calls_them() -> None:
    runs = [run_record(1, dropout=0.0), run_record(2, dropout=0.25)]
    texts = difference_texts(runs, lambda name: {"dropout": "Dropout"}[name])
    assert texts == ("Dropout 0", "Dropout 0.25")


def test_runs_of_the_same_settings_and_a_single_run_differ_in_nothing() -> None:
    first, second = run_record(1), run_record(2)
    assert not differing([first, second])
    assert difference_texts([first, second]) == ("", "")
    assert difference_texts([first]) == ("",)
    assert not differing([])


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2)), min_size=1, max_size=5))
def test_a_setting_is_listed_exactly_if_two_runs_have_it_otherwise(
    values: list[tuple[int, int]],
) -> None:
    runs = [
        run_record(number, components=components, seed=seed)
        for number, (components, seed) in enumerate(values, start=1)
    ]
    components, seeds = zip(*values, strict=True)
    expected = {
        name: tuple(map(str, column))
        for name, column in (("components", components), ("seed", seeds))
        if len(set(column)) > 1
    }
    assert differing(runs) == expected
    assert list(differing(runs)) == [name for name in FIELDS if name in expected]


def test_what_runs_hold_is_bounded_and_the_last_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = (run_record(number) for number in (1, 2, 3))
    second = replace(second, dataset=first.dataset)
    network, table = first.network.layout.bytes, 2 * 8 * 300
    for most, expected in (
        (3 * network + 2 * table, [1, 2, 3]),
        (3 * network + 2 * table - 1, [2, 3]),
        (2 * network + 2 * table, [2, 3]),
        (2 * network + 2 * table - 1, [3]),
        (0, [3]),
    ):
        monkeypatch.setattr("mdn_gui.core.runs.MOST_BYTES", most)
        assert [run.number for run in affordable([first, second, third])] == expected
    assert affordable([]) == ()
