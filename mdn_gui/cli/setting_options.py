"""An option for every field of the settings, and the settings that the options choose."""

import argparse
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from mdn_gui.core.setting import MAX_HIDDEN_LAYERS, Setting
from mdn_gui.core.settings import PRESETS, NetworkSettings, TrainingSettings, described, presets_for
from mdn_gui.core.text import Sentence, say

Settings = NetworkSettings | TrainingSettings

PRESET_NAMES = tuple(PRESETS)

LINEAR = "none"
"""What stands for no hidden layer."""


def add_setting_options(
    parser: argparse.ArgumentParser,
    kinds: Sequence[type[Settings]] = (NetworkSettings, TrainingSettings),
) -> None:
    """Add an option for every field; it is no attribute of the arguments unless given.

    Args:
        parser: Reads the options.
        kinds: Classes of settings of the network and of the training.
    """
    for kind, title in zip(
        kinds, (say("settings of the network"), say("settings of the training")), strict=True
    ):
        group = parser.add_argument_group(title)
        for name, setting in described(kind).items():
            group.add_argument(option(name), dest=name, **_how(kind, name, setting))


def chosen_settings(
    arguments: argparse.Namespace, rows: int, inputs: int
) -> tuple[NetworkSettings, TrainingSettings]:
    """The settings of the preset, with what the options say in place of its own.

    Args:
        arguments: With the attribute `preset`, and one for each option given.
        rows: Rows of the table.
        inputs: Columns of x.
    """
    network, training = presets_for(rows, inputs)[arguments.preset]
    return replace(network, **_given(arguments, network)), replace(
        training, **_given(arguments, training)
    )


def setting_texts(settings: Settings) -> dict[str, str]:
    """Every setting as one would give it: the option without its dashes, and the value."""
    return {
        option(field.name).removeprefix("--"): _value_text(getattr(settings, field.name))
        for field in fields(settings)
    }


def _given(arguments: argparse.Namespace, settings: Settings) -> dict[str, Any]:
    names = {field.name for field in fields(settings)}
    return {name: value for name, value in vars(arguments).items() if name in names}


def option(name: str) -> str:
    """The option of a setting, given the name of its field."""
    return f"--{name.replace('_', '-')}"


def _how(kind: type[Settings], name: str, setting: Setting) -> dict[str, Any]:
    """How argparse reads and explains a setting."""
    common = {"default": argparse.SUPPRESS, "help": _help(setting)}
    if setting.kind is bool:
        return {**common, "action": argparse.BooleanOptionalAction}
    if setting.choices:
        return {**common, "choices": tuple(setting.choices)}
    metavar = "N,N" if setting.kind is tuple else "N"
    return {**common, "metavar": metavar, "type": lambda given: _read(kind, name, setting, given)}


def _help(setting: Setting) -> str:
    """The sentence about a setting as argparse writes them, and what it may be."""
    text = setting.tip[0].lower() + setting.tip[1:].removesuffix(".")
    if setting.limits is None:
        return text
    low, high = setting.limits
    span = say("{low:.10g} to {high:.10g}", low=low, high=high)
    if setting.kind is tuple:
        span = say(
            "at most {most} of {span}, such as 64,64, or {linear}",
            most=MAX_HIDDEN_LAYERS,
            span=span,
            linear=LINEAR,
        )
    return f"{text} ({span})"


def _read(kind: type[Settings], name: str, setting: Setting, text: str) -> object:
    """The value of an option; the settings themselves say whether it will do."""
    try:
        value: Any = _converted(setting, text)
    except ValueError as error:
        if setting.kind is tuple:
            raise argparse.ArgumentTypeError(
                say(
                    "{text!r} is no list of widths, such as 64,64, or {linear}",
                    text=text,
                    linear=LINEAR,
                )
            ) from error
        value = text
    try:
        # Both classes have a default for every field, so that one can be tried alone.
        return getattr(kind(**{name: value}), name)
    except ValueError as error:
        fault = _of_option(error, name).rstrip(".")
        if setting.kind is float and "," in text:
            fault = say("{fault}; write decimals with a point", fault=fault)
        raise argparse.ArgumentTypeError(fault) from error


def _of_option(error: ValueError, name: str) -> str:
    """What is wrong with a setting, which is called as its option is."""
    said = error.args[0]
    if isinstance(said, Sentence) and said.values.get("name") == name:
        called = option(name).removeprefix("--")
        return Sentence(said.templates, {**said.values, "name": called}, said.context)
    return str(said)


def _converted(setting: Setting, text: str) -> object:
    if setting.kind is tuple:
        return tuple(int(width) for width in text.split(",")) if text != LINEAR else ()
    return setting.kind(text)


def _value_text(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value)) or LINEAR
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return f"{value:.10g}" if isinstance(value, float) else str(value)
