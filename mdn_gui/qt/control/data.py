"""What is trained on: rows loaded, or drawn by hand."""

import numpy as np
from PySide6.QtCore import QObject, Slot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.session import Interval, Plane, Points, Tool
from mdn_gui.core.settings import recommended
from mdn_gui.qt.control.carry_over import carry_over
from mdn_gui.qt.control.run_list import RunList
from mdn_gui.qt.control.state import State
from mdn_gui.qt.control.training import Training
from mdn_gui.qt.loader import Loaded

CANVAS: Plane = (Interval(0.0, 10.0), Interval(0.0, 10.0))
"""The plane that rows are drawn on."""


class Data(QObject):
    """Changes the rows; what was trained on others is gone with them.

    Args:
        state: Holds the session.
        training: Leads the runs.
        run_list: Ends what is compared over other data.
    """

    def __init__(self, state: State, training: Training, run_list: RunList) -> None:
        super().__init__(state)
        self._state, self._training, self._run_list = state, training, run_list

    @Slot(object)
    def show(self, loaded: Loaded) -> None:
        """Show other data.

        Settings that are the recommended ones stay so, for these rows; others are a person's.
        """
        self._training.abandon()
        self._suit_settings(loaded.dataset.distinct_rows)
        before, told = self._state.session.example, list[str]()
        if loaded.example is None or type(loaded.example) is not type(before):
            self._state.update(x=float(np.median(loaded.dataset.inputs[:, 0])))
            told = self._carry_over(truth_known=loaded.example is not None)
        said = self.tr("{title}: {rows} rows loaded.").format(
            title=loaded.title, rows=f"{loaded.dataset.rows:,}"
        )
        self._state.update(
            dataset=loaded.dataset,
            example=loaded.example,
            title=loaded.title,
            sampled_range=loaded.sampled_range,
            canvas=None,
            tool=Tool.LOOK,
            row=None,
        )
        self._tell(said, *told, *self._end_comparison())

    def _carry_over(self, *, truth_known: bool) -> list[str]:
        """Look at data of another origin; what is to be said of that."""
        changes, told = carry_over(self._state.session, truth_known=truth_known)
        self._state.update(**changes)
        return list(told)

    def _end_comparison(self) -> list[str]:
        """Compare no runs whose x is not the one shown; what is to be said of that."""
        session = self._state.session
        compared = [run for run in session.runs if run.number in session.compared]
        if all(map(session.is_of_this_data, compared)):
            return []
        self._run_list.compare(())
        if len(compared) < 2:  # one that is only selected
            return []
        ended = self.tr("{first} and {second} are no longer compared: they are of {title}.")
        titles = self.tr(" and ").join(dict.fromkeys(run.title for run in compared))
        return [ended.format(first=compared[0].name, second=compared[1].name, title=titles)]

    def _tell(self, *sentences: str) -> None:
        self._state.update(message=" ".join(sentences))

    @Slot()
    def draw_own(self) -> None:
        """Begin with an empty plane to draw rows on."""
        self._training.abandon()
        x, y = CANVAS
        told = self._carry_over(truth_known=False)
        self._state.update(
            dataset=None,
            example=None,
            title=self.tr("Drawn by hand"),
            sampled_range=x,
            canvas=(x, y),
            tool=Tool.DRAW,
            x=sum(x) / 2,
            row=None,
        )
        said = self.tr("Draw points with the mouse, then press Train.")
        self._tell(said, *told, *self._end_comparison())

    @Slot(object)
    def set_tool(self, tool: Tool) -> None:
        """Let the mouse do this in the main plot."""
        self._state.update(tool=tool)

    @Slot(object)
    def add_points(self, points: Points) -> None:
        """Draw points on the plane; those beyond it are left out."""
        (left, right), (bottom, top) = self._state.session.canvas or CANVAS
        inside = (left <= points.x) & (points.x <= right)
        inside &= (bottom <= points.y) & (points.y <= top)
        if not inside.any():
            return
        before = self._state.session.data
        x = np.concatenate([before.x, points.x[inside]])
        self._draw(Points(x, np.concatenate([before.y, points.y[inside]])))

    @Slot(object)
    def erase_points(self, around: Points, reach: tuple[float, float]) -> None:
        """Take points away.

        Args:
            around: Places.
            reach: How far from one of them, in x and in y: the half axes of an ellipse.
        """
        x, y = self._state.session.data
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
        if session.canvas is None:
            return
        if session.busy or session.recording.losses:
            self._training.abandon()
        dataset = None
        if len(points.x):
            dataset = Dataset(points.x[:, None], points.y[:, None], ("x",), ("y",))
            self._suit_settings(dataset.distinct_rows)
        self._state.update(
            dataset=dataset,
            row=None,
            message=self._drawn(len(points.x)),
        )

    def _drawn(self, points: int) -> str:
        if points == 1:
            return self.tr("1 point drawn.")
        return self.tr("{points} points drawn.").format(points=f"{points:,}")

    def _suit_settings(self, distinct_rows: int) -> None:
        session = self._state.session
        suited = recommended(distinct_rows, inputs=1)
        self._state.update(recommended=suited)
        if session.settings == session.recommended:
            self._training.set_settings(*suited)
