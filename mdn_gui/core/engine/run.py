"""A training run that recovers from a bad step, keeps the best and knows when it is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from mdn_gui.core.network import Network
from mdn_gui.core.settings import TrainingSettings
from mdn_gui.core.text import say

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
        passed: How many epochs are complete.
    """

    def __init__(self, fit: Fit, settings: TrainingSettings) -> None:
        self._fit, self._settings = fit, settings
        self._best_state = np.array(fit.state)
        self._best_losses = np.full(self._best_state.shape[1], np.inf)
        self._epochs_since_best = 0
        self.best = fit.network()
        self.best_loss = np.inf
        self._best_is_latest = False
        self.recoveries = 0
        self.passed = 0
        self._diverged = False
        self._complete = fit.checkpoint(), self.recoveries

    @property
    def out_of_patience(self) -> bool:
        """Whether no member has improved for as many epochs as the settings allow."""
        return 0 < self._settings.patience <= self._epochs_since_best

    def network(self) -> Network:
        """The network as it is now; `best` itself where that is of the last complete epoch."""
        return self.best if self._best_is_latest else self._fit.network()

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
                return losses if self._complete_epoch(losses, number, proceed) else None
            if self.recoveries == RECOVERIES:
                self._diverged = True
                best = self.best if np.isfinite(self.best_loss) else None
                raise DivergedError(_diverged(number, self._settings), best)
            self.recoveries += 1
            self._fit.restore(good, slower=~losses.finite)

    def _complete_epoch(
        self, losses: Losses, number: int, proceed: Callable[[float], bool]
    ) -> bool:
        """Note what an epoch brought; False, and nothing noted, if told to stop meanwhile."""
        if not self._keep_best(losses, number, proceed):
            return False
        self.passed = number
        self._complete = self._fit.checkpoint(), self.recoveries
        return True

    def _keep_best(self, losses: Losses, number: int, proceed: Callable[[float], bool]) -> bool:
        better = losses.of_members < self._best_losses
        if not better.any():
            self._epochs_since_best += 1
            self._best_is_latest = False
            return True
        best_state, best_loss = np.asarray(self._fit.state), losses.validation
        if not better.all():
            best_state = np.where(better[:, None], best_state, self._best_state)
            # The rows have been scored once, and the progress shown must not go back.
            over = float(np.nextafter(number, 0.0))
            scores = self._fit.score(best_state, number, lambda _: proceed(over))
            if scores is None:
                return False
            best_loss = float(scores[0])
        self._epochs_since_best = 0
        self._best_losses = np.where(better, losses.of_members, self._best_losses)
        self._best_state, self.best_loss = best_state, best_loss
        self.best = self._fit.network(best_state)
        self._best_is_latest = bool(better.all())
        return True


def _diverged(number: int, settings: TrainingSettings) -> str:
    return say(
        "The loss stopped being a finite number in epoch {number}, even at "
        "1/{divisor} of the learning rate. Try a learning rate below "
        "{learning_rate:g}, standardized inputs and targets, or a higher scale floor.",
        number=number,
        divisor=2**RECOVERIES,
        learning_rate=settings.learning_rate,
    )
