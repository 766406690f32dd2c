"""Whether there is enough memory for a run, asked before it begins."""

import os
from typing import NamedTuple

from mdn_gui.core.encoding import feature_count
from mdn_gui.core.engine.batches import STEPS
from mdn_gui.core.layout import Layout
from mdn_gui.core.recipes import members_of, networks_kept
from mdn_gui.core.recording import MOST_BYTES, MOST_NETWORKS
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.system_memory import free_address_space, free_memory, size_text
from mdn_gui.core.table import Table
from mdn_gui.core.text import say

TENSORFLOW_BYTES = 700_000_000
"""What TensorFlow takes of the memory once it is imported: 630 MB and some more at first use."""

TENSORFLOW_ADDRESSES = 2_100_000_000
TENSORFLOW_ADDRESSES_PER_CORE = 100_000_000
"""What it takes of the address space, with the threads that it starts for each core. Measured on 2
cores: 2.3 GB, and less than that ends the process within its libraries."""

_PROGRAM_BYTES = 150_000_000
"""A small network's programs, while they are compiled."""

_BYTES_PER_PARAMETER = 160
"""In training, at most: weights and Adam's moments in several copies, the gradient, and the
programs' constants. Measured: 152 for 5.4 and for 34 million parameters, networks kept apart."""

_COPIES_OF_ACTIVATIONS = 1.5
"""Of all layers of a batch in float32, gradients included; measured: 0.8 to 1.5."""

_COPIES_OF_CHUNK = 4
"""A chunk of batches as laid out, contiguous and where TensorFlow keeps it; held-out rows too."""

_BYTES_PER_CELL = 28
"""Of a table: float64 as it comes, in the parts that are trained on and held out, and while these
are made; float32 as it is trained on. Measured: 28 for a million rows of 21 columns."""


_BYTES_PER_SCORE = 72
"""Of a held-out row and a member: its log density in double precision, and all worked out of it."""


class NotEnoughMemoryError(ValueError):
    """A run would need more memory than there is; the message says how much."""


def memory_needed(
    network_settings: NetworkSettings,
    training_settings: TrainingSettings,
    inputs: int,
    outputs: int,
    rows: int,
    *,
    weighted: bool = False,
) -> int:
    """Estimate what a run takes of the memory at most, its recording included, in bytes.

    TensorFlow itself is not counted.

    Args:
        network_settings: The network's shape.
        training_settings: How it is trained.
        inputs: What a network sees of the columns of x, see `core.encoding.feature_count`.
        outputs: Columns of y.
        rows: Rows that are held in memory, held-out ones included.
        weighted: Whether rows have weights, one column more.
    """
    layout = Layout(
        len(members_of(network_settings, training_settings)),
        inputs,
        network_settings.hidden,
        network_settings.components,
        outputs,
    )
    columns = inputs + outputs + weighted
    members, batch = layout.members, training_settings.batch_size
    activations = 4 * members * batch * sum(layout.widths)
    chunk = 4 * members * batch * STEPS * columns
    folds, share = training_settings.folds, training_settings.validation_fraction
    held_out = int(min(1.0, folds * share) * rows)
    # A copy of each row for each member that holds it out, and its log densities.
    scored = members // folds * held_out * (4 * columns + _BYTES_PER_SCORE)
    kept = min(min(training_settings.epochs, MOST_NETWORKS) * layout.bytes, MOST_BYTES)
    # The first and the latest, and the best.
    always = (2 + networks_kept(network_settings, training_settings) // members) * layout.bytes
    return (
        _PROGRAM_BYTES
        + _BYTES_PER_PARAMETER * members * layout.size
        + int(_COPIES_OF_ACTIVATIONS * activations)
        + _COPIES_OF_CHUNK * chunk
        + _BYTES_PER_CELL * rows * columns
        + scored
        + kept
        + always
    )


def needed_by(
    data: Table,
    network_settings: NetworkSettings,
    training_settings: TrainingSettings,
) -> int:
    """Estimate what a run on these rows takes of the memory at most, in bytes."""
    return memory_needed(
        network_settings,
        training_settings,
        feature_count(data.input_kinds),
        len(data.target_names),
        data.rows_in_memory,
        weighted=data.weighted,
    )


def check_memory(
    data: Table,
    network_settings: NetworkSettings,
    training_settings: TrainingSettings,
    *,
    loads_tensorflow: bool,
    freed: int = 0,
) -> None:
    """Refuse a run that needs more memory than there is; see `memory_needed`.

    Args:
        data: The rows.
        network_settings: The network's shape.
        training_settings: How it is trained.
        loads_tensorflow: Whether TensorFlow is still to come into the memory.
        freed: Bytes that are let go of when the run begins, such as those of the one before.

    Raises:
        NotEnoughMemoryError: There is too little, or too little for TensorFlow alone.
    """
    needed = needed_by(data, network_settings, training_settings)
    first, addresses = 0, 0
    if loads_tensorflow:
        first = TENSORFLOW_BYTES
        addresses = TENSORFLOW_ADDRESSES + TENSORFLOW_ADDRESSES_PER_CORE * (os.cpu_count() or 1)
    free = free_memory()
    _compare(needed, first, None if free is None else free + freed, _MEMORY)
    _compare(needed, addresses, free_address_space(), _ADDRESSES)


class _Kind(NamedTuple):
    """What there is too little of, and how to get more of it."""

    what: str
    more: str


_MEMORY = _Kind(say("memory"), say("Close other programs, or give this one more."))
_ADDRESSES = _Kind(say("address space"), say("Raise the limit of this process (ulimit -v)."))


def _compare(needed: int, first: int, free: int | None, kind: _Kind) -> None:
    """Refuse what is more than there is.

    Args:
        needed: By the run.
        first: By TensorFlow, before it.
        free: What there is; None for enough.
        kind: Of what.
    """
    if free is None or needed + first <= free:
        return
    if first + _PROGRAM_BYTES > free:
        raise NotEnoughMemoryError(
            say(
                "Training takes about {first} of {what} whatever the settings; {free} are "
                "free. {more}",
                first=size_text(first + _PROGRAM_BYTES),
                what=kind.what,
                free=size_text(free),
                more=kind.more,
            )
        )
    raise NotEnoughMemoryError(
        say(
            "These settings need about {needed} of {what}; {free} are free. Fewer units, "
            "members or rows, or smaller batches, need less.",
            needed=size_text(needed + first),
            what=kind.what,
            free=size_text(free),
        )
    )
