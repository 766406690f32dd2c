"""Options for every setting."""

import argparse
from collections.abc import Sequence
from dataclasses import fields, replace

import pytest

from mdn_gui.cli.setting_options import (
    PRESET_NAMES,
    add_setting_options,
    chosen_settings,
    setting_texts,
)
from mdn_gui.core.settings import SETTINGS, NetworkSettings, TrainingSettings, presets_for
from tests.more_settings import MoreTraining

FIELDS = [
    *((NetworkSettings, field.name) for field in fields(NetworkSettings)),
    *((TrainingSettings, field.name) for field in fields(TrainingSettings)),
]

ROWS = 3_000
OF_TABLE = presets_for(ROWS, inputs=1)

type Pair = tuple[NetworkSettings, TrainingSettings]


def chosen(*argv: str, preset: str = "tutorial") -> Pair:
    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("--preset", default=preset)
    add_setting_options(parser)
    return chosen_settings(parser.parse_args(argv), rows=ROWS, inputs=1)


def help_of(option: str, kinds: Sequence[type[NetworkSettings | TrainingSettings]]) -> str:
    """What `--help` says of an option."""
    parser = argparse.ArgumentParser(prog="mdn")
    add_setting_options(parser, kinds)
    told = " ".join(parser.format_help().partition("settings of the")[2].split())
    return told.partition(f" {option} ")[2].partition(" --")[0]


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_explained(name: str) -> None:
    option = f"--{'no-' if SETTINGS[name].kind is bool else ''}{name.replace('_', '-')}"
    told = help_of(option, (NetworkSettings, TrainingSettings))
    assert SETTINGS[name].tip[1:].rstrip(".") in told


def test_a_setting_that_is_described_has_an_option() -> None:
    told = help_of("--momentum", (NetworkSettings, MoreTraining))
    assert told == "N share of the last step that the next one keeps (0 to 0.99)"
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_setting_options(parser, (NetworkSettings, MoreTraining))
    assert parser.parse_args(["--momentum", "0.5"]).momentum == 0.5
    with pytest.raises(argparse.ArgumentError, match=r"is 1\.0; use a number from 0 to"):
        parser.parse_args(["--momentum", "1"])


@pytest.mark.parametrize("preset", PRESET_NAMES)
def test_without_options_the_preset_is_taken(preset: str) -> None:
    assert chosen(preset=preset) == OF_TABLE[preset]


@pytest.mark.parametrize(
    ("argv", "changes"),
    [
        (["--hidden", "64,32"], {"hidden": (64, 32)}),
        (["--hidden", "7"], {"hidden": (7,)}),
        (["--hidden", "none"], {"hidden": ()}),
        (["--activation", "gelu"], {"activation": "gelu"}),
        (["--members", "5", "--components", "3"], {"members": 5, "components": 3}),
        (["--standardize"], {"standardize": True}),
        (["--standardize", "--no-standardize"], {"standardize": False}),
        (["--scale-floor", "1e-4"], {"scale_floor": 1e-4}),
    ],
)
def test_options_of_the_network(argv: list[str], changes: dict[str, object]) -> None:
    network, training = OF_TABLE["tutorial"]
    assert chosen(*argv) == (replace(network, **dict(changes)), training)  # type: ignore[arg-type] # the test's own fields


def test_options_of_the_training() -> None:
    _, training = chosen(
        *("--epochs", "7", "--learning-rate", "0.01", "--optimizer", "adamw"),
        *("--dropout", "0.1", "--seed", "3"),
    )
    expected = TrainingSettings(
        epochs=7, learning_rate=0.01, optimizer="adamw", dropout=0.1, test_fraction=0.15, seed=3
    )
    assert training == expected


def test_options_replace_single_settings_of_the_recommended_ones() -> None:
    network, training = chosen("--epochs", "7", preset="recommended")
    assert network == OF_TABLE["recommended"][0]
    assert training == replace(OF_TABLE["recommended"][1], epochs=7)


@pytest.mark.parametrize(("settings", "name"), FIELDS)
def test_the_text_of_a_setting_chooses_it(
    settings: type[NetworkSettings | TrainingSettings], name: str
) -> None:
    wanted: dict[type, NetworkSettings | TrainingSettings] = {
        NetworkSettings: replace(OF_TABLE["recommended"][0], members=3),
        TrainingSettings: replace(OF_TABLE["recommended"][1], dropout=0.25, patience=9),
    }
    option = name.replace("_", "-")
    text = setting_texts(wanted[settings])[option]
    argv = {"yes": [f"--{option}"], "no": [f"--no-{option}"]}.get(text, [f"--{option}", text])
    found = dict(zip((NetworkSettings, TrainingSettings), chosen(*argv), strict=True))
    assert getattr(found[settings], name) == getattr(wanted[settings], name)


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["--epochs", "many"], "argument --epochs: epochs is 'many'; use a whole number from 1"),
        (["--epochs", "1.5"], "argument --epochs: epochs is '1.5'; use a whole number"),
        (
            ["--learning-rate", "-1"],
            "argument --learning-rate: learning-rate is -1.0; use a number",
        ),
        (["--learning-rate", "nan"], "argument --learning-rate: learning-rate is nan"),
        (["--learning-rate", "1,5"], "from 1e-07 to 10; write decimals with a point"),
        (["--hidden", "64,"], "argument --hidden: '64,' is no list of widths, such as 64,64"),
        (["--hidden", "64,0"], "argument --hidden: hidden is 0; use a whole number from 1 to"),
        (["--hidden", ",".join("1" * 9)], "argument --hidden: hidden has 9 layers"),
        (["--activation", "swish"], "argument --activation: invalid choice: 'swish'"),
    ],
)
def test_what_cannot_be_is_refused(argv: list[str], expected: str) -> None:
    with pytest.raises(argparse.ArgumentError) as raised:
        chosen(*argv)
    assert expected in str(raised.value)
