"""What plots and tables say of where they look, and how the mixture there is bent."""

from PySide6.QtCore import QCoreApplication

from mdn_gui.core.evidence import FEW_ROWS
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.session import Session


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlaceText", text)


def at_x(session: Session) -> str:
    """Where a density of y is shown, and how it is bent."""
    text = _tr("at {name} = {value}").format(
        name=session.axis_names[0], value=_rounded(session, session.x)
    )
    return text + bent(session)


def rows_near(session: Session) -> str:
    """How many training rows the density at the chosen x stands on; "" without a network."""
    if session.network is None or session.dataset is None:
        return ""
    near, evidence = session.rows_near, session.evidence
    if near is None or evidence is None:
        return _tr("Rows near: not known, the network came without its training rows.")
    if session.guessed:
        name, (nearest,) = session.axis_names[0], evidence.nearest([session.x])
        return _tr("No rows near: a guess. The nearest row is at {name} {value}.").format(
            name=name, value=_rounded(session, float(nearest))
        )
    if near < FEW_ROWS:
        return _tr("Few rows near: {count}.").format(count=round(near))
    return _tr("{count:,} rows near.").format(count=round(near))


def _rounded(session: Session, x: float) -> str:
    low, high = session.sampled_range
    return rounded(x, (high - low) / 10)


def bent(session: Session) -> str:
    """By what temperature and spread the density shown is another than the network's; "" if not."""
    text = ""
    if session.temperature != 1.0:
        text += _tr(", temperature {value:g}").format(value=session.temperature)
    if session.spread != 1.0:
        text += _tr(", spread {value:g}").format(value=session.spread)
    return text
