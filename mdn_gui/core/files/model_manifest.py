"""What a model file says in its JSON, and the model that this and the arrays make."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui import __version__
from mdn_gui.core.dataset import Scaling
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.evidence import MOST_ROWS, TrainingRows
from mdn_gui.core.files.kind_fields import (
    described_kinds,
    described_reading,
    kinds_of,
    reading_of,
)
from mdn_gui.core.files.model_archive import Members, array_member
from mdn_gui.core.files.model_fields import Fields
from mdn_gui.core.kinds import NUMBER, Kind
from mdn_gui.core.layout import Layout
from mdn_gui.core.model import Model, TrainingRecord
from mdn_gui.core.network import Network, Share
from mdn_gui.core.recipes import networks_kept
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.text import say

Numbers = NDArray[np.floating]

FORMAT = "MDN Studio model"
FORMAT_VERSION = 6
"""2 added some inputs of the training rows, and how many of them each component speaks for; 3 the
test fraction, which is 0 in older files; 4 the kinds of the columns, which are numbers in older
files, how the table was read, and the column of weights; 5 what each network of an ensemble is, and
its share of the prediction, which are equal in older files; 6 the factor on the scales, which is 1
in older files, and the share of the rows in each of several folds, which held all rows before."""

_WITH_KINDS, _WITH_ENSEMBLE, _WITH_FACTOR_AND_SHARE = 4, 5, 6  # the first such versions
_SINGLE, _DOUBLE = "<f4", "<f8"


class _Array(NamedTuple):
    """An array of the file."""

    shape: tuple[int, ...]
    dtype: str
    content: bytes


def description(model: Model) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Take a model apart.

    Args:
        model: The model.

    Returns:
        What the JSON says, and the other members by name.
    """
    arrays = _arrays(model.network)
    manifest = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "written_by": __version__,
        "inputs": model.input_names,
        "targets": model.target_names,
        "input_kinds": described_kinds(model.network.encoding.kinds),
        "input_fills": model.network.encoding.fills,
        "target_kinds": described_kinds(model.network.target_kinds),
        "weight": model.weight_name,
        "reading": described_reading(model.reading),
        "ensemble": [share._asdict() for share in model.network.ensemble],
        "scale_factor": model.network.scale_factor,
        "network": asdict(model.network_settings),
        "training": asdict(model.training_settings),
        "record": asdict(model.record),
        "training_rows": None if model.network.rows is None else model.network.rows.total,
        "arrays": {
            name: {"shape": shape, "dtype": dtype, "sha256": _digest(content)}
            for name, (shape, dtype, content) in arrays.items()
        },
    }
    return manifest, {_member(name): array.content for name, array in arrays.items()}


def described(manifest: Fields, members: Members) -> Model:
    """Put a model together; everything is checked.

    Args:
        manifest: What the JSON says.
        members: The archive.

    Raises:
        ValueError: Something is missing, out of range, or does not fit the rest.
    """
    settings = manifest.fields("network").build(NetworkSettings, _names(NetworkSettings))
    training = manifest.fields("training").build(TrainingSettings, _names(TrainingSettings))
    if manifest.whole("format_version") < _WITH_FACTOR_AND_SHARE and training.folds > 1:
        training = replace(training, validation_fraction=1 / training.folds)
    inputs, targets = manifest.texts("inputs"), manifest.texts("targets")
    network = _network((settings, training), (len(inputs), len(targets)), manifest, members)
    record = _record(manifest.fields("record"))
    if manifest.whole("format_version") < _WITH_KINDS:
        return Model(network, inputs, targets, settings, training, record)
    reading, weight = reading_of(manifest, "reading"), manifest.text("weight")
    return Model(network, inputs, targets, settings, training, record, reading, weight)


def _arrays(network: Network) -> Mapping[str, _Array]:
    values: dict[str, tuple[Numbers, str]] = {
        "parameters": (network.parameters, _SINGLE),
        "log_floor": (network.log_floor, _SINGLE),
        "input_shift": (network.input_scaling.shift, _DOUBLE),
        "input_scale": (network.input_scaling.scale, _DOUBLE),
        "target_shift": (network.target_scaling.shift, _DOUBLE),
        "target_scale": (network.target_scaling.scale, _DOUBLE),
    }
    if network.effective_counts is not None:
        values["effective_counts"] = (network.effective_counts, _DOUBLE)
    if network.rows is not None:
        values["training_inputs"] = (network.rows.inputs, _DOUBLE)
    return {
        name: _Array(array.shape, dtype, array_member(array, dtype))
        for name, (array, dtype) in values.items()
    }


def _network(
    trained_with: tuple[NetworkSettings, TrainingSettings],
    columns: tuple[int, int],
    manifest: Fields,
    members: Members,
) -> Network:
    (settings, training), (inputs, outputs) = trained_with, columns
    stated = manifest.fields("arrays")
    encoding = Encoding.of_numbers(inputs)
    target_kinds: tuple[Kind, ...] = (NUMBER,) * outputs
    if manifest.whole("format_version") >= _WITH_KINDS:
        kinds = kinds_of(manifest, "input_kinds", inputs)
        encoding = Encoding(kinds, _fills(manifest, inputs))
        target_kinds = kinds_of(manifest, "target_kinds", outputs)
    features = encoding.features
    ensemble: tuple[Share, ...] = ()
    if manifest.whole("format_version") >= _WITH_ENSEMBLE:
        ensemble = tuple(map(_share, manifest.list_of_fields("ensemble")))
    scale_factor = 1.0
    if manifest.whole("format_version") >= _WITH_FACTOR_AND_SHARE:
        scale_factor = manifest.number("scale_factor")
    kept = networks_kept(settings, training)
    layout = Layout(kept, features, settings.hidden, settings.components, outputs)

    def array(name: str, shape: tuple[int, ...], dtype: str) -> NDArray[Any]:
        return _checked_array(name, shape, dtype, stated.fields(name), members)

    counts = rows = None
    if "effective_counts" in stated:
        counts = array("effective_counts", (layout.members, layout.components), _DOUBLE)
    if "training_inputs" in stated:
        kept = next(iter(stated.fields("training_inputs").wholes("shape")), 0)
        if not 0 < kept <= MOST_ROWS:
            raise ValueError(say("field 'arrays.training_inputs' states {kept} rows", kept=kept))
        kept_inputs = array("training_inputs", (kept, inputs), _DOUBLE)
        rows = TrainingRows(kept_inputs, manifest.whole("training_rows"), kinds=encoding.kinds)
    return Network(
        layout,
        settings.activation,
        array("parameters", (layout.members, layout.size), _SINGLE),
        Scaling(*(array(f"input_{part}", (features,), _DOUBLE) for part in ("shift", "scale"))),
        Scaling(*(array(f"target_{part}", (outputs,), _DOUBLE) for part in ("shift", "scale"))),
        array("log_floor", (outputs,), _SINGLE),
        rows,
        counts,
        encoding,
        target_kinds,
        ensemble,
        scale_factor,
    )


def _share(stated: Fields) -> Share:
    recipe, fold, epoch = map(stated.count, ("recipe", "fold", "epoch"))
    return Share(recipe, fold, epoch, stated.number("weight"))


def _fills(manifest: Fields, columns: int) -> tuple[float, ...]:
    """What stands in the place of missing cells; an encoding takes none as zeros."""
    fills = manifest.numbers("input_fills")
    if len(fills) != columns:
        raise ValueError(
            say(
                "field 'input_fills' holds {count} numbers, not {columns}",
                count=len(fills),
                columns=columns,
            )
        )
    return fills


def _checked_array(
    name: str, shape: tuple[int, ...], dtype: str, stated: Fields, members: Members
) -> NDArray[Any]:
    """Read an array, which must be what the architecture wants and what the manifest states."""
    if (stated.wholes("shape"), stated.text("dtype")) != (shape, dtype):
        raise ValueError(
            say(
                "field 'arrays.{name}' does not state shape {shape} and type {dtype}",
                name=name,
                shape=shape,
                dtype=dtype,
            )
        )
    values, content = members.array(_member(name), shape, dtype)
    if stated.text("sha256") != _digest(content):
        raise ValueError(
            say("member {name} does not have the SHA-256 that is stated", name=_member(name))
        )
    return values


def _record(stated: Fields) -> TrainingRecord:
    return TrainingRecord(
        stated.text("table"),
        stated.whole("rows"),
        stated.whole("epochs"),
        stated.number("best_loss"),
        stated.whole("recoveries"),
        stated.text("program_version"),
    )


def _names(settings: type[NetworkSettings | TrainingSettings]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(settings))


def _member(name: str) -> str:
    return f"{name}.npy"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
