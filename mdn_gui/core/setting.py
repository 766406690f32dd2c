"""What a setting is: what it may be, where a form has it, what it is called and what it does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

from mdn_gui.core.text import say, say_in

Group = Literal["Data", "Network", "Training", "Regularization"]
"""A part of the form."""

GROUPS: Mapping[Group, str] = MappingProxyType(
    {
        "Data": say_in("settings", "Data"),
        "Network": say("Network"),
        "Training": say("Training"),
        "Regularization": say("Regularization"),
    }
)
"""What each part of the form is called, in their order."""

MAX_HIDDEN_LAYERS = 8


class Range(NamedTuple):
    """The values a numeric setting may take, both ends included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Setting:
    """What a setting is; in the metadata of its field, under "setting".

    Attributes:
        kind: Type of its values: int, float, bool, str for one of the choices, or tuple for the
            widths of layers.
        group: The part of the form that it stands in, in the order of the fields.
        label: What it is called.
        tip: What it does, as a sentence that may also begin with a small letter.
        limits: What a number may be, or each width; None where it is no number.
        step: What the arrows of the form add, for a real number that may be 0; 0.0 for one in the
            number's second digit.
        choices: What each value of a choice is called.
    """

    kind: type
    group: Group
    label: str
    tip: str
    limits: Range | None = None
    step: float = 0.0
    choices: Mapping[str, str] = MappingProxyType({})

    def check(self, name: str, value: object) -> None:
        """Refuse what the setting may not be.

        Args:
            name: Its field.
            value: The value.

        Raises:
            ValueError: It is none of the setting's values; the text says what to use.
        """
        if self.choices and value not in tuple(self.choices):
            raise ValueError(
                say(
                    "{name} is {value!r}; use one of {choices}.",
                    name=name,
                    value=value,
                    choices=", ".join(self.choices),
                )
            )
        if self.kind is bool and not isinstance(value, bool):
            raise ValueError(say("{name} is {value!r}; use True or False.", name=name, value=value))
        if self.kind is tuple:
            self._check_widths(name, value)
        elif self.limits is not None:
            self._check_number(name, value, self.limits, whole=self.kind is int)

    def _check_widths(self, name: str, value: object) -> None:
        if not isinstance(value, list | tuple):
            said = say(
                "{name} is {value!r}; use a sequence of widths, such as (15, 15).",
                name=name,
                value=value,
            )
            raise ValueError(said)  # noqa: TRY004 - as for everything that a setting may not be
        if len(value) > MAX_HIDDEN_LAYERS:
            raise ValueError(
                say(
                    "{name} has {count} layers; use at most {most}.",
                    name=name,
                    count=len(value),
                    most=MAX_HIDDEN_LAYERS,
                )
            )
        if self.limits is not None:
            for width in value:
                self._check_number(name, width, self.limits, whole=True)

    def _check_number(self, name: str, value: object, limits: Range, *, whole: bool) -> None:
        low, high = limits
        kind = say("a whole number") if whole else say("a number")
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or (whole and not isinstance(value, int))
            or not low <= value <= high
        ):
            raise ValueError(
                say(
                    "{name} is {value!r}; use {kind} from {low:.10g} to {high:.10g}.",
                    name=name,
                    value=value,
                    kind=kind,
                    low=low,
                    high=high,
                )
            )


def setting[T](
    default: T,
    *,
    group: Group,
    label: str,
    tip: str,
    limits: tuple[float, float] | None = None,
    step: float = 0.0,
    choices: Mapping[str, str] = MappingProxyType({}),
) -> T:
    """A field of a dataclass of settings, with its description; see `Setting`."""
    span = None if limits is None else Range(*limits)
    described = Setting(type(default), group, label, tip, span, step, choices)
    return field(default=default, metadata={"setting": described})
