"""The training runs of a sitting: what stays of each, and in which settings they differ."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths.rounding import exact
from mdn_gui.core.network import Network
from mdn_gui.core.recording import Losses
from mdn_gui.core.settings import NetworkSettings, TrainingSettings

MOST_BYTES = 2_000_000_000
"""The runs of a sitting hold networks and tables of so many bytes at most, but for the last one."""


@dataclass(frozen=True, eq=False)
class RunRecord:
    """What stays of a training run.

    Attributes:
        number: 1 for the first run of the sitting.
        name: What a person calls it.
        title: What its data is called: a file's name or an example's title.
        dataset: All its rows, held-out ones included.
        network_settings: The network's shape.
        training_settings: How it was trained.
        losses: Of every epoch, oldest first.
        best: The epoch with the lowest validation loss; None if no epoch ended.
        network: The network of the best epoch; of several members, each at its own.
        seconds: How long it trained, without pauses.
        ended: How it ended, as a sentence.
    """

    number: int
    name: str
    title: str
    dataset: Dataset
    network_settings: NetworkSettings
    training_settings: TrainingSettings
    losses: tuple[Losses, ...]
    best: Losses | None
    network: Network
    seconds: float
    ended: str


def affordable(runs: Sequence[RunRecord]) -> tuple[RunRecord, ...]:
    """The last of some runs, as many as take no more than 2 GB of the memory, but at least one.

    Args:
        runs: What to let go of first comes first. Runs share the tables they were trained on.
    """
    tables: set[int] = set()
    left, count = MOST_BYTES, 0
    for run in reversed(runs):
        left -= run.network.layout.bytes
        if id(run.dataset) not in tables:
            tables.add(id(run.dataset))
            left -= run.dataset.inputs.nbytes + run.dataset.targets.nbytes
        if left < 0 and count:
            break
        count += 1
    return tuple(runs[len(runs) - count :])


def differing(runs: Sequence[RunRecord]) -> Mapping[str, tuple[str, ...]]:
    """The settings that are not the same in all of some runs.

    Args:
        runs: Any number of them; a single one differs in nothing.

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
    runs: Sequence[RunRecord], label: Callable[[str], str] = str
) -> tuple[str, ...]:
    """What distinguishes each of some runs, such as "hidden (64, 64), learning_rate 0.01".

    Args:
        runs: Any number of them.
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


def _values(run: RunRecord) -> dict[str, object]:
    """Every setting of a run by its name."""
    return {
        field.name: getattr(settings, field.name)
        for settings in (run.network_settings, run.training_settings)
        for field in fields(settings)
    }


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(str, value))})" if value else "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return exact(value) if isinstance(value, float) else str(value)
