"""How much memory the system still has for this process, and how much the process takes."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path("/")


def available_memory() -> int | None:
    """The least of `free_memory` and `free_address_space`, in bytes; None where neither is told."""
    amounts = free_memory(), free_address_space()
    return min((amount for amount in amounts if amount is not None), default=None)


def free_memory(root: Path = ROOT) -> int | None:
    """Memory that can be taken without another program suffering, in bytes.

    On Linux the least of what the kernel calls available and of what the control groups of the
    process leave (a container's limit is one); elsewhere the free pages.

    Args:
        root: Where `proc` and `sys` are.

    Returns:
        None where the system does not tell.
    """
    known = [*_available(root), *_left_by_groups(root)]
    if not known and hasattr(os, "sysconf"):
        with suppress(ValueError, OSError):  # a name that this system does not know
            known.append(os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return min(known, default=None)


def free_address_space() -> int | None:
    """How many more bytes the process may map under its limit (`ulimit -v`).

    Returns:
        None where there is no limit, or the system does not tell.
    """
    if sys.platform != "linux":
        return None
    import resource  # noqa: PLC0415 - Windows has no such module

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return None
    mapped, _ = _pages()
    return max(0, limit - mapped)


def resident_memory() -> int | None:
    """The memory that the process takes now, in bytes; on macOS, the most that it ever took.

    Returns:
        None where the system does not tell.
    """
    if sys.platform == "linux":
        _, resident = _pages()
        return resident
    if sys.platform == "darwin":
        import resource  # noqa: PLC0415 - Windows has no such module

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return None


def release_unused() -> None:
    """Give memory that was freed back to the system, as far as Arrow and the C library keep it.

    After a CSV of 48 MB of numbers was read they kept 170 MB.
    """
    arrow = sys.modules.get("pyarrow")
    if arrow is not None:
        arrow.default_memory_pool().release_unused()
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - seldom needed

        with suppress(AttributeError):  # only glibc has it
            ctypes.CDLL(None).malloc_trim(0)


def size_text(count: int) -> str:
    """A number of bytes as a person reads it, such as "41 GB"."""
    if count < 995_000_000:
        return f"{count / 1e6:.0f} MB"
    return f"{count / 1e9:.1f} GB" if count < 9_950_000_000 else f"{count / 1e9:,.0f} GB"


def _pages() -> tuple[int, int]:
    """Bytes mapped and bytes resident of the process."""
    mapped, resident, *_ = Path("/proc/self/statm").read_text().split()
    return int(mapped) * os.sysconf("SC_PAGE_SIZE"), int(resident) * os.sysconf("SC_PAGE_SIZE")


def _available(root: Path) -> Iterator[int]:
    with suppress(OSError):
        for line in (root / "proc/meminfo").read_text().splitlines():
            name, _, amount = line.partition(":")
            if name == "MemAvailable":
                yield 1024 * int(amount.split()[0])


def _left_by_groups(root: Path) -> Iterator[int]:
    """What each memory group of the process leaves: its own and those around it."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, group = line.split(":", 2)
        inside = group.lstrip("/")
        if not controllers:
            names = ("memory.max", "memory.current", "inactive_file")
            yield from _left(root / "sys/fs/cgroup", inside, names)
        elif "memory" in controllers.split(","):
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
            yield from _left(root / "sys/fs/cgroup/memory", inside, names)


def _left(mount: Path, inside: str, names: tuple[str, str, str]) -> Iterator[int]:
    """Limits less what is used, without the cached files, which the kernel gives up first.

    Args:
        mount: Where the groups are.
        inside: The group of the process; in a container it may not be there, but the mount is.
        names: Files of the limit and of what is used, and the name of the cached files in the
            statistics.
    """
    limit, used, cached = names
    group = mount / inside
    for folder in (group, *group.parents):
        with suppress(OSError, ValueError):  # "max" is no number: there is no limit
            most = int((folder / limit).read_text())
            statistics = dict(
                line.split() for line in (folder / "memory.stat").read_text().splitlines()
            )
            held = int((folder / used).read_text()) - int(statistics.get(cached, 0))
            yield max(0, most - held)
        if folder == mount:
            return
