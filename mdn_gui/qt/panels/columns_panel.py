"""The question which columns of a table are inputs and which are targets."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from functools import partial
from html import escape

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QStyle,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.kinds import Category
from mdn_gui.core.reading import ColumnReading, DayOrder, DecimalMark, ReadingOptions
from mdn_gui.core.roles import Roles
from mdn_gui.core.tables import TablePreview
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.widgets.controls import describe, heading, primary

type _Index = QModelIndex | QPersistentModelIndex

MOST_CHOSEN = 12
"""Of a table with more inputs than that, a person chooses them; the first is chosen already."""

MOST_LEVELS = 50
"""A category of more levels than that is no input until a person chooses it."""

_FEWEST_COLUMNS = 2
_SHOWN_CHARACTERS = 40
_SHOWN_COLUMNS = 6
_AROUND_BOX = 4  # pixels
_OF_INPUTS, _OF_TARGETS = 30, 90  # how opaque their cells are marked, of 255
_ROLE = Qt.ItemDataRole
_NAME = _ROLE.UserRole  # of a column; its item may say more
_NOWHERE = QModelIndex()
_NOTHING: object = None


class ColumnsPanel(QWidget):
    """Lets a person pick inputs and targets among the columns of a table.

    At first those in force are ticked, or else the last one of numbers is the target, and all
    others but identifiers and categories of many levels are inputs. Where a cell can be read in two
    ways, such as "1.234" or "3/4/2024", it asks which is right. Return trains, Escape cancels.

    Signals:
        accepted(roles, options, trains): A person takes the columns that are picked, and may wish
            to train.
        rejected: A person takes none.

    Args:
        preview: The table's columns and first rows; at least two can be used, one of them numbers.
        chosen: What its columns are for now; None if none of them is in use.
        parent: The widget around it.
    """

    accepted = Signal(object, object, bool)
    rejected = Signal()

    def __init__(
        self, preview: TablePreview, chosen: Roles | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._preview = preview
        self._columns = {column.name: column for column in preview.columns}
        roles = chosen or _proposed(preview)
        self._inputs = _Columns("input_columns", preview, roles.inputs, _usable)
        self._targets = _Columns(
            "target_columns", preview, roles.targets, lambda column: column.numeric
        )
        self._doubt = _DoubtField()
        self._outcome = QLabel()
        self._outcome.setObjectName("columns_outcome")
        self._outcome.setWordWrap(True)
        self._rows = _FirstRows(preview, self)
        self._table = _table(self._rows)
        self._train = QPushButton(say("Train"))
        self._take = QPushButton(say("Look at the rows"))
        self._cancel = QPushButton(say("Cancel"))
        self._lay_out(preview)
        self.setFocusProxy(self._inputs)
        self._inputs.itemChanged.connect(partial(self._on_item_changed, self._targets))
        self._targets.itemChanged.connect(partial(self._on_item_changed, self._inputs))
        for button in self._doubt.buttons.values():
            button.toggled.connect(self._show_choice)
        self._train.clicked.connect(self._on_train_clicked)
        self._take.clicked.connect(self._on_take_clicked)
        self._cancel.clicked.connect(self.rejected)
        self._show_choice()

    @property
    def roles(self) -> Roles:
        """What the columns picked are for."""
        return Roles(self._inputs.chosen, self._targets.chosen)

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

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a dialog's keys do; what others do in the window is not about this table."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._train.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.rejected.emit()

    @Slot()
    def _on_train_clicked(self) -> None:
        self.accepted.emit(self.roles, self.options, True)  # noqa: FBT003 - a signal's argument

    @Slot()
    def _on_take_clicked(self) -> None:
        self.accepted.emit(self.roles, self.options, False)  # noqa: FBT003 - a signal's argument

    def _on_item_changed(self, others: "_Columns", item: QListWidgetItem) -> None:
        name = item.data(_NAME)
        if item.checkState() is Qt.CheckState.Checked:
            others.leave_out(name)  # a column is no input of its own
        self._table.scrollTo(self._rows.index(0, self._rows.place(name)))
        self._show_choice()

    def _show_choice(self) -> None:
        self._doubt.show_column(self._doubtful())
        objection = self._objection()
        self._outcome.setText(objection or self._rows_kept())
        for button in (self._train, self._take):
            button.setEnabled(not objection)
        self._rows.show_roles(self._inputs.chosen, self._targets.chosen)

    def _doubtful(self) -> ColumnReading | None:
        """The first column picked that has a cell which can be read in two ways."""
        picked = (self._columns[name] for name in self.roles.columns)
        return next((column for column in picked if column.doubt), None)

    def _objection(self) -> str:
        """Why the choice cannot be used, in one sentence; empty if it can."""
        if not self._inputs.chosen:
            return say("Pick an input: a column that one knows.")
        if not self._targets.chosen:
            return say("Pick a target: a column that is to be predicted.")
        if self._doubtful() and not self._doubt.answer:
            return say("Pick what it is: nothing in the table tells.")
        if not self._preview.rows_with(self.roles.columns):
            return say("No row has a value in all columns picked: pick others.")
        return ""

    def _rows_kept(self) -> str:
        """How many rows the choice leaves, in one sentence."""
        rows, kept = self._preview.rows, self._preview.rows_with(self.roles.columns)
        if kept < rows:
            return say(
                "{kept:,} of {rows:,} rows have a value in all columns picked; the others are left "
                "out.",
                kept=kept,
                rows=rows,
            )
        return say("Each row has a value in all columns picked.")

    def _lay_out(self, preview: TablePreview) -> None:
        question = QLabel(
            say_count(
                "{name}, {count} row. Which columns predict which?",
                "{name}, {count:,} rows. Which columns predict which?",
                preview.rows,
                name=preview.name,
            )
        )
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setObjectName("columns_question")
        heading(question)
        choice = QHBoxLayout()
        for columns, text, tip in (
            (self._inputs, say("&Inputs x"), say("The columns that one knows.")),
            (self._targets, say("&Targets y"), say("The columns that are to be predicted.")),
        ):
            label = QLabel(text)
            label.setBuddy(columns)
            describe(columns, text.replace("&", ""), tip)
            side = QVBoxLayout()
            side.addWidget(label)
            side.addWidget(columns)
            choice.addLayout(side)
        describe(self._table, say("First rows"), say("The first rows of the table."))
        layout = QVBoxLayout(self)
        layout.addWidget(question)
        layout.addLayout(choice)
        layout.addWidget(self._doubt)
        layout.addWidget(self._outcome)
        layout.addWidget(self._table, stretch=1)
        layout.addLayout(self._button_row())

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        primary(self._train)
        for name, button, tip in (
            ("cancel", self._cancel, say("Keep what is loaded (Escape).")),
            ("take", self._take, say("Take the columns and look at the rows, without training.")),
            ("train", self._train, say("Take the columns and train (Return).")),
        ):
            button.setObjectName(f"columns_{name}")
            button.setAutoDefault(True)  # Return presses it while it has the focus
            describe(button, button.text(), tip)
            row.addWidget(button)
        return row


def _proposed(preview: TablePreview) -> Roles:
    """What columns are for until a person says it."""
    names, usable = preview.identifiers, [each for each in preview.columns if _usable(each)]
    measured = [column for column in usable if column.name not in names and not _many(column)]
    if len(measured) < _FEWEST_COLUMNS or not any(column.numeric for column in measured):
        measured = sorted(usable, key=lambda column: column.name not in names)
    last = [column for column in measured if column.numeric][-1]
    others = [column for column in measured if column is not last]
    sure = [column for column in others if not column.doubt]
    inputs = sure if 0 < len(sure) <= MOST_CHOSEN else others[:1]
    return Roles(tuple(column.name for column in inputs), (last.name,))


def _usable(column: ColumnReading) -> bool:
    """Whether a column can be an input."""
    return column.kind is not None


def _many(column: ColumnReading) -> bool:
    """Whether a column is a category of so many levels that it is left out at first."""
    return isinstance(column.kind, Category) and len(column.kind.levels) > MOST_LEVELS


def _remark(preview: TablePreview, column: ColumnReading) -> tuple[str, str]:
    """What it is, or why it is left out at first, in a few words and a sentence; "" of numbers."""
    if isinstance(column.kind, Category):
        left_out = say("It is left out, for it has more than {most} levels.", most=MOST_LEVELS)
        given = say("Each of its levels has a density of its own: it can be an input, no target.")
        return column.reason, f"{given} {left_out}" if _many(column) else given
    if column.kind is None:
        return say("left out"), say("{name}, {fault}", name=preview.name, fault=column.reason)
    if column.name in preview.identifiers:
        return say("identifier"), say(
            "Its whole numbers are all different and seem only to tell the rows apart; tick it if "
            "they measure something."
        )
    return "", ""


def _lacking(preview: TablePreview, column: ColumnReading) -> tuple[str, str]:
    """How many rows a column costs, in a few words and in a sentence; "" where it costs none."""
    count = preview.rows - preview.rows_with([column.name])
    if not count or not _usable(column):
        return "", ""
    few = say_count("{count} row without a value", "{count:,} rows without a value", count)
    told = say_count(
        "{count} of {rows:,} rows has no value in this column. It is left out where you tick it.",
        "{count:,} of {rows:,} rows have no value in this column. They are left out where you tick "
        "it.",
        count,
        rows=preview.rows,
    )
    if column.bad:
        first = say(
            "The first that cannot be read is {text!r} in row {row}.",
            text=column.bad_text,
            row=column.first_bad,
        )
        told = say("{count} {first}", count=told, first=first)
    return few, told


class _Columns(QListWidget):
    """Columns of a table to tick, with what they cost; those that cannot be are off.

    Args:
        name: Its object name.
        preview: The table.
        chosen: Those that are ticked at first.
        can_be: Whether a column can be ticked.
    """

    def __init__(
        self,
        name: str,
        preview: TablePreview,
        chosen: Container[str],
        can_be: Callable[[ColumnReading], bool],
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setUniformItemSizes(True)  # or thousands would be measured one by one
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Qt leaves the box to tick out of account, which is higher than a line of text.
        box = self.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorHeight)
        self._row = QSize(0, max(box, self.fontMetrics().height()) + _AROUND_BOX)
        self._items, self._can_be = dict[str, QListWidgetItem](), can_be
        for column in preview.columns:
            remarks = (_remark(preview, column), _lacking(preview, column))
            self._add(column, remarks, ticked=column.name in chosen)
        # What is chosen is ticked; a highlighted row would look so too.
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        first = next(column.name for column in preview.columns if can_be(column))
        self.setCurrentItem(self._items[first])
        frame = 2 * self.frameWidth()
        self.setFixedHeight(_SHOWN_COLUMNS * self.sizeHintForRow(0) + frame)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The columns that are ticked, in the order of the table."""
        ticked = Qt.CheckState.Checked
        return tuple(name for name, item in self._items.items() if item.checkState() is ticked)

    def leave_out(self, column: str) -> None:
        """Untick a column."""
        self._items[column].setCheckState(Qt.CheckState.Unchecked)

    def _add(
        self, column: ColumnReading, remarks: Iterable[tuple[str, str]], *, ticked: bool
    ) -> None:
        briefly = ", ".join(brief for brief, _ in remarks if brief)
        item = QListWidgetItem(f"{column.name} – {briefly}" if briefly else column.name, self)
        item.setSizeHint(self._row)
        item.setData(_NAME, column.name)
        parts = (column.name, *(told for _, told in remarks))
        item.setToolTip("".join(f"<p>{escape(part)}</p>" for part in parts if part))
        ticked = ticked and self._can_be(column)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        if not self._can_be(column):
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        self._items[column.name] = item


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
        self._numeric = [column.numeric for column in preview.columns]
        self._roles: dict[str, str] = {}
        self._targets = frozenset[str]()

    def place(self, name: str) -> int:
        """Which column, from 0, is the first of a name."""
        return self._names.index(name)

    def show_roles(self, inputs: Sequence[str], targets: Sequence[str]) -> None:
        """Mark the columns that are inputs, and more strongly those that are targets."""
        self._targets = frozenset(targets)
        self._roles = {
            **dict.fromkeys(inputs, say("input x")),
            **dict.fromkeys(targets, say("target y")),
        }
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
        if role == _ROLE.BackgroundRole and (name := self._names[index.column()]) in self._roles:
            colour = QColor(self._widget.palette().highlight().color())
            colour.setAlpha(_OF_TARGETS if name in self._targets else _OF_INPUTS)
            return QBrush(colour)
        if role == _ROLE.TextAlignmentRole and self._numeric[index.column()]:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
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
