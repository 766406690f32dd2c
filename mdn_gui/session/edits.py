"""Pure functions that make a session of the one before."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from mdn_gui.core.runs import RunRecord
from mdn_gui.core.settings import RANGES
from mdn_gui.session.data import Data, farthest
from mdn_gui.session.document import Document, Setup
from mdn_gui.session.run import Run
from mdn_gui.session.session import Session, Status, Tool
from mdn_gui.session.view import Layer, View

type Edit = Callable[[Session], Session]
"""Makes a session of the current one; it keeps nothing of an older one."""


class Act(NamedTuple):
    """What a person does: an edit, and how it is undone.

    Attributes:
        edit: What it changes.
        undo: What it was, as a noun, for it to be undone; "" for what nobody undoes.
        merge: Of which kind it is: acts of one kind that follow each other fast, as in a drag, are
            undone together; "" for one that stands alone.
    """

    edit: Edit
    undo: str = ""
    merge: str = ""


def one_after_another(*edits: Edit) -> Edit:
    """Several edits as one."""

    def edited(session: Session) -> Session:
        for edit in edits:
            session = edit(session)
        return session

    return edited


def data(change: Callable[[Data], Data]) -> Edit:
    """Change the rows."""
    return _document(lambda document: replace(document, data=change(document.data)))


def setup(change: Callable[[Setup], Setup]) -> Edit:
    """Change the settings of the next run."""
    return _document(lambda document: replace(document, setup=change(document.setup)))


def preset(name: str) -> Edit:
    """Put the settings of a preset of the rows into force."""

    def edited(session: Session) -> Session:
        return setup(lambda _: Setup(*session.data.presets[name]))(session)

    return edited


def view(change: Callable[[View], View]) -> Edit:
    """Change what is looked at, and how."""
    return _document(lambda document: replace(document, view=change(document.view)))


def run(change: Callable[[Run], Run]) -> Edit:
    """Change the run shown."""
    return lambda session: replace(session, run=change(session.run))


def runs(listed: tuple[RunRecord, ...]) -> Edit:
    """List other runs; those that are not listed any more are not compared."""

    def edited(session: Session) -> Session:
        numbers = {run.number for run in listed}
        compared = tuple(number for number in session.view.compared if number in numbers)
        session = replace(session, runs=listed)
        return view(lambda view: replace(view, compared=compared))(session)

    return edited


def status(change: Callable[[Status], Status]) -> Edit:
    """Change what happens now."""
    return lambda session: replace(session, status=change(session.status))


def take_tool(tool: Tool) -> Edit:
    """Let the mouse do this in the main plot."""
    return status(lambda status: replace(status, tool=tool))


def told(message: str) -> Edit:
    """Say what happened, in one sentence."""
    return status(lambda status: replace(status, message=message))


def move_x(steps: int) -> Edit:
    """Step along x, a hundredth of the sampled range each, as far as an x can be typed."""

    def edited(session: Session) -> Session:
        low, high = session.data.sampled_range
        moved = session.view.x + steps * (high - low) / 100
        x = float(np.clip(moved, *farthest(low, high)))
        return view(lambda view: replace(view, x=x, row=None))(session)

    return edited


def pick_row(row: int) -> Edit:
    """Question a data point, and stand at its x."""

    def edited(session: Session) -> Session:
        x = session.data.points.x
        if row >= len(x):  # picked in a pane that has not caught up with other data
            return session
        return view(lambda view: replace(view, row=row, x=float(x[row])))(session)

    return edited


def resample(session: Session) -> Session:
    """Draw other samples: those of the next seed; the last one is followed by the first."""
    if session.network is None:
        return session
    low, high = RANGES["seed"]
    following = session.view.sampling_seed + 1
    seed = following if following <= high else int(low)
    return view(lambda view: replace(view, sampling_seed=seed))(session)


def move_end(before: float, after: float) -> Edit:
    """Move the end of the interval of y that is nearest to `before`, if one is asked for."""
    return view(
        lambda view: replace(
            view, interval=None if view.interval is None else view.interval.moved(before, after)
        )
    )


def compare_temperature(place: int, temperature: float) -> Edit:
    """Look at another temperature in one of the places, from 0, side by side."""

    def change(view: View) -> View:
        first, second, third = (
            temperature if each == place else before
            for each, before in enumerate(view.compared_temperatures)
        )
        return replace(view, compared_temperatures=(first, second, third))

    return view(change)


def switch_layer(layer: Layer, *, on: bool) -> Edit:
    """Draw a layer besides the others, or no longer."""
    one = frozenset({layer})
    return view(lambda view: replace(view, layers=view.layers | one if on else view.layers - one))


def refuse(reason: str) -> Edit:
    """Start no run, for a text in the form is no number; "" for all are."""

    def edited(session: Session) -> Session:
        if reason == session.status.refusal:
            return session
        return status(lambda status: replace(status, refusal=reason))(session)

    return edited


def _document(change: Callable[[Document], Document]) -> Edit:
    def edited(session: Session) -> Session:
        before, after = session.document, change(session.document)
        # What changes nothing is no step that could be undone.
        same = (before.data, before.setup, before.view) == (after.data, after.setup, after.view)
        return session if same else replace(session, document=after)

    return edited
