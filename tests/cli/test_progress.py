"""Who sees a run how."""

from io import StringIO

import pytest

from mdn_gui.cli.progress import ProgressBar, ProgressLines, progress_on
from tests.cli.engines import epoch
from tests.cli.terminal import Terminal


def test_a_terminal_has_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert isinstance(progress_on(Terminal(), 10, quiet=False), ProgressBar)


def test_a_terminal_that_cannot_move_its_cursor_has_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(progress_on(Terminal(), 10, quiet=False), ProgressLines)


def test_a_file_has_lines() -> None:
    assert isinstance(progress_on(StringIO(), 10, quiet=False), ProgressLines)


@pytest.mark.parametrize("stream", [StringIO(), Terminal()])
def test_the_quiet_see_nothing(stream: StringIO) -> None:
    with progress_on(stream, 1, quiet=True) as progress:
        progress.passed(0.5)
        progress.epoch_done(epoch(1))
    assert stream.getvalue() == ""
