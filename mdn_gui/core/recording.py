"""What a run of training leaves behind: the losses of every epoch, the networks of many."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from mdn_gui.core.network import Network

MOST_NETWORKS = 500
"""More networks than that are thinned out."""


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
            ... one; the first, the best and the latest are always there.
        best: The epoch with the lowest validation loss, the first of equals.
        best_network: Its network; of several members, each at its own best epoch.
        stride: Epochs from one network kept to the next.
    """

    losses: tuple[Losses, ...] = ()
    frames: tuple[Frame, ...] = ()
    best: Losses | None = None
    best_network: Network | None = None
    stride: int = 1

    def with_epoch(self, losses: Losses, network: Network, best_network: Network) -> Recording:
        """The recording with one more epoch."""
        best = self.best
        if best is None or losses.validation < best.validation:
            best = losses
        frames, stride = (*self.frames, Frame(losses.epoch, network)), self.stride
        if stride > 1:
            frames = _thinned(frames, stride, best.epoch)
        while len(frames) > MOST_NETWORKS:
            stride *= 2
            frames = _thinned(frames, stride, best.epoch)
        return Recording((*self.losses, losses), frames, best, best_network, stride)

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


def _thinned(frames: tuple[Frame, ...], stride: int, best: int) -> tuple[Frame, ...]:
    *earlier, latest = frames
    kept = (f for f in earlier if f.epoch in {1, best} or f.epoch % stride == 0)
    return (*kept, latest)
