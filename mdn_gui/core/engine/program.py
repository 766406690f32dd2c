"""The compiled program that trains: one per architecture, kept between runs.

Its unit is a chunk of steps of one network that runs without returning to Python. Nothing in it
depends on the number of rows, and it holds no state: parameters and Adam's moments come in and go
out as one array, so a run starts afresh by passing a fresh one. The members of a run are calls of
this unit, side by side in one graph, so that a member's numbers are the same to the bit whatever
trains beside it; compiled once, it serves any number of them.

Calling it costs some 10 microseconds an argument, as much as a small step: hence few arguments,
each of which packs what belongs together. Arrays inside are feature-major, `(features, rows)`: the
rows of a batch lie side by side, so that the many small operations over components run along the
processor's vectors. 200 epochs of the tutorial took 0.24 s so and 0.30 s otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from mdn_gui.core.engine.batches import STEPS
from mdn_gui.core.engine.likelihood import Likelihood
from mdn_gui.core.engine.pace import BETA_1, BETA_2
from mdn_gui.core.layout import Layout

type Tensor = Any  # TensorFlow ships no types

EPSILON = 1e-7


@dataclass(frozen=True)
class Options:
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
    """Training and scoring of the members of one architecture, compiled.

    Attributes:
        layout: The architecture: which number of a flat parameter vector is what.
        activation: The nonlinearity after each hidden layer.
        batch_size: Rows per step.
        options: What else the training does.
    """

    layout: Layout
    activation: str
    batch_size: int
    options: Options

    @cached_property
    def train(self) -> Callable[..., Tensor]:
        """Compiled `(state, rows, pace, knobs) -> (state, losses)`.

        state: see `fresh_state`; rows: (members, steps, columns, batch), the inputs' first, then
        the outputs', then of weighted rows the weight; pace: (members, steps, 4), see
        `core.engine.pace`; knobs: (members, outputs + 4), see `knobs`.
        losses: (members, steps), the mean (weighted) negative log-likelihood of each step's rows
        before the step, in the network's own units; 0 for steps without rows.
        """
        return self._concrete(self._train, (4,))

    @cached_property
    def evaluate(self) -> Callable[..., Tensor]:
        """Compiled `(state, rows, counts, knobs) -> (losses,)`.

        rows: as of `train`; counts: (members, steps).
        losses: (members, steps, batch), the negative log-likelihood of each row, in the network's
        own units; what follows the rows of a step means nothing.
        """
        return self._concrete(self._evaluate, ())

    def _concrete(
        self, function: Callable[..., Tensor], of_step: tuple[int, ...]
    ) -> Callable[..., Tensor]:
        """A function of state, rows, something of each step, and knobs."""
        columns = self.layout.inputs + self.layout.outputs + self.options.weighted
        members = self.layout.members
        return _concrete(
            function,
            _floats(members, 3, self.layout.size),
            _floats(members, STEPS, columns, self.batch_size),
            _floats(members, STEPS, *of_step),
            _floats(members, self.layout.outputs + 4),
            # Around the call of the one member too: a graph costs 30 microseconds more.
            jit_compile=members == 1,
        )

    @property
    def _unit(self) -> "_Unit":
        return _unit(replace(self.layout, members=1), self.activation, self.options)

    def _train(self, state: Tensor, rows: Tensor, pace: Tensor, knobs: Tensor) -> Tensor:
        live = tf.math.count_nonzero(pace[:, :, 0], axis=1, dtype=tf.int32)
        cuts = [tf.zeros_like(live), live]
        if self.layout.members % 2 and self.layout.members > 1:
            # The last of an odd number of members would leave one of two cores idle.
            cuts.insert(1, (live + 1) // 2)
        each = zip(*map(tf.unstack, (state, rows, pace, knobs, *cuts)), strict=True)
        states, losses = zip(*[self._train_member(*own) for own in each], strict=True)
        return tf.stack(states), tf.stack(losses)

    def _train_member(
        self, state: Tensor, rows: Tensor, pace: Tensor, knobs: Tensor, *cuts: Tensor
    ) -> Tensor:
        losses = tf.zeros(STEPS)
        for first, last in pairwise(cuts):
            state, some = self._unit.train(state, rows, pace, knobs, first, last)
            losses += some
        return state, losses

    def _evaluate(self, state: Tensor, rows: Tensor, counts: Tensor, knobs: Tensor) -> Tensor:
        live = tf.math.count_nonzero(counts, axis=1, dtype=tf.int32)
        each = zip(*map(tf.unstack, (state[:, 0], rows, knobs, live)), strict=True)
        return tf.stack([self._unit.evaluate(*own) for own in each])


@dataclass(frozen=True)
class _Unit:
    """Training and scoring of one network."""

    layout: Layout
    activation: str
    options: Options

    @cached_property
    def train(self) -> Callable[..., Tensor]:
        """`(state, rows, pace, knobs, first, last) -> (state, losses)`: steps first to last."""
        return _compiled(self._train)

    @cached_property
    def evaluate(self) -> Callable[..., Tensor]:
        """`(parameters, rows, knobs, live) -> losses` of so many steps."""
        return _compiled(self._evaluate)

    def _train(
        self, state: Tensor, rows: Tensor, pace: Tensor, knobs: Tensor, first: Tensor, last: Tensor
    ) -> Tensor:
        likelihood = self._likelihood(knobs)

        def step(index: Tensor, state: Tensor, losses: Tensor) -> Tensor:
            parameters, mean, square = state
            count, seed, size, decay = tf.unstack(pace[index])
            shares = self._weighted(_mask(count, rows.shape[-1]) / count, rows[index])
            with tf.GradientTape() as tape:
                tape.watch(parameters)
                nll, weights = likelihood.training_rows(
                    parameters, rows[index], tf.cast(seed, tf.int32)
                )
                total = tf.reduce_sum(nll * weights * shares)
            gradient = tape.gradient(total, parameters)
            loss = tf.reduce_sum(nll * shares)
            losses += _only(index) * loss
            gradient = self._regularized(gradient, parameters, knobs)
            mean += (gradient - mean) * (1 - BETA_1)
            square += (gradient * gradient - square) * (1 - BETA_2)
            # Kingma and Ba (2015), section 2, the efficient order; the decay apart from it as
            # Loshchilov and Hutter (2019), algorithm 2.
            parameters -= parameters * decay * self._kernels
            parameters -= size * mean / (tf.sqrt(square) + EPSILON)
            return index + 1, (parameters, mean, square), losses

        start = (first, tuple(tf.unstack(state)), tf.zeros(STEPS))
        _, state, losses = tf.while_loop(lambda index, *_: index < last, step, start)
        return tf.stack(state), losses

    def _evaluate(self, parameters: Tensor, rows: Tensor, knobs: Tensor, live: Tensor) -> Tensor:
        likelihood = self._likelihood(knobs)

        def step(index: Tensor, losses: Tensor) -> Tensor:
            nll = likelihood.rows(parameters, rows[index])
            return index + 1, losses + _only(index)[:, None] * nll

        start = (tf.constant(0), tf.zeros((STEPS, rows.shape[-1])))
        return tf.while_loop(lambda index, _: index < live, step, start)[1]

    def _likelihood(self, knobs: Tensor) -> Likelihood:
        outputs = self.layout.outputs
        return Likelihood(
            self.layout,
            self.activation,
            knobs[:outputs],
            knobs[outputs + 1] if self.options.dropout else None,
            knobs[outputs + 2] if self.options.beta else None,
        )

    def _weighted(self, shares: Tensor, rows: Tensor) -> Tensor:
        """Shares of a batch's rows (batch,) times the weights in rows (columns, batch).

        A sum over columns of which all but the last count as zero: XLA works it out once. The last
        column itself it fuses with all that is multiplied by it, and a step takes 1.5 times as
        long; this way 1.02 times.
        """
        if not self.options.weighted:
            return shares
        last = np.zeros((rows.shape[0], 1), np.float32)
        last[-1] = 1.0
        return tf.reduce_sum(shares * rows * last, axis=0)

    def _regularized(self, gradient: Tensor, parameters: Tensor, knobs: Tensor) -> Tensor:
        """Add L2 weight decay to the gradient, and clip its norm."""
        gradient += knobs[self.layout.outputs] * self._kernels * parameters
        if not self.options.clip:
            return gradient
        # Dividing by the largest entry first keeps squares from overflowing.
        largest = tf.reduce_max(tf.abs(gradient))
        unit = gradient / tf.maximum(largest, 1e-30)
        length = largest * tf.sqrt(tf.reduce_sum(unit * unit))
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
def program(layout: Layout, activation: str, batch_size: int, options: Options) -> Program:
    """The one program of this architecture; compiled at its first use, kept for the next run."""
    return Program(layout, activation, batch_size, options)


@lru_cache(maxsize=16)
def _unit(layout: Layout, activation: str, options: Options) -> _Unit:
    return _Unit(layout, activation, options)


def fresh_state(parameters: NDArray[np.float32]) -> NDArray[np.float32]:
    """The state a run starts from: (members, 3, size), `parameters` and Adam's moments at zero."""
    zeros = np.zeros_like(parameters)
    return np.stack([parameters, zeros, zeros], axis=1)


def knobs(
    log_floor: NDArray[np.float32], l2: float, dropout: float, beta: float, clip_norm: float
) -> NDArray[np.float32]:
    """What a run does not change of a member, as the program takes it: (outputs + 4,).

    Args:
        log_floor: Logarithm of the smallest scale, (outputs,), in the network's units.
        l2: Weight decay that is part of the gradient.
        dropout: Share of the hidden units left out.
        beta: Exponent of beta-NLL.
        clip_norm: Longest gradient.
    """
    return np.append(log_floor, [l2, dropout, beta, clip_norm]).astype(np.float32)


def as_tensors(*arrays: NDArray[np.float32]) -> tuple[Tensor, ...]:
    """Arrays where TensorFlow keeps them, for those that are used again and again."""
    return tuple(map(tf.constant, arrays))


def _only(index: Tensor) -> Tensor:
    """1 at a step, 0 at all others: XLA scatters one value after the other, 0.1 ms an epoch.

    Where the loss of a step is no number, those of the others become none either.
    """
    return tf.one_hot(index, STEPS)


def _mask(count: Tensor, batch_size: int) -> Tensor:
    """1 for each of the first `count` rows of a batch, 0 for what follows.

    In floats: a comparison of integers keeps XLA from vectorizing it and all that is fused with
    it, 26 microseconds a step instead of 16.
    """
    return tf.clip_by_value(count - np.arange(batch_size, dtype=np.float32), 0.0, 1.0)


def _floats(*shape: int) -> Tensor:
    return tf.TensorSpec(shape, tf.float32)


def _concrete(
    function: Callable[..., Tensor], *signature: Tensor, jit_compile: bool
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


def _compiled(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    return tf.function(function, jit_compile=True, autograph=False)  # type: ignore[no-any-return]
