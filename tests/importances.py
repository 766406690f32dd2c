"""Importance made by hand."""

from mdn_gui.core.importance import Estimate, Importance, Moves, OfInput


def importance_of(*nats: float) -> Importance:
    """Inputs a, b, c, ... that lose so many nats each when they are permuted."""
    moves = Moves(Estimate(1.0, 0.1), Estimate(1.0, 0.1), Estimate(0.0, 0.1), unit=1.0)
    inputs = (
        OfInput(name, Estimate(lost, 0.1), (moves,))
        for name, lost in zip("abcdefgh", nats, strict=False)
    )
    return Importance("test", 100, 100, ("y",), tuple(inputs), ())
