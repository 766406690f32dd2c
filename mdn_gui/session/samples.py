"""Samples of what is shown: as CSV, and at several temperatures."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from mdn_gui.core.export import points_csv
from mdn_gui.core.histogram import Histogram, histograms
from mdn_gui.core.maths.sampling import Draws
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.predictor import Predictor, predictor
from mdn_gui.core.text import say
from mdn_gui.session.session import Session
from mdn_gui.session.view import Interval


def samples_csv(session: Session) -> bytes:
    """The samples shown as CSV: all inputs, also those that are held, and the target shown.

    Where it is known, with how many training rows lie near each.

    Raises:
        ValueError: There is no network yet.
    """
    samples, seen = session.samples(), session.resolved
    near = None if seen.section is None else seen.section.at(samples.x)
    inputs = [np.full(samples.x.shape, value) for value in seen.place]
    inputs[seen.across] = samples.x
    names = (*session.data.input_names, seen.axis_names[1])
    return points_csv(names, (*inputs, samples.y), near)


JOINT_SAMPLES = 200
"""How many pairs of two targets are drawn at the place."""

SAMPLES = 1_000
"""How many y are drawn at each temperature."""

# Of the sampling seed; the session's own samples take 0 and 1.
_STREAM, _JOINT_STREAM = 2, 3


class Tempered(NamedTuple):
    """What one temperature makes of a mixture.

    Attributes:
        mixture: With no batch axis.
        histogram: Of samples of it, in units of y.
    """

    mixture: Mixture
    histogram: Histogram


def compared_predictors(session: Session) -> tuple[Predictor, ...]:
    """The network shown at each of the compared temperatures; none if there is no network."""
    network, adjustment = session.network, session.view.adjustment
    if network is None:
        return ()
    return tuple(
        predictor(network, replace(adjustment, temperature=temperature))
        for temperature in session.view.compared_temperatures
    )


def at_each_temperature(session: Session, window: Interval) -> tuple[Tempered, ...]:
    """The mixture at the chosen x at each of the compared temperatures, at the chosen width factor.

    All samples use the same random numbers, those of the sampling seed, so that they differ by
    their temperatures only.

    Args:
        session: With a network of finite weights.
        window: The y that are looked at; see `histograms`.

    Raises:
        ValueError: There is no network yet.
    """
    if session.network is None:
        raise ValueError(say("There is no network yet; train one first."))
    seen = session.resolved
    tempered = [each.at(seen.place).marginal(seen.up) for each in compared_predictors(session)]
    samples = [
        each.sample(SAMPLES, np.random.default_rng([session.view.sampling_seed, _STREAM]))
        for each in tempered
    ]
    parts = zip(tempered, histograms(np.stack(samples).squeeze(-1), window), strict=True)
    return tuple(Tempered(*part) for part in parts)


def joint_samples(session: Session) -> Draws:
    """Samples of the second target and the one along y at the chosen place, by the sampling seed.

    Raises:
        ValueError: There is no network yet, or no second target.
    """
    if session.joint_mixture is None:
        raise ValueError(say("There is no network of two targets yet; train one first."))
    rng = np.random.default_rng([session.view.sampling_seed, _JOINT_STREAM])
    return session.joint_mixture.draw(JOINT_SAMPLES, rng)
