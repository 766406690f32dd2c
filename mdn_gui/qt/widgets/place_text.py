"""Texts of plots and tables about the place, rows, temperature and width factor."""

from collections.abc import Sequence
from math import isnan

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import FEW_ROWS
from mdn_gui.core.maths.rounding import exact
from mdn_gui.core.text import say, say_count
from mdn_gui.core.value_texts import value_text
from mdn_gui.session.session import Session

_SOME = 0.5  # rows near: rounded, one
_NAMED = 2  # of the inputs that are held: more are counted
_IN_NAME = 3  # of the inputs that a place is called by: more are counted


def at_x(session: Session) -> str:
    """Where a density of y is shown, and with which temperature and width factor."""
    return ", ".join([where_x(session), *bent(session)])


def where_x(session: Session) -> str:
    """Where a density of y is shown."""
    seen = session.resolved
    name = seen.axis_names[0]
    if isnan(seen.x):
        return say("with {name} missing", name=name)
    return say("at {name} = {value}", name=name, value=_written(session, seen.across, seen.x))


def at_place(session: Session) -> str:
    """`at_x`, and where the other inputs are held."""
    if not session.resolved.held:
        return at_x(session)
    return say("{place}; {held}", place=at_x(session), held=_held(session))


def density_shown(session: Session) -> str:
    """Which density the main plot shows, and where the inputs are held that are not along x."""
    seen = session.resolved
    x, y = seen.axis_names
    if not seen.held:
        return say("p({y} | {x})", x=x, y=y)
    return say("p({y} | {x}; {held})", x=x, y=y, held=_held(session))


def _held(session: Session) -> str:
    """The values of the inputs that are not along x, or of many how many there are."""
    seen = session.resolved
    held = [
        _held_at(session, column, name)
        for column, name in enumerate(session.data.input_names)
        if column != seen.across
    ]
    if len(held) <= _NAMED:
        return ", ".join(held)
    return say("{count} others held", count=len(held))


def _held_at(session: Session, column: int, name: str) -> str:
    value = session.resolved.place[column]
    if isnan(value):
        return say("{name} missing", name=name)
    return say("{name} = {value}", name=name, value=_written(session, column, value))


def held_at_missing(session: Session) -> list[str]:
    """That inputs are held at missing, if some are."""
    place = zip(session.data.input_names, session.resolved.place, strict=True)
    names = [name for name, value in place if isnan(value)]
    if not names:
        return []
    if len(names) > _IN_NAME:
        return [say("with {count} inputs missing", count=len(names))]
    return [say("with {names} missing", names=", ".join(names))]


def rows_near(session: Session) -> str:
    """How many training rows the density at the chosen x stands on; "" if that is not known."""
    near = session.resolved.rows_near
    if near is None or session.data.dataset is None:
        return ""
    count = round(near)
    if session.resolved.guessed and near >= _SOME:
        text = say("few rows near ({count}): a guess", count=count)
    elif session.resolved.guessed:
        text = say("no rows near: a guess")
    elif near < FEW_ROWS:
        text = say("few rows near: {count}", count=count)
    else:
        text = say_count("{count} row near", "{count:,} rows near", count)
    if session.view.nearness == 1.0:
        return text
    return say("{rows}, reach × {factor:g}", rows=text, factor=session.view.nearness)


def nearest_row(session: Session) -> str:
    """Where the training row nearest to the chosen place is, if that is far; else ""."""
    if (
        session.evidence is None
        or not session.resolved.guessed
        or (session.resolved.rows_near or 0.0) >= _SOME
    ):
        return ""
    nearest = session.evidence.nearest(session.resolved.place).tolist()
    return say("The nearest row is at {place}.", place=_in_words(session, nearest))


def how_rows_count(dataset: Dataset) -> str:
    """How the rows that a person sees are counted."""
    if dataset.numbers is None:
        return say("Counted from 1.")
    return say(
        "Its row in the file, as a spreadsheet shows it: the row of column names, blank rows and "
        "rows that are left out count too."
    )


def name_of_place(session: Session) -> str:
    """What a place is called until a person calls it something else: the values of its inputs."""
    return _in_words(session, session.resolved.place)


def _in_words(session: Session, place: Sequence[float]) -> str:
    """A place by the values of its inputs, as fine as where a person clicks.

    Of many inputs those along x and the next ones, and how many more there are.
    """
    across = session.resolved.across
    others = [column for column in range(len(place)) if column != across]
    columns = sorted((across, *others[: _IN_NAME - 1]))
    texts = [
        f"{session.data.input_names[column]} {_written(session, column, place[column], 1.0)}"
        for column in columns
    ]
    if more := len(place) - len(columns):
        texts.append(say("{count} more", count=more))
    return ", ".join(texts)


def _written(session: Session, column: int, value: float, part: float = 0.1) -> str:
    """A value of an input, as fine as a part of where it is looked at."""
    low, high = session.data.sampled_ranges[column]
    return value_text(session.data.axis_kinds(column, 0)[0], value, part * (high - low))


def tempered(temperature: float, *, branches: bool) -> str:
    """A temperature, and that it is of branches if it is."""
    if branches:
        return say("branch temperature {value}", value=exact(temperature))
    return say("temperature {value}", value=exact(temperature))


def bent(session: Session) -> list[str]:
    """What of the density shown is not as trained: temperature, width factor, members."""
    view = session.view
    texts: list[str] = []
    if view.temperature != 1.0:
        texts.append(tempered(view.temperature, branches=view.tempers_branches))
    if view.variance_factor != 1.0:
        texts.append(say("width factor {value:g}", value=view.variance_factor))
    if session.switched_off:
        off = len(session.switched_off)
        texts.append(say_count("{count} member off", "{count} members off", off))
    return texts
