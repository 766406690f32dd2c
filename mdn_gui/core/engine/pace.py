"""How far each step of a run moves the weights: schedules, and what Adam needs of the step count.

All of it is counted in double precision before a chunk runs, so the compiled program need not.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.settings import TrainingSettings

BETA_1, BETA_2 = 0.9, 0.999


class Cycle(NamedTuple):
    """What one fall of the cosine covers, as shares of the planned run.

    Attributes:
        begin: How much was behind when it began; 0 for the first.
        end: How much will be behind at its end; more than 1 where a run goes on after it.
    """

    begin: float
    end: float


WHOLE = Cycle(0.0, 1.0)
"""A run that is trained once, as planned."""


def shape(
    settings: TrainingSettings, passed: NDArray[np.float64], cycle: Cycle = WHOLE
) -> NDArray[np.float64]:
    """Learning rates at moments of a run, relative to the highest one.

    Args:
        settings: Schedule and warm-up.
        passed: (n,) shares of the planned run that are behind, within the cycle.
        cycle: What the cosine covers.

    Returns:
        (n,); during the warm-up, of which there is one a run, a straight line from zero, then
        constant, or the cosine of Loshchilov and Hutter (2017), equation 5, over the rest of the
        cycle: their warm restart.
    """
    begin = max(cycle.begin, settings.warm_up)
    factors = np.ones_like(passed)
    if settings.schedule == "cosine" and cycle.end > begin:
        after = (passed - begin) / (cycle.end - begin)
        factors = 0.5 * (1.0 + np.cos(np.pi * np.clip(after, 0.0, 1.0)))
    if settings.warm_up > 0.0:
        factors = factors * np.minimum(passed, settings.warm_up) / settings.warm_up
    return factors


def pace(
    settings: TrainingSettings,
    *,
    steps: NDArray[np.int64],
    total: int,
    cycle: Cycle = WHOLE,
    counts: NDArray[np.float32],
    seeds: NDArray[np.int64],
    rates: NDArray[np.float64],
    decays: NDArray[np.float64],
) -> NDArray[np.float32]:
    """What a chunk of steps needs to know beside its rows, as the compiled program takes it.

    Args:
        settings: How it is trained.
        steps: (n,) steps of the run taken before each.
        total: Steps of the planned run.
        cycle: What the schedule covers.
        counts: (members, n) rows of each step.
        seeds: (members, n) for what is drawn in each step; below 2**24, which floats hold exactly.
        rates: (members,) highest learning rate of each.
        decays: (members,) weight decay of each.

    Returns:
        (members, n, 4): count, seed, then the step size, corrected for the moments' start at zero
        (Kingma and Ba 2015, section 2), and the share of the weights to forget.
    """
    rate = rates[:, None] * shape(settings, steps / total, cycle)
    taken = steps + 1.0
    size = rate * np.sqrt(1.0 - BETA_2**taken) / (1.0 - BETA_1**taken)
    forgotten = rate * decays[:, None] * (settings.optimizer == "adamw")
    return np.stack([counts, seeds, size, forgotten], axis=-1).astype(np.float32)
