"""Samples of what is shown: as CSV, and of two targets."""

from math import isnan

import numpy as np

from mdn_gui.core.export import points_csv
from mdn_gui.core.kinds import Category, Kind, cells
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.sampling import Draws
from mdn_gui.core.text import say
from mdn_gui.session.session import Session


def samples_csv(session: Session) -> bytes:
    """The samples shown as CSV: all inputs, also those that are held, and the target shown.

    Where it is known, with how many training rows lie near each.

    Raises:
        ValueError: There is no network yet.
    """
    samples, seen = session.samples(), session.resolved
    near = None if seen.section is None else seen.section.at(samples.x)
    inputs = [np.full(samples.x.shape, value) for value in seen.place]
    inputs[seen.across] = samples.x if seen.missing is None else seen.missing.values(samples.x)
    names = (*session.data.input_names, seen.axis_names[1])
    kinds = (session.data.axis_kinds(column, 0)[0] for column in range(len(inputs)))
    written = [_written(kind, values) for kind, values in zip(kinds, inputs, strict=True)]
    return points_csv(names, (*written, samples.y), near)


def _written(kind: Kind, values: Floats) -> Floats | list[float | str]:
    """Levels by their names, nothing for a missing value, else numbers."""
    if isinstance(kind, Category):
        return cells(kind, values.tolist())
    if kind.missing:
        return ["" if isnan(value) else value for value in values.tolist()]
    return values


JOINT_SAMPLES = 200
"""How many pairs of two targets are drawn at the place."""

_JOINT_STREAM = 3  # of the sampling seed; the session's own samples take 0 and 1


def joint_samples(session: Session) -> Draws:
    """Samples of the second target and the one along y at the chosen place, by the sampling seed.

    Raises:
        ValueError: There is no network yet, or no second target.
    """
    if session.joint_mixture is None:
        raise ValueError(say("There is no network of two targets yet; train one first."))
    rng = np.random.default_rng([session.view.sampling_seed, _JOINT_STREAM])
    return session.joint_mixture.draw(JOINT_SAMPLES, rng)
