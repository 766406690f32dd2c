"""A training run that recovers from a bad step, keeps the best and knows when it is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from mdn_gui.core.network import Network
from mdn_gui.core.settings import TrainingSettings

if TYPE_CHECKING:
    from mdn_gui.core.engine.fitting import Fit, Losses

RECOVERIES = 3
"""How often a run goes back to its last good weights before it gives up."""


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
        best: The network of the best epoch so far; of several members, each at its own.
        best_loss: Its loss on the held-out rows; infinite before the first epoch.
        recoveries: How often the run went back to its last good weights.
    """

    def __init__(self, fit: Fit, settings: TrainingSettings) -> None:
        self._fit, self._settings = fit, settings
        self._best_state = np.array(fit.state)
        self._best_losses = np.full(self._best_state.shape[1], np.inf)
        self._epochs_since_best = 0
        self.best = fit.network()
        self.best_loss = np.inf
        self.recoveries = 0

    @property
    def out_of_patience(self) -> bool:
        """Whether no member has improved for as many epochs as the settings allow."""
        return 0 < self._settings.patience <= self._epochs_since_best

    def epoch(self, number: int, proceed: Callable[[float], bool]) -> Losses | None:
        """Train for an epoch, once more at half the rate where a loss is not a finite number.

        Args:
            number: Which epoch, from 1.
            proceed: Asked between chunks of steps with the epochs passed; False ends it.

        Returns:
            The losses; None if told to stop.

        Raises:
            DivergedError: A loss was not finite for a fourth time.
        """
        while True:
            good = self._fit.state
            losses = self._fit.epoch(number, proceed)
            if losses is None:
                return None
            if losses.finite.all():
                return losses if self._keep_best(losses, number, proceed) else None
            if self.recoveries == RECOVERIES:
                best = self.best if np.isfinite(self.best_loss) else None
                raise DivergedError(_diverged(number, self._settings), best)
            self.recoveries += 1
            self._fit.restore(good, slower=~losses.finite)

    def _keep_best(self, losses: Losses, number: int, proceed: Callable[[float], bool]) -> bool:
        """Note which members are better than ever; False if told to stop meanwhile."""
        better = losses.of_members < self._best_losses
        self._epochs_since_best = 0 if better.any() else self._epochs_since_best + 1
        if not better.any():
            return True
        self._best_losses = np.where(better, losses.of_members, self._best_losses)
        self._best_state[:, better] = np.asarray(self._fit.state)[:, better]
        if better.all():
            self.best_loss = losses.validation
        else:
            scores = self._fit.score(self._best_state, number, proceed)
            if scores is None:
                return False
            self.best_loss = float(scores[0])
        self.best = self._fit.network(self._best_state)
        return True


def _diverged(number: int, settings: TrainingSettings) -> str:
    return (
        f"The loss stopped being a finite number in epoch {number}, even at 1/{2**RECOVERIES} of "
        f"the learning rate. Try a learning rate below {settings.learning_rate:g}, standardized "
        "inputs and targets, or a higher scale floor."
    )
