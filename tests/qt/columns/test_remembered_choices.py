"""Choices of columns and readings that come back with a table."""

import json
from pathlib import Path

import pytest

from mdn_gui.core.reading import UNSAID, ReadingOptions
from mdn_gui.core.roles import Role, Roles
from mdn_gui.qt.columns.memory import MOST_CHOICES, Choice, choice_for, remember_choice
from mdn_gui.qt.preferences import Preferences

NAMES = ("depth", "salt", "age")
ALL_SAID = ReadingOptions(
    encoding="cp1252",
    separator=";",
    decimal="comma",
    header=3,
    units=True,
    dates="day_first",
    missing_marks=("-999", "n/a"),
)
DETAILS = {
    "salt": Role(kind="category", rare=3, missing_marks=("-99", "x")),
    "depth": Role(kind="date", parts=("hour", "month")),
    "age": Role(transform="logit", low=-1.5, high=200.0),
}
CHOICE = Choice(Roles(("salt", "depth"), ("age",), "weight", DETAILS, "keep"), ALL_SAID)


@pytest.mark.usefixtures("qapp")
def test_a_choice_comes_back_in_the_next_sitting(tmp_path: Path) -> None:
    file, table = tmp_path / "preferences.json", tmp_path / "may.csv"
    remember_choice(Preferences(file), table, NAMES, CHOICE)
    again = Preferences(file)
    assert choice_for(again, table, NAMES) == CHOICE
    assert choice_for(again, tmp_path / "june.csv", NAMES) == CHOICE
    assert choice_for(again, table, NAMES[::-1]) is None
    assert choice_for(again, table, ("depth", "salt,age")) is None


@pytest.mark.usefixtures("qapp")
def test_a_choice_of_roles_alone_as_earlier_versions_wrote_it_comes_back(tmp_path: Path) -> None:
    file, table = tmp_path / "preferences.json", tmp_path / "may.csv"
    choice = Choice(Roles(("salt", "depth"), ("age",), "weight"), ALL_SAID)
    remember_choice(Preferences(file), table, NAMES, choice)
    values = json.loads(file.read_text())
    for name in ("details", "missing"):
        del values["choices"][0][name]
    file.write_text(json.dumps(values))
    assert choice_for(Preferences(file), table, NAMES) == choice


@pytest.mark.usefixtures("qapp")
def test_a_table_has_its_own_choice_and_others_the_latest(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "preferences.json")
    may, june, july = (tmp_path / f"{month}.csv" for month in ("may", "june", "july"))
    first, second = (Choice(Roles((name,), ("age",)), UNSAID) for name in ("depth", "salt"))
    remember_choice(preferences, may, NAMES, first)
    remember_choice(preferences, june, NAMES, second)
    found = [choice_for(preferences, path, NAMES) for path in (may, june, july)]
    assert found == [first, second, second]
    remember_choice(preferences, may, NAMES, CHOICE)
    assert choice_for(preferences, july, NAMES) == CHOICE
    assert len(preferences.choices) == 2


@pytest.mark.usefixtures("qapp")
def test_so_many_choices_are_remembered(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "preferences.json")
    for number in range(MOST_CHOICES + 2):
        remember_choice(preferences, tmp_path / "t.csv", (f"x{number}", "y"), CHOICE)
    kept = [
        choice_for(preferences, tmp_path / "t.csv", (f"x{number}", "y"))
        for number in (0, 1, 2, MOST_CHOICES + 1)
    ]
    assert kept == [None, None, CHOICE, CHOICE]
    file = preferences_of(tmp_path)
    assert len(file) == MOST_CHOICES


def preferences_of(folder: Path) -> list[object]:
    values = json.loads((folder / "preferences.json").read_text())["choices"]
    assert isinstance(values, list)
    return values


BROKEN = {
    "no list": {"inputs": "depth"},
    "no text": {"targets": [3]},
    "no weight": {"weight": None},
    "no mark": {"reading": {"decimal": "dash"}},
    "no row": {"reading": {"header": True}},
    "an option that there is not": {"reading": {"colour": "red"}},
    "no options": {"reading": ["comma"]},
    "no details": {"details": ["category"]},
    "no role": {"details": {"salt": "category"}},
    "no kind": {"details": {"salt": {"kind": "colour"}}},
    "no bound": {"details": {"age": {"transform": "logit", "low": "0"}}},
    "bounds the wrong way round": {"details": {"age": {"transform": "logit", "low": 2}}},
    "no number of rows": {"details": {"salt": {"rare": 2.5}}},
    "no parts": {"details": {"depth": {"parts": ["second"]}}},
    "a detail that there is not": {"details": {"salt": {"known": None}}},
    "no fate of missing cells": {"missing": "guess"},
}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("fault", BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_no_choice(tmp_path: Path, fault: dict[str, object]) -> None:
    file, table = tmp_path / "preferences.json", tmp_path / "t.csv"
    remember_choice(Preferences(file), table, NAMES, CHOICE)
    values = json.loads(file.read_text())
    values["choices"][0] |= fault
    file.write_text(json.dumps(values))
    assert choice_for(Preferences(file), table, NAMES) is None
    others: tuple[object, ...] = (["?"], "?", {})
    for choices in others:
        file.write_text(json.dumps(values | {"choices": choices}))
        assert choice_for(Preferences(file), table, NAMES) is None
