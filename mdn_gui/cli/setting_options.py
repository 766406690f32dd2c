"""An option for every field of the settings, and the settings that the options choose."""

import argparse
from collections.abc import Mapping
from dataclasses import Field, fields, replace
from types import MappingProxyType
from typing import Any, get_args

from mdn_gui.core.settings import (
    MAX_HIDDEN_LAYERS,
    PRESETS,
    RANGES,
    NetworkSettings,
    TrainingSettings,
    recommended,
)

Settings = NetworkSettings | TrainingSettings

PRESET_NAMES = tuple(PRESETS)

LINEAR = "none"
"""What stands for no hidden layer."""

SETTING_HELP: Mapping[str, str] = MappingProxyType(
    {
        "hidden": f"widths of the hidden layers, at most {MAX_HIDDEN_LAYERS}, such as 64,64; "
        f"{LINEAR} for a linear model",
        "activation": "nonlinearity after each hidden layer",
        "components": "Gaussian components of each member's mixture",
        "members": "networks trained side by side, whose mixtures are pooled",
        "standardize": "bring inputs and targets to mean 0 and spread 1 for the network",
        "spread_means": "start the components at the quantiles of the targets",
        "scale_floor": "smallest scale of a component, relative to the spread of each target",
        "epochs": "passes over the training rows",
        "batch_size": "rows per step",
        "learning_rate": "step size of the optimizer, the highest one of a schedule",
        "schedule": "how the learning rate goes on",
        "warm_up": "share of the run over which the learning rate first rises from 0",
        "optimizer": "adam, or adamw with decoupled weight decay",
        "weight_decay": "strength of the pull of the kernels towards 0",
        "dropout": "share of hidden units left out at random in each step",
        "input_noise": "noise added to the inputs, relative to the spread of each",
        "target_noise": "noise added to the targets, relative to the spread of each",
        "beta": "exponent of beta-NLL; 0 is the likelihood itself",
        "clip_norm": "longest gradient of one step; 0 for any",
        "patience": "epochs without a lower validation loss after which to end; 0 for never",
        "validation_fraction": "share of the rows held out",
        "seed": "of the split, the first weights, the order of the rows, noise and dropout",
    }
)
"""What each field of the settings is, for `--help`."""


def add_setting_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for every field; it is no attribute of the arguments unless given."""
    for settings, title in ((NetworkSettings, "network"), (TrainingSettings, "training")):
        group = parser.add_argument_group(f"settings of the {title}")
        for field in fields(settings):
            group.add_argument(option(field.name), dest=field.name, **_how(settings, field))


def chosen_settings(
    arguments: argparse.Namespace, rows: int, inputs: int
) -> tuple[NetworkSettings, TrainingSettings]:
    """The settings of the preset, with what the options say in place of its own.

    Args:
        arguments: With the attribute `preset`, and one for each option given.
        rows: Rows of the table.
        inputs: Columns of x.
    """
    network, training = _preset(arguments.preset, rows, inputs)
    return replace(network, **_given(arguments, network)), replace(
        training, **_given(arguments, training)
    )


def setting_texts(settings: Settings) -> dict[str, str]:
    """Every setting as one would give it: the option without its dashes, and the value."""
    return {
        option(field.name).removeprefix("--"): _value_text(getattr(settings, field.name))
        for field in fields(settings)
    }


def _preset(name: str, rows: int, inputs: int) -> tuple[NetworkSettings, TrainingSettings]:
    return recommended(rows, inputs) if name == "recommended" else PRESETS[name]


def _given(arguments: argparse.Namespace, settings: Settings) -> dict[str, Any]:
    names = {field.name for field in fields(settings)}
    return {name: value for name, value in vars(arguments).items() if name in names}


def option(name: str) -> str:
    """The option of a setting, given the name of its field."""
    return f"--{name.replace('_', '-')}"


def _how(settings: type[Settings], field: Field[Any]) -> dict[str, Any]:
    """How argparse reads and explains a field."""
    text = SETTING_HELP[field.name]
    if field.name in RANGES:
        low, high = RANGES[field.name]
        text += f" ({low:.10g} to {high:.10g})"
    common = {"default": argparse.SUPPRESS, "help": text}
    if field.type is bool:
        return {**common, "action": argparse.BooleanOptionalAction}
    choices = get_args(field.type)
    if choices and all(isinstance(choice, str) for choice in choices):
        return {**common, "choices": choices}
    metavar = "N,N" if field.name == "hidden" else "N"
    return {**common, "metavar": metavar, "type": lambda given: _read(settings, field, given)}


def _read(settings: type[Settings], field: Field[Any], text: str) -> object:
    """The value of an option; the settings themselves say whether it will do."""
    try:
        value: Any = _converted(field, text)
    except ValueError:
        value = text
    try:
        # Both classes have a default for every field, so that one can be tried alone.
        return getattr(settings(**{field.name: value}), field.name)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error).rstrip(".")) from error


def _converted(field: Field[Any], text: str) -> object:
    if field.type is int or field.type is float:
        return field.type(text)
    return tuple(int(width) for width in text.split(",")) if text != LINEAR else ()


def _value_text(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value)) or LINEAR
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
