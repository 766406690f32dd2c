"""Numbers as texts: values of a table, and of a mixture its modes, regions, and what was asked."""

import numpy as np

from mdn_gui.core.kinds import Kind
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.numbers import Numbers
from mdn_gui.core.text import say
from mdn_gui.core.value_texts import value_text
from mdn_gui.session.session import Session

_COARSER = 10.0
"""In times of a width: a value of y is told to about a hundredth of it."""


LOG_DENSITY_SCALE = 1.0
"""In nats, what the log-density of a row is rounded by: members differ by more than hundredths."""


def scale_of(numbers: Numbers) -> float:
    """What values of y are rounded by."""
    # A narrow peak needs more digits than the spread of the whole mixture.
    narrowest = min(float((parts[:, 1] - parts[:, 0]).min()) for parts in numbers.regions)
    return _COARSER * min(numbers.deviation, narrowest)


def scale_of_modes(modes: Floats) -> float:
    """What modes are rounded by, so that no two have the same text.

    Args:
        modes: As of `core.numbers.modes_of`, at least one.
    """
    places, densities, probabilities = modes.T
    widths = probabilities / np.maximum(densities, np.finfo(float).tiny)
    return _COARSER * float(np.concatenate([widths, np.diff(places)]).min())


def modes_in_words(modes: Floats, kind: Kind) -> list[str]:
    """Where the modes are and, of several, how probable each is; the most probable first.

    Args:
        modes: As of `scale_of_modes`.
        kind: What y is.
    """
    scale = scale_of_modes(modes)
    if len(modes) == 1:
        return [value_text(kind, modes[0, 0], scale)]
    return [
        say(
            "{mode} ({percent})",
            mode=value_text(kind, mode, scale),
            percent=in_percent(probability),
        )
        for mode, _, probability in modes[np.argsort(-modes[:, 2], kind="stable")].tolist()
    ]


def in_percent(probability: float) -> str:
    """A probability as it stands beside a mode."""
    return say("{percent:.0f}%", percent=100 * probability)


def interval_in_words(low: float, high: float, scale: float, kind: Kind) -> str:
    """From where to where, rounded by a scale in the same units."""
    ends = {"low": value_text(kind, low, scale), "high": value_text(kind, high, scale)}
    return say("{low} to {high}", **ends)


def probability_asked(session: Session, scale: float) -> str:
    """What the probability asked for is called; "" if none is.

    Args:
        session: Where it is asked.
        scale: What the ends of the interval are rounded by.
    """
    if session.view.interval is None:
        return ""
    low, high = session.view.interval
    kind = session.resolved.axis_kinds[1]
    return say(
        "P({low} ≤ {y} ≤ {high})",
        low=value_text(kind, low, scale),
        y=session.resolved.axis_names[1],
        high=value_text(kind, high, scale),
    )
