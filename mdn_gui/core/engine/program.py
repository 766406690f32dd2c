"""The compiled program that trains: one per architecture, kept between runs.

Its unit is a chunk of steps that runs without returning to Python. Nothing in it depends on the
number of rows, and it holds no state: parameters and Adam's moments come in and go out as one
array, so a run starts afresh by passing a fresh one.

Calling it costs some 10 microseconds an argument, as much as a small step: hence few arguments,
each of which packs what belongs together. Arrays inside are feature-major, `(members, features,
rows)`: the rows of a batch lie side by side, so that the many small operations over components run
along the processor's vectors. 200 epochs of the tutorial took 0.24 s so and 0.30 s otherwise.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from mdn_gui.core.engine.batches import STEPS, Chunk
from mdn_gui.core.engine.likelihood import Likelihood
from mdn_gui.core.engine.pace import BETA_1, BETA_2
from mdn_gui.core.layout import Layout

type Tensor = Any  # TensorFlow ships no types

EPSILON = 1e-7


@dataclass(frozen=True)
class Recipe:
    """What a program can do beside following the gradient; what is off costs nothing.

    Attributes:
        dropout: Whether hidden units are left out at random.
        beta: Whether rows are weighted by their predicted variance.
        clip: Whether the norm of gradients is clipped.
        weighted: Whether each row has a weight, its last column; their mean over all training
            rows is 1, so that the sum over a step's rows is divided by their count.
    """

    dropout: bool = False
    beta: bool = False
    clip: bool = False
    weighted: bool = False


@dataclass(frozen=True)
class Program:
    """Training and scoring of one architecture, compiled.

    Attributes:
        layout: The architecture: which number of a flat parameter vector is what.
        activation: The nonlinearity after each hidden layer.
        batch_size: Rows per step.
        recipe: What else the training does.
    """

    layout: Layout
    activation: str
    batch_size: int
    recipe: Recipe

    @cached_property
    def train(self) -> Callable[..., Tensor]:
        """Compiled `(state, rows, pace, knobs) -> (state, losses)`.

        state: see `fresh_state`; rows: (steps, members, columns, batch), the inputs' first, then
        the outputs', then of weighted rows the weight;
        pace: (steps, 2 + 2 members), see `core.engine.pace`; knobs: see `knobs`.
        losses: (steps, members), the mean (weighted) negative log-likelihood of each step's rows
        before the step, in the network's own units; 0 for steps without rows.
        """
        signature = (
            _floats(3, self.layout.members, self.layout.size),
            _floats(STEPS, self.layout.members, self._columns, self.batch_size),
            _floats(STEPS, 2 + 2 * self.layout.members),
            _floats(self.layout.outputs + 4),
        )
        if self.layout.members == 1:
            return _compiled(self._train_group, signature)
        return _concrete(self._train, signature)

    @cached_property
    def evaluate(self) -> Callable[..., Tensor]:
        """Compiled `(state, rows, counts, knobs) -> (losses,)`.

        rows: (steps, columns, batch), as of `train`; counts: (steps,).
        losses: (steps, 1 + members), (weighted) sums over a step's rows of the negative
        log-likelihood, in the network's own units: of the mixture of the members' mixtures, then
        of each member's.
        """
        signature = (
            _floats(3, self.layout.members, self.layout.size),
            _floats(STEPS, self._columns, self.batch_size),
            _floats(STEPS),
            _floats(self.layout.outputs + 4),
        )
        return _compiled(self._evaluate, signature)

    @property
    def _columns(self) -> int:
        return self.layout.inputs + self.layout.outputs + self.recipe.weighted

    def _train(self, state: Tensor, rows: Tensor, pace: Tensor, knobs: Tensor) -> Tensor:
        """Groups of members side by side, each on a core of its own."""
        states, losses = [], []
        steps, moves = pace[:, :2], tf.reshape(pace[:, 2:], (STEPS, 2, self.layout.members))
        for first, last in pairwise(_group_bounds(self.layout.members)):
            # Members share no random numbers: each group has a stream of its own.
            own = tf.stack([steps[:, 0], steps[:, 1] + float(first)], axis=1)
            paces = tf.reshape(moves[:, :, first:last], (STEPS, 2 * (last - first)))
            group = tf.function(self._train_group, jit_compile=True, autograph=False)
            state_after, loss = group(
                state[:, first:last], rows[:, first:last], tf.concat([own, paces], 1), knobs
            )
            states.append(state_after)
            losses.append(loss)
        return tf.concat(states, axis=1), tf.concat(losses, axis=1)

    def _train_group(self, state: Tensor, rows: Tensor, pace: Tensor, knobs: Tensor) -> Tensor:
        likelihood = self._likelihood(knobs)
        members = state.shape[1]
        live = tf.math.count_nonzero(pace[:, 0], dtype=tf.int32)

        def step(index: Tensor, state: Tensor, losses: Tensor) -> Tensor:
            parameters, first, second = state
            now = pace[index]
            count, seed = now[0], tf.cast(now[1], tf.int32)
            sizes, decays = now[2 : 2 + members], now[2 + members :]
            shares = self._weighted(self._mask(count) / count, rows[index])
            with tf.GradientTape() as tape:
                tape.watch(parameters)
                nll, weights = likelihood.training_rows(parameters, rows[index], seed)
                # Members share no parameter, so the gradient of the sum is each one's own.
                total = tf.reduce_sum(nll * weights * shares)
            gradient = tape.gradient(total, parameters)
            loss = tf.reduce_sum(nll * shares, axis=1)
            losses = tf.tensor_scatter_nd_update(losses, [[index]], loss[None])
            gradient = self._regularized(gradient, parameters, knobs)
            first += (gradient - first) * (1 - BETA_1)
            second += (gradient * gradient - second) * (1 - BETA_2)
            # Kingma and Ba (2015), section 2, the efficient order; the decay apart from it as
            # Loshchilov and Hutter (2019), algorithm 2.
            parameters -= parameters * decays[:, None] * self._kernels
            parameters -= sizes[:, None] * first / (tf.sqrt(second) + EPSILON)
            return index + 1, (parameters, first, second), losses

        start = (tf.constant(0), tuple(tf.unstack(state)), tf.zeros((STEPS, members)))
        _, state, losses = tf.while_loop(lambda index, *_: index < live, step, start)
        return tf.stack(state), losses

    def _evaluate(self, state: Tensor, rows: Tensor, counts: Tensor, knobs: Tensor) -> Tensor:
        likelihood = self._likelihood(knobs)
        members = self.layout.members
        live = tf.math.count_nonzero(counts, dtype=tf.int32)

        def step(index: Tensor, losses: Tensor) -> Tensor:
            nll = likelihood.rows(state[0], rows[index][None])
            pooled = tf.math.log(float(members)) - tf.reduce_logsumexp(-nll, axis=0)
            mask = self._weighted(self._mask(counts[index]), rows[index])
            # Summed apart: joined first, they would keep all before them from being vectorized.
            sums = [[tf.reduce_sum(pooled * mask)], tf.reduce_sum(nll * mask, axis=1)]
            return index + 1, tf.tensor_scatter_nd_update(losses, [[index]], [tf.concat(sums, 0)])

        start = (tf.constant(0), tf.zeros((STEPS, 1 + members)))
        return tf.while_loop(lambda index, _: index < live, step, start)[1]

    def _likelihood(self, knobs: Tensor) -> Likelihood:
        outputs = self.layout.outputs
        return Likelihood(
            self.layout,
            self.activation,
            knobs[:outputs],
            knobs[outputs + 1] if self.recipe.dropout else None,
            knobs[outputs + 2] if self.recipe.beta else None,
        )

    def _mask(self, count: Tensor) -> Tensor:
        """1 for each of the first `count` rows of a batch, 0 for what follows.

        In floats: a comparison of integers keeps XLA from vectorizing it and all that is fused
        with it, 26 microseconds a step instead of 16.
        """
        return tf.clip_by_value(count - np.arange(self.batch_size, dtype=np.float32), 0.0, 1.0)

    def _weighted(self, shares: Tensor, rows: Tensor) -> Tensor:
        """Shares of a batch's rows (batch,) times the weights in rows (..., columns, batch).

        A sum over columns of which all but the last count as zero: XLA works it out once. The last
        column itself it fuses with all that is multiplied by it, and a step takes 1.5 times as
        long; this way 1.02 times.
        """
        if not self.recipe.weighted:
            return shares
        last = np.zeros((self._columns, 1), np.float32)
        last[-1] = 1.0
        return tf.reduce_sum(shares * rows * last, axis=-2)

    def _regularized(self, gradient: Tensor, parameters: Tensor, knobs: Tensor) -> Tensor:
        """Add L2 weight decay to the gradient, and clip its norm."""
        gradient += knobs[self.layout.outputs] * self._kernels * parameters
        if not self.recipe.clip:
            return gradient
        # Dividing by the largest entry first keeps squares from overflowing.
        largest = tf.reduce_max(tf.abs(gradient), axis=1, keepdims=True)
        unit = gradient / tf.maximum(largest, 1e-30)
        length = largest * tf.sqrt(tf.reduce_sum(unit * unit, axis=1, keepdims=True))
        longest = knobs[self.layout.outputs + 3]
        return gradient * (longest / tf.maximum(length, longest))

    @cached_property
    def _kernels(self) -> NDArray[np.float32]:
        """1 where a parameter belongs to a kernel, 0 where to a bias."""
        mask = np.zeros(self.layout.size, np.float32)
        for kernel, _ in self.layout.slices:
            mask[kernel.part] = 1.0
        return mask


@lru_cache(maxsize=16)
def program(layout: Layout, activation: str, batch_size: int, recipe: Recipe) -> Program:
    """The one program of this architecture; compiled at its first use, kept for the next run."""
    return Program(layout, activation, batch_size, recipe)


def fresh_state(parameters: NDArray[np.float32]) -> NDArray[np.float32]:
    """The state a run starts from: (3, members, size), `parameters` and Adam's moments at zero."""
    zeros = np.zeros_like(parameters)
    return np.stack([parameters, zeros, zeros])


def knobs(
    log_floor: NDArray[np.float32], l2: float, dropout: float, beta: float, clip_norm: float
) -> Tensor:
    """What a run does not change, as the program takes it: (outputs + 4,).

    Args:
        log_floor: Logarithm of the smallest scale, (outputs,), in the network's units.
        l2: Weight decay that is part of the gradient.
        dropout: Share of the hidden units left out.
        beta: Exponent of beta-NLL.
        clip_norm: Longest gradient of one member.
    """
    return tf.constant(np.append(log_floor, [l2, dropout, beta, clip_norm]).astype(np.float32))


def as_tensors(chunk: Chunk) -> tuple[Tensor, Tensor]:
    """A chunk where TensorFlow keeps it, for rows that are used again and again."""
    return tf.constant(chunk.rows), tf.constant(chunk.counts)


def _group_bounds(members: int) -> list[int]:
    """Where each group of members begins, and the end: as many groups as there are cores."""
    groups = min(members, os.cpu_count() or 1)
    bounds: list[int] = np.linspace(0, members, groups + 1).round().astype(int).tolist()
    return bounds


def _floats(*shape: int) -> Tensor:
    return tf.TensorSpec(shape, tf.float32)


def _concrete(
    function: Callable[..., Tensor], signature: tuple[Tensor, ...], *, jit_compile: bool = False
) -> Callable[..., Tensor]:
    traced = tf.function(
        function, input_signature=signature, jit_compile=jit_compile, autograph=False
    )
    # The flat function of the one concrete function takes 20 microseconds a call. Calling the
    # concrete function takes 60 with tensors and 105 with NumPy arrays, and tf.function searches
    # among the shapes that it has seen before that.
    flat: Callable[..., Tensor] = traced.get_concrete_function().inference_fn.call_flat
    return lambda *arrays: flat(*map(_as_tensor, arrays))


def _as_tensor(array: Tensor) -> Tensor:
    return tf.constant(array) if isinstance(array, np.ndarray) else array


def _compiled(
    function: Callable[..., Tensor], signature: tuple[Tensor, ...]
) -> Callable[..., Tensor]:
    return _concrete(function, signature, jit_compile=True)
