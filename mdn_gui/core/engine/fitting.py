"""One network while it trains: what the compiled program needs, and what changes."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.engine.batches import (
    STEPS,
    Chunk,
    Position,
    chunk,
    positions,
    rewind,
    steps,
    streams,
)
from mdn_gui.core.engine.held_out import HeldOut
from mdn_gui.core.engine.initialization import glorot, spread_means
from mdn_gui.core.engine.pace import WHOLE, Cycle, pace
from mdn_gui.core.engine.packing import Packing
from mdn_gui.core.engine.program import Options, as_tensors, fresh_state, knobs, program
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network, Share
from mdn_gui.core.recipes import RECIPES, Member, members_of
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
        validation: Of the held-out rows by the mixture of the mixtures of all members that hold
            them out, at the end.
        of_members: Of the rows that each member holds out, (members,).
        log_densities: Of the held-out rows, (rows, columns); see `HeldOut`.
        finite: Which members' losses and weights are numbers, (members,).
    """

    train: float
    validation: float
    of_members: Floats
    log_densities: Floats
    finite: NDArray[np.bool_]


class Checkpoint(NamedTuple):
    """Where a run is between two epochs.

    Attributes:
        state: Weights and moments, (members, 3, size).
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
        members: Which of the run's members; all if nothing is given, else whole columns.

    Attributes:
        held_out: The rows that the members hold out.
        members: The members.

    Raises:
        ValueError: A value is too large for single precision.
    """

    def __init__(
        self,
        source: Source,
        network_settings: NetworkSettings,
        settings: TrainingSettings,
        members: Sequence[Member] = (),
    ) -> None:
        self.members = tuple(members) or members_of(network_settings, settings)
        self._source, self._settings = source, settings
        self._rows = TrainingRows.of(source.training, source.rows)
        self._activation = network_settings.activation
        self._pack = Packing(
            source.training,
            standardize=network_settings.standardize,
            mean_weight=source.mean_weight,
        )
        self._layout = Layout(
            len(self.members),
            self._pack.encoding.features,
            network_settings.hidden,
            network_settings.components,
            source.training.targets.shape[1],
        )
        spread = self._pack.target_spread / self._pack.target_scaling.scale
        self._log_floor = np.log(network_settings.scale_floor * spread).astype(np.float32)
        weighted = source.training.weighted
        options = Options(settings.dropout > 0, settings.beta > 0, settings.clip_norm > 0, weighted)
        self._program = program(self._layout, self._activation, settings.batch_size, options)
        self._settings_of = [RECIPES[member.recipe](settings) for member in self.members]
        own = [_knobs(self._log_floor, each) for each in self._settings_of]
        self._noise = [_noise(self._pack, spread, each) for each in self._settings_of]
        (self._knobs,) = as_tensors(np.stack(own))
        self.held_out = HeldOut(self._pack, source, self.members)
        self._validation = [
            (as_tensors(piece.rows, piece.counts), piece.live)
            for piece in self.held_out.batches(settings.batch_size)
        ]
        self._own = _own_rows(source, self.members)
        self._steps = steps(_most_trained_on(source), settings.batch_size)
        self._step_seconds = 0.0
        self._start(network_settings)

    def _start(self, network_settings: NetworkSettings) -> None:
        """Draw the first weights."""
        numbers = [member.number for member in self.members]
        self._streams = streams(self._settings.seed, numbers)
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
            self._moving += self._streams.dropout
        if np.any(self._noise):
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
        log_densities = self._scored(number, proceed)
        if log_densities is None:
            return None
        of_members = self.held_out.losses(log_densities)
        columns = log_densities.shape[1]
        weights = np.isfinite(np.asarray(self._state)).all(axis=(1, 2))
        return Losses(
            float(train.mean()),
            self.held_out.loss(log_densities, np.full(columns, 1.0 / columns)),
            of_members,
            log_densities,
            np.isfinite(train) & np.isfinite(of_members) & weights,
        )

    def _scored(self, number: int, proceed: Proceed) -> Floats | None:
        """Log densities of the held-out rows; None if told to stop."""
        scored, done = [], self._steps
        for arrays, live in self._validation:
            if not proceed(self._passed(number, done)):
                return None
            done += live
            (losses,) = self._program.evaluate(self._state, *arrays, self._knobs)
            scored.append(losses.numpy().reshape(self._layout.members, -1))
        return self.held_out.log_densities(np.concatenate(scored, axis=1))

    def network(
        self, state: NDArray[np.float32] | None = None, ensemble: Sequence[Share] = ()
    ) -> Network:
        """A network of the weights as they are now, or as they were.

        Args:
            state: What `state` was, (networks, 3, size).
            ensemble: What each of these is, and its weight; equal members if nothing is given.
        """
        parameters = np.asarray(self._state if state is None else state)[:, 0]
        return Network(
            replace(self._layout, members=len(parameters)),
            self._activation,
            parameters,
            self._pack.input_scaling,
            self._pack.target_scaling,
            self._log_floor,
            self._rows,
            encoding=self._pack.encoding,
            target_kinds=self._source.training.target_kinds,
            ensemble=tuple(ensemble),
        )

    def _train(self, number: int, proceed: Proceed) -> Floats | None:
        """Every row once; the members' mean losses, (members,), or None if told to stop."""
        batch = self._settings.batch_size
        losses, done = np.zeros((self._steps, self._layout.members)), 0
        totals = np.zeros((self._layout.members, 2))
        for table in self._source.windows(self._pack, _window(batch), self._streams.pieces):
            orders = [
                rng.permutation(len(table) if own is None else own)
                for rng, own in zip(self._streams.orders, self._own, strict=True)
            ]
            totals += [self._pack.sums(table, order) for order in orders]
            start = 0
            while start < max(map(len, orders)):
                if not proceed(self._passed(number, done)):
                    return None
                n = self._affordable_steps() * batch
                piece = chunk(table, [order[start : start + n] for order in orders], batch, STEPS)
                losses[done : done + piece.live] = self._run(piece, self._taken(number) + done)
                if not np.isfinite(losses[done : done + piece.live]).all():
                    return np.where(np.isfinite(losses).all(axis=0), 0.0, np.nan)
                start, done = start + n, done + piece.live
        # One sum at the end: where the clock cut the chunks must not change its last digit.
        rows, log_slopes = totals.T
        return (losses.sum(axis=0) - log_slopes) / rows + self._pack.log_unit

    def _run(self, piece: Chunk, first: int) -> Floats:
        """Step through a chunk's rows; the losses' sums over each step's rows, (live, members)."""
        live = piece.live
        self._add_noise(piece)
        moves = pace(
            self._settings,
            steps=first + np.arange(STEPS),
            total=self._steps * self._settings.epochs,
            cycle=self._cycle,
            counts=piece.counts,
            seeds=self._dropout_seeds(live),
            rates=self._slowdown * np.array([each.learning_rate for each in self._settings_of]),
            decays=np.array([each.weight_decay for each in self._settings_of]),
        )
        start = time.perf_counter()
        self._state, losses = self._program.train(self._state, piece.rows, moves, self._knobs)
        sums: Floats = (losses.numpy()[:, :live].astype(np.float64) * piece.counts[:, :live]).T
        self._step_seconds = (time.perf_counter() - start) / live
        return sums

    def _add_noise(self, piece: Chunk) -> None:
        """Rothfuss et al. (2019): train on rows drawn from a smoothed table."""
        # The weights behind these columns stay as they are.
        batch = piece.rows.shape[-1]
        for rows, rng, noise in zip(piece.rows, self._streams.noise, self._noise, strict=True):
            if noise.any():
                shape = piece.live, batch, len(noise)
                drawn = rng.standard_normal(shape, np.float32) * noise
                rows[: piece.live, : len(noise)] += drawn.swapaxes(1, 2)

    def _dropout_seeds(self, live: int) -> NDArray[np.int64]:
        seeds = np.zeros((self._layout.members, STEPS), np.int64)
        if self._settings.dropout > 0:
            for own, rng in zip(seeds, self._streams.dropout, strict=True):
                own[:live] = rng.integers(2**24 - 1, size=live)
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


def _knobs(log_floor: NDArray[np.float32], settings: TrainingSettings) -> NDArray[np.float32]:
    l2 = settings.weight_decay * (settings.optimizer == "adam")
    return knobs(log_floor, l2, settings.dropout, settings.beta, settings.clip_norm)


def _noise(pack: Packing, spread: Floats, settings: TrainingSettings) -> NDArray[np.float32]:
    """Standard deviations of the noise on each column, in the network's units."""
    of_inputs = settings.input_noise * pack.input_spread / pack.input_scaling.scale
    return np.append(of_inputs, settings.target_noise * spread).astype(np.float32)


def _most_trained_on(source: Source) -> int:
    """On how many rows the member trains that has most, among all folds."""
    least_held_out = 0
    if source.folds is not None:
        least_held_out = int(np.bincount(source.folds[source.folds >= 0]).min())
    return source.rows - least_held_out


def _own_rows(source: Source, members: Sequence[Member]) -> list[NDArray[np.intp] | None]:
    """The training rows of each member; None for all."""
    if source.folds is None:
        return [None] * len(members)
    return [np.flatnonzero(source.folds != member.fold) for member in members]


def _window(batch_size: int) -> int:
    return max(1, WINDOW_ROWS // batch_size) * batch_size
