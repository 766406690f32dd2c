"""The question which column of a table is the input and which the target."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.tables import Column, TablePreview
from mdn_gui.qt.widgets.describe import describe
from mdn_gui.qt.widgets.setting_fields import ChoiceField


class ColumnsDialog(QDialog):
    """Lets a person pick one input and one target among the numeric columns of a table.

    Args:
        preview: The table's columns and first rows; at least two columns are numeric.
        parent: The window it belongs to.
    """

    def __init__(self, preview: TablePreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = {column.name: column for column in preview.columns}
        names = preview.numeric_columns
        self._input = ChoiceField("input_column", [(name, name) for name in names])
        self._target = ChoiceField("target_column", [(name, name) for name in names])
        self._input.show_value(names[0])
        self._target.show_value(names[-1])
        self._reason = QLabel()
        self._reason.setObjectName("columns_reason")
        self._reason.setWordWrap(True)
        self._table = _table(preview)
        buttons = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self._lay_out(preview)
        for choice in (self._input, self._target):
            choice.currentIndexChanged.connect(self._on_choice_changed)
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

    def _on_choice_changed(self) -> None:
        self._show_choice()

    def _show_choice(self) -> None:
        reason = self._objection()
        self._reason.setText(reason)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not reason)
        roles = {self.target_name: self.tr("target y"), self.input_name: self.tr("input x")}
        names = list(self._columns)
        _highlight(self._table, names, roles)
        self._table.scrollTo(self._table.model().index(0, names.index(self.input_name)))

    def _objection(self) -> str:
        """Why the choice cannot be used, in one sentence; empty if it can."""
        if self.input_name == self.target_name:
            return self.tr("Pick two different columns: the input cannot be its own target.")
        for name in (self.input_name, self.target_name):
            column = self._columns[name]
            if column.others:
                return self._fault(column)
        return ""

    def _fault(self, column: Column) -> str:
        if column.others == 1:
            text = self.tr(
                "Column “{name}” has a cell that is no number, at row {row}: "
                "correct it in the file, or pick another column."
            )
        else:
            text = self.tr(
                "Column “{name}” has {count:,} cells that are no numbers, the first at row {row}: "
                "correct them in the file, or pick another column."
            )
        return text.format(name=column.name, count=column.others, row=column.first_other)

    def _lay_out(self, preview: TablePreview) -> None:
        self.setWindowTitle(self.tr("Columns of {name}").format(name=preview.name))
        question = self.tr("{rows:,} rows. Which column predicts which?").format(rows=preview.rows)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for choice, text, tip in (
            (self._input, self.tr("Input x"), self.tr("The column that one knows.")),
            (self._target, self.tr("Target y"), self.tr("The column that is to be predicted.")),
        ):
            # A long name must not widen the dialog; the list that opens is as wide as it needs.
            choice.setSizeAdjustPolicy(
                choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(12)
            form.addRow(text, choice)
            describe(choice, text, tip)
        describe(self._table, self.tr("First rows"), self.tr("The first rows of the table."))
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(question))
        layout.addLayout(form)
        layout.addWidget(self._reason)
        layout.addWidget(self._table, stretch=1)
        layout.addWidget(self._buttons)
        self.resize(560, 420)


def _table(preview: TablePreview) -> QTableWidget:
    table = QTableWidget(len(preview.first_rows), len(preview.columns))
    table.setObjectName("first_rows")
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 6)
    table.setVerticalHeaderLabels([str(number) for number in preview.row_numbers])
    for row, texts in enumerate(preview.first_rows):
        for column, text in enumerate(texts):
            table.setItem(row, column, QTableWidgetItem(text))
    return table


def _highlight(table: QTableWidget, names: list[str], roles: dict[str, str]) -> None:
    """Colour the columns that have a role, and write the role under their names."""
    palette, model = table.palette(), table.model()
    colours = QPalette.ColorRole
    for column, name in enumerate(names):
        chosen = name in roles
        text = f"{name}\n{roles[name]}" if chosen else name
        table.setHorizontalHeaderItem(column, QTableWidgetItem(text))
        back = palette.brush(colours.Highlight if chosen else colours.Base)
        front = palette.brush(colours.HighlightedText if chosen else colours.Text)
        for row in range(table.rowCount()):
            cell = model.index(row, column)
            model.setData(cell, back, Qt.ItemDataRole.BackgroundRole)
            model.setData(cell, front, Qt.ItemDataRole.ForegroundRole)
