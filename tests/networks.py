"""Networks and sessions to show, made by hand: no training, the same every time."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from mdn_gui.core.dataset import Scaling
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.examples.inverse_sine import InverseSine
from mdn_gui.core.kinds import Category, Kind
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network, Share
from mdn_gui.core.recording import Frame, Losses, Recording
from mdn_gui.session.session import Session
from tests.sessions import changed, session_of


def random_network(
    components: int = 10, seed: int = 0, inputs: int = 1, outputs: int = 1
) -> Network:
    """A network with random weights, for data within about 10 of 0."""
    hidden = (16, 16)
    layout = Layout(1, inputs=inputs, hidden=hidden, components=components, outputs=outputs)
    rng = np.random.default_rng(seed)
    return Network(
        layout=layout,
        activation="silu",
        parameters=rng.normal(0.0, 0.7, (1, layout.size)).astype(np.float32),
        input_scaling=Scaling(np.zeros(inputs), np.full(inputs, 5.0)),
        target_scaling=Scaling(np.zeros(outputs), np.full(outputs, 5.0)),
        log_floor=np.log(np.full(outputs, 1e-3)),
    )


def known_network(
    weights: Sequence[float],
    means: ArrayLike,
    scales: ArrayLike,
    slope: float = 0.0,
    kinds: Sequence[Kind] = (),
) -> Network:
    """A network that predicts this mixture at x = 0, moved by `slope` times x elsewhere.

    Args:
        weights: `(components,)`.
        means: `(components,)`, or `(components, outputs)`.
        scales: Likewise.
        slope: Of all means.
        kinds: Of the outputs; plain numbers by default.
    """
    places, widths = (np.reshape(values, (len(weights), -1)) for values in (means, scales))
    components, outputs = places.shape
    layout = Layout(members=1, inputs=1, hidden=(), components=components, outputs=outputs)
    kernel = np.repeat([0.0, slope, 0.0], [components, places.size, places.size])
    bias = np.concatenate([np.log(weights), places.ravel(), np.log(widths).ravel()])
    return Network(
        layout=layout,
        activation="relu",
        parameters=np.concatenate([kernel, bias])[None].astype(np.float32),
        input_scaling=Scaling.identity(1),
        target_scaling=Scaling.identity(outputs),
        log_floor=np.full(outputs, -100.0),
        target_kinds=tuple(kinds),
    )


def leveled_network(kinds: Sequence[Kind], means: Sequence[float], scale: float) -> Network:
    """A network whose one component lies at the mean of the level that a place has.

    Args:
        kinds: Of the inputs, of which one is a category.
        means: At each of its levels.
        scale: Of the component.
    """
    encoding = Encoding(tuple(kinds))
    features = encoding.features
    [category] = [column for column, kind in enumerate(kinds) if isinstance(kind, Category)]
    kernel = np.zeros((features, 3))
    kernel[np.flatnonzero(np.equal(encoding.column_of, category))[: len(means)], 1] = means
    parameters = np.concatenate([kernel.ravel(), [0.0, 0.0, np.log(scale)]])
    return Network(
        layout=Layout(1, inputs=features, hidden=(), components=1, outputs=1),
        activation="relu",
        parameters=parameters[None].astype(np.float32),
        input_scaling=Scaling.identity(features),
        target_scaling=Scaling.identity(1),
        log_floor=np.full(1, -100.0),
        encoding=encoding,
    )


def pooled(members: Sequence[Network], ensemble: Sequence[Share] = ()) -> Network:
    """Networks of one member each as the members of one.

    Args:
        members: Alike but for their weights.
        ensemble: What they are; by default, as from an old file, that is not known.
    """
    parameters = np.concatenate([member.parameters for member in members])
    layout = replace(members[0].layout, members=len(members))
    return replace(members[0], layout=layout, parameters=parameters, ensemble=tuple(ensemble))


def loaded(rows: int = 300) -> Session:
    """A session with the rows of the inverse sine and nothing trained."""
    example = InverseSine()
    return session_of(
        dataset=example.dataset(rows, seed=0),
        title=example.title,
        example=example,
        sampled_range=example.display_range,
    )


def recorded(history: Iterable[Losses], *networks: Network) -> Recording:
    """The recording of a run with these losses.

    Args:
        history: Oldest first.
        networks: Of the epochs; the last one is that of all that follow, a random one by default.
    """
    recording, shown = Recording(), list(networks) or [random_network()]
    for losses in history:
        network = shown.pop(0) if len(shown) > 1 else shown[0]
        best, best_network = recording.best, recording.best_network
        if best is None or best_network is None or losses.validation < best.validation:
            best_network = network
        frames = [Frame(losses.epoch, network)]
        recording = recording.with_epochs([losses], frames, best_network)
    return recording


def trained_like(session: Session, epochs: int = 20) -> Session:
    """The session as if a run of that many epochs had just ended, the last one the best."""
    losses = (Losses(epoch, 2.0 + 1.0 / epoch, 2.1 + 1.0 / epoch) for epoch in range(1, epochs + 1))
    recording = recorded(losses)
    return changed(
        session,
        epochs_planned=epochs,
        progress=float(epochs),
        recording=recording,
        network=recording.best_network,
    )
