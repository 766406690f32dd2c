"""Who goes first."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from mdn_gui.worker.priority import step_back


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows such threads")
def test_who_steps_back_keeps_its_share_and_nobody_else_does_it_too() -> None:
    def scheduled() -> tuple[int, int]:
        step_back()
        return os.sched_getscheduler(0), os.getpriority(os.PRIO_PROCESS, 0)

    before = os.sched_getscheduler(0)
    with ThreadPoolExecutor(1) as executor:
        policy, niceness = executor.submit(scheduled).result()
    assert policy == os.SCHED_BATCH
    assert niceness == os.getpriority(os.PRIO_PROCESS, 0), "no lower priority than the window's"
    assert os.sched_getscheduler(0) == before
