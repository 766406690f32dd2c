"""What a person does on the page where the columns of a table are chosen, and sees there."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QTableView, QWidget

from tests.widgets import find

KEYS = {
    "Input": Qt.Key.Key_I,
    "Target": Qt.Key.Key_T,
    "Weight": Qt.Key.Key_W,
    "Left out": Qt.Key.Key_Delete,
}

_FLAG = QItemSelectionModel.SelectionFlag


def told(window: QWidget, heading: str) -> dict[str, str]:
    """What stands below a heading, by the names of the columns that are found."""
    model = find(window, QTableView, "columns").model()
    across = Qt.Orientation.Horizontal
    headings = [model.headerData(place, across) for place in range(model.columnCount())]
    places = (0, headings.index(heading))
    rows = range(model.rowCount())
    return dict([model.index(row, place).data() for place in places] for row in rows)


def tips(window: QWidget) -> dict[str, str]:
    """The tips of the columns that are found."""
    model = find(window, QTableView, "columns").model()
    tip = Qt.ItemDataRole.ToolTipRole
    rows = range(model.rowCount())
    return {model.index(row, 0).data(): model.index(row, 0).data(tip) for row in rows}


def having(window: QWidget, role: str) -> list[str]:
    """The columns that are found and have a role."""
    return [name for name, has in told(window, "Role").items() if has == role]


def give(window: QWidget, role: str, *columns: str) -> None:
    """Select columns, and give them a role by its key; nothing happens to none."""
    if not columns:
        return
    table = find(window, QTableView, "columns")
    names = list(told(window, "Role"))
    selection = table.selectionModel()
    for place, column in enumerate(columns):
        index = table.model().index(names.index(column), 0)
        flag = _FLAG.Select if place else _FLAG.ClearAndSelect
        selection.setCurrentIndex(index, flag | _FLAG.Rows)
    table.setFocus()
    QTest.keyClick(table, KEYS[role])


def set_otherwise(window: QWidget, option: str, text: str) -> None:
    """Choose another entry of a field of how the table is read, by the keyboard."""
    field = find(window, QComboBox, f"reading_{option}")
    field.setFocus()
    entries = [field.itemText(place) for place in range(field.count())]
    field.showPopup()
    view = field.view()
    view.setCurrentIndex(view.model().index(entries.index(text, 2), 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
