"""How far each step of a run moves the weights: schedules, and what Adam needs of the step count.

All of it is counted in double precision before a chunk runs, so the compiled program need not.
"""

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.settings import TrainingSettings

BETA_1, BETA_2 = 0.9, 0.999


def rates(settings: TrainingSettings, passed: NDArray[np.float64]) -> NDArray[np.float64]:
    """Learning rates at moments of a run.

    Args:
        settings: Schedule, warm-up and highest rate.
        passed: (n,) shares of the run that are behind, from 0 to 1.

    Returns:
        (n,); during the warm-up a straight line from zero, then constant, or the cosine of
        Loshchilov and Hutter (2017), equation 5, over the rest of the run.
    """
    after = (passed - settings.warm_up) / (1.0 - settings.warm_up)
    shape = np.ones_like(passed)
    if settings.schedule == "cosine":
        shape = 0.5 * (1.0 + np.cos(np.pi * np.clip(after, 0.0, 1.0)))
    if settings.warm_up > 0.0:
        shape = shape * np.minimum(passed, settings.warm_up) / settings.warm_up
    return settings.learning_rate * shape


def pace(
    settings: TrainingSettings,
    *,
    steps: NDArray[np.int64],
    total: int,
    counts: NDArray[np.float32],
    seeds: NDArray[np.int64],
    slowdown: NDArray[np.float64],
) -> NDArray[np.float32]:
    """What a chunk of steps needs to know beside its rows, as the compiled program takes it.

    Args:
        settings: How it is trained.
        steps: (n,) steps of the run taken before each.
        total: Steps of the whole run.
        counts: (n,) rows of each step.
        seeds: (n,) for what is drawn in each step; below 2**24, which floats hold exactly.
        slowdown: (members,) factor on each member's rate.

    Returns:
        (n, 2 + 2 members): count, seed, then each member's step size, corrected for the moments'
        start at zero (Kingma and Ba 2015, section 2), then each one's share of weights to forget.
    """
    rate = rates(settings, steps / total)[:, None] * slowdown
    taken = steps[:, None] + 1.0
    size = rate * np.sqrt(1.0 - BETA_2**taken) / (1.0 - BETA_1**taken)
    forgotten = rate * settings.weight_decay * (settings.optimizer == "adamw")
    columns = (counts[:, None], seeds[:, None], size, forgotten)
    return np.concatenate(columns, axis=1).astype(np.float32)
