"""What every test may use, and what no test may do unnoticed."""

import gc
import logging
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from mdn_gui.qt import theme

# The first example of a property may compile a program, and other work may share the cores.
settings.register_profile("short", settings(), deadline=None, max_examples=40)
settings.register_profile("torture", settings(), deadline=None, max_examples=1000)
settings.load_profile("short")


def pytest_collection_finish() -> None:
    """Keep what lives as long as the tests out of the sight of the garbage collector.

    Each test with a window has it look through everything, which took a tenth of its time.
    """
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests marked `torture`, more of the same kind, to `make torture`."""
    if config.getoption("--hypothesis-profile") == "torture":
        return
    left = [item for item in items if item.get_closest_marker("torture")]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


@pytest.fixture
def shared() -> Path:
    """Folder of the golden values and public data sets, named by the variable MDN_SHARED."""
    if "MDN_SHARED" not in os.environ:
        pytest.skip("MDN_SHARED names no folder of golden values and data sets")
    return Path(os.environ["MDN_SHARED"])


@pytest.fixture(scope="session")
def svg_renderer() -> str:
    """The program that makes a picture of an SVG file; Qt's own way ignores clip paths."""
    _need("rendering a drawing", "rsvg-convert")
    return "rsvg-convert"


@pytest.fixture(scope="session")
def virtual_display() -> Iterator[str]:
    """Name, as in the variable DISPLAY, of an X display that this test session owns."""
    _need("a real window", "Xvfb", "xdotool")
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1920x1080x24"],
        pass_fds=(write_end,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as chosen:
        number = chosen.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture
def expected_log_patterns() -> list[str]:
    """Regular expressions of the log records that this test expects so far."""
    return []


@pytest.fixture
def expect_log(expected_log_patterns: list[str]) -> Callable[[str], None]:
    """Call with a regular expression: the test must log a record that it matches."""
    return expected_log_patterns.append


@pytest.fixture(autouse=True)
def _own_preferences(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep the preferences of this test, and of processes that it starts, out of the home."""
    folder = tmp_path_factory.getbasetemp() / f"config-{uuid4().hex}"
    monkeypatch.setenv("MDN_CONFIG", str(folder))


@pytest.fixture(autouse=True)
def _only_expected_log_records(
    caplog: pytest.LogCaptureFixture, expected_log_patterns: list[str]
) -> Iterator[None]:
    """Fail a test that logs a warning nobody expected, or lacks one that was."""
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    logged = [record.getMessage() for record in records if record.levelno >= logging.WARNING]
    expected = expected_log_patterns
    surprises = [text for text in logged if not any(re.search(p, text) for p in expected)]
    absent = [p for p in expected if not any(re.search(p, text) for text in logged)]
    assert not surprises, f"log records that nobody expected: {surprises}"
    assert not absent, f"expected log records that did not come: {absent}"


@pytest.fixture(autouse=True)
def _light() -> Iterator[None]:
    """Keep a theme that this test applies from the next one."""
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication) and theme.in_force() is not theme.LIGHT:
        theme.apply(app, theme.LIGHT)


@pytest.fixture(autouse=True)
def _no_leaked_windows() -> Iterator[None]:
    """Fail a test that leaves a window alive.

    A Qt item that a fixture returns outlives the test, and may die in the garbage collector: make
    it in the test.
    """
    before = QApplication.topLevelWidgets()
    yield
    if _windows_beside(before):
        gc.collect()  # a window in a reference cycle is no leak
    leaked = _windows_beside(before)
    assert not leaked, f"windows left alive: {leaked}"


def _need(purpose: str, *programs: str) -> None:
    """Skip the test where programs are missing; fail it where they must not be."""
    absent = [program for program in programs if shutil.which(program) is None]
    if absent and "CI" in os.environ:
        pytest.fail(f"{purpose} needs {' and '.join(absent)}")
    if absent:
        pytest.skip(f"{purpose} needs {' and '.join(absent)}")


def _windows_beside(known: list[QWidget]) -> list[str]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [repr(window) for window in QApplication.topLevelWidgets() if window not in known]
