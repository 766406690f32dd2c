"""Files that a plot's context menu exports."""

import csv
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pyqtgraph.exporters import Exporter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from mdn_gui.qt.plots.exporters import Image, Numbers, Svg
from mdn_gui.qt.plots.items import Outline
from mdn_gui.qt.plots.plot import Plot
from tests.disk import no_room
from tests.plots import show

type Named = Callable[[str], Plot]

FORMATS = [(Image, "plot.png", b"\x89PNG"), (Svg, "plot.svg", b"<?xml"), (Numbers, "plot.csv", b"")]


@pytest.fixture
def named(qtbot: QtBot) -> Named:
    """Shows a plot of one curve of that name."""

    def named(name: str) -> Plot:
        plot, outline = Plot(), Outline(name)
        plot.add(outline, 0)
        outline.set_points(np.array([0.0, 1.0, -2.0]), np.array([0.0, 1.0, 2.0]))
        show(qtbot, plot)
        return plot

    return named


@pytest.mark.parametrize(("exporter", "name", "beginning"), FORMATS)
def test_the_old_file_is_replaced(
    named: Named, tmp_path: Path, exporter: type[Exporter], name: str, beginning: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(b"old")
    path.chmod(0o600)
    plot = named("bell")
    exporter(plot.plotItem).export(str(path))
    assert path.read_bytes().startswith(beginning)
    assert path.read_bytes() != b"old"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize(("exporter", "name", "_beginning"), FORMATS)
def test_a_full_disk_leaves_the_old_file_and_is_told(
    named: Named, tmp_path: Path, exporter: type[Exporter], name: str, _beginning: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(b"old")
    plot = named("bell")
    with no_room(10):
        exporter(plot.plotItem).export(str(path))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    [box] = plot.findChildren(QMessageBox, "problem")
    assert box.text().startswith(f"{name} could not be written (")
    QTest.keyClick(box, Qt.Key.Key_Escape)


def test_a_folder_that_is_gone_is_told(named: Named, tmp_path: Path) -> None:
    plot = named("bell")
    Svg(plot.plotItem).export(str(tmp_path / "gone" / "plot.svg"))
    [box] = plot.findChildren(QMessageBox, "problem")
    assert "No such file or directory" in box.text()
    QTest.keyClick(box, Qt.Key.Key_Escape)


def test_no_name_is_a_formula_in_a_spreadsheet(named: Named, tmp_path: Path) -> None:
    path = tmp_path / "plot.csv"
    plot = named("=1+1")
    Numbers(plot.plotItem).export(str(path))
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header == ["'=1+1_x", "'=1+1_y"]
    assert [float(row[0]) for row in rows] == [0.0, 1.0, -2.0], "numbers stay numbers"


def test_what_makes_no_file_is_as_it_was(named: Named) -> None:
    plot = named("bell")
    assert Image(plot.plotItem).export(toBytes=True).width() > 0
