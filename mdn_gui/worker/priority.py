"""Who goes first where there is not a processor for everyone."""

import os
import sys
from contextlib import suppress


def step_back() -> None:
    """Let the calling thread wait for its turn when it wakes, and push no other off its processor.

    Its share of the processor stays what others have: a low priority would leave it none beside
    programs that compute, and a thread that gets none while it holds Python's lock would stop the
    window. Only Linux can tell the one from the other; elsewhere nothing changes.
    """
    if sys.platform == "linux":
        with suppress(OSError):  # forbidden, in some containers; the window is less smooth then
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
