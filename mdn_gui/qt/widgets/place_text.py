"""Texts of plots and tables about the place, the rows near it, temperature and width factor."""

from mdn_gui.core.evidence import FEW_ROWS
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.text import say, say_count
from mdn_gui.session.session import Session

_SOME = 0.5  # rows near: rounded, one


def at_x(session: Session) -> str:
    """Where a density of y is shown, and with which temperature and width factor."""
    text = say(
        "at {name} = {value}",
        name=session.resolved.axis_names[0],
        value=_rounded(session, session.resolved.x),
    )
    return ", ".join([text, *bent(session)])


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
    """Where the training row nearest to the chosen x is, if that is far; else ""."""
    if (
        session.evidence is None
        or not session.resolved.guessed
        or (session.resolved.rows_near or 0.0) >= _SOME
    ):
        return ""
    seen = session.resolved
    nearest = float(session.evidence.nearest(seen.place)[seen.across])
    return say(
        "The nearest row is at {name} {value}.",
        name=seen.axis_names[0],
        value=_rounded(session, nearest),
    )


def _rounded(session: Session, x: float) -> str:
    low, high = session.resolved.x_range
    return rounded(x, (high - low) / 10)


def bent(session: Session) -> list[str]:
    """What of the density shown is not as trained: temperature, width factor, members."""
    view = session.view
    texts: list[str] = []
    if view.temperature != 1.0:
        texts.append(say("temperature {value:g}", value=view.temperature))
    if view.variance_factor != 1.0:
        texts.append(say("width factor {value:g}", value=view.variance_factor))
    if session.switched_off:
        off = len(session.switched_off)
        texts.append(say_count("{count} member off", "{count} members off", off))
    return texts
