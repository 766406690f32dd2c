"""The compiled program that trains: one per architecture, kept between runs.

Its unit is a chunk of steps that runs without returning to Python. Nothing in it depends on the
number of rows, and it holds no state: parameters and Adam's moments come in and go out as
arrays, so a run starts afresh by passing fresh ones.

Arrays inside are feature-major, `(members, features, rows)`: the rows of a batch lie side by side,
which makes the many small operations over components run along the processor's vectors.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from mdn_gui.core.batches import Chunk
from mdn_gui.core.layout import Layout

type Tensor = Any  # TensorFlow ships no types

STEPS = 32
"""Steps a chunk has room for."""

BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-7

_ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": tf.nn.relu,
    "silu": lambda values: values * tf.sigmoid(values),
}


class State(NamedTuple):
    """What a step changes: `(members, parameters)` each, and the number of steps taken."""

    parameters: Tensor
    first_moment: Tensor
    second_moment: Tensor
    steps: Tensor


@dataclass(frozen=True)
class Program:
    """Training and scoring of one architecture, compiled.

    Attributes:
        layout: The architecture: which number of a flat parameter vector is what.
        activation: The nonlinearity after each hidden layer.
        batch_size: Rows per step.
    """

    layout: Layout
    activation: str
    batch_size: int

    @cached_property
    def train(self) -> Callable[..., Tensor]:
        """Compiled `(state, x, y, weight, rate, log_floor, live) -> (state, losses)`.

        x: (steps, members, batch, inputs); y: (steps, members, batch, outputs);
        weight: (steps, members, batch), 0 for a row that only fills up; rate: (steps,) learning
        rates; log_floor: (outputs,) logarithm of the smallest scale; live: the steps to run.
        losses: (steps, members), the weighted mean negative log-likelihood of each step's rows
        before the step, in the network's own units.
        """
        members, batch = self.layout.members, self.batch_size
        flat = _floats(members, self.layout.size)
        rows = (STEPS, members, batch)
        signature = (
            State(flat, flat, flat, _floats()),
            _floats(*rows, self.layout.inputs),
            _floats(*rows, self.layout.outputs),
            _floats(*rows),
            _floats(STEPS),
            _floats(self.layout.outputs),
            tf.TensorSpec((), tf.int32),
        )
        return _compiled(self._train, signature)

    @cached_property
    def evaluate(self) -> Callable[..., Tensor]:
        """Compiled `(parameters, x, y, weight, log_floor, live) -> losses`.

        x: (steps, batch, inputs); y: (steps, batch, outputs); weight: (steps, batch).
        losses: (steps,), the weighted sum over rows of the negative log-likelihood of the mixture
        of the members' mixtures, in the network's own units.
        """
        signature = (
            _floats(self.layout.members, self.layout.size),
            _floats(STEPS, self.batch_size, self.layout.inputs),
            _floats(STEPS, self.batch_size, self.layout.outputs),
            _floats(STEPS, self.batch_size),
            _floats(self.layout.outputs),
            tf.TensorSpec((), tf.int32),
        )
        return _compiled(self._evaluate, signature)

    def _train(
        self,
        state: State,
        x: Tensor,
        y: Tensor,
        weight: Tensor,
        rate: Tensor,
        log_floor: Tensor,
        live: Tensor,
    ) -> Tensor:
        def step(index: Tensor, state: State, losses: Tensor) -> Tensor:
            with tf.GradientTape() as tape:
                tape.watch(state.parameters)
                rows = self._negative_log_likelihood(
                    state.parameters, x[index], y[index], log_floor
                )
                share = weight[index] / tf.reduce_sum(weight[index], axis=1, keepdims=True)
                loss = tf.reduce_sum(rows * share, axis=1)
                # Members share no parameter, so the gradient of the sum is each one's own.
                total = tf.reduce_sum(loss)
            gradient = tape.gradient(total, state.parameters)
            losses = tf.tensor_scatter_nd_update(losses, [[index]], loss[None])
            return index + 1, _adam(state, gradient, rate[index]), losses

        losses = tf.zeros((STEPS, self.layout.members))
        start = (tf.constant(0), state, losses)
        _, state, losses = tf.while_loop(lambda index, *_: index < live, step, start)
        return state, losses

    def _evaluate(
        self,
        parameters: Tensor,
        x: Tensor,
        y: Tensor,
        weight: Tensor,
        log_floor: Tensor,
        live: Tensor,
    ) -> Tensor:
        members = self.layout.members

        def step(index: Tensor, losses: Tensor) -> Tensor:
            rows = self._negative_log_likelihood(
                parameters, x[index][None], y[index][None], log_floor
            )
            pooled = math.log(members) - tf.reduce_logsumexp(-rows, axis=0)
            loss = tf.reduce_sum(pooled * weight[index])
            return index + 1, tf.tensor_scatter_nd_update(losses, [[index]], loss[None])

        start = (tf.constant(0), tf.zeros(STEPS))
        return tf.while_loop(lambda index, _: index < live, step, start)[1]

    def _negative_log_likelihood(
        self, parameters: Tensor, x: Tensor, y: Tensor, log_floor: Tensor
    ) -> Tensor:
        """Per row, of each member's mixture (Bishop 1994, equation 29): (members, batch)."""
        logits, means, log_scales = self._mixture(parameters, x, log_floor)
        z = (tf.transpose(y, (0, 2, 1))[:, None] - means) * tf.exp(-log_scales)
        log_normals = -tf.reduce_sum(0.5 * z * z + log_scales, axis=2)
        constant = 0.5 * math.log(2 * math.pi) * self.layout.outputs
        log_likelihood = tf.reduce_logsumexp(logits + log_normals, axis=1)
        return constant + tf.reduce_logsumexp(logits, axis=1) - log_likelihood

    def _mixture(self, parameters: Tensor, x: Tensor, log_floor: Tensor) -> Tensor:
        """Logits (members, K, batch); means and log-scales (members, K, outputs, batch)."""
        *hidden, head = self._layers(parameters)
        values = tf.transpose(x, (0, 2, 1))
        for kernel, bias in hidden:
            values = _ACTIVATIONS[self.activation](_affine(kernel, bias, values))
        values = _affine(*head, values)
        components, outputs = self.layout.components, self.layout.outputs
        each = components * outputs
        shape = (self.layout.members, components, outputs, self.batch_size)
        means = tf.reshape(values[:, components : components + each], shape)
        raw = tf.reshape(values[:, components + each :], shape)
        floor = log_floor[:, None]
        return values[:, :components], means, floor + tf.math.softplus(raw - floor)

    def _layers(self, parameters: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
        for kernel, bias in self.layout.slices:
            yield (
                tf.reshape(parameters[:, kernel.part], (self.layout.members, *kernel.shape)),
                tf.reshape(parameters[:, bias.part], (self.layout.members, *bias.shape)),
            )


@lru_cache(maxsize=16)
def program(layout: Layout, activation: str, batch_size: int) -> Program:
    """The one program of this architecture; compiled at its first use, kept for the next run."""
    return Program(layout, activation, batch_size)


def fresh_state(parameters: NDArray[np.float32]) -> State:
    """The state a run starts from: `parameters` (members, parameters) and moments at zero."""
    zeros = np.zeros_like(parameters)
    return State(parameters, zeros, zeros, np.float32(0))


def as_tensors(chunk: Chunk) -> Chunk:
    """The same chunk where TensorFlow keeps it, for rows that are used again and again."""
    x, y, weight = (tf.constant(array) for array in chunk[:3])
    return Chunk(x, y, weight, chunk.live)


def _affine(kernel: Tensor, bias: Tensor, values: Tensor) -> Tensor:
    """Kernel (members, in, out), bias (members, out), values (members or 1, in, batch)."""
    if values.shape[1] == 1:  # an outer product: a matrix library only adds overhead here
        return tf.transpose(kernel, (0, 2, 1)) * values + bias[:, :, None]
    values = tf.broadcast_to(values, (kernel.shape[0], *values.shape[1:]))
    return tf.linalg.matmul(kernel, values, transpose_a=True) + bias[:, :, None]


def _adam(state: State, gradient: Tensor, rate: Tensor) -> State:
    """Kingma and Ba (2015), section 2, the efficient order; as Keras computes it."""
    steps = state.steps + 1.0
    first = state.first_moment + (gradient - state.first_moment) * (1 - BETA_1)
    second = state.second_moment + (gradient * gradient - state.second_moment) * (1 - BETA_2)
    size = rate * tf.sqrt(1 - tf.pow(BETA_2, steps)) / (1 - tf.pow(BETA_1, steps))
    return State(
        state.parameters - size * first / (tf.sqrt(second) + EPSILON), first, second, steps
    )


def _floats(*shape: int) -> Tensor:
    return tf.TensorSpec(shape, tf.float32)


def _compiled(
    function: Callable[..., Tensor], signature: tuple[Tensor, ...]
) -> Callable[..., Tensor]:
    traced = tf.function(function, input_signature=signature, jit_compile=True, autograph=False)
    # The one concrete function, without tf.function's search among the shapes it has seen.
    concrete: Callable[..., Tensor] = traced.get_concrete_function()
    return concrete
