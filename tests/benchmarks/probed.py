"""Figures measured in a fresh process, where what ran before has left nothing behind."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LONGEST_SAID = 500


class ProbeError(RuntimeError):
    """The process ended with an error."""


def probed(module: str, *arguments: str) -> Any:  # noqa: ANN401 - whatever the probe prints as JSON
    """Run a module in a process of its own, offscreen where there is no display.

    Args:
        module: Its name; the last line it prints is JSON.
        arguments: Its arguments.

    Returns:
        What that line holds.

    Raises:
        ProbeError: It ended with another exit code than 0.
    """
    environment = dict(os.environ)
    # As for a person, Python keeps what it has compiled.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr[-LONGEST_SAID:]
        raise ProbeError(f"{module} ended with exit code {done.returncode}: {said}")
    return json.loads(done.stdout.splitlines()[-1])
