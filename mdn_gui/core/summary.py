"""A network's layers as a table, and all settings as text."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from itertools import pairwise
from typing import NamedTuple

from mdn_gui.core.layout import Layout
from mdn_gui.core.member_texts import members_in_all
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.text import say

type Fact = str | bool | int | float | tuple[int, ...]
"""What a line of the text can say."""

MIXTURE_ACTIVATION = "softmax, linear, exp"
"""What makes weights, means and scales of the last layer's outputs; the floor of the scales is
added."""


class LayerRow(NamedTuple):
    """A layer of dense units.

    Attributes:
        name: Such as "hidden 1".
        activation: What its units' sums go through.
        output_shape: Members where there are several, rows and units; None stands for any number
            of rows.
        parameters: Weights and biases, of all members together.
    """

    name: str
    activation: str
    output_shape: tuple[int | None, ...]
    parameters: int


def layers(layout: Layout, activation: str) -> tuple[LayerRow, ...]:
    """Describe every layer with weights.

    Args:
        layout: The architecture.
        activation: The nonlinearity after each hidden layer.

    Returns:
        The hidden layers from first to last, and the layer that makes the mixture.
    """
    hidden = [
        (say("hidden {number}", number=number), activation)
        for number in range(1, len(layout.hidden) + 1)
    ]
    mixture = (say("mixture: weights, means, scales"), MIXTURE_ACTIVATION)
    members = (layout.members,) if layout.members > 1 else ()
    return tuple(
        LayerRow(*named, (*members, None, units), layout.members * (fan_in + 1) * units)
        for named, (fan_in, units) in zip([*hidden, mixture], pairwise(layout.widths), strict=True)
    )


def total_parameters(layout: Layout) -> int:
    """Weights and biases of all layers and members."""
    return layout.members * layout.size


def settings_text(
    network_settings: NetworkSettings, training_settings: TrainingSettings, **facts: Fact
) -> str:
    """Write all settings as text to copy.

    Args:
        network_settings: Of the network.
        training_settings: Of its training.
        **facts: What else to say, such as the table and its rows; they come first. Their names
            must be ASCII, and neither "network" nor "training".

    Returns:
        TOML 1.0: one `name = value` a line, the settings in the sections `[network]` and
        `[training]` under the names of their fields; a comment says how many members there are.
    """
    sections = {"network": asdict(network_settings), "training": asdict(training_settings)}
    in_all = members_in_all(network_settings, training_settings)
    comments = {"members": in_all} if in_all else {}
    texts = [f"[{name}]\n{_lines(values, comments)}" for name, values in sections.items()]
    return "\n".join([_lines(facts, {}), *texts] if facts else texts)


def _lines(values: Mapping[str, Fact], comments: Mapping[str, str]) -> str:
    lines = [
        (f"{name} = {_toml(value)}", f"  # {comments[name]}" if name in comments else "")
        for name, value in values.items()
    ]
    return "".join(f"{line}{comment}\n" for line, comment in lines)


def _toml(value: Fact) -> str:
    if isinstance(value, float):
        return repr(float(value))
    # TOML writes the rest as JSON does, save for one character that it alone wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
