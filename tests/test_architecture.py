"""The agreed structure, as far as a machine can see it."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "mdn_gui"
TESTS: Final = ROOT / "tests"

LONGEST_MODULE: Final = 500
LONGEST_FUNCTION: Final = 50

SECOND_TESTS: Final[Mapping[str, str]] = {
    "core/test_hard_tables.py": "tables that break a training elsewhere, from end to end",
    "core/test_table_cases.py": "inputs that broke it once",
    "core/test_table_siblings.py": "others like them",
    "core/test_written_numbers.py": "numbers in all conventions, from the file to the array",
    "core/test_training_going_on.py": "a training that goes on, against one without a break",
    "core/test_mixture_far_out.py": "mixtures at every magnitude that a double has",
    "core/test_mixture_golden.py": "the golden values of mixture, apart from its behaviour",
    "qt/control/test_training_endings.py": "how a run ends, apart from what a person does",
    "qt/control/test_training_settings.py": "which settings are in force, and what they prepare",
    "qt/test_main_window_data.py": "data that are opened, dropped and drawn on the window",
    "qt/test_trainer_going_on.py": "runs that are stepped, slowed, extended and forgotten",
    "qt/test_first_frame.py": "what the window shows at once, and what comes after",
    "qt/panels/test_setup_panel_layout.py": "how the form looks and is walked through",
}
"""Test files that name no module of their own, and why they are there."""


def modules() -> Iterator[Path]:
    """Yield the program's source files."""
    return SOURCE.rglob("*.py")


def test_imports_keep_the_contracts() -> None:
    check = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    result = subprocess.run(
        [sys.executable, "-c", check, "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("library", ["tensorflow", "keras", "matplotlib", "scipy", "pyarrow"])
def test_the_program_starts_without(library: str) -> None:
    probe = f"import sys, mdn_gui.app, mdn_gui.studio; sys.exit({library!r} in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, f"the program's start brings {library}\n{result.stderr}"


@pytest.mark.parametrize("room", ["cli", "core", "qt", "session", "worker"])
def test_every_test_has_its_module(room: str) -> None:
    strangers = [
        name
        for path in (TESTS / room).rglob("test_*.py")
        if (name := path.relative_to(TESTS).as_posix()) not in SECOND_TESTS
        and not (SOURCE / name).with_name(path.name.removeprefix("test_")).is_file()
    ]
    assert not strangers, f"tests of no module: {strangers}"


def test_no_module_is_too_long() -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in modules()}
    long = {str(path): lines for path, lines in lengths.items() if lines > LONGEST_MODULE}
    assert not long, f"modules over {LONGEST_MODULE} lines: {long}"


def test_no_function_is_too_long() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": lines
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := _code_lines(node)) > LONGEST_FUNCTION
    }
    assert not long, f"functions over {LONGEST_FUNCTION} lines: {long}"


def _code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines without its docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)
