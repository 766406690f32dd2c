"""What a model file says, and models that are put together from what one says."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from mdn_gui.core.files.model_archive import Members, write_members
from mdn_gui.core.files.model_fields import Fields
from mdn_gui.core.files.model_manifest import described, description
from mdn_gui.core.model import Model
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from tests.models import assert_same, small_model

type Manifest = dict[str, Any]


def again(model: Model, change: Callable[[Manifest], object] = lambda _: None) -> Model:
    """The model as described, after a change to the description."""
    manifest, arrays = description(model)
    change(manifest)
    file = BytesIO()
    write_members(file, arrays)
    return described(Fields.parse(json.dumps(manifest).encode()), Members(file))


@pytest.mark.parametrize(
    ("inputs", "targets", "members"),
    [(("x",), ("y",), 1), (("a", "b"), ("y",), 5), (("长度", "a b\n"), ("\ud800", "é"), 2)],
)
def test_a_model_comes_back(
    inputs: tuple[str, ...], targets: tuple[str, ...], members: int
) -> None:
    model = small_model(inputs, targets, members)
    assert_same(again(model), model)


def test_a_setting_that_an_older_file_lacks_has_its_default() -> None:
    def without(manifest: Manifest) -> None:
        del manifest["training"]["epochs"]
        del manifest["network"]["scale_floor"]

    model = again(small_model(), without)
    assert model.training_settings == TrainingSettings()
    assert model.network_settings.scale_floor == NetworkSettings().scale_floor


def test_what_it_does_not_know_is_left_alone() -> None:
    def more(manifest: Manifest) -> None:
        manifest["view"] = {"x": 3}
        manifest["training"]["spirit"] = "high"
        manifest["arrays"]["rows"] = {"shape": [3]}

    assert_same(again(small_model(), more), small_model())


def put(value: object, *path: str) -> Callable[[Manifest], None]:
    """A change that puts a value somewhere."""

    def change(manifest: Manifest) -> None:
        for name in path[:-1]:
            manifest = manifest[name]
        manifest[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("swish", "network", "activation"), "field 'network' .* activation is 'swish'"),
        (put([4, 10**6], "network", "hidden"), "field 'network' .* hidden is 1000000"),
        (put(0, "network", "members"), "field 'network' .* members is 0"),
        (put(3, "network", "members"), "field 'arrays.parameters' does not state shape"),
        (put([4096] * 8, "network", "hidden"), "field 'arrays.parameters' does not state"),
        (put("yes", "network", "standardize"), "standardize is 'yes'"),
        (put(-1, "training", "epochs"), "field 'training' .* epochs is -1"),
        (put([], "training"), "field 'training' is no object"),
        (put(["a"], "inputs"), "'input_kinds' holds 2 kinds, not 1"),
        (put(["a", "a"], "inputs"), "named twice"),
        (put([], "targets"), "field 'targets' is not a list of names"),
        (put(0.5, "record", "rows"), "field 'record.rows' is not a whole number"),
        (put(0, "record", "epochs"), "epochs is 0"),
        (put(None, "record", "table"), "field 'record.table' is not text"),
        (put([2, 39], "arrays", "parameters", "shape"), "'arrays.parameters' does not state"),
        (put("<f8", "arrays", "log_floor", "dtype"), "'arrays.log_floor' does not state"),
        (put("|O", "arrays", "log_floor", "dtype"), "'arrays.log_floor' does not state"),
        (put("0" * 64, "arrays", "input_scale", "sha256"), "input_scale.npy does not have the SHA"),
        (put({}, "arrays", "target_scale"), "field 'arrays.target_scale.shape' is missing"),
        (put({}, "arrays"), "field 'arrays.parameters' is missing"),
    ],
)
def test_a_description_that_cannot_be_true(
    change: Callable[[Manifest], None], expected: str
) -> None:
    with pytest.raises(ValueError, match=expected):
        again(small_model(), change)
