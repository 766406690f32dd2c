"""The page of a table's columns in a window of its own; prints what it took as a line of JSON."""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from mdn_gui.core.reading import ReadingOptions
from mdn_gui.qt.columns.table import ColumnsTable
from mdn_gui.qt.panels.columns_panel import ColumnsPanel
from tests.benchmarks.event_loop import REST_MS, Paints, rest, wait
from tests.benchmarks.window_probe import Probe

ROUNDS, KEYS = 3, (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Backspace, Qt.Key.Key_3)
CHOICES = {
    "number": ReadingOptions(missing_marks=("-999",)),
    "text": ReadingOptions(missing_marks=("unknown",)),
    "decimal": ReadingOptions(decimal="comma"),
}


def took(act: Callable[[], object], told: SignalInstance) -> float:
    """Seconds from an act to a signal."""
    ends: list[float] = []
    told.connect(lambda *_: ends.append(time.perf_counter()))
    start = time.perf_counter()
    act()
    wait(lambda: bool(ends))
    return ends[0] - start


def painted(act: Callable[[], object], panel: ColumnsPanel) -> float:
    """Seconds from an act to the columns, painted anew."""
    [table] = panel.findChildren(ColumnsTable)
    paints = Paints(table.viewport())
    start = time.perf_counter()
    act()
    table.viewport().update()
    wait(lambda: paints.done is not None)
    paints.end()
    assert paints.done is not None
    rest()
    return paints.done - start


def _note(times: list[float]) -> None:
    times.append(time.perf_counter())


def page(probe: Probe, path: Path) -> dict[str, float]:
    """Seconds from the end of the reading to the page, and to the answer to a key in its filter."""
    loader, window, shown = probe.studio.loader, probe.studio.window, []
    panels: list[ColumnsPanel] = []
    for _ in range(ROUNDS):
        ends: list[float] = []
        ended = loader.ended.connect(partial(_note, ends))
        took(lambda: loader.open_table(path), loader.columns_wanted)
        loader.ended.disconnect(ended)
        panels = window.findChildren(ColumnsPanel)
        painted(panels[-1].updateGeometry, panels[-1])
        shown.append(time.perf_counter() - REST_MS / 1e3 - ends[-1])
    [field] = panels[-1].findChildren(QLineEdit, "find_columns")
    keys = [painted(partial(QTest.keyClick, field, key), panels[-1]) for key in KEYS]
    return {"page": median(shown), "key": median(keys)}


def choices(probe: Probe, path: Path) -> dict[str, float]:
    """Seconds that another choice takes, beside those of the first look."""
    loader, found = probe.studio.loader, {}
    found["first"] = took(lambda: loader.open_table(path), loader.columns_wanted)
    rest()
    for name, options in CHOICES.items():
        again = lambda options=options: loader.preview_again(path, options, {})  # noqa: E731
        found[name] = took(again, loader.read_otherwise)
        rest()
    return found


def main(few: Path, many: Path, long: Path) -> None:
    """Show the page of tables of few and of many columns, then read one of many rows in turns."""
    probe = Probe()
    probe.open()
    page(probe, few)
    figures = {"few": page(probe, few), "many": page(probe, many)}
    rounds = [choices(probe, long) for _ in range(ROUNDS)]
    figures["choices"] = {name: median(each[name] for each in rounds) for name in rounds[0]}
    probe.studio.window.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
