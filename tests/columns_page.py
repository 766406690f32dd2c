"""What a person does on the page where the columns of a table are chosen, and sees there."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QTableView, QWidget

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
    if columns:
        select(window, *columns)
        QTest.keyClick(find(window, QTableView, "columns"), KEYS[role])


def select(window: QWidget, *columns: str) -> None:
    """Select columns."""
    table = find(window, QTableView, "columns")
    names = list(told(window, "Role"))
    selection = table.selectionModel()
    for place, column in enumerate(columns):
        index = table.model().index(names.index(column), 0)
        flag = _FLAG.Select if place else _FLAG.ClearAndSelect
        selection.setCurrentIndex(index, flag | _FLAG.Rows)
    table.setFocus()


def set_otherwise(window: QWidget, option: str, text: str) -> None:
    """Choose another entry of a field of how the table is read, by the keyboard."""
    _choose(find(window, QComboBox, f"reading_{option}"), text, 2)


def decide(window: QWidget, field: str, text: str) -> None:
    """Choose an entry of a field of the selected columns, by the keyboard."""
    _choose(find(window, QComboBox, f"column_{field}"), text)


def offered(window: QWidget, field: str) -> list[str]:
    """The entries of a field of the selected columns; none where it is not there."""
    box = find(window, QComboBox, f"column_{field}")
    entries = [box.itemText(place) for place in range(box.count())]
    return entries if box.isVisible() else []


def write(window: QWidget, field: str, text: str) -> None:
    """Write into a field of the selected columns, and press Return."""
    line = find(window, QWidget, f"column_{field}")
    assert line.isVisible()
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def noted(window: QWidget, name: str) -> str:
    """What a label tells; nothing where it is not there."""
    label = find(window, QLabel, name)
    return label.text() if label.isVisible() else ""


def _choose(field: QComboBox, text: str, first: int = 0) -> None:
    field.setFocus()
    entries = [field.itemText(place) for place in range(field.count())]
    field.showPopup()
    view = field.view()
    view.setCurrentIndex(view.model().index(entries.index(text, first), 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
