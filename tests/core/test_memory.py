"""Memory that is to be had, against what this process takes."""

import subprocess
import sys

import pytest

from mdn_gui.core.memory import available_bytes


def test_there_is_some() -> None:
    available = available_bytes()
    assert available is not None
    assert 2**20 < available < 2**50


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_the_limit_of_the_process_counts() -> None:
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29));"
        "from mdn_gui.core.memory import available_bytes; print(available_bytes())"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert 0 <= int(output) < 2**29
