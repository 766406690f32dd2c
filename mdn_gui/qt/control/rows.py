"""What is trained on, as acts: rows loaded, drawn by hand, or of the run that is shown.

No run is shown over the rows of another; the one under way ends where other rows are opened.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.background import Background
from mdn_gui.qt.control.carry_over import CarryOver, carry_over
from mdn_gui.qt.control.state import State
from mdn_gui.qt.control.training import abandon
from mdn_gui.session import edits
from mdn_gui.session.data import Data, Drawn, Plane, Points, of_example
from mdn_gui.session.edits import Act, Edit
from mdn_gui.session.session import Session, Tool, Workspace
from mdn_gui.session.view import Interval, View

CANVAS: Plane = (Interval(0.0, 10.0), Interval(0.0, 10.0))
"""The plane that rows are drawn on."""

REST_MS = 300
"""Copies among the rows drawn are counted once the last stroke is so old."""


def show(data: Data, parts: Mapping[str, object] = MappingProxyType({})) -> Act:
    """Show other data, whose runs go at full speed.

    Settings that are the recommended ones stay so, for these rows; others are a person's, who is
    told so unless the rows are of the same example.

    Args:
        data: The rows.
        parts: What a person set of their parts together with them, by the names of the settings.
    """

    def edited(session: Session) -> Session:
        told, steps = tuple[str, ...](), [abandon(), edits.nothing_refused]
        if data.example is None or type(data.example) is not type(session.data.example):
            told = _carry_over(session, data).told
            steps += [_carried_over(data), edits.at_speed(None)]
        steps += [_rows(data), edits.view(_with_no_row)]
        steps += [edits.setting(*part) for part in parts.items()]
        said = say_count(
            "{title}: {count} row loaded.",
            "{title}: {count:,} rows loaded.",
            data.rows,
            title=data.title,
        )
        notes = () if data.dataset is None else data.dataset.notes
        told = (said, *notes, *_told_of_abandoned(session), *told)
        steps += [edits.take_tool(Tool.LOOK), edits.told(" ".join(told))]
        steps.append(edits.show_workspace(Workspace.EXPLORE))
        return edits.one_after_another(*steps)(session)

    return Act(edited, undo=say("rows"))


def show_run(number: int) -> Act:
    """Show a run, and the rows that it learned from; one under way goes on unseen."""

    def edited(session: Session) -> Session:
        run = session.runs.get(number)
        if run is None or number == session.view.run:
            return session
        name = dict(session.document.listed).get(number, "")
        said: list[str] = [say("{name} is shown.", name=name)]
        steps: list[Edit] = []
        if run.data.dataset is not session.data.dataset:
            said += _carry_over(session, run.data).told
            steps = [_carried_over(run.data), _rows(run.data), edits.nothing_refused]
            steps.append(edits.take_tool(Tool.LOOK))
        steps += [edits.shown(number), edits.told(" ".join(said))]
        return edits.one_after_another(*steps)(session)

    # Of the same rows, which run is shown is not undone.
    return Act(edited, undo=say("rows"))


def draw_example(rows: int | None = None, noise: float | None = None) -> Act:
    """Draw the rows of the built-in problem anew, if there is one.

    Args:
        rows: How many; None for as many as there are.
        noise: In times the problem's own; None for as much as there is.
    """

    def edited(session: Session) -> Session:
        example = session.data.example
        if example is None:
            return session
        drawn_with = example if noise is None else example.with_noise(noise)
        data = of_example(drawn_with, session.data.rows if rows is None else rows)
        return show(data).edit(session)

    return Act(edited, undo=say("rows"), merge="rows of an example")


def draw_own() -> Act:
    """Begin with an empty plane to draw rows on."""
    x, _ = CANVAS
    data = Data(title=say("Drawn by hand"), sampled_ranges=(x,), origin=Drawn(CANVAS))

    def edited(session: Session) -> Session:
        said = say("Draw points with the mouse, then press Train.")
        told = _carry_over(session, data).told
        return edits.one_after_another(
            abandon(),
            _carried_over(data),
            _rows(data),
            edits.nothing_refused,
            edits.at_speed(None),
            edits.take_tool(Tool.DRAW),
            edits.show_workspace(Workspace.EXPLORE),
            edits.told(" ".join((said, *_told_of_abandoned(session), *told))),
        )(session)

    return Act(edited, undo=say("rows"))


def add_points(points: Points) -> Act:
    """Draw points on the plane; those beyond it are left out."""

    def edited(session: Session) -> Session:
        (left, right), (bottom, top) = session.data.canvas or CANVAS
        inside = (left <= points.x) & (points.x <= right)
        inside &= (bottom <= points.y) & (points.y <= top)
        if not inside.any():
            return session
        x, y = session.resolved.points
        drawn = np.concatenate([x, points.x[inside]]), np.concatenate([y, points.y[inside]])
        return _drawn(session, Points(*drawn))

    return _drawing(edited)


def erase_points(around: Points, reach: tuple[float, float]) -> Act:
    """Take points away.

    Args:
        around: Places.
        reach: How far from one of them, in x and in y: the half axes of an ellipse.
    """

    def edited(session: Session) -> Session:
        x, y = session.resolved.points
        keep = np.ones(len(x), bool)
        for place in zip(*around, strict=True):
            keep &= np.hypot((x - place[0]) / reach[0], (y - place[1]) / reach[1]) > 1.0
        return session if keep.all() else _drawn(session, Points(x[keep], y[keep]))

    return _drawing(edited)


def clear() -> Act:
    """Take all points away."""
    return _drawing(lambda session: _drawn(session, Points(np.empty(0), np.empty(0))))


class Counting(QObject):
    """Counts the copies among the rows that are drawn by hand, for the settings recommended.

    Args:
        state: Holds the session.
    """

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._state = state
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)
        self._counting = Background(self)
        self._counting.done.connect(self._on_counting_done)
        state.changed.connect(self._on_state_changed)

    @Slot(object, object)
    def _on_state_changed(self, before: Session, after: Session) -> None:
        data = after.data
        if data.canvas is not None and data.dataset is not before.data.dataset:
            self._rest.start()

    @Slot()
    def _on_rest_timeout(self) -> None:
        data = self._state.session.data
        if data.canvas is not None and data.dataset is not None and data.distinct is None:
            self._counting.run(partial(_counted, data.dataset))

    @Slot(object)
    def _on_counting_done(self, counted: tuple[Dataset, int]) -> None:
        self._state.edit(_without_copies(*counted))


def _carry_over(before: Session, data: Data) -> CarryOver:
    """What of a session goes over to other data."""
    setup, presets = before.setup, before.data.presets
    name, own_parts = setup.own_parts(presets)
    own = not name and setup.settings not in data.presets.values()
    return carry_over(
        before.view,
        before.document.views.get(data.subject),
        title=before.data.title,
        truth_known=data.example is not None,
        own_settings=own,
        own_parts=bool(own_parts) and before.data.subject[0] == data.subject[0],
    )


def _carried_over(data: Data) -> Edit:
    """Look at other rows, which are to be loaded next."""

    def edited(session: Session) -> Session:
        after = _carry_over(session, data).view
        return edits.document(lambda document: document.leaving(after))(session)

    return edited


def _told_of_abandoned(session: Session) -> tuple[str, ...]:
    """That the run under way ends with its rows; nothing if there is none."""
    run = session.under_way
    if run is None:
        return ()
    text = say("{name} is ended after epoch {epoch}: it was of the rows before.")
    name = dict(session.document.listed).get(run.number, "")
    return (text.format(name=name, epoch=len(run.history)),)


def _with_no_row(view: View) -> View:
    return replace(view, row=None, stretch=None)


def _rows(data: Data) -> Edit:
    """Look at other rows; settings that are of a preset stay so, for these rows."""

    def edited(session: Session) -> Session:
        same = session.data.subject[0] == data.subject[0]
        after = session.setup.for_rows(session.data.presets, data.presets, parts_stay=same)
        session = edits.data(lambda _: data)(session)
        return session if after == session.setup else edits.setup(lambda _: after)(session)

    return edited


def _drawing(edit: Edit) -> Act:
    """A part of a stroke, which is many and undone as one."""
    return Act(edit, undo=say("drawing"), merge="drawing")


def _drawn(session: Session, points: Points) -> Session:
    """The session with these points on the plane, if there is one and no run goes on it."""
    if session.data.canvas is None or session.under_way is not None:
        return session
    dataset = None
    if len(points.x):
        dataset = Dataset(points.x[:, None], points.y[:, None], ("x",), ("y",))
    said = say_count("{count} point drawn.", "{count:,} points drawn.", len(points.x))
    steps = [
        _rows(replace(session.data, dataset=dataset, distinct=None)),
        edits.view(_with_no_row),
        edits.told(said),
    ]
    if session.view.run is not None:
        steps.insert(0, abandon())
    return edits.one_after_another(*steps)(session)


def _counted(dataset: Dataset) -> tuple[Dataset, int]:
    return dataset, dataset.distinct_rows


def _without_copies(dataset: Dataset, distinct: int) -> Edit:
    """Recommend settings for so many distinct rows, if these are still the rows."""

    def edited(session: Session) -> Session:
        if session.data.dataset is not dataset:
            return session
        return _rows(replace(session.data, distinct=distinct))(session)

    return edited
