"""The network as Keras knows it: a layer, a loss, and a model of the same weights.

The program trains and predicts with its own code; this is for scripts that build larger Keras
models around a mixture, and the independent implementation that the tests hold ours against.
"""

import math
from typing import Any, NamedTuple

import keras
from keras import ops

from mdn_gui.core.network import Network
from mdn_gui.core.text import say

type Tensor = Any  # TensorFlow ships no types


class MixtureParts(NamedTuple):
    """The named parts of a layer's output.

    Attributes:
        logits: Unnormalised log-weights, (..., components).
        means: (..., components, outputs).
        log_scales: (..., components, outputs).
    """

    logits: Tensor
    means: Tensor
    log_scales: Tensor


@keras.saving.register_keras_serializable(package="mdn_gui")
class MDN(keras.layers.Layer):  # type: ignore[misc] # Keras ships no types
    """A dense layer to the K(2D + 1) parameters of a Gaussian mixture (Bishop 1994, section 3).

    Its output is (..., K(2D + 1)): K logits, K × D means, K × D log-scales; `split_parts` names
    them. A log-scale is log(floor + exp(raw)), so no scale falls below the floor.

    Args:
        components: Gaussian components K, at least 1.
        outputs: Target columns D, at least 1.
        scale_floor: Smallest scale, positive, in the units of the targets this layer sees; one
            number, or one for each output.
        **kwargs: What every Keras layer takes.

    Raises:
        ValueError: An argument out of range.
    """

    def __init__(
        self,
        components: int,
        outputs: int = 1,
        scale_floor: float | list[float] = 1e-3,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        _check_sizes(components, outputs)
        floors = [scale_floor] * outputs if isinstance(scale_floor, int | float) else scale_floor
        if len(floors) != outputs or not all(0 < floor < math.inf for floor in floors):
            raise ValueError(
                say(
                    "scale_floor is {scale_floor}; use {outputs} positive numbers.",
                    scale_floor=scale_floor,
                    outputs=outputs,
                )
            )
        self.components, self.outputs, self.scale_floor = components, outputs, list(floors)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Create the kernel and the bias."""
        width = self.components * (2 * self.outputs + 1)
        self.kernel = self.add_weight(
            name="kernel", shape=(input_shape[-1], width), initializer="glorot_uniform"
        )
        self.bias = self.add_weight(name="bias", shape=(width,), initializer="zeros")

    def call(self, inputs: Tensor) -> Tensor:
        """Map (..., features) to (..., K(2D + 1))."""
        raw = ops.matmul(inputs, self.kernel) + self.bias
        first_scale = self.components * (1 + self.outputs)
        floor = ops.tile(ops.log(ops.convert_to_tensor(self.scale_floor)), [self.components])
        log_scales = ops.logaddexp(raw[..., first_scale:], floor)
        return ops.concatenate([raw[..., :first_scale], log_scales], axis=-1)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """The shape of `call`'s result."""
        return (*input_shape[:-1], self.components * (2 * self.outputs + 1))

    def get_config(self) -> dict[str, Any]:
        """What `from_config` needs to make the layer again."""
        own = {
            "components": self.components,
            "outputs": self.outputs,
            "scale_floor": self.scale_floor,
        }
        return {**super().get_config(), **own}


@keras.saving.register_keras_serializable(package="mdn_gui")
class MixtureNegativeLogLikelihood(keras.losses.Loss):  # type: ignore[misc] # as above
    """Negative log-likelihood of each row under its own mixture (Bishop 1994, equation 29), nats.

    Args:
        components: Gaussian components K of the layer.
        outputs: Target columns D of the layer.
        **kwargs: What every Keras loss takes.

    Raises:
        ValueError: An argument out of range; when called, shapes that do not fit.
    """

    def __init__(self, components: int, outputs: int = 1, **kwargs: Any) -> None:
        super().__init__(**{"name": "mixture_negative_log_likelihood", **kwargs})
        _check_sizes(components, outputs)
        self.components, self.outputs = components, outputs

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Per row: y_true (..., outputs), y_pred (..., K(2D + 1)), to (...)."""
        y = ops.convert_to_tensor(y_true)
        _check_targets(y, y_pred, self.outputs)
        parts = split_parts(y_pred, self.components, self.outputs)
        # Traced code may know no sizes; targets that do not fit then stop here, when it runs.
        y = ops.reshape(y, (*ops.shape(parts.logits)[:-1], 1, self.outputs))
        z = (ops.cast(y, parts.means.dtype) - parts.means) * ops.exp(-parts.log_scales)
        log_normals = -ops.sum(
            0.5 * z * z + parts.log_scales + 0.5 * math.log(2 * math.pi), axis=-1
        )
        log_weights = parts.logits - ops.logsumexp(parts.logits, axis=-1, keepdims=True)
        return -ops.logsumexp(log_weights + log_normals, axis=-1)

    def get_config(self) -> dict[str, Any]:
        """What `from_config` needs to make the loss again."""
        own = {"components": self.components, "outputs": self.outputs}
        return {**super().get_config(), **own}


def split_parts(parameters: Tensor, components: int, outputs: int) -> MixtureParts:
    """Name the parts of what `MDN` returns.

    Args:
        parameters: (..., K(2D + 1)).
        components: K.
        outputs: D.

    Raises:
        ValueError: The last axis is not K(2D + 1) long.
    """
    width = components * (2 * outputs + 1)
    if parameters.shape[-1] != width:
        raise ValueError(
            say(
                "Mixture parameters have shape {shape}; need (..., {width}) for {components} "
                "components and {outputs} outputs.",
                shape=tuple(parameters.shape),
                width=width,
                components=components,
                outputs=outputs,
            )
        )
    first_scale = components * (1 + outputs)
    shape = (-1, *parameters.shape[1:-1], components, outputs)
    return MixtureParts(
        parameters[..., :components],
        ops.reshape(parameters[..., components:first_scale], shape),
        ops.reshape(parameters[..., first_scale:], shape),
    )


def member_models(network: Network) -> list[keras.Model]:
    """Each member of a network as a Keras model with an `MDN` head and the same weights.

    The models see what the network's layers do, `network.features(x)`, and give the mixture of
    scaled targets, or of the scaled logarithm or logit of one: encoding, scaling, shares and the
    factor on the scales belong to the network.
    """
    floor = [math.exp(value) for value in network.log_floor]
    layout = network.layout
    models = []
    for member in range(layout.members):
        model = keras.Sequential(
            [
                keras.Input((layout.inputs,)),
                *(keras.layers.Dense(width, network.activation) for width in layout.hidden),
                MDN(layout.components, layout.outputs, floor),
            ]
        )
        for layer, (kernel, bias) in zip(
            model.layers, layout.unpack(network.parameters), strict=True
        ):
            layer.set_weights([kernel[member], bias[member]])
        models.append(model)
    return models


def _check_targets(targets: Tensor, parameters: Tensor, outputs: int) -> None:
    need = (*parameters.shape[:-1], outputs)
    try:
        have = tuple(targets.shape)
    except ValueError:  # a traced tensor, of which not even the number of axes is known
        return
    known = [pair for pair in zip(have, need, strict=False) if None not in pair]
    if len(have) != len(need) or any(one != other for one, other in known):
        raise ValueError(
            say(
                "Targets have shape {have}; need {need} for {outputs} outputs.",
                have=have,
                need=need,
                outputs=outputs,
            )
        )


def _check_sizes(components: int, outputs: int) -> None:
    for name, value in (("components", components), ("outputs", outputs)):
        if value < 1:
            raise ValueError(say("{name} is {value}; use 1 or more.", name=name, value=value))
