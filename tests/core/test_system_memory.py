"""What the system says of memory, in folders laid out as Linux does."""

import subprocess
import sys
from pathlib import Path

import pytest

from mdn_gui.core.system_memory import (
    free_address_space,
    free_memory,
    size_text,
)

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells")
MEGABYTE = 1_000_000


def system(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


MEMINFO = "MemTotal:       24684524 kB\nMemFree:  100 kB\nMemAvailable:   2000 kB\n"


def test_the_kernel_says_what_is_available(tmp_path: Path) -> None:
    assert free_memory(system(tmp_path, {"proc/meminfo": MEMINFO})) == 2_048_000


def group(folder: str, limit: str, used: int, cached: int) -> dict[str, str]:
    """A control group of the second version."""
    return {
        f"{folder}/memory.max": f"{limit}\n",
        f"{folder}/memory.current": f"{used}\n",
        f"{folder}/memory.stat": f"anon 5\ninactive_file {cached}\nactive_file 7\n",
    }


def test_the_least_of_the_groups_around_a_process_counts(tmp_path: Path) -> None:
    files = {
        "proc/meminfo": MEMINFO,
        "proc/self/cgroup": "0::/a/b\n",
        **group("sys/fs/cgroup/a", "900000", 500_000, 100_000),
        **group("sys/fs/cgroup/a/b", "max", 400_000, 0),
    }
    assert free_memory(system(tmp_path, files)) == 500_000


def test_a_container_that_does_not_see_its_own_name_sees_its_limit(tmp_path: Path) -> None:
    files = {
        "proc/meminfo": MEMINFO,
        "proc/self/cgroup": "0::/docker/0123\n",
        **group("sys/fs/cgroup", "900000", 800_000, 0),
    }
    assert free_memory(system(tmp_path, files)) == 100_000


def test_groups_of_the_first_version(tmp_path: Path) -> None:
    folder = "sys/fs/cgroup/memory/job"
    files = {
        "proc/meminfo": MEMINFO,
        "proc/self/cgroup": "5:cpu,cpuacct:/job\n4:memory:/job\n0::/\n",
        f"{folder}/memory.limit_in_bytes": "1000000\n",
        f"{folder}/memory.usage_in_bytes": "1300000\n",
        f"{folder}/memory.stat": "cache 400000\ntotal_inactive_file 350000\n",
    }
    assert free_memory(system(tmp_path, files)) == 50_000


def test_a_group_over_its_limit_leaves_nothing(tmp_path: Path) -> None:
    files = {
        "proc/meminfo": MEMINFO,
        "proc/self/cgroup": "0::/\n",
        **group("sys/fs/cgroup", "1000", 2000, 0),
    }
    assert free_memory(system(tmp_path, files)) == 0


def test_a_system_that_tells_nothing_of_this_does_not_fail(tmp_path: Path) -> None:
    free = free_memory(tmp_path)
    assert free is None or free > 0


def printed_by(program: str) -> str:
    """What a fresh interpreter prints that runs a program."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@linux
def test_what_is_taken_shows() -> None:
    # In a process of its own: in this one others give memory back meanwhile.
    probe = (
        "import numpy as np\n"
        "from mdn_gui.core.system_memory import resident_memory\n"
        "before = resident_memory()\n"
        "rows = np.ones(50_000_000 // 8)\n"
        "print(resident_memory() - before)"
    )
    assert 40 * MEGABYTE < int(printed_by(probe)) < 70 * MEGABYTE


@linux
def test_the_limit_of_the_address_space() -> None:
    probe = (
        "import resource\n"
        "from mdn_gui.core.system_memory import free_address_space\n"
        "assert free_address_space() is None\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))\n"
        "print(free_address_space())"
    )
    assert 1_500 * MEGABYTE < int(printed_by(probe)) < 2_000 * MEGABYTE
    assert free_address_space() is None or free_address_space() != 0


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 MB"),
        (994_400_000, "994 MB"),
        (996_000_000, "1.0 GB"),
        (9_940_000_000, "9.9 GB"),
        (9_960_000_000, "10 GB"),
        (1_234_500_000_000, "1,234 GB"),
    ],
)
def test_sizes_are_told_with_two_digits_or_whole(count: int, text: str) -> None:
    assert size_text(count) == text
