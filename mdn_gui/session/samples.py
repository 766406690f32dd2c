"""Samples of what is shown: as CSV, and of two targets."""

import numpy as np

from mdn_gui.core.export import points_csv
from mdn_gui.core.kinds import Category, cells
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
    inputs[seen.across] = samples.x
    names = (*session.data.input_names, seen.axis_names[1])
    kinds = (session.data.axis_kinds(column, 0)[0] for column in range(len(inputs)))
    written = [
        cells(kind, values.tolist()) if isinstance(kind, Category) else values
        for kind, values in zip(kinds, inputs, strict=True)
    ]
    return points_csv(names, (*written, samples.y), near)


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
