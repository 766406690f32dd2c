"""The refusal of a model file, as whoever catches it sees it."""

import subprocess
import sys
from pathlib import Path

from mdn_gui.core.files.model_fields import ModelFileError


def test_it_is_a_value_error() -> None:
    assert issubclass(ModelFileError, ValueError)


def test_it_can_be_caught_before_numpy_is_needed() -> None:
    probe = "import sys, mdn_gui.core.files.model_fields; sys.exit('numpy' in sys.modules)"
    command = [sys.executable, "-c", probe]
    root = Path(__file__).parents[2]
    assert subprocess.run(command, cwd=root, check=False).returncode == 0
