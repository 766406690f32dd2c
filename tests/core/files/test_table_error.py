"""The refusal of a table, as whoever catches it sees it."""

import subprocess
import sys
from pathlib import Path

from mdn_gui.core.files.table_refusals import TableError


def test_it_is_a_value_error() -> None:
    assert issubclass(TableError, ValueError)


def test_it_can_be_caught_before_pyarrow_is_needed() -> None:
    probe = "import sys, mdn_gui.core.tables; sys.exit('pyarrow' in sys.modules)"
    command = [sys.executable, "-c", probe]
    root = Path(__file__).parents[2]
    result = subprocess.run(command, cwd=root, check=False)
    assert result.returncode == 0
