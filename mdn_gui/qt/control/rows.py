"""What is trained on: rows loaded, or drawn by hand."""

from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mdn_gui.core.dataset import Dataset
from mdn_gui.qt.background import Background
from mdn_gui.qt.control.carry_over import CarryOver, carry_over
from mdn_gui.qt.control.state import State
from mdn_gui.qt.control.training import Training
from mdn_gui.session import edits
from mdn_gui.session.data import Data, Drawn, Plane, Points
from mdn_gui.session.document import Setup
from mdn_gui.session.edits import Edit
from mdn_gui.session.session import Session, Tool
from mdn_gui.session.view import Interval

CANVAS: Plane = (Interval(0.0, 10.0), Interval(0.0, 10.0))
"""The plane that rows are drawn on."""

REST_MS = 300
"""Copies among the rows drawn are counted once the last stroke is so old."""


class Rows(QObject):
    """Changes the rows; what was trained on others is gone with them.

    Signals:
        example_wanted(example, rows): So many rows of this built-in problem are to be drawn.

    Args:
        state: Holds the session.
        training: Leads the runs.
    """

    example_wanted = Signal(object, int)

    def __init__(self, state: State, training: Training) -> None:
        super().__init__(state)
        self._state, self._training = state, training
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)
        self._counting = Background(self)
        self._counting.done.connect(self._on_counting_done)
        state.changed.connect(self._on_state_changed)

    @Slot(object)
    def show(self, data: Data) -> None:
        """Show other data.

        Settings that are the recommended ones stay so, for these rows; others are a person's, who
        is told so unless the rows are of the same example.
        """
        before, told = self._state.session, tuple[str, ...]()
        no_row = edits.view(lambda view: replace(view, row=None))
        steps = [self._training.abandon(), _rows(data), no_row]
        if data.example is None or type(data.example) is not type(before.data.example):
            told = _carry_over(before, data).told
            steps.append(_carried_over(data, x=float(np.median(data.points.x))))
        said = self.tr("{title}: {rows} rows loaded.").format(
            title=data.title, rows=f"{len(data.points.x):,}"
        )
        steps += [edits.take_tool(Tool.LOOK), self._told(data, said, *told)]
        self._edit(*steps, undo=self.tr("rows"))

    @Slot(int)
    def want_rows(self, rows: int) -> None:
        """Have so many rows drawn of the built-in problem, if there is one."""
        data = self._state.session.data
        if data.example is not None:
            self.example_wanted.emit(data.example, rows)

    @Slot(float)
    def want_noise(self, noise: float) -> None:
        """Have the rows of the built-in problem drawn with so much noise, if there is one."""
        data = self._state.session.data
        if data.example is not None and data.dataset is not None:
            self.example_wanted.emit(data.example.with_noise(noise), data.dataset.rows)

    @Slot()
    def draw_own(self) -> None:
        """Begin with an empty plane to draw rows on."""
        x, _ = CANVAS
        data = Data(title=self.tr("Drawn by hand"), sampled_range=x, origin=Drawn(CANVAS))
        told = _carry_over(self._state.session, data).told
        self._edit(
            self._training.abandon(),
            _rows(data),
            _carried_over(data, x=sum(x) / 2),
            edits.take_tool(Tool.DRAW),
            self._told(data, self.tr("Draw points with the mouse, then press Train."), *told),
            undo=self.tr("rows"),
        )

    def _edit(self, *steps: Edit, undo: str, merge: str = "") -> None:
        self._state.edit(edits.one_after_another(*steps), undo, merge)

    def _told(self, data: Data, *sentences: str) -> Edit:
        """Compare no runs whose x is not that of these data, and say what happened."""
        session = edits.data(lambda _: data)(self._state.session)
        compared = session.compared_runs
        if all(map(session.is_of_this_data, compared)):
            return edits.told(" ".join(sentences))
        if len(compared) == 2:  # one alone is only selected
            ended = self.tr("{first} and {second} are no longer compared: they are of {title}.")
            titles = self.tr(" and ").join(dict.fromkeys(run.title for run in compared))
            names = {"first": compared[0].name, "second": compared[1].name}
            sentences = (*sentences, ended.format(title=titles, **names))
        return edits.one_after_another(
            edits.view(lambda view: replace(view, compared=())), edits.told(" ".join(sentences))
        )

    @Slot(object)
    def add_points(self, points: Points) -> None:
        """Draw points on the plane; those beyond it are left out."""
        (left, right), (bottom, top) = self._state.session.data.canvas or CANVAS
        inside = (left <= points.x) & (points.x <= right)
        inside &= (bottom <= points.y) & (points.y <= top)
        if not inside.any():
            return
        before = self._state.session.data.points
        x = np.concatenate([before.x, points.x[inside]])
        self._draw(Points(x, np.concatenate([before.y, points.y[inside]])))

    @Slot(object)
    def erase_points(self, around: Points, reach: tuple[float, float]) -> None:
        """Take points away.

        Args:
            around: Places.
            reach: How far from one of them, in x and in y: the half axes of an ellipse.
        """
        x, y = self._state.session.data.points
        keep = np.ones(len(x), bool)
        for place in zip(*around, strict=True):
            keep &= np.hypot((x - place[0]) / reach[0], (y - place[1]) / reach[1]) > 1.0
        if not keep.all():
            self._draw(Points(x[keep], y[keep]))

    @Slot()
    def clear(self) -> None:
        """Take all points away."""
        self._draw(Points(np.empty(0), np.empty(0)))

    def _draw(self, points: Points) -> None:
        session = self._state.session
        if session.data.canvas is None:
            return
        steps = list[Edit]()
        if session.run.busy or session.run.history:
            steps.append(self._training.abandon())
        dataset = None
        if len(points.x):
            dataset = Dataset(points.x[:, None], points.y[:, None], ("x",), ("y",))
        self._edit(
            *steps,
            _rows(replace(session.data, dataset=dataset, distinct=None)),
            edits.view(lambda view: replace(view, row=None)),
            edits.told(self._drawn(len(points.x))),
            undo=self.tr("drawing"),
            merge="drawing",  # a stroke is many of these
        )

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

    def _drawn(self, points: int) -> str:
        if points == 1:
            return self.tr("1 point drawn.")
        return self.tr("{points} points drawn.").format(points=f"{points:,}")


def _carry_over(before: Session, data: Data) -> CarryOver:
    """What of a session goes over to other data."""
    settings = before.setup.settings
    own = settings not in (before.data.recommended, data.recommended)
    return carry_over(before.view, truth_known=data.example is not None, own_settings=own)


def _carried_over(data: Data, x: float) -> Edit:
    def edited(session: Session) -> Session:
        after = replace(_carry_over(session, data).view, x=x)
        return edits.view(lambda _: after)(session)

    return edited


def _counted(dataset: Dataset) -> tuple[Dataset, int]:
    return dataset, dataset.distinct_rows


def _without_copies(dataset: Dataset, distinct: int) -> Edit:
    """Recommend settings for so many distinct rows, if these are still the rows."""

    def edited(session: Session) -> Session:
        if session.data.dataset is not dataset:
            return session
        return _rows(replace(session.data, distinct=distinct))(session)

    return edited


def _rows(data: Data) -> Edit:
    """Look at other rows; settings that are those recommended stay so, for these rows."""

    def edited(session: Session) -> Session:
        recommended = session.data.recommended
        session = edits.data(lambda _: data)(session)
        if session.setup.settings != recommended:
            return session
        return edits.setup(lambda _: Setup(*data.recommended))(session)

    return edited
