"""What is looked at: what a person wishes to see, as far as the rows allow."""

from dataclasses import dataclass

from mdn_gui.core.evidence import Evidence
from mdn_gui.core.kinds import Kind
from mdn_gui.core.missing import MissingBand
from mdn_gui.core.section import Section
from mdn_gui.session.data import Data, Points
from mdn_gui.session.view import View


@dataclass(frozen=True, eq=False)
class Resolved:
    """A place, and the plane through it that the plots show.

    Attributes:
        place: A value for each input, in the data's units.
        across: The input on the axis of x, from 0.
        up: The target on the axis of y, from 0.
        joint: The target shown jointly with that one, from 0; None where there is no other.
        axis_names: What both are called.
        axis_kinds: What the numbers of both stand for.
        x_range: The first and the last position along x that is looked at.
        missing: Where along x a missing value is drawn; None where none can be missing.
        points: The rows in the plane.
        section: How many training rows of the network shown lie near, along x; None if that is not
            known. The same object for all networks of a run.
    """

    place: tuple[float, ...]
    across: int
    up: int
    joint: int | None
    axis_names: tuple[str, str]
    axis_kinds: tuple[Kind, Kind]
    x_range: tuple[float, float]
    missing: MissingBand | None
    points: Points
    section: Section | None

    @property
    def x(self) -> float:
        """The chosen x; NaN where it is missing."""
        return self.place[self.across]

    @property
    def position(self) -> float:
        """Where the chosen x is on its axis."""
        return self.x if self.missing is None else self.missing.position(self.x)

    def x_at(self, position: float) -> float:
        """The x that a position on its axis stands for."""
        return position if self.missing is None else self.missing.value(position)

    @property
    def held(self) -> tuple[float, ...]:
        """The place without x."""
        return (*self.place[: self.across], *self.place[self.across + 1 :])

    @property
    def rows_near(self) -> float | None:
        """How many training rows lie near the place; None if that is not known."""
        return None if self.section is None else float(self.section.at(self.position))

    @property
    def guessed(self) -> bool:
        """Whether what the network says at the place is known to be a guess."""
        return self.section is not None and bool(self.section.guessed(self.position))

    def moved(self, x: float) -> tuple[float, ...]:
        """The place with another x."""
        return (*self.place[: self.across], x, *self.place[self.across + 1 :])


def _other(wished: int | None, up: int, outputs: int) -> int | None:
    """The target shown jointly with the one on the axis of y: the one wished, or the first."""
    others = [column for column in range(outputs) if column != up]
    return wished if wished in others else next(iter(others), None)


def resolve(view: View, data: Data, evidence: Evidence | None) -> Resolved:
    """Find what a view shows of rows.

    Args:
        view: What a person wishes. Where it names no value of an input, or none where none can be
            missing, the input's median is looked at; where there is no such column, the last one.
        data: The rows.
        evidence: Where the training rows of the network shown lie; None if that is not known.
    """
    inputs, outputs = data.columns
    across, up = min(view.across, inputs - 1), min(view.up, outputs - 1)
    place = data.known((*view.place[:inputs], *data.middle[len(view.place) :]))
    return Resolved(
        place=place,
        across=across,
        up=up,
        joint=_other(view.joint, up, outputs),
        axis_names=data.axis_names(across, up),
        axis_kinds=data.axis_kinds(across, up),
        x_range=data.spans[across],
        missing=data.missing[across],
        points=data.points(across, up),
        section=None if evidence is None else evidence.along(place, across, data.missing[across]),
    )
