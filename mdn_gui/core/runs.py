"""In which settings some runs differ."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields

from mdn_gui.core.maths.rounding import exact
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.text import say

type Settings = tuple[NetworkSettings, TrainingSettings]


def differing(runs: Sequence[Settings]) -> Mapping[str, tuple[str, ...]]:
    """The settings that are not the same in all of some runs.

    Args:
        runs: Of any number of runs; a single one differs in nothing.

    Returns:
        By the name of the setting, in the order of the settings' fields, its value in each of the
        runs as text.
    """
    values = [_values(run) for run in runs]
    by_setting = {name: [of_run[name] for of_run in values] for name in (values or [{}])[0]}
    return {
        name: tuple(map(_text, settings))
        for name, settings in by_setting.items()
        if len(set(settings)) > 1
    }


def difference_texts(
    runs: Sequence[Settings], label: Callable[[str], str] = str
) -> tuple[str, ...]:
    """What distinguishes each of some runs, such as "hidden (64, 64), learning_rate 0.01".

    Args:
        runs: Of any number of runs.
        label: What to call a setting, given the name of its field.

    Returns:
        For each run, every setting in which the runs differ with its value in that one; empty
        texts if they differ in none.
    """
    by_setting = differing(runs).items()
    return tuple(
        ", ".join(f"{label(name)} {texts[place]}" for name, texts in by_setting)
        for place in range(len(runs))
    )


def _values(run: Settings) -> dict[str, object]:
    """Every setting of a run by its name."""
    return {
        field.name: getattr(settings, field.name) for settings in run for field in fields(settings)
    }


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(str, value))})" if value else say("none")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return exact(value) if isinstance(value, float) else str(value)
