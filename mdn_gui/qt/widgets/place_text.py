"""What plots and tables say of where they look, and how the mixture there is bent."""

from PySide6.QtCore import QCoreApplication

from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.session import Session


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlaceText", text)


def at_x(session: Session) -> str:
    """Where a density of y is shown, and how it is bent."""
    low, high = session.sampled_range
    text = _tr("at {name} = {value}").format(
        name=session.axis_names[0], value=rounded(session.x, (high - low) / 10)
    )
    return text + bent(session)


def bent(session: Session) -> str:
    """By what temperature and spread the density shown is another than the network's; "" if not."""
    text = ""
    if session.temperature != 1.0:
        text += _tr(", temperature {value:g}").format(value=session.temperature)
    if session.spread != 1.0:
        text += _tr(", spread {value:g}").format(value=session.spread)
    return text
