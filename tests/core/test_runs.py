"""A list of runs says in which settings they differ, and nothing else."""

from dataclasses import fields, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.comparison import Settings, difference_texts, differing
from mdn_gui.core.settings import PRESETS, NetworkSettings, TrainingSettings

FIELDS = [field.name for part in (NetworkSettings, TrainingSettings) for field in fields(part)]


def settings(**changes: Any) -> Settings:  # noqa: ANN401 - any field's value
    """The recommended settings with other values of some."""
    parts = []
    for part in PRESETS["recommended"]:
        own = {name: changes.pop(name) for name in tuple(changes) if hasattr(part, name)}
        parts.append(replace(part, **own))
    network, training = parts
    assert isinstance(network, NetworkSettings)
    assert isinstance(training, TrainingSettings)
    return network, training


def test_the_settings_that_differ_are_told_in_the_order_of_the_form() -> None:
    first = settings(learning_rate=1e-5, hidden=(64, 64), patience=0)
    second = settings(learning_rate=0.01, hidden=(), patience=0)
    assert list(differing([first, second]).items()) == [
        ("hidden", ("(64, 64)", "none")),
        ("learning_rate", ("1e-5", "0.01")),
    ]


def test_each_run_of_a_list_is_told_by_its_own_values() -> None:
    runs = [
        settings(hidden=(32,), standardize=True),
        settings(hidden=(32,), standardize=False),
        settings(hidden=(32,), standardize=True, activation="tanh", seed=7),
    ]
    assert difference_texts(runs) == (
        "activation silu, standardize yes, seed 0",
        "activation silu, standardize no, seed 0",
        "activation tanh, standardize yes, seed 7",
    )


def test_the_settings_are_called_what_the_caller_calls_them() -> None:
    runs = [settings(dropout=0.0), settings(dropout=0.25)]
    texts = difference_texts(runs, lambda name: {"dropout": "Dropout"}[name])
    assert texts == ("Dropout 0", "Dropout 0.25")


def test_runs_of_the_same_settings_and_a_single_run_differ_in_nothing() -> None:
    first, second = settings(), settings()
    assert not differing([first, second])
    assert difference_texts([first, second]) == ("", "")
    assert difference_texts([first]) == ("",)
    assert not differing([])


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2)), min_size=1, max_size=5))
def test_a_setting_is_listed_exactly_if_two_runs_have_it_otherwise(
    values: list[tuple[int, int]],
) -> None:
    runs = [settings(components=components, seed=seed) for components, seed in values]
    components, seeds = zip(*values, strict=True)
    expected = {
        name: tuple(map(str, column))
        for name, column in (("components", components), ("seed", seeds))
        if len(set(column)) > 1
    }
    assert differing(runs) == expected
    assert list(differing(runs)) == [name for name in FIELDS if name in expected]
