"""What is kept of a run of training: the losses of every epoch, the networks of many."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.network import Network


def smoothed(values: Floats, weight: float) -> Floats:
    """Average each value with those before it, which count ever less.

    Args:
        values: One of each epoch, oldest first, `(epochs,)`.
        weight: What an epoch counts in the next one's average, from 0 to below 1; 0 changes
            nothing.

    Returns:
        The averages, `(epochs,)`. A value that is not finite has none and counts in no other.

    Source:
        Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, section 3: an
        exponential moving average, corrected for its start from zero.
    """
    averages = np.full(values.shape, np.nan)
    finite = np.isfinite(values)
    known = values[finite].tolist()
    moving = accumulate(
        known, lambda before, value: weight * before + (1.0 - weight) * value, initial=0.0
    )
    _, *uncorrected = moving
    counted = 1.0 - weight ** np.arange(1, len(known) + 1)
    averages[finite] = np.array(uncorrected) / counted
    return averages


MOST_NETWORKS = 500
"""More networks than that are thinned out, but for the first, the best and the latest."""

MOST_BYTES = 500_000_000
"""Networks that take more memory are thinned out alike: large ones are kept less often."""


_FEWEST = 3  # the first, the best and the latest


class Losses(NamedTuple):
    """One epoch's mean negative log-likelihoods, in nats of y in its own units."""

    epoch: int
    train: float
    validation: float


class Frame(NamedTuple):
    """The network at the end of an epoch."""

    epoch: int
    network: Network


@dataclass(frozen=True, eq=False)
class Recording:
    """A run as far as it has come.

    Attributes:
        losses: Of every epoch, oldest first.
        frames: Networks, oldest first: of every epoch, or of a long run of every second, fourth,
            ... one, and likewise of a run of large networks; the first, the best and the latest
            are always there.
        best: The epoch with the lowest validation loss, the first of equals.
        best_network: Its network; of several members, each at its own best epoch.
        stride: The networks of every so many epochs are kept; 1 where all are.
    """

    losses: tuple[Losses, ...] = ()
    frames: tuple[Frame, ...] = ()
    best: Losses | None = None
    best_network: Network | None = None
    stride: int = 1

    @cached_property
    def bytes(self) -> int:
        """How much memory its networks take."""
        networks = [frame.network for frame in self.frames]
        if self.best_network is not None:
            networks.append(self.best_network)
        return sum({id(network): network.layout.bytes for network in networks}.values())

    def with_epochs(
        self, losses: Sequence[Losses], frames: Sequence[Frame], best_network: Network
    ) -> Recording:
        """The recording with more epochs.

        Args:
            losses: Of each, oldest first; at least one.
            frames: Networks of those that `kept` keeps, or of more.
            best_network: That of the best epoch now.
        """
        best = self.best
        for each in losses:
            if best is None or each.validation < best.validation:
                best = each
        last = losses[-1].epoch
        always = {(*self.losses, *losses)[0].epoch, best.epoch if best else last}
        all_frames = (*self.frames, *frames)
        return Recording(
            losses=(*self.losses, *losses),
            frames=kept(all_frames, last, always),
            best=best,
            best_network=best_network,
            stride=max(self.stride, _stride(all_frames, last)),
        )

    def thinned(self) -> Recording:
        """The recording with the networks of the first, the best and the latest epoch only."""
        if len(self.frames) <= _FEWEST:
            return self
        first, *_, last = self.frames
        wanted = {first.epoch, last.epoch, self.best.epoch if self.best else last.epoch}
        frames = tuple(frame for frame in self.frames if frame.epoch in wanted)
        return replace(self, frames=frames, stride=max(last.epoch, 1))

    def nearest(self, epoch: float) -> Frame | None:
        """The network kept whose epoch is nearest, the earlier of two; None if there is none."""
        if not self.frames:
            return None
        following = bisect_left(self.frames, epoch, key=lambda frame: frame.epoch)
        candidates = self.frames[max(0, following - 1) : following + 1]
        return min(candidates, key=lambda frame: abs(frame.epoch - epoch))

    def losses_of(self, epoch: int) -> Losses | None:
        """The losses of an epoch; None if it is not there."""
        found = bisect_left(self.losses, epoch, key=lambda losses: losses.epoch)
        there = found < len(self.losses) and self.losses[found].epoch == epoch
        return self.losses[found] if there else None


def kept(frames: Iterable[Frame], last: int, always: Container[int]) -> tuple[Frame, ...]:
    """The networks that a recording keeps once it has come to an epoch.

    Args:
        frames: Networks of one run, oldest first.
        last: The latest epoch.
        always: Epochs that are kept whatever their number.

    Returns:
        As long as there are neither more than 500 of them nor more than 500 MB, all; else those of
        every second, fourth, ... epoch.
    """
    frames = tuple(frames)
    stride = _stride(frames, last)
    return tuple(
        frame
        for frame in frames
        if frame.epoch % stride == 0 or frame.epoch == last or frame.epoch in always
    )


def _stride(frames: Sequence[Frame], last: int) -> int:
    """A power of two; the networks of a run are all of one size."""
    if not frames:
        return 1
    affordable = MOST_BYTES // frames[0].network.layout.bytes
    stride, most = 1, max(1, min(MOST_NETWORKS, affordable))
    while last > stride * most:
        stride *= 2
    return stride
