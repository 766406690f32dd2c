"""What the columns of a table are for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from mdn_gui.core.kinds import DatePart, Kind, Transform

type Use = Literal["input", "target", "weight", "left out"]
type KindName = Literal["number", "category", "date"]
type Missing = Literal["drop", "keep", "refuse"]


@dataclass(frozen=True)
class Role:
    """What a person decides of one column; what is None is found out from its cells.

    Attributes:
        use: What the column is for.
        kind: What its cells are.
        transform: How a network sees numbers.
        low: Lower bound of a logit.
        high: Upper bound of a logit.
        rare: Levels of a category with fewer rows than this are one level, "other", which also
            stands for levels that training did not see; 0 for no such level.
        parts: What a network sees of a date; none for the date as one number.
        known: The kind that a model file states, with its levels, unit and origin, which then
            hold for this table too.
    """

    use: Use | None = None
    kind: KindName | None = None
    transform: Transform = "none"
    low: float = 0.0
    high: float = 1.0
    rare: int = 0
    parts: tuple[DatePart, ...] = ()
    known: Kind | None = None


@dataclass(frozen=True)
class Roles:
    """Which columns are inputs and which are targets; all others are left out.

    Attributes:
        inputs: Names of the columns of x, in the order of a network's inputs.
        targets: Names of the columns of y, in the order of its outputs.
        weight: The column that says how many rows each row stands for; "" for none.
        details: What else is decided of a column, by its name.
        missing: What becomes of a row with a missing input: it is left out, it is kept, or the
            table is refused. A row with a missing target or weight is never kept.
    """

    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    weight: str = ""
    details: Mapping[str, Role] = field(default_factory=dict, hash=False)
    missing: Missing = "drop"

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are used: inputs, then targets, then the weight."""
        return *self.inputs, *self.targets, *((self.weight,) if self.weight else ())
