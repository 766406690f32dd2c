"""Sessions by the names of their fields, whichever part these are in."""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples import Example
from mdn_gui.core.kinds import Category, Number
from mdn_gui.core.network import Network
from mdn_gui.core.reading import UNSAID
from mdn_gui.core.recording import Frame
from mdn_gui.core.roles import Role, Roles
from mdn_gui.session import edits
from mdn_gui.session.data import Data, Drawn, FromExample, FromFile, Origin
from mdn_gui.session.document import Listing
from mdn_gui.session.edits import Edit
from mdn_gui.session.run import NamedRun, Run
from mdn_gui.session.session import Session, Status
from mdn_gui.session.view import View

_PARTS = ((edits.data, Data), (edits.view, View), (edits.status, Status))
_OTHER_NAMES = {"run_settings": "settings", "run_data": "data"}
_SETUP = {"network_settings": "network", "training_settings": "training"}


def of_example(example: Example, rows: int = 300) -> FromExample:
    """The origin of so many rows of an example, with the noise that it has."""
    return FromExample(example.name, rows, example.noise, seed=0)


_ORIGINS: dict[str, Callable[[Any], Origin]] = {"example": of_example, "canvas": Drawn}


def session_of(**values: Any) -> Session:  # noqa: ANN401 - of whichever kind the field is
    """A session with these values, all else as at first, but that x is 0."""
    place = {} if "place" in values else {"x": 0.0}
    return changed(Session(), **{**place, **values})


def weighted() -> Session:
    """A table of a category and a logarithm, whose rows stand for as many as "count" says."""
    kinds = Category(("clay", "loam")), Number("log")
    rows = Dataset(
        inputs=np.array([[0.0, 0.5], [1.0, 2.0]]),
        targets=np.array([[7.0], [8.0]]),
        input_names=("soil", "depth"),
        target_names=("age",),
        weights=np.array([3.0, 0.25]),
        input_kinds=kinds,
    )
    roles = Roles(("soil", "depth"), ("age",), "count", {"depth": Role(transform="log")})
    origin = FromFile(Path("wells.csv"), roles, UNSAID, "")
    ranges = ((-0.5, 1.5), (0.25, 2.15))
    return session_of(dataset=rows, origin=origin, sampled_ranges=ranges, place=(0.0, 0.5))


def changed(session: Session, **values: Any) -> Session:  # noqa: ANN401 - as above
    """A session with other values."""
    return changing(**values)(session)


def changing(**values: Any) -> Edit:  # noqa: ANN401 - as above
    """What gives a session other values.

    Args:
        values: By the name of a field of any part; and a `network` to be shown, whose run has no
            other, an `example` or a `canvas` that the data are of, `listed`, which are named runs,
            and the `x` and its `sampled_range` of a single input.
            What is of a run is given to the one shown, and if none is to one of the number 1.
    """

    def edited(session: Session) -> Session:
        left = {_OTHER_NAMES.get(name, name): value for name, value in values.items()}
        for name, of_each_input in (("x", "place"), ("sampled_range", "sampled_ranges")):
            if name in left:
                left[of_each_input] = (left.pop(name),)
        for name, origin_of in _ORIGINS.items():
            if name in left:
                value = left.pop(name)
                left["origin"] = None if value is None else origin_of(value)
        session = _listing(left.pop("listed", None))(session)
        for part, kind in _PARTS:
            own = _own(left, kind)
            if "run" in own:
                session = _there(own["run"])(session)
            if own:
                session = part(lambda old, own=own: replace(old, **own))(session)  # type: ignore[misc]  # each part has a change of its own kind
        setup = {_SETUP[name]: left.pop(name) for name in _SETUP if name in left}
        if setup:
            session = edits.setup(lambda old: replace(old, **setup))(session)
        return replace(_run_shown(left)(session), **left)

    return edited


def _run_shown(left: dict[str, Any]) -> Edit:
    """Change the run shown, taking what is its out of some values; without a run, show one."""
    own, networks = _own(left, Run), [left.pop("network")] if "network" in left else []

    def run(before: Run) -> Run:
        after = replace(before, **own)
        return _with_network(after, *networks) if networks else after

    def edited(session: Session) -> Session:
        if not own and not networks:
            return session
        session = edits.view(lambda view: replace(view, run=view.run or 1))(session)
        session = _there(session.view.run)(session)
        return edits.run(session.run.number, run)(session)

    return edited


def _own(left: dict[str, Any], kind: type) -> dict[str, Any]:
    """Take those values out that are of this kind."""
    return {field.name: left.pop(field.name) for field in fields(kind) if field.name in left}


def _there(number: int | None) -> Edit:
    """Let there be a run of this number."""

    def edited(session: Session) -> Session:
        if number is None or number in session.runs:
            return session
        run = Run(number, data=session.data)
        return replace(session, runs={**session.runs, number: run})

    return edited


def _listing(named: Iterable[NamedRun] | None) -> Edit:
    """List these runs; None for those that are listed."""
    if named is None:
        return edits.one_after_another()
    listed = tuple(named)
    listings = tuple(Listing(run.number, name) for name, run in listed)

    def edited(session: Session) -> Session:
        runs = {**session.runs, **{run.number: run for _, run in listed}}
        return edits.listed(lambda _: listings)(replace(session, runs=runs))

    return edited


def _with_network(run: Run, network: Network | None) -> Run:
    frames = () if network is None else run.recording.frames
    frames = tuple(Frame(frame.epoch, network) for frame in frames if network is not None)
    return replace(run, recording=replace(run.recording, frames=frames, best_network=network))
