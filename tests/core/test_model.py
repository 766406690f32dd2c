"""A model, and what cannot be one."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mdn_gui.core.model import Model, TrainingRecord
from mdn_gui.core.settings import NetworkSettings
from tests.models import small_model, small_network


def test_names_become_tuples() -> None:
    names: dict[str, Any] = {"input_names": ["a", "b"], "target_names": ["y"]}
    model = replace(small_model(), **names)
    assert (model.input_names, model.target_names) == (("a", "b"), ("y",))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"input_names": ("a",)}, "from 2 columns to 1"),
        ({"target_names": ("y", "z")}, "from 2 columns to 1"),
        ({"target_names": ("a",)}, "named twice"),
        ({"network_settings": NetworkSettings(hidden=(4, 3))}, "settings say"),
    ],
)
def test_parts_that_do_not_fit(changes: dict[str, Any], expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        replace(small_model(), **changes)


@pytest.mark.parametrize("field", ["parameters", "log_floor"])
def test_weights_that_are_no_numbers(field: str) -> None:
    model = small_model()
    broken = replace(model.network, **{field: np.full_like(getattr(model.network, field), np.nan)})
    with pytest.raises(ValueError, match="not a finite number"):
        replace(model, network=broken)


@pytest.mark.parametrize(
    ("field", "value"),
    [("rows", 0), ("epochs", 0), ("recoveries", -1), ("best_loss", float("inf"))],
)
def test_a_record_out_of_range(field: str, value: float) -> None:
    record: TrainingRecord = small_model().record
    with pytest.raises(ValueError, match=field):
        replace(record, **dict[str, Any]({field: value}))


def test_several_inputs_targets_and_members() -> None:
    settings = NetworkSettings(hidden=(), components=2, members=3)
    model = replace(
        small_model(),
        network=small_network(settings, inputs=3, outputs=2),
        network_settings=settings,
        input_names=("a", "b", "c"),
        target_names=("y", "z"),
    )
    assert isinstance(model, Model)
    assert model.network(np.zeros((5, 3))).batch_shape == (5,)
