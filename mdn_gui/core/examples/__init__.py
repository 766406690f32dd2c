"""Built-in problems whose true conditional density is known."""

from collections.abc import Mapping

from mdn_gui.core.examples.arm import Arm
from mdn_gui.core.examples.bishop import Bishop
from mdn_gui.core.examples.category import Category
from mdn_gui.core.examples.changing_weights import ChangingWeights
from mdn_gui.core.examples.circle import Circle
from mdn_gui.core.examples.conditional import Conditional, Modes, Truth
from mdn_gui.core.examples.example import NOISE_RANGE, Example, PlanarExample
from mdn_gui.core.examples.inverse_sine import InverseSine
from mdn_gui.core.examples.regression import Gap, HeavyTails, Heteroscedastic, Step
from mdn_gui.core.examples.three_inputs import ThreeInputs

__all__ = [
    "EXAMPLES",
    "NOISE_RANGE",
    "Conditional",
    "Example",
    "Modes",
    "PlanarExample",
    "Truth",
]

_ALL: tuple[Example, ...] = (
    InverseSine(),
    Bishop(),
    Heteroscedastic(),
    ChangingWeights(),
    Circle(),
    HeavyTails(),
    Step(),
    Gap(),
    ThreeInputs(),
    Category(),
    Arm(),
)

EXAMPLES: Mapping[str, Example] = {example.name: example for example in _ALL}
"""Every built-in problem by its name, in the order of the menu."""
