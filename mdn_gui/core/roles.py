"""What the columns of a table are for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from mdn_gui.core.kinds import Category, DatePart, Kind, Number, Transform
from mdn_gui.core.text import Sentence, say

type Use = Literal["input", "target", "weight", "left_out"]
_ALLOWED: Mapping[str, tuple[str | None, ...]] = {
    "use": (None, "input", "target", "weight", "left_out"),
    "kind": (None, "number", "category", "date"),
    "transform": ("none", "log", "logit"),
    "parts": ("hour", "weekday", "month"),
}
_USE_NAMES: Mapping[str, Sentence] = {
    "input": say("an input"),
    "target": say("a target"),
    "weight": say("a weight"),
    "left_out": say("left out"),
}
_USES: tuple[Use, ...] = ("input", "target", "weight")
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
        missing_marks: Cells that stand for a missing value in this column, such as "-99".
        known: The kind that a model file states, with its levels, unit and origin, which then
            hold for this table too.

    Raises:
        ValueError: A value is none of those that there are.
    """

    use: Use | None = None
    kind: KindName | None = None
    transform: Transform = "none"
    low: float = 0.0
    high: float = 1.0
    rare: int = 0
    parts: tuple[DatePart, ...] = ()
    missing_marks: tuple[str, ...] = ()
    known: Kind | None = None

    def __post_init__(self) -> None:
        for name in ("parts", "missing_marks"):
            given = getattr(self, name)
            # The characters of a text are texts too.
            if isinstance(given, str) or not all(isinstance(each, str) for each in given):
                raise ValueError(
                    say("{name} is {given!r}; give a list of texts.", name=name, given=given)
                )
            object.__setattr__(self, name, tuple(given))
        for name, allowed in _ALLOWED.items():
            values = self.parts if name == "parts" else (getattr(self, name),)
            for value in values:
                if value not in allowed:
                    raise ValueError(
                        say(
                            "{name} is {value!r}; choose among {allowed}.",
                            name=name,
                            value=value,
                            allowed=", ".join(repr(each) for each in allowed if each is not None),
                        )
                    )
        if isinstance(self.rare, bool) or not isinstance(self.rare, int) or self.rare < 0:
            raise ValueError(
                say("rare is {rare!r}; it must be a whole number from 0.", rare=self.rare)
            )
        Number(self.transform, self.low, self.high)  # checks the bounds

    @property
    def is_category(self) -> bool:
        """Whether a person or a model says that the cells are levels."""
        return self.kind == "category" or isinstance(self.known, Category)


UNDECIDED: Final = Role()
"""Nothing is decided of a column."""


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

    @classmethod
    def of(
        cls,
        inputs: Iterable[str],
        targets: Iterable[str],
        details: Mapping[str, Role],
        missing: Missing = "drop",
    ) -> Roles:
        """Gather what is decided of columns.

        Args:
            inputs: Names of the columns of x.
            targets: Names of the columns of y.
            details: What is decided of columns, by their names; those whose use says so are
                inputs, targets or the weight too.
            missing: What becomes of a row with a missing input.

        Raises:
            ValueError: A column has two uses, or two are weights.
        """
        told = {use: [name for name, role in details.items() if role.use == use] for use in _USES}
        x, y = list(inputs), list(targets)
        for use, names in (("input", x), ("target", y)):
            for name in names:
                stated = details.get(name, Role()).use
                if stated not in (None, use):
                    raise ValueError(
                        say(
                            "column {column!r} is chosen as {use} and stated as {stated}; say one.",
                            column=name,
                            use=_USE_NAMES[use],
                            stated=_USE_NAMES[stated],
                        )
                    )
        weights = told["weight"]
        if len(weights) > 1:
            listed = ", ".join(map(repr, weights))
            raise ValueError(say("columns {columns} are both weights; name one.", columns=listed))
        x += [name for name in told["input"] if name not in x]
        y += [name for name in told["target"] if name not in y]
        weight = next(iter(weights), "")
        return cls(tuple(x), tuple(y), weight, details, missing)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are used: inputs, then targets, then the weight."""
        return *self.inputs, *self.targets, *((self.weight,) if self.weight else ())

    @property
    def only_stated(self) -> tuple[str, ...]:
        """Columns of which something is decided though they are not used; perhaps misspelt."""
        return tuple(name for name in self.details if name not in self.columns)


def read_alike(one: Mapping[str, Role], other: Mapping[str, Role]) -> bool:
    """Whether what is decided of columns, by their names, lets their cells be read alike."""
    roles = ((one.get(name, UNDECIDED), other.get(name, UNDECIDED)) for name in (*one, *other))
    return all((a.kind, a.missing_marks) == (b.kind, b.missing_marks) for a, b in roles)
