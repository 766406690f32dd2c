"""One network while it trains: what the compiled program needs, and what changes."""

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.engine.batches import (
    STEPS,
    Chunk,
    Position,
    chunk,
    in_order,
    positions,
    rewind,
    steps,
    streams,
)
from mdn_gui.core.engine.initialization import glorot, spread_means
from mdn_gui.core.engine.pace import WHOLE, Cycle, pace
from mdn_gui.core.engine.packing import Packing
from mdn_gui.core.engine.program import Recipe, as_tensors, fresh_state, knobs, program
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.table import Source

CHUNK_SECONDS = 0.04
"""Longest time to spend between two looks at whether to go on."""

WINDOW_ROWS = 2**18
"""About how many rows of a streamed table are shuffled with each other."""

type Proceed = Callable[[float], bool]
type Floats = NDArray[np.float64]


class Losses(NamedTuple):
    """Mean negative log-likelihoods of an epoch, in nats of the targets in their own units.

    Of rows that have weights these are weighted means.

    Attributes:
        train: Of the training rows, mean of the members, while the parameters moved.
        validation: Of the held-out rows by the mixture of the members' mixtures, at the end.
        of_members: Of the held-out rows by each member, (members,).
        finite: Which members' losses and weights are numbers, (members,).
    """

    train: float
    validation: float
    of_members: Floats
    finite: NDArray[np.bool_]


class Checkpoint(NamedTuple):
    """Where a run is between two epochs.

    Attributes:
        state: Weights and moments, (3, members, size).
        slowdown: Factor on each member's rate, (members,).
        positions: Of the streams of randomness.
    """

    state: NDArray[np.float32]
    slowdown: Floats
    positions: tuple[Position, ...]


class Fit:
    """The state of one training run.

    Args:
        source: The rows.
        network_settings: The network's shape.
        settings: How it is trained.

    Raises:
        ValueError: A value is too large for single precision.
    """

    def __init__(
        self, source: Source, network_settings: NetworkSettings, settings: TrainingSettings
    ) -> None:
        self._source, self._settings = source, settings
        self._rows = TrainingRows.of(source.training, source.rows)
        self._activation = network_settings.activation
        self._pack = Packing(
            source.training,
            standardize=network_settings.standardize,
            mean_weight=source.mean_weight,
        )
        self._layout = Layout(
            network_settings.members,
            self._pack.encoding.features,
            network_settings.hidden,
            network_settings.components,
            source.training.targets.shape[1],
        )
        spread = self._pack.target_spread / self._pack.target_scaling.scale
        self._log_floor = np.log(network_settings.scale_floor * spread).astype(np.float32)
        self._noise = np.append(
            settings.input_noise * self._pack.input_spread / self._pack.input_scaling.scale,
            settings.target_noise * spread,
        ).astype(np.float32)
        weighted = source.training.weighted
        recipe = Recipe(settings.dropout > 0, settings.beta > 0, settings.clip_norm > 0, weighted)
        self._program = program(self._layout, self._activation, settings.batch_size, recipe)
        l2 = settings.weight_decay * (settings.optimizer == "adam")
        self._knobs = knobs(
            self._log_floor, l2, settings.dropout, settings.beta, settings.clip_norm
        )
        validation = self._pack(source.validation)
        self._validation_weight = (
            float(validation[:, -1].sum(dtype=np.float64)) if weighted else len(validation)
        )
        self._validation_slopes = self._pack.log_slopes(validation)
        self._validation = [
            (as_tensors(piece), piece.live)
            for piece in in_order(validation, settings.batch_size, STEPS)
        ]
        self._steps = steps(source.rows, settings.batch_size)
        self._step_seconds = 0.0
        self._start(network_settings)

    def _start(self, network_settings: NetworkSettings) -> None:
        """Draw the first weights."""
        self._streams = streams(self._settings.seed, self._layout.members)
        parameters = glorot(self._layout, self._streams.weights)
        if network_settings.spread_means:
            training, inputs = self._source.training, self._layout.inputs
            targets = self._pack(training)[:, inputs : inputs + self._layout.outputs]
            parameters = spread_means(parameters, self._layout, targets, training.weights)
        self._state = fresh_state(parameters)
        self._slowdown = np.ones(self._layout.members)
        self._cycle = WHOLE
        self._moving = [self._streams.pieces, *self._streams.orders]
        if self._settings.dropout > 0:
            self._moving.append(self._streams.dropout)
        if self._noise.any():
            self._moving += self._streams.noise

    @property
    def state(self) -> NDArray[np.float32]:
        """Weights and moments as they are now, to `restore` them later."""
        return self._state

    def restore(self, state: NDArray[np.float32], slower: NDArray[np.bool_]) -> None:
        """Go back to an earlier state, and on from there at half the rate.

        Args:
            state: What `state` was.
            slower: Which members' rates are halved, (members,).
        """
        self._state = state
        self._slowdown = np.where(slower, self._slowdown / 2, self._slowdown)

    def checkpoint(self) -> Checkpoint:
        """Where the run is, to `return_to` it."""
        return Checkpoint(self._state, self._slowdown, positions(self._moving))

    def return_to(self, checkpoint: Checkpoint) -> None:
        """Go back; the next epochs draw the random numbers that followed then."""
        self._state, self._slowdown = checkpoint.state, checkpoint.slowdown
        rewind(self._moving, checkpoint.positions)

    def plan(self, after: int, epochs: int) -> None:
        """Let the schedule begin again.

        Args:
            after: Epochs that are complete.
            epochs: How many more the schedule covers.
        """
        planned = self._settings.epochs
        self._cycle = Cycle(after / planned, (after + epochs) / planned)

    def epoch(self, number: int, proceed: Proceed) -> Losses | None:
        """Move the weights through every row once and score them.

        Args:
            number: Which epoch, from 1.
            proceed: Asked before each chunk of steps with the epochs passed; False ends it.

        Returns:
            The losses; None if told to stop.
        """
        train = self._train(number, proceed)
        if train is None:
            return None
        validation = self.score(self._state, number, proceed)
        if validation is None:
            return None
        weights = np.isfinite(np.asarray(self._state)).all(axis=(0, 2))
        finite = np.isfinite(train) & np.isfinite(validation[1:]) & weights
        return Losses(float(train.mean()), float(validation[0]), validation[1:], finite)

    def score(self, state: NDArray[np.float32], number: int, proceed: Proceed) -> Floats | None:
        """Mean losses of the held-out rows.

        Args:
            state: (3, members, size), of which only the weights matter.
            number: Which epoch, from 1.
            proceed: As of `epoch`.

        Returns:
            (1 + members,): of the mixture of the members' mixtures, then of each member's; None
            if told to stop.
        """
        total, done = np.zeros(1 + self._layout.members), self._steps
        for (rows, counts), live in self._validation:
            if not proceed(self._passed(number, done)):
                return None
            done += live
            (losses,) = self._program.evaluate(state, rows, counts, self._knobs)
            total += losses.numpy().sum(axis=0, dtype=np.float64)
        return self._per_row(total - self._validation_slopes, self._validation_weight)

    def network(self, state: NDArray[np.float32] | None = None) -> Network:
        """The network as it is now, or was at `state`."""
        return Network(
            self._layout,
            self._activation,
            np.asarray(self._state if state is None else state)[0],
            self._pack.input_scaling,
            self._pack.target_scaling,
            self._log_floor,
            self._rows,
            encoding=self._pack.encoding,
            target_kinds=self._source.training.target_kinds,
        )

    def _train(self, number: int, proceed: Proceed) -> Floats | None:
        """Every row once; the members' mean losses, (members,), or None if told to stop."""
        batch = self._settings.batch_size
        losses, done = np.zeros((self._steps, self._layout.members)), 0
        slopes = 0.0
        for table in self._source.windows(self._pack, _window(batch), self._streams.pieces):
            slopes += self._pack.log_slopes(table)
            orders = np.stack([rng.permutation(len(table)) for rng in self._streams.orders])
            start = 0
            while start < len(table):
                if not proceed(self._passed(number, done)):
                    return None
                n = self._affordable_steps() * batch
                piece = chunk(table, orders[:, start : start + n], batch, STEPS)
                losses[done : done + piece.live] = self._run(piece, self._taken(number) + done)
                if not np.isfinite(losses[done : done + piece.live]).all():
                    return np.where(np.isfinite(losses).all(axis=0), 0.0, np.nan)
                start, done = start + n, done + piece.live
        # One sum at the end: where the clock cut the chunks must not change its last digit.
        return self._per_row(losses.sum(axis=0) - slopes, self._source.rows)

    def _run(self, piece: Chunk, first: int) -> Floats:
        """Step through a chunk's rows; the losses' sums over each step's rows, (live, members)."""
        live = piece.live
        if self._noise.any():
            self._add_noise(piece)
        moves = pace(
            self._settings,
            steps=first + np.arange(STEPS),
            total=self._steps * self._settings.epochs,
            cycle=self._cycle,
            counts=piece.counts,
            seeds=self._dropout_seeds(live),
            slowdown=self._slowdown,
        )
        start = time.perf_counter()
        self._state, losses = self._program.train(self._state, piece.rows, moves, self._knobs)
        sums: Floats = losses.numpy()[:live].astype(np.float64) * piece.counts[:live, None]
        self._step_seconds = (time.perf_counter() - start) / live
        return sums

    def _add_noise(self, piece: Chunk) -> None:
        """Rothfuss et al. (2019): train on rows drawn from a smoothed table."""
        # The weights behind these columns stay as they are.
        batch, columns = piece.rows.shape[-1], len(self._noise)
        for member, rng in enumerate(self._streams.noise):
            drawn = rng.standard_normal((piece.live, batch, columns), np.float32) * self._noise
            piece.rows[: piece.live, member, :columns] += drawn.swapaxes(1, 2)

    def _dropout_seeds(self, live: int) -> NDArray[np.int64]:
        seeds = np.zeros(STEPS, np.int64)
        if self._settings.dropout > 0:
            seeds[:live] = self._streams.dropout.integers(2**24 - self._layout.members, size=live)
        return seeds

    def _taken(self, number: int) -> int:
        return (number - 1) * self._steps

    def _passed(self, number: int, done: int) -> float:
        """Epochs passed when `done` steps of one, of training and then of scoring, are behind."""
        scoring = sum(live for _, live in self._validation)
        return number - 1 + done / (self._steps + scoring)

    def _affordable_steps(self) -> int:
        if self._step_seconds == 0.0:
            return STEPS
        return int(np.clip(CHUNK_SECONDS / self._step_seconds, 1, STEPS))

    def _per_row(self, totals: Floats, rows: float) -> Floats:
        # A density changes its height when its units change: add log |dy / d(scaled y)|, here of
        # the scaling alone.
        return totals / rows + float(np.log(self._pack.target_scaling.scale).sum())


def _window(batch_size: int) -> int:
    return max(1, WINDOW_ROWS // batch_size) * batch_size
