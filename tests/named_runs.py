"""Runs of a sitting, made by hand: no training, the same every time."""

from dataclasses import replace
from typing import Any

from mdn_gui.core.comparison import Candidate
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.recording import Frame, Losses, Recording
from mdn_gui.core.settings import PRESETS
from mdn_gui.session.data import Data
from mdn_gui.session.run import NamedRun, Run
from tests.networks import random_network
from tests.sessions import of_example


def named_run(number: int = 1, **changes: Any) -> NamedRun:  # noqa: ANN401 - any field's value
    """A run of the settings of a single network on 300 rows of the inverse sine, that ended.

    Args:
        number: Of the run, which also seeds its network.
        **changes: Its name, its `network`, and fields of the run, of its data, of its recording or
            of either of the settings, that are to be others.
    """
    example = EXAMPLES["inverse-sine"]
    name = changes.pop("name", f"Run {number}")
    if "network" in changes:
        changes["best_network"] = changes.pop("network")
    parts: list[Any] = [
        *PRESETS["quick"],
        Data(example.dataset(300, seed=0), example.title, origin=of_example(example)),
        _recording(number),
    ]
    for place, part in enumerate(parts):
        own = {key: changes.pop(key) for key in tuple(changes) if hasattr(part, key)}
        parts[place] = replace(part, **own)
    network, training, data, recording = parts
    ended = Run(
        number,
        data,
        (network, training),
        epochs_planned=2,
        seconds=1.5,
        recording=recording,
        ended="The run ended after 2 epochs.",
    )
    return NamedRun(name, replace(ended, **changes))


def candidate(number: int = 1, **changes: Any) -> Candidate:  # noqa: ANN401 - as above
    """Such a run as one of two that are compared."""
    name, run = named_run(number, **changes)
    assert run.data.dataset is not None
    assert run.best_network is not None
    assert run.settings is not None
    return Candidate(name, run.data.dataset, run.best_network, run.settings[1])


def _recording(number: int) -> Recording:
    losses = (Losses(1, 2.0, 2.1), Losses(2, 1.5, 1.6))
    networks = [random_network(seed=seed) for seed in (100 + number, number)]
    frames = tuple(
        Frame(each.epoch, network) for each, network in zip(losses, networks, strict=True)
    )
    return Recording(losses, frames, best=losses[1], best_network=networks[1])


def falling(epochs: int, last: float = 1.0) -> tuple[Losses, ...]:
    """Losses that fall towards a value."""
    numbers = range(1, epochs + 1)
    return tuple(Losses(epoch, last + 1 / epoch, last + 2 / epoch) for epoch in numbers)
