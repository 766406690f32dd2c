"""Sessions by the names of their fields, whichever part these are in."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from mdn_gui.core.examples import Example
from mdn_gui.core.network import Network
from mdn_gui.core.recording import Frame
from mdn_gui.session import edits
from mdn_gui.session.data import Data, Drawn, FromExample, Origin
from mdn_gui.session.edits import Edit
from mdn_gui.session.run import Run
from mdn_gui.session.session import Session, Status
from mdn_gui.session.view import View

_PARTS = (
    (edits.data, Data),
    (edits.view, View),
    (edits.run, Run),
    (edits.status, Status),
)
_OTHER_NAMES = {"run": "number", "run_settings": "settings"}
_SETUP = {"network_settings": "network", "training_settings": "training"}


def of_example(example: Example, rows: int = 300) -> FromExample:
    """The origin of so many rows of an example, with the noise that it has."""
    return FromExample(example.name, rows, example.noise, seed=0)


_ORIGINS: dict[str, Callable[[Any], Origin]] = {"example": of_example, "canvas": Drawn}


def session_of(**values: Any) -> Session:  # noqa: ANN401 - of whichever kind the field is
    """A session with these values, and all else as at first."""
    return changed(Session(), **values)


def changed(session: Session, **values: Any) -> Session:  # noqa: ANN401 - as above
    """A session with other values."""
    return changing(**values)(session)


def changing(**values: Any) -> Edit:  # noqa: ANN401 - as above
    """What gives a session other values.

    Args:
        values: By the name of a field of any part; and a `network` to be shown, whose run has no
            other, an `example` or a `canvas` that the data are of.
    """

    def edited(session: Session) -> Session:
        left = {_OTHER_NAMES.get(name, name): value for name, value in values.items()}
        for name, origin_of in _ORIGINS.items():
            if name in left:
                value = left.pop(name)
                left["origin"] = None if value is None else origin_of(value)
        for part, kind in _PARTS:
            own = {field.name: left.pop(field.name) for field in fields(kind) if field.name in left}
            if own:
                session = part(lambda old, own=own: replace(old, **own))(session)  # type: ignore[misc]  # each part has a change of its own kind
        setup = {_SETUP[name]: left.pop(name) for name in _SETUP if name in left}
        if setup:
            session = edits.setup(lambda old: replace(old, **setup))(session)
        if "network" in left:
            session = edits.run(lambda run: _with_network(run, left.pop("network")))(session)
        return replace(session, **left)

    return edited


def _with_network(run: Run, network: Network | None) -> Run:
    frames = () if network is None else run.recording.frames
    frames = tuple(Frame(frame.epoch, network) for frame in frames if network is not None)
    return replace(run, recording=replace(run.recording, frames=frames, best_network=network))
