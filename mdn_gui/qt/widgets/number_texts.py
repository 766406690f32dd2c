"""Numbers of one mixture in words: its modes, its regions, and what was asked for."""

import numpy as np

from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.numbers import Numbers
from mdn_gui.core.text import say
from mdn_gui.session.session import Session


def scale_of(numbers: Numbers) -> float:
    """What values of y are rounded by."""
    # A narrow peak needs more digits than the spread of the whole mixture.
    narrowest = min(float(np.diff(parts).min()) for parts in numbers.regions)
    return min(numbers.deviation, narrowest)


def modes_in_words(numbers: Numbers, *, least: float = 0.0, coarser: float = 1.0) -> list[str]:
    """Where the modes are and, of several, how probable each is; the most probable first.

    Args:
        numbers: Of the mixture.
        least: The probability around a mode that is worth a word.
        coarser: How many times as coarse as usual the modes are rounded.
    """
    places = numbers.modes[:, 0]
    # Not as fine as other numbers, but so that no two modes are told alike.
    scale = coarser * min([numbers.deviation, *np.diff(places).tolist()])
    if len(places) == 1:
        return [rounded(places[0], scale)]
    order = np.argsort(-numbers.modes[:, 2], kind="stable")
    return [
        say(
            "{mode} ({percent:.0f}%)",
            mode=rounded(places[place], scale),
            percent=100 * numbers.modes[place, 2],
        )
        for place in order.tolist()
        if numbers.modes[place, 2] >= least
    ]


def interval_in_words(low: float, high: float, scale: float) -> str:
    """From where to where, rounded by a scale in the same units."""
    return say("{low} to {high}", low=rounded(low, scale), high=rounded(high, scale))


def probability_asked(session: Session, scale: float) -> str:
    """What the probability asked for is called; "" if none is.

    Args:
        session: Where it is asked.
        scale: What the ends of the interval are rounded by.
    """
    if session.view.interval is None:
        return ""
    low, high = session.view.interval
    return say(
        "P({low} ≤ {y} ≤ {high})",
        low=rounded(low, scale),
        y=session.resolved.axis_names[1],
        high=rounded(high, scale),
    )
