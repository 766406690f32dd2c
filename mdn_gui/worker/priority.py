"""Scheduling of threads where there are more of them than processors."""

import os
import sys
from contextlib import suppress


def step_back() -> None:
    """Schedule the calling thread as a batch job: when it wakes, it preempts no other thread.

    Its share of the processor stays the same. A thread that painted, woken by the window, took the
    window's core for 5 ms at a time: ticks of the window came every 20 to 22 ms. At niceness 19
    they came every 19 ms, but every 447 ms beside two busy processes, because the starved thread
    held Python's lock. Only Linux has batch scheduling; elsewhere nothing changes.
    """
    if sys.platform == "linux":
        with suppress(OSError):  # forbidden, in some containers; the window is less smooth then
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
