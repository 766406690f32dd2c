"""A training run that recovers from a bad step, keeps the best and knows when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.network import Network, Share
from mdn_gui.core.settings import TrainingSettings
from mdn_gui.core.stacking import scale_factor, stacked
from mdn_gui.core.text import say

if TYPE_CHECKING:
    from mdn_gui.core.engine.fitting import Fit, Losses

type Floats = NDArray[np.float64]

RECOVERIES = 3
"""How often a run goes back to its last good weights before it gives up."""


LEAST_FALL = 1e-3
"""Nats by which a stacked loss must fall to count as better: shares that adapt to the rows lower it
by a little in most epochs."""


class DivergedError(RuntimeError):
    """The loss stopped being a finite number, however small the steps.

    Attributes:
        network: The best network before that; None if the first epoch failed.
    """

    def __init__(self, message: str, network: Network | None) -> None:
        super().__init__(message)
        self.network = network


class Run:
    """One run of training.

    Args:
        fit: What trains.
        settings: How it is trained.

    Attributes:
        best: The network of the best epoch so far; of several members, each at its own; with
            stacking the mixture with the lowest loss, its scales adjusted once the run has ended by
            itself, if all members hold out the same rows.
        best_loss: Its loss on the held-out rows, before that; infinite before the first epoch.
        recoveries: How often the run went back to its last good weights.
        passed: How many epochs are complete.
    """

    def __init__(self, fit: Fit, settings: TrainingSettings) -> None:
        self._fit, self._settings = fit, settings
        members = len(fit.members)
        self._best_state = np.array(fit.state)
        self._best_losses = np.full(members, np.inf)
        self._best_epochs = np.zeros(members, np.intp)
        self._best_log_densities = np.full(fit.held_out.shape, -np.inf)
        self._epochs_since_best = 0
        self.best = self._unadjusted = self._latest = fit.network()
        self.best_loss = self._lowest = np.inf
        self.recoveries = 0
        self.passed = self._planned = 0
        self._diverged = False
        self._complete = fit.checkpoint(), self.recoveries

    @property
    def out_of_patience(self) -> bool:
        """Whether nothing has improved for as many epochs as the settings allow.

        That is no member, or with stacking, where each epoch brings other networks, the mixture.
        """
        return 0 < self._settings.patience <= self._epochs_since_best

    def network(self) -> Network:
        """The network at the last complete epoch; `best` itself where that is the best."""
        return self._latest

    def plan(self, epochs: int) -> None:
        """Prepare for so many more epochs after the last complete one; patience starts again.

        Raises:
            RuntimeError: The run diverged.
        """
        if self._diverged:
            raise RuntimeError(
                say(
                    "This run ended because its loss stopped being a finite number, so it cannot "
                    "go on; start another at a lower learning rate."
                )
            )
        checkpoint, self.recoveries = self._complete
        self._fit.return_to(checkpoint)
        self._fit.plan(self.passed, epochs)
        self._planned = self.passed + epochs
        self.best = self._unadjusted
        self._epochs_since_best = 0

    def epoch(self, proceed: Callable[[float], bool]) -> Losses | None:
        """Train for an epoch, once more at half the rate where a loss is not a finite number.

        Args:
            proceed: Asked between chunks of steps with the epochs passed; False ends it.

        Returns:
            The losses; None if told to stop.

        Raises:
            DivergedError: A loss was not finite for a fourth time.
        """
        number = self.passed + 1
        while True:
            good = self._fit.state
            losses = self._fit.epoch(number, proceed)
            if losses is None:
                return None
            if losses.finite.all():
                return losses._replace(validation=self._complete_epoch(losses, number))
            if self.recoveries == RECOVERIES:
                self._diverged = True
                best = self.best if np.isfinite(self.best_loss) else None
                raise DivergedError(_diverged(number, self._settings), best)
            self.recoveries += 1
            self._fit.restore(good, slower=~losses.finite)

    def _complete_epoch(self, losses: Losses, number: int) -> float:
        """Note what an epoch brought; the loss of what it was, with stacking of all together."""
        better = losses.of_members < self._best_losses
        if better.any():
            self._fit.held_out.put(better, losses.log_densities, self._best_log_densities)
            self._best_losses = np.where(better, losses.of_members, self._best_losses)
            self._best_epochs = np.where(better, number, self._best_epochs)
            latest = np.asarray(self._fit.state)
            self._best_state = np.where(better[:, None, None], latest, self._best_state)
        loss = self._combine(losses, number, better)
        fell = self.best_loss < self._lowest - LEAST_FALL
        if fell if self._settings.stacking else better.any():
            self._epochs_since_best, self._lowest = 0, self.best_loss
        else:
            self._epochs_since_best += 1
        self.passed = number
        self._complete = self._fit.checkpoint(), self.recoveries
        self.best, rows = self._unadjusted, self._fit.held_out.common
        ended = self.out_of_patience or number == self._planned
        if ended and self._settings.stacking and rows is not None:
            self.best = replace(self.best, scale_factor=scale_factor(self.best, rows))
        return loss

    def _combine(self, losses: Losses, number: int, better: NDArray[np.bool_]) -> float:
        """Make networks of the members at their best epochs and at this one; the epoch's loss."""
        fit, held_out = self._fit, self._fit.held_out
        columns = held_out.shape[1]
        epochs = np.full(len(self._best_epochs), number)
        equal = np.full(columns, 1.0 / columns)
        self._latest = fit.network(fit.state, self._shares(equal, epochs))
        if self._settings.stacking:
            log_densities = np.hstack([self._best_log_densities, losses.log_densities])
            weights = stacked(log_densities, held_out.weights)
            loss = held_out.loss(log_densities, weights)
            if loss >= self.best_loss:
                return loss
            self.best_loss = loss
            of_best, of_latest = weights.reshape(2, columns)
            self._unadjusted = fit.network(
                np.concatenate([self._best_state, np.asarray(fit.state)]),
                self._shares(of_best, self._best_epochs) + self._shares(of_latest, epochs),
            )
        elif better.all():
            self._unadjusted, self.best_loss = self._latest, losses.validation
        elif better.any():
            self._unadjusted = fit.network(self._best_state, self._shares(equal, self._best_epochs))
            self.best_loss = held_out.loss(self._best_log_densities, equal)
        return self.best_loss if self._settings.stacking else losses.validation

    def _shares(self, weights: Floats, epochs: NDArray[np.intp]) -> list[Share]:
        """What each member is at these epochs, by the weights of their columns."""
        members = self._fit.members
        if len(members) == 1 and not self._settings.stacking:
            return []
        folds = len(members) // len(weights)
        return [
            Share(member.recipe, member.fold, epoch, float(weights[member.column]) / folds)
            for member, epoch in zip(members, epochs.tolist(), strict=True)
        ]


def _diverged(number: int, settings: TrainingSettings) -> str:
    return say(
        "The loss stopped being a finite number in epoch {number}, even at "
        "1/{divisor} of the learning rate. Try a learning rate below "
        "{learning_rate:g}, standardized inputs and targets, or a higher scale floor.",
        number=number,
        divisor=2**RECOVERIES,
        learning_rate=settings.learning_rate,
    )
