"""What a run of training leaves behind: the losses of every epoch, the networks of many."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mdn_gui.core.network import Network

MOST_NETWORKS = 500
"""More networks than that are thinned out, but for the first, the best and the latest."""


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
    """

    losses: tuple[Losses, ...] = ()
    frames: tuple[Frame, ...] = ()
    best: Losses | None = None
    best_network: Network | None = None

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
        return Recording(
            losses=(*self.losses, *losses),
            frames=kept((*self.frames, *frames), last, always),
            best=best,
            best_network=best_network,
        )

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
        frames: Networks, oldest first.
        last: The latest epoch.
        always: Epochs that are kept whatever their number.

    Returns:
        Of up to 500 epochs all; of a longer run, those of every second, fourth, ... epoch.
    """
    stride = 1
    while last > stride * MOST_NETWORKS:
        stride *= 2
    return tuple(
        frame
        for frame in frames
        if frame.epoch % stride == 0 or frame.epoch == last or frame.epoch in always
    )
