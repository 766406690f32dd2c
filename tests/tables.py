"""What a person sees of a table, and clicks in it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView


def shown(table: QTableView) -> list[list[str]]:
    """The texts of a table, row by row, in the order shown."""
    model = table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def header(table: QTableView) -> list[str]:
    """The names of the columns."""
    model, across = table.model(), Qt.Orientation.Horizontal
    return [model.headerData(column, across) for column in range(model.columnCount())]


def selected(table: QTableView) -> list[str]:
    """The texts of the first column, of the rows selected."""
    return [index.data() for index in table.selectionModel().selectedRows()]


def click_row(table: QTableView, position: int) -> None:
    """Click a row at a position from above."""
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=centre(table, position, 0))


def click_header(table: QTableView, name: str) -> None:
    """Click the name of a column."""
    across = table.horizontalHeader()
    place = header(table).index(name)
    at = across.sectionViewportPosition(place) + across.sectionSize(place) // 2
    pos = QPoint(at, across.height() // 2)
    QTest.mouseClick(across.viewport(), Qt.MouseButton.LeftButton, pos=pos)


def centre(table: QTableView, position: int, column: int) -> QPoint:
    """The middle of a cell, in the viewport."""
    return table.visualRect(table.model().index(position, column)).center()
