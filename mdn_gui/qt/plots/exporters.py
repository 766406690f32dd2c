"""What a plot's context menu exports: written whole, or the old file stays."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyqtgraph as pg
from pyqtgraph.exporters import CSVExporter, Exporter, ImageExporter, SVGExporter
from PySide6.QtGui import QPixmap

from mdn_gui.core.export import text_cells
from mdn_gui.core.files.disk_files import replacing
from mdn_gui.core.text import say
from mdn_gui.qt.exports import picture_content
from mdn_gui.qt.widgets.problem import show_problem

_DECIMALS = 324  # of the smallest double


def offer() -> None:
    """Let the context menu of every plot offer these, and none of the others.

    What else pyqtgraph offers knows none of the program's own items, and fails without a word.
    """
    Exporter.Exporters[:] = [Image, Svg, Numbers]


class _Whole:
    """Before an exporter of pyqtgraph: makes the content first, then replaces the old file by it.

    pyqtgraph's exporters write into the file itself, and say nothing where they cannot.
    """

    def export(self, fileName: str | None = None, **options: Any) -> Any:  # noqa: N803, ANN401 - pyqtgraph's names
        """Called by pyqtgraph: see `Exporter.export`."""
        if fileName is None:
            return super().export(**options)  # type: ignore[misc]  # asks for a file, or makes none
        path = Path(fileName)
        try:
            content = self._content(path.suffix)
            with replacing(path) as file:
                file.write(content)
        except OSError as error:
            text = say("{name} could not be written ({reason}); choose another folder or name.")
            reason = error.strerror or str(error)
            window = self.getScene().views()[0].window()  # type: ignore[attr-defined]
            show_problem(window, text.format(name=path.name, reason=reason), str(error))
        return None

    def _content(self, _suffix: str) -> bytes:
        """What is written to the file."""
        return bytes(super().export(toBytes=True))  # type: ignore[misc]


class Image(_Whole, ImageExporter):  # type: ignore[misc]  # pyqtgraph has no types
    """Pixels."""

    def _content(self, suffix: str) -> bytes:
        return picture_content(QPixmap.fromImage(ImageExporter.export(self, toBytes=True)), suffix)


class Svg(_Whole, SVGExporter):  # type: ignore[misc]
    """Lines."""


class Numbers(_Whole, CSVExporter):  # type: ignore[misc]
    """The points of the curves, each number as it is; names like formulas are marked as text."""

    def __init__(self, item: pg.PlotItem) -> None:
        super().__init__(item)
        self.params["precision"] = _DECIMALS  # with fewer, small numbers would be rounded to 0

    def _content(self, _suffix: str) -> bytes:
        with TemporaryDirectory() as folder:
            scratch = Path(folder, "export")
            CSVExporter.export(self, str(scratch))
            content = scratch.read_text("utf-8")
        delimiter = "," if self.params["separator"] == "comma" else "\t"
        header, *rows = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter).writerows([text_cells(header), *rows])
        return text.getvalue().encode()
