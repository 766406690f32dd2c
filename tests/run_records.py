"""Runs of a sitting, made by hand: no training, the same every time."""

from dataclasses import replace
from typing import Any

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.recording import Losses
from mdn_gui.core.runs import RunRecord
from mdn_gui.core.settings import PRESETS
from tests.networks import random_network


def run_record(number: int = 1, **changes: Any) -> RunRecord:  # noqa: ANN401 - any field's value
    """The record of a run of the recommended settings on 300 rows of the inverse sine.

    Args:
        number: Of the run, which also seeds its network.
        **changes: Fields of the record, or of either of the settings, that are to be others.
    """
    example = EXAMPLES["inverse-sine"]
    network_settings, training_settings = PRESETS["recommended"]
    record = RunRecord(
        number=number,
        name=f"Run {number}",
        title=example.title,
        dataset=example.dataset(300, seed=0),
        network_settings=network_settings,
        training_settings=training_settings,
        losses=(Losses(1, 2.0, 2.1), Losses(2, 1.5, 1.6)),
        best=Losses(2, 1.5, 1.6),
        network=random_network(seed=number),
        seconds=1.5,
        ended="The run ended after 2 epochs.",
    )
    for part in ("network_settings", "training_settings"):
        settings = getattr(record, part)
        known = {name: changes.pop(name) for name in tuple(changes) if hasattr(settings, name)}
        record = replace(record, **{part: replace(settings, **known)})
    return replace(record, **changes)
