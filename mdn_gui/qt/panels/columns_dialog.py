"""The question which column of a table is the input and which the target."""

from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QRadioButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.reading import ColumnReading, DayOrder, DecimalMark, ReadingOptions
from mdn_gui.core.roles import Roles
from mdn_gui.core.tables import TablePreview
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.guard import guarded_with
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.setting_fields import ChoiceField

type _Index = QModelIndex | QPersistentModelIndex

_SHOWN_CHARACTERS = 40
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_NOTHING: object = None


class ColumnsDialog(QDialog):
    """Lets a person pick one input and one target among the numeric columns of a table.

    Where a cell can be read in two ways, such as "1.234" or "3/4/2024", it asks which is right.

    Args:
        preview: The table's columns and first rows; at least two columns are numeric.
        parent: The window it belongs to.
    """

    def __init__(self, preview: TablePreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        self._columns = {column.name: column for column in preview.columns}
        names = preview.numeric_columns
        self._input = ChoiceField("input_column", [(name, name) for name in names])
        self._target = ChoiceField("target_column", [(name, name) for name in names])
        self._input.show_value(names[0])
        self._target.show_value(names[-1])
        self._doubt = _DoubtField()
        self._reason = QLabel()
        self._reason.setObjectName("columns_reason")
        self._reason.setWordWrap(True)
        # A cell or a name may look like markup.
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._rows = _FirstRows(preview, self)
        self._table = _table(self._rows)
        buttons = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self._lay_out(preview)
        for choice in (self._input, self._target):
            choice.currentIndexChanged.connect(self._on_choice_changed)
        for button in self._doubt.buttons.values():
            button.toggled.connect(self._on_choice_changed)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._show_choice()

    @property
    def input_name(self) -> str:
        """The column picked as input."""
        return self._input.currentText()

    @property
    def target_name(self) -> str:
        """The column picked as target."""
        return self._target.currentText()

    @property
    def roles(self) -> Roles:
        """What the columns picked are for."""
        return Roles((self.input_name,), (self.target_name,))

    @property
    def options(self) -> ReadingOptions:
        """What was said of the file, and how a cell that can be read in two ways is read."""
        options, answer = self._preview.options, self._doubt.answer
        match answer:
            case "point" | "comma":
                return replace(options, decimal=answer)
            case "day_first" | "month_first":
                return replace(options, dates=answer)
        return options

    def _on_choice_changed(self) -> None:
        self._show_choice()

    def _show_choice(self) -> None:
        self._doubt.show_column(self._doubtful())
        reason = self._objection()
        self._reason.setText(reason)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not reason)
        self._rows.show_roles({self.target_name: say("target y"), self.input_name: say("input x")})
        self._table.scrollTo(self._rows.index(0, self._rows.place(self.input_name)))

    def _doubtful(self) -> ColumnReading | None:
        """The first column picked that has a cell which can be read in two ways."""
        picked = (self._columns[name] for name in self.roles.columns)
        return next((column for column in picked if column.doubt), None)

    def _objection(self) -> str:
        """Why the choice cannot be used, in one sentence; empty if it can."""
        if self.input_name == self.target_name:
            return say("Pick two different columns: the input cannot be its own target.")
        if self._doubtful() and not self._doubt.answer:
            return say("Pick what it is: nothing in the table tells.")
        return ""

    def _lay_out(self, preview: TablePreview) -> None:
        self.setWindowTitle(say("Columns of {name}", name=preview.name))
        question = say_count(
            "{count} row. Which column predicts which?",
            "{count:,} rows. Which column predicts which?",
            preview.rows,
        )
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for choice, text, tip in (
            (self._input, say("Input x"), say("The column that one knows.")),
            (self._target, say("Target y"), say("The column that is to be predicted.")),
        ):
            # A long name must not widen the dialog; the list that opens is as wide as it needs.
            choice.setSizeAdjustPolicy(
                choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(12)
            form.addRow(text, choice)
            describe(choice, text, tip)
        describe(self._table, say("First rows"), say("The first rows of the table."))
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(question))
        layout.addLayout(form)
        layout.addWidget(self._doubt)
        layout.addWidget(self._reason)
        layout.addWidget(self._table, stretch=1)
        layout.addWidget(self._buttons)
        self.resize(560, 420)


class _DoubtField(QWidget):
    """The question how a cell is read; not seen where there is none.

    Attributes:
        buttons: The answers.
    """

    def __init__(self) -> None:
        super().__init__()
        self._question = QLabel()
        self._question.setWordWrap(True)
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons: dict[DecimalMark | DayOrder, QRadioButton] = {
            "point": QRadioButton(),
            "comma": QRadioButton(),
            "day_first": QRadioButton(),
            "month_first": QRadioButton(),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._question)
        for answer, button in self.buttons.items():
            button.setObjectName(f"reading_{answer}")
            layout.addWidget(button)

    @property
    def answer(self) -> DecimalMark | DayOrder | None:
        """The answer, if there is one."""
        shown = ((answer, button) for answer, button in self.buttons.items() if button.isChecked())
        return next((answer for answer, button in shown if not button.isHidden()), None)

    def show_column(self, column: ColumnReading | None) -> None:
        """Ask about a column, or about none."""
        doubt = column.doubt if column else None
        self.setVisible(doubt is not None)
        if column is None or doubt is None:
            return
        self._question.setText(
            say(
                "Column “{name}” holds {text} in row {row}. What is that?",
                name=column.name[:_SHOWN_CHARACTERS],
                text=doubt.text,
                row=doubt.row,
            )
        )
        readings = dict(doubt.readings)
        for answer, button in self.buttons.items():
            button.setVisible(answer in readings)
            if answer in readings:
                label = _ANSWERS[answer].format(text=doubt.text, reading=readings[answer])
                button.setText(label)
                describe(button, label, say("How the cells of the table are written."))


_ANSWERS = {
    "point": say("{text} is {reading} (decimal point)"),
    "comma": say("{text} is {reading} (decimal comma)"),
    "day_first": say("{text} is {reading} (the day comes first)"),
    "month_first": say("{text} is {reading} (the month comes first)"),
}


class _FirstRows(QAbstractTableModel):
    """The first rows of a table; those of columns that have a role stand out.

    Args:
        preview: The table.
        widget: Whose colours they have.
    """

    def __init__(self, preview: TablePreview, widget: QWidget) -> None:
        super().__init__(widget)
        self._preview, self._widget = preview, widget
        self._names = [column.name for column in preview.columns]
        self._roles: dict[str, str] = {}

    def place(self, name: str) -> int:
        """Which column, from 0, is the first of a name."""
        return self._names.index(name)

    def show_roles(self, roles: dict[str, str]) -> None:
        """Mark columns, by their names, with what they are."""
        self._roles = roles
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    @guarded_with(0)
    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Called by Qt: how many rows there are."""
        return 0 if parent.isValid() else len(self._preview.first_rows)

    @guarded_with(0)
    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Called by Qt: how many columns there are."""
        return 0 if parent.isValid() else len(self._names)

    @guarded_with(_NOTHING)
    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Called by Qt: the text of a cell and its colours."""
        if role == _ROLE.DisplayRole:
            return self._preview.first_rows[index.row()][index.column()]
        marked = self._names[index.column()] in self._roles
        palette, colours = self._widget.palette(), QPalette.ColorRole
        if role == _ROLE.BackgroundRole:
            return palette.brush(colours.Highlight if marked else colours.Base)
        if role == _ROLE.ForegroundRole:
            return palette.brush(colours.HighlightedText if marked else colours.Text)
        return None

    @guarded_with(_NOTHING)
    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        """Called by Qt: the name and the role of a column, the number of a row."""
        if role != _ROLE.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(self._preview.row_numbers[section])
        name = self._names[section]
        return f"{name}\n{self._roles[name]}" if name in self._roles else name


def _table(rows: _FirstRows) -> QTableView:
    table = QTableView()
    table.setModel(rows)
    table.setObjectName("first_rows")
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 6)
    return table
