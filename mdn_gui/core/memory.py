"""How much memory there is to be had."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_MEMINFO, _STATM = Path("/proc/meminfo"), Path("/proc/self/statm")


def available_bytes() -> int | None:
    """Find out how much more memory this process can have without swapping.

    Returns:
        The bytes that are free or can be freed, within the limit of the process (`ulimit -v`);
        where the system does not say, all its memory; None if it says nothing at all.
    """
    amounts = [amount for amount in (_unused(), _left_to_the_process()) if amount is not None]
    return min(amounts, default=None)


def _unused() -> int | None:
    try:
        for line in _MEMINFO.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def _left_to_the_process() -> int | None:
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - Windows has no such module

    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit == resource.RLIM_INFINITY:
        return None
    try:
        taken = int(_STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        taken = 0
    return max(0, limit - taken)
