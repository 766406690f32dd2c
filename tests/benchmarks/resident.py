"""How much of a process is in memory, as Linux counts it, in MB of 1,048,576 bytes.

`resource.getrusage` would also give a highest value, but one that begins with that of the process
which started this one.
"""

from pathlib import Path


def resident() -> float:
    """Megabytes in memory now."""
    return _megabytes("VmRSS")


def highest_resident() -> float:
    """Megabytes in memory at the highest so far."""
    return _megabytes("VmHWM")


def _megabytes(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024
