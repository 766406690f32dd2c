"""Models made by hand: no training, the same every time."""

import numpy as np

from mdn_gui.core.dataset import Scaling
from mdn_gui.core.layout import Layout
from mdn_gui.core.model import Model, TrainingRecord
from mdn_gui.core.network import Network
from mdn_gui.core.settings import NetworkSettings, TrainingSettings


def small_network(settings: NetworkSettings, inputs: int, outputs: int, seed: int = 0) -> Network:
    """A network of random weights and scalings."""
    layout = Layout(settings.members, inputs, settings.hidden, settings.components, outputs)
    rng = np.random.default_rng(seed)
    return Network(
        layout=layout,
        activation=settings.activation,
        parameters=rng.normal(0.0, 0.3, (layout.members, layout.size)).astype(np.float32),
        input_scaling=Scaling(rng.normal(size=inputs), rng.uniform(0.5, 2.0, inputs)),
        target_scaling=Scaling(rng.normal(size=outputs), rng.uniform(0.5, 2.0, outputs)),
        log_floor=rng.uniform(-7.0, -5.0, outputs).astype(np.float32),
    )


def small_model(
    input_names: tuple[str, ...] = ("a", "b"),
    target_names: tuple[str, ...] = ("y",),
    members: int = 2,
    seed: int = 0,
) -> Model:
    """A model of random weights."""
    settings = NetworkSettings(hidden=(4, 3), activation="silu", components=3, members=members)
    return Model(
        small_network(settings, len(input_names), len(target_names), seed),
        input_names,
        target_names,
        settings,
        TrainingSettings(epochs=20),
        TrainingRecord("table.csv", 300, 12, -1.25, 0, "0.1.0"),
    )


def assert_same(one: Model, other: Model) -> None:
    """Fail unless two models are equal to the last bit."""
    for name in ("input_names", "target_names", "network_settings", "training_settings", "record"):
        assert getattr(one, name) == getattr(other, name), name
    assert one.network.layout == other.network.layout
    assert one.network.activation == other.network.activation
    for a, b in zip(_arrays(one.network), _arrays(other.network), strict=True):
        assert (a.dtype, a.shape, a.tobytes()) == (b.dtype, b.shape, b.tobytes())


def _arrays(network: Network) -> list[np.ndarray]:
    return [
        network.parameters,
        network.log_floor,
        network.input_scaling.shift,
        network.input_scaling.scale,
        network.target_scaling.shift,
        network.target_scaling.scale,
    ]
