"""The negative log-likelihood of rows under one network, in TensorFlow.

Arrays are feature-major, `(features, rows)`; see `core.engine.program`.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from mdn_gui.core.layout import Layout

type Tensor = Any  # TensorFlow ships no types

_ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": tf.nn.relu,
    "silu": lambda values: values * tf.sigmoid(values),
    "tanh": tf.tanh,
    "gelu": tf.nn.gelu,
}


@dataclass(frozen=True)
class Likelihood:
    """What a network's mixtures say of rows.

    Attributes:
        layout: The architecture.
        activation: The nonlinearity after each hidden layer.
        log_floor: Logarithm of the smallest scale, (outputs,).
        dropout: Share of the hidden units left out in training; None for none.
        beta: Exponent of beta-NLL; None for the likelihood itself.
    """

    layout: Layout
    activation: str
    log_floor: Tensor
    dropout: Tensor | None
    beta: Tensor | None

    def rows(self, parameters: Tensor, rows: Tensor) -> Tensor:
        """Negative log-likelihood of each row, (batch,).

        Args:
            parameters: (size,).
            rows: (inputs + outputs, batch); columns beyond these say nothing here.
        """
        return self._losses(self._mixture(parameters, rows, None), rows)

    def training_rows(
        self, parameters: Tensor, rows: Tensor, seed: Tensor
    ) -> tuple[Tensor, Tensor]:
        """The same with dropout, and the weight of each row's gradient.

        Args:
            parameters: (size,).
            rows: (inputs + outputs, batch); columns beyond these say nothing here.
            seed: Decides which units are left out; an integer.

        Returns:
            Both (batch,).
        """
        mixture = self._mixture(parameters, rows, seed)
        weights = tf.ones(()) if self.beta is None else self._row_weights(*mixture)
        return self._losses(mixture, rows), weights

    def _losses(self, mixture: tuple[Tensor, Tensor, Tensor], rows: Tensor) -> Tensor:
        """Bishop (1994), equation 29, per row."""
        logits, means, log_scales = mixture
        y = rows[None, self.layout.inputs : self.layout.inputs + self.layout.outputs]
        z = (y - means) * tf.exp(-log_scales)
        log_normals = -tf.reduce_sum(0.5 * z * z + log_scales, axis=1)
        constant = 0.5 * math.log(2 * math.pi) * self.layout.outputs
        log_likelihood = tf.reduce_logsumexp(logits + log_normals, axis=0)
        return constant + tf.reduce_logsumexp(logits, axis=0) - log_likelihood

    def _row_weights(self, logits: Tensor, means: Tensor, log_scales: Tensor) -> Tensor:
        """Seitzer et al. (2022), equation 5, for a mixture.

        The variance is the mixture's; of several targets it is the geometric mean, so that one
        Gaussian of one target is weighted as theirs.
        """
        weights = tf.nn.softmax(logits, axis=0)[:, None]
        mean = tf.reduce_sum(weights * means, axis=0, keepdims=True)
        variance = tf.reduce_sum(weights * (tf.exp(2 * log_scales) + (means - mean) ** 2), axis=0)
        log_variance = tf.reduce_mean(tf.math.log(variance), axis=0)
        return tf.stop_gradient(tf.exp(self.beta * log_variance))

    def _mixture(
        self, parameters: Tensor, rows: Tensor, seed: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Logits (K, batch); means and log-scales (K, outputs, batch)."""
        *hidden, head = self._layers(parameters)
        values = rows[: self.layout.inputs]
        for depth, (kernel, bias) in enumerate(hidden):
            values = _ACTIVATIONS[self.activation](_affine(kernel, bias, values))
            values = self._thinned(values, seed, depth)
        values = _affine(*head, values)
        components, outputs = self.layout.components, self.layout.outputs
        each = components * outputs
        shape = (components, outputs, values.shape[1])
        means = tf.reshape(values[components : components + each], shape)
        raw = tf.reshape(values[components + each :], shape)
        floor = self.log_floor[:, None]
        return values[:components], means, floor + tf.math.softplus(raw - floor)

    def _thinned(self, values: Tensor, seed: Tensor | None, depth: int) -> Tensor:
        """Dropout: set units to zero at random and scale the others up (Srivastava 2014)."""
        if self.dropout is None or seed is None:
            return values
        draws = tf.random.stateless_uniform(values.shape, tf.stack([seed, depth]))
        kept = tf.cast(draws >= self.dropout, tf.float32)
        return values * kept / (1.0 - self.dropout)

    def _layers(self, parameters: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
        arrays = [array for pair in self.layout.slices for array in pair]
        # Of a split, the gradient is one concatenation; of slices it is a sum of padded vectors,
        # and a step of three layers of 64 on 64 rows takes 102 microseconds instead of 80.
        values = tf.split(parameters, [math.prod(array.shape) for array in arrays])
        shaped = [
            tf.reshape(value, array.shape) for value, array in zip(values, arrays, strict=True)
        ]
        yield from zip(shaped[::2], shaped[1::2], strict=True)


def _affine(kernel: Tensor, bias: Tensor, values: Tensor) -> Tensor:
    """Kernel (in, out), bias (out,), values (in, batch)."""
    if values.shape[0] == 1:  # an outer product: a matrix library only adds overhead here
        return tf.transpose(kernel) * values + bias[:, None]
    return tf.linalg.matmul(kernel, values, transpose_a=True) + bias[:, None]
