"""Settings: what is refused, and what the presets promise."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.recipes import members_of
from mdn_gui.core.setting import Range
from mdn_gui.core.settings import (
    ACTIVATIONS,
    PRESETS,
    RANGES,
    SCHEDULES,
    SETTINGS,
    NetworkSettings,
    TrainingSettings,
    described,
    presets_for,
    quick,
    recommended,
)
from tests.more_settings import MoreTraining

DEFAULTS: dict[str, Any] = {
    name: settings
    for settings in (NetworkSettings(), TrainingSettings())
    for name in settings.__slots__
}
WHOLE = ["components", "members", "epochs", "batch_size", "patience", "seed", "folds", "recipes"]
REAL = [
    *("scale_floor", "learning_rate", "warm_up", "weight_decay", "dropout", "input_noise"),
    *("target_noise", "beta", "clip_norm", "validation_fraction", "test_fraction"),
]


def test_every_range_belongs_to_a_setting() -> None:
    assert sorted(RANGES) == sorted([*WHOLE, *REAL, "hidden"])


def test_every_setting_has_a_label_of_its_own_and_a_sentence() -> None:
    assert set(SETTINGS) == set(DEFAULTS)
    assert len({setting.label for setting in SETTINGS.values()}) == len(SETTINGS)
    assert all(setting.tip.endswith(".") for setting in SETTINGS.values())


def test_a_setting_is_checked_as_it_is_described() -> None:
    assert described(MoreTraining)["momentum"].limits == Range(0.0, 0.99)
    assert MoreTraining(momentum=0.99).momentum == 0.99
    for value in (1.0, True, "0.5"):
        with pytest.raises(ValueError, match=r"momentum is .*; use a number from 0 to 0\.99"):
            MoreTraining(momentum=value)  # type: ignore[arg-type] # the very thing to be refused
    with pytest.raises(ValueError, match="epochs is 0"):
        MoreTraining(epochs=0)


@pytest.mark.parametrize("name", WHOLE + REAL)
def test_both_ends_of_a_range_are_allowed_and_kept(name: str) -> None:
    for end in RANGES[name]:
        value = int(end) if name in WHOLE else end
        assert getattr(replace(DEFAULTS[name], **{name: value}), name) == value


@pytest.mark.parametrize("name", WHOLE + REAL)
@given(data=st.data())
def test_a_number_out_of_range_is_refused_with_its_field_and_range(
    name: str, data: st.DataObject
) -> None:
    low, high = RANGES[name]
    outside = st.integers(max_value=int(low) - 1) | st.integers(min_value=int(high) + 1)
    value = data.draw(outside | st.sampled_from([float("nan"), float("inf"), -float("inf")]))
    with pytest.raises(ValueError, match=rf"{name} is .*; use .* from .* to .*\.") as error:
        replace(DEFAULTS[name], **{name: value})
    assert f"from {low:.10g} to {high:.10g}" in str(error.value)


@pytest.mark.parametrize("name", WHOLE)
def test_a_fraction_is_no_whole_number(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} is 2.5; use a whole number"):
        replace(DEFAULTS[name], **{name: 2.5})


@pytest.mark.parametrize("name", WHOLE + REAL)
@pytest.mark.parametrize("value", [True, "1", None, 1j, [1]])
def test_what_is_no_number_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{name} is .*number from"):
        replace(DEFAULTS[name], **{name: value})


@pytest.mark.parametrize("name", ["activation", "schedule"])
@pytest.mark.parametrize("value", ["swish", "", None, 3])
def test_an_unknown_choice_is_refused_with_the_known_ones(name: str, value: object) -> None:
    choices = ", ".join(ACTIVATIONS if name == "activation" else SCHEDULES)
    with pytest.raises(ValueError, match=f"{name} is .*; use one of {choices}"):
        replace(DEFAULTS[name], **{name: value})


@pytest.mark.parametrize("name", ["standardize", "spread_means", "stacking"])
def test_a_flag_is_nothing_but_true_or_false(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} is 'no'; use True or False"):
        replace(DEFAULTS[name], **{name: "no"})


@pytest.mark.parametrize("value", [(0,), (15, 4097), (2.5,), "15", 15, None, (1,) * 9])
def test_hidden_layers_that_cannot_be_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"hidden .*; use"):
        replace(DEFAULTS["hidden"], hidden=value)


def test_settings_are_frozen_values() -> None:
    settings = NetworkSettings(hidden=[4, 5])  # type: ignore[arg-type] # as a file may hold it
    assert settings.hidden == (4, 5)
    assert {settings: "found"}[NetworkSettings(hidden=(4, 5))] == "found"
    with pytest.raises(FrozenInstanceError):
        settings.components = 3  # type: ignore[misc] # the very thing to be refused


def test_the_tutorial_is_the_recipe_this_project_started_from() -> None:
    network, training = PRESETS["tutorial"]
    assert (network.hidden, network.activation, network.components) == ((15, 15), "relu", 10)
    assert not network.standardize
    assert not network.spread_means
    assert network.members == 1
    assert (training.epochs, training.batch_size, training.learning_rate) == (200, 128, 1e-3)
    assert (training.schedule, training.validation_fraction) == ("constant", 0.15)


SIZES = st.integers(10, 10_000_000)


@pytest.mark.parametrize("choose", [recommended, quick])
@given(rows=SIZES, inputs=st.integers(1, 300))
def test_settings_are_chosen_for_every_table(
    choose: Callable[[int, int], tuple[NetworkSettings, TrainingSettings]], rows: int, inputs: int
) -> None:
    network, training = choose(rows, inputs)
    assert network.standardize
    assert network.spread_means
    assert training.clip_norm > 0  # an outlier must not throw the weights away
    assert 0 < training.patience < training.epochs
    assert (training.target_noise > 0) == (rows < 100)


@given(fewer=SIZES, more=SIZES, inputs=st.integers(1, 20))
def test_more_rows_allow_more_and_need_less_care(fewer: int, more: int, inputs: int) -> None:
    if fewer > more:
        fewer, more = more, fewer
    (small, careful), (large, bold) = quick(fewer, inputs), quick(more, inputs)
    assert small.components <= large.components
    assert small.hidden <= large.hidden
    assert careful.weight_decay >= bold.weight_decay
    assert careful.batch_size <= bold.batch_size
    assert careful.epochs >= bold.epochs


@pytest.mark.parametrize(
    ("rows", "inputs", "members"),
    [
        *((10, 1, 10), (499, 1, 10), (500, 1, 5), (3_499, 1, 5), (3_500, 1, 3)),
        *((3_500, 5, 5), (3_500, 20, 10)),
        *((9_999, 20, 10), (29_999, 20, 5), (30_000, 20, 3)),
        *((2_000, 20, 10), (262_144, 1, 3), (262_145, 1, 1), (262_145, 300, 1)),
    ],
)
def test_the_fewer_the_rows_the_more_the_members(rows: int, inputs: int, members: int) -> None:
    network, training = recommended(rows, inputs)
    assert len(members_of(network, training)) == members
    assert training.stacking == (members > 1)
    layers = 3 if rows < 30_000 else 4
    assert len(network.hidden) == (layers if members > 1 else 2)
    # Each holds out others, but of long tables all the same.
    assert training.folds == (5 if rows < 3_500 else 1)


@pytest.mark.parametrize(
    ("rows", "share"), [(10, 0.2), (50, 0.2), (80, 0.125), (100, 0.1), (3_000, 0.1), (9_999, 0.1)]
)
def test_a_tenth_of_the_rows_is_held_out_and_of_few_more(rows: int, share: float) -> None:
    assert recommended(rows, 1)[1].validation_fraction == share


@pytest.mark.parametrize("rows", [100, 3_000, 100_000, 1_000_000])
def test_a_recommended_run_takes_minutes_at_most(rows: int) -> None:
    _, training = recommended(rows, 5)
    assert rows * training.epochs <= 60e6  # at less than 5 microseconds each


@pytest.mark.parametrize("preset", list(PRESETS))
@pytest.mark.parametrize(("rows", "share"), [(999, 0.0), (1_000, 0.15)])
def test_the_window_and_mdn_train_begin_with_a_test_part_where_there_are_rows(
    preset: str, rows: int, share: float
) -> None:
    network, training = presets_for(rows, 2)[preset]
    assert training.test_fraction == share
    plain = {
        "recommended": recommended(rows, 2),
        "quick": quick(rows, 2),
        "tutorial": PRESETS["tutorial"],
    }
    assert (network, replace(training, test_fraction=0.0)) == plain[preset]


def test_fractions_that_leave_nothing_to_train_on_are_told() -> None:
    with pytest.raises(ValueError, match=r"of 0\.6 and a test fraction of 0\.4 leave no rows"):
        _ = TrainingSettings(validation_fraction=0.6, test_fraction=0.4).holdout


def test_the_preset_is_what_is_recommended_for_the_tutorials_table() -> None:
    assert PRESETS["recommended"] == recommended(3_000, 1)
    assert len(members_of(*PRESETS["recommended"])) == 5
    assert len(members_of(*PRESETS["quick"])) == 1
