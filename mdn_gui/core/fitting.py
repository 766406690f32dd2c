"""One network while it trains: what the compiled program needs, and what changes."""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.batches import Chunk, Rows
from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.initialization import glorot, spread_means
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.program import STEPS, State, as_tensors, fresh_state, program
from mdn_gui.core.settings import NetworkSettings, TrainingSettings

CHUNK_SECONDS = 0.04
"""Longest time to spend between two looks at whether to go on."""


class Fit:
    """The state of one training run.

    Args:
        dataset: All rows; a share is held out here.
        network_settings: The network's shape.
        settings: How it is trained.
    """

    def __init__(
        self, dataset: Dataset, network_settings: NetworkSettings, settings: TrainingSettings
    ) -> None:
        training, held_out = dataset.split(settings.validation_fraction, settings.seed)
        self._settings = settings
        self._activation = network_settings.activation
        self._input_scaling = _scaling(training.inputs, network_settings)
        self._target_scaling = _scaling(training.targets, network_settings)
        self._rows = self._scaled(training)
        self._layout = Layout(
            network_settings.members,
            training.inputs.shape[1],
            network_settings.hidden,
            network_settings.components,
            training.targets.shape[1],
        )
        floor = network_settings.scale_floor * _spread(self._rows.y)
        self._log_floor = np.log(floor).astype(np.float32)
        self._program = program(self._layout, network_settings.activation, settings.batch_size)
        self._held_out_count = held_out.rows
        self._held_out = [
            as_tensors(chunk)
            for chunk in self._scaled(held_out).in_order(settings.batch_size, STEPS)
        ]
        self._steps = self._rows.steps(settings.batch_size)
        self._step_seconds = 0.0
        self._start(network_settings)

    def _start(self, network_settings: NetworkSettings) -> None:
        """Draw the first weights; give each member an order of its own."""
        weights, self._orders = generators(self._settings.seed, network_settings.members)
        parameters = glorot(self._layout, weights)
        if network_settings.spread_means:
            parameters = spread_means(parameters, self._layout, self._rows.y)
        self._state: State = fresh_state(parameters)

    def epoch(self, number: int, proceed: Callable[[float], bool]) -> float | None:
        """Move the weights through every row once.

        Args:
            number: Which epoch, from 1.
            proceed: Asked before each chunk of steps with the epochs passed; False ends it.

        Returns:
            The mean loss over the rows while the weights moved, in the data's units; not a number
            as soon as one step's is not; None if told to stop.
        """
        batch = self._settings.batch_size
        orders = np.stack([rng.permutation(self._rows.count) for rng in self._orders])
        losses, done = np.zeros((self._steps, len(orders))), 0
        while done < self._steps and np.isfinite(losses[:done][-STEPS:]).all():
            if not proceed(self._passed(number, done)):
                return None
            live = min(self._affordable_steps(), self._steps - done)
            order = orders[:, done * batch : (done + live) * batch]
            first_step = (number - 1) * self._steps + done
            losses[done : done + live] = self._run(order, first_step)
            done += live
        # One sum at the end, for where the clock cut the chunks must not show in its last digit.
        return self._per_row(float(losses.mean(axis=1).sum()), self._rows.count)

    def validation_loss(self, number: int, proceed: Callable[[float], bool]) -> float | None:
        """Score the held-out rows.

        Args:
            number: Which epoch, from 1.
            proceed: Asked before each chunk of rows with the epochs passed; False ends it.

        Returns:
            Their mean loss, in the data's units; None if told to stop.
        """
        total, done = 0.0, self._steps
        for chunk in self._held_out:
            if not proceed(self._passed(number, done)):
                return None
            done += chunk.live
            losses = self._program.evaluate(
                self._state.parameters, *chunk[:3], self._log_floor, chunk.live
            )
            total += float(losses.numpy().sum(dtype=np.float64))
        return self._per_row(total, self._held_out_count)

    def network(self) -> Network:
        """The network as it is now."""
        return Network(
            self._layout,
            self._activation,
            np.asarray(self._state.parameters),
            self._input_scaling,
            self._target_scaling,
            self._log_floor,
        )

    def _run(self, order: NDArray[np.intp], first_step: int) -> NDArray[np.float64]:
        """Step through the rows of `order` (members, n); the losses' sums (steps, members)."""
        chunk = self._rows.chunk(order, self._settings.batch_size, STEPS)
        rates = _rates(self._settings, self._steps, first_step).astype(np.float32)
        start = time.perf_counter()
        self._state, losses = self._program.train(
            self._state, *chunk[:3], rates, self._log_floor, chunk.live
        )
        sums = _row_sums(losses.numpy(), chunk)
        self._step_seconds = (time.perf_counter() - start) / chunk.live
        return sums

    def _passed(self, number: int, done: int) -> float:
        """Epochs passed when `done` steps of one, of training and then of scoring, are behind."""
        scoring = sum(chunk.live for chunk in self._held_out)
        return number - 1 + done / (self._steps + scoring)

    def _affordable_steps(self) -> int:
        if self._step_seconds == 0.0:
            return STEPS
        return int(np.clip(CHUNK_SECONDS / self._step_seconds, 1, STEPS))

    def _per_row(self, total: float, rows: int) -> float:
        # A density changes its height when its units change: add log |dy / d(scaled y)|.
        return total / rows + float(np.log(self._target_scaling.scale).sum())

    def _scaled(self, dataset: Dataset) -> Rows:
        return Rows(
            _single("inputs", self._input_scaling.apply(dataset.inputs)),
            _single("targets", self._target_scaling.apply(dataset.targets)),
        )


def generators(seed: int, members: int) -> tuple[np.random.Generator, list[np.random.Generator]]:
    """The streams of randomness of a run.

    Args:
        seed: The run's seed.
        members: Networks side by side.

    Returns:
        The stream that the first weights are drawn from, and one for each member, from which
        each epoch's order of the training rows is drawn as a permutation.
    """
    weights, *orders = map(np.random.default_rng, np.random.SeedSequence(seed).spawn(1 + members))
    return weights, orders


def _single(what: str, values: NDArray[np.float64]) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):
        single = values.astype(np.float32)
    if not np.isfinite(single).all():
        raise ValueError(
            f"The {what} reach {np.abs(values).max():.3g}, but training counts in single "
            "precision, up to 3.4e38; standardize them."
        )
    return single


def _row_sums(losses: NDArray[np.float32], chunk: Chunk) -> NDArray[np.float64]:
    """Sums over each step's rows of losses (steps, members) that are means over these rows."""
    rows = chunk.weight.sum(axis=-1, dtype=np.float64)
    sums: NDArray[np.float64] = (losses * rows)[: chunk.live]
    return sums


def _scaling(values: NDArray[np.float64], settings: NetworkSettings) -> Scaling:
    if settings.standardize:
        return Scaling.of(values)
    return Scaling.identity(values.shape[1])


def _spread(y: NDArray[np.float32]) -> NDArray[np.float64]:
    spread = y.std(axis=0, dtype=np.float64)
    return np.where(spread > 0.0, spread, 1.0)


def _rates(settings: TrainingSettings, steps: int, first: int) -> NDArray[np.float64]:
    """Learning rates of a chunk whose first step of the run is `first`, (STEPS,).

    The cosine is Loshchilov and Hutter (2017), equation 5; an epoch takes `steps`.
    """
    passed = np.arange(first, first + STEPS) / (settings.epochs * steps)
    if settings.schedule == "cosine":
        return settings.learning_rate * 0.5 * (1.0 + np.cos(np.pi * passed))
    return np.full(STEPS, settings.learning_rate)
