"""A network as it is looked at: at another temperature, say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

from numpy.typing import ArrayLike

from mdn_gui.core.frozen import remade
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network


@dataclass(frozen=True)
class Adjustment:
    """How what a network predicts is bent before it is shown and drawn from.

    Attributes:
        temperature: Divides the logits of the component weights; above 0.
        variance_factor: Multiplies the components' variances; above 0.
    """

    temperature: float = 1.0
    variance_factor: float = 1.0


@dataclass(frozen=True, eq=False)
class Predictor:
    """A network and an adjustment; calling it gives p(y | x) as it is looked at.

    Attributes:
        network: What predicts.
        adjustment: How that is bent.
    """

    network: Network
    adjustment: Adjustment = Adjustment()

    __reduce__ = remade

    def __call__(self, x: ArrayLike) -> Mixture:
        """The mixture at each row of inputs; see `Network.tempered`.

        Args:
            x: `(n, inputs)`, or `(n,)` where there is one input; in the data's units.

        Raises:
            ValueError: The shape of `x` does not fit, or a factor is not positive and finite.
        """
        adjustment = self.adjustment
        return self.network.tempered(x, adjustment.temperature, adjustment.variance_factor)

    def without_rows(self) -> Predictor:
        """The same predictions without the training rows, which weigh more than all else."""
        tempered = self.adjustment.temperature != 1.0
        return replace(self, network=self.network.without_rows(tempered=tempered))


_PREDICTORS: WeakValueDictionary[tuple[int, Adjustment], Predictor] = WeakValueDictionary()
"""Those that somebody looks through; each keeps its network, whose identity is in its key."""


def predictor(network: Network, adjustment: Adjustment) -> Predictor:
    """The predictor of a network and an adjustment: the same object as long as anybody keeps it.

    So whether a predictor is another tells whether what it predicts is.
    """
    key = id(network), adjustment
    found = _PREDICTORS.get(key)
    if found is None:
        found = _PREDICTORS[key] = Predictor(network, adjustment)
    return found
