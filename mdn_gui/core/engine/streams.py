"""The streams of randomness of a run, and going back in them."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

type Position = Mapping[str, Any]
"""Where a stream is, as its bit generator says it."""


class Streams(NamedTuple):
    """The streams of randomness of a run: one for what is shared, one of each kind a member."""

    weights: np.random.Generator
    pieces: np.random.Generator
    dropout: np.random.Generator
    orders: list[np.random.Generator]
    noise: list[np.random.Generator]


def streams(seed: int, members: int) -> Streams:
    """The streams of randomness of a run; more members change nothing for the first.

    Args:
        seed: The run's seed.
        members: Networks side by side.
    """
    first = np.random.SeedSequence(seed).spawn(1 + members)
    weights, *orders = map(np.random.default_rng, first)
    other = np.random.SeedSequence([seed, 1]).spawn(2 + members)
    pieces, dropout, *noise = map(np.random.default_rng, other)
    return Streams(weights, pieces, dropout, orders, noise)


def positions(rngs: Iterable[np.random.Generator]) -> tuple[Position, ...]:
    """Where each stream is, for `rewind`; some microseconds a stream."""
    return tuple(rng.bit_generator.state for rng in rngs)


def rewind(rngs: Iterable[np.random.Generator], to: Iterable[Position]) -> None:
    """Let each stream draw again what it drew after `positions`."""
    for rng, position in zip(rngs, to, strict=True):
        rng.bit_generator.state = position
