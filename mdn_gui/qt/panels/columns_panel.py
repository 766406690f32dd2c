"""The page on which a table is made ready: how it was understood, and what its columns are for."""

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.reading import ColumnReading, DayOrder, DecimalMark, ReadingOptions
from mdn_gui.core.roles import UNDECIDED, Missing, Roles, Use, read_alike
from mdn_gui.core.table_preview import TablePreview
from mdn_gui.core.text import say, say_count, say_in
from mdn_gui.qt.columns.choice import (
    Uses,
    carried,
    chosen,
    proposed,
    renamed,
    roles_of,
    uses_of,
)
from mdn_gui.qt.columns.code_note import CodeNote
from mdn_gui.qt.columns.column_form import ColumnForm
from mdn_gui.qt.columns.details import Details, decided, misfit, unusable_so
from mdn_gui.qt.columns.doubt_field import DoubtField
from mdn_gui.qt.columns.first_rows import FaultNote, FirstRows, first_fault
from mdn_gui.qt.columns.missing_rows import MissingRows
from mdn_gui.qt.columns.parts_form import PartsForm
from mdn_gui.qt.columns.reading_form import ReadingForm
from mdn_gui.qt.columns.table import ColumnsTable
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.widgets.controls import describe, heading, narrow_button, primary


class ColumnsPanel(QWidget):
    """Lets a person say how a table is read, what its columns are, and what they are for.

    At first columns have the roles in force, or else the last one of numbers is the target, and all
    others but identifiers and categories of many levels are inputs. Where a cell can be read in two
    ways, such as "1.234" or "3/4/2024", it asks which is right. Return trains, Escape cancels.

    Signals:
        accepted(roles, options, trains): A person takes the columns that have roles, and may wish
            to train.
        rejected: A person takes none.
        saved_wanted: A person wishes to take saved columns.
        reading_wanted(options, details): A person says how the file and its columns are read;
            `show_preview` or `show_failure` is to follow.

    Attributes:
        parts: Which rows are to be for what.

    Args:
        preview: The table's columns and first rows; at least two can be used, one of them numbers.
        roles: What its columns are for now; None if none of them is in use.
        parent: The widget around it.
    """

    accepted = Signal(object, object, bool)
    rejected = Signal()
    saved_wanted = Signal()
    reading_wanted = Signal(object, object)

    def __init__(
        self, preview: TablePreview, roles: Roles | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._preview = preview
        self._columns: dict[str, ColumnReading] = {}
        self._uses: Uses = {}
        self._touched = self._reading = False
        self._missing: Missing = roles.missing if roles else "drop"
        self._wanted: Details = preview.details  # once the table is read so
        self._left: set[str] = set()  # columns whose rows with bad cells a person leaves out
        self._kept: set[str] = set()  # columns whose numbers far from all others are none of codes
        self._question, self._outcome = QLabel(), QLabel()
        self._form, self._doubt = ReadingForm(preview), DoubtField()
        self._filter, self._found = QLineEdit(), QLabel()
        self._all = narrow_button(say_in("columns", "All"))
        self._none = narrow_button(say_in("columns", "None"))
        self._table, self._column, self._gaps = ColumnsTable(), ColumnForm(), MissingRows()
        self._rows, self._fault, self._codes = FirstRows(), FaultNote(), CodeNote()
        self.parts = PartsForm()
        self._train = QPushButton(say("Train"))
        self._take = QPushButton(say("Look at the rows"))
        self._saved = QPushButton(say("Use saved columns…"))
        self._cancel = QPushButton(say("Cancel"))
        self._lay_out()
        self.setFocusProxy(self._table)
        self._wire()
        self._show(preview, uses_of(roles) if roles else proposed(preview))
        self._touched = roles is not None

    @property
    def roles(self) -> Roles:
        """What the columns are for."""
        return roles_of(self._preview, self._uses, self._missing)

    @property
    def options(self) -> ReadingOptions:
        """What was said of the file."""
        return self._preview.options

    def read_otherwise(self, options: ReadingOptions, details: Details | None = None) -> None:
        """Have the table read in another way; the page stays as it is until that is done.

        Args:
            options: What is said of the file.
            details: What is decided of its columns; by default what was.
        """
        self._reading = True
        self._wanted = self._wanted if details is None else details
        self._show_choice()
        self.reading_wanted.emit(options, self._wanted)

    def show_preview(self, preview: TablePreview, roles: Roles | None = None) -> None:
        """Show the table as it is read now.

        Args:
            preview: The table.
            roles: What its columns are for; by default what they were for, or what is proposed
                where a person has chosen none.
        """
        if fault := unusable_so(self._preview, preview):
            self.show_failure("")
            self._column.refuse(fault)
            return
        wanted = self._wanted
        if roles is not None:
            uses, self._touched, self._missing = uses_of(roles), True, roles.missing
        else:
            uses = carried(self._preview, preview, self._uses) if self._touched else {}
            wanted = renamed(self._preview, preview, wanted)
        self._reading = False
        self._show(replace(preview, details=wanted), uses or proposed(preview))
        if not read_alike(wanted, preview.details):  # their columns have other names now
            self.read_otherwise(preview.options)

    def show_failure(self, message: str) -> None:
        """Say why the table cannot be read so; the page stays as it was."""
        self._reading, self._wanted = False, self._preview.details
        self._form.show_preview(self._preview)
        self._show_choice()
        self._show_column()
        if message:
            self._outcome.setText(message)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a dialog's keys do; what others do in the window is not about this table."""
        typing = isinstance(self.focusWidget(), QLineEdit | QAbstractSpinBox)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not typing:  # there Return ends the typing
                self._train.click()
        elif event.key() == Qt.Key.Key_Escape:
            if self._filter.hasFocus() and self._filter.text():
                self._filter.clear()
            else:
                self.rejected.emit()

    @Slot()
    def _on_train_clicked(self) -> None:
        self.accepted.emit(self.roles, self.options, True)  # noqa: FBT003 - a signal's argument

    @Slot()
    def _on_take_clicked(self) -> None:
        self.accepted.emit(self.roles, self.options, False)  # noqa: FBT003 - a signal's argument

    @Slot(object, str)
    def _on_table_chosen(self, names: list[str], use: Use) -> None:
        self._uses = chosen(self._preview, self._uses, names, use)
        self._touched = True
        self._table.show_choice(self._preview, self._uses)
        self._show_fault()
        self._show_choice()
        self._show_column()

    @Slot()
    def _on_all_clicked(self) -> None:
        free = [name for name in self._table.found if self._use(name) == "left_out"]
        self._on_table_chosen(free, "input")

    @Slot()
    def _on_none_clicked(self) -> None:
        self._on_table_chosen(self._table.found, "left_out")

    @Slot(str)
    def _on_filter_changed(self, text: str) -> None:
        self._table.seek(text)
        self._show_found(self.roles)

    @Slot(object)
    def _on_form_changed(self, options: ReadingOptions) -> None:
        self.read_otherwise(options)

    @Slot(str)
    def _on_doubt_answered(self, answer: DecimalMark | DayOrder) -> None:
        self._table.setFocus()  # the button goes
        match answer:
            case "point" | "comma":
                self.read_otherwise(replace(self.options, decimal=answer))
            case "day_first" | "month_first":
                self.read_otherwise(replace(self.options, dates=answer))

    @Slot()
    def _on_table_selected(self) -> None:
        self._show_column()

    @Slot(object)
    def _on_column_changed(self, details: Details) -> None:
        self._touched = True
        if self._reading or not read_alike(details, self._wanted):
            self.read_otherwise(self.options, details)
            return
        self._wanted = details
        self._preview = replace(self._preview, details=details)
        self._table.show_choice(self._preview, self._uses)
        self._show_choice()
        self._show_column()

    @Slot(str)
    def _on_gaps_chosen(self, missing: Missing) -> None:
        self._missing = missing
        self._show_choice()
        self._show_fault()

    @Slot(int, int)
    def _on_rows_fault_picked(self, row: int, column: int) -> None:
        self._fault.show_cell(self._preview, row, column, self.roles)

    @Slot(str)
    def _on_fault_leaving_wanted(self, column: str) -> None:
        self._left.add(column)
        self._show_fault()

    @Slot(object, str)
    def _on_codes_missing_wanted(self, columns: Collection[str], text: str) -> None:
        marked = {}
        for name in columns:
            role = self._wanted.get(name, UNDECIDED)
            marked[name] = replace(role, missing_marks=(*role.missing_marks, text))
        self._on_column_changed(decided(self._wanted, marked))

    @Slot(object)
    def _on_codes_kept(self, columns: Collection[str]) -> None:
        self._kept.update(columns)
        self._show_fault()

    @Slot()
    def _on_fault_units_wanted(self) -> None:
        self.read_otherwise(replace(self.options, units=True))

    @Slot(str)
    def _on_fault_mark_wanted(self, text: str) -> None:
        marks = (*self.options.missing_marks, text)
        self.read_otherwise(replace(self.options, missing_marks=marks))

    def _use(self, name: str) -> Use:
        return self._uses.get(name, "left_out")

    def _show(self, preview: TablePreview, uses: Uses) -> None:
        self._preview, self._uses, self._wanted = preview, uses, preview.details
        self._left.clear()
        self._columns = {column.name: column for column in preview.columns}
        self._question.setText(_question(preview))
        self._form.show_preview(preview)
        self._rows.show_preview(preview)
        self._table.show_preview(preview, uses)
        self._show_fault()
        self._show_choice()
        self._show_column()

    def _show_column(self) -> None:
        """Show what is decided of the columns that are selected."""
        names = self._table.selection
        self._column.show_columns(self._preview, self._wanted, names, self._uses)

    def _show_fault(self) -> None:
        """Show the first cell that cannot be read and about which nobody decided, if any."""
        self._codes.show_codes(self._preview, self._uses.keys() - self._kept)
        open_ones = self._uses.keys() - self._left
        fault = first_fault(self._preview, open_ones)
        if fault is None:
            self._fault.hide()
        else:
            self._fault.show_cell(self._preview, *fault, self.roles)

    def _show_choice(self) -> None:
        roles = self.roles
        self._gaps.show_roles(self._preview, roles)
        self._doubt.show_column(None if self._reading else self._doubtful(roles))
        kept = self._preview.rows_kept(roles) if roles.inputs and roles.targets else 0
        kept += round(kept / max(1, self._preview.rows) * self._preview.unread)
        self.parts.show_rows(kept, len(roles.inputs), weighted=bool(roles.weight))
        self._show_objection()
        self._rows.show_roles(roles)
        self._show_found(roles)

    @Slot()
    def _show_objection(self) -> None:
        """Tell why the choice cannot be taken, or how many rows it leaves."""
        roles = self.roles
        objection = self._objection(roles)
        self._outcome.setText(objection or self._rows_kept(roles))
        for button in (self._train, self._take):
            button.setEnabled(not objection)

    def _show_found(self, roles: Roles) -> None:
        """Tell how many columns are found, and how many have which role."""
        found, columns = len(self._table.found), len(self._columns)
        self._found.setText(
            say(
                "{found:,} of {columns:,} columns; {inputs}, {targets}",
                found=found,
                columns=columns,
                inputs=say_count("{count} input", "{count:,} inputs", len(roles.inputs)),
                targets=say_count("{count} target", "{count:,} targets", len(roles.targets)),
            )
        )

    def _doubtful(self, roles: Roles) -> ColumnReading | None:
        """The first column with a role that has a cell which can be read in two ways."""
        used = (self._columns[name] for name in roles.columns)
        return next((column for column in used if column.doubt), None)

    def _objection(self, roles: Roles) -> str:
        """Why the choice cannot be used, in one sentence; empty if it can."""
        if self._reading:
            return say("Reading {name}…", name=self._preview.name)
        if not roles.inputs:
            return say("Pick an input: a column that one knows.")
        if not roles.targets:
            return say("Pick a target: a column that is to be predicted.")
        if self._doubtful(roles):
            return say("Pick what it is: nothing in the table tells.")
        if not self._preview.rows_kept(roles):
            return say("No row has a value in all columns picked: pick others.")
        decided = ((name, roles.details.get(name, UNDECIDED)) for name in roles.columns)
        misfits = (misfit(self._preview, *each) for each in decided)
        return next(filter(None, (*misfits, self.parts.objection)), "")

    def _rows_kept(self, roles: Roles) -> str:
        """How many rows the choice leaves, in one sentence."""
        rows, kept = self._preview.rows, self._preview.rows_kept(roles)
        if kept < rows and self._missing == "keep":
            return say(
                "{kept:,} of {rows:,} rows are kept; the others lack a target or weight, or have a "
                "cell that cannot be read.",
                kept=kept,
                rows=rows,
            )
        if kept < rows:
            return say(
                "{kept:,} of {rows:,} rows have a value in all columns picked; the others are left "
                "out.",
                kept=kept,
                rows=rows,
            )
        if self._preview.rows_with(roles.columns) < rows:
            return say("Each row is kept.")
        return say("Each row has a value in all columns picked.")

    def _wire(self) -> None:
        self._table.chosen.connect(self._on_table_chosen)
        self._table.came_to.connect(self._rows.scroll_to_column)
        self._table.selected.connect(self._on_table_selected)
        self._column.changed.connect(self._on_column_changed)
        self._gaps.chosen.connect(self._on_gaps_chosen)
        self._filter.textChanged.connect(self._on_filter_changed)
        self._all.clicked.connect(self._on_all_clicked)
        self._none.clicked.connect(self._on_none_clicked)
        self._form.changed.connect(self._on_form_changed)
        self._doubt.answered.connect(self._on_doubt_answered)
        self._rows.fault_picked.connect(self._on_rows_fault_picked)
        self._fault.units_wanted.connect(self._on_fault_units_wanted)
        self._fault.mark_wanted.connect(self._on_fault_mark_wanted)
        self._codes.missing_wanted.connect(self._on_codes_missing_wanted)
        self._codes.kept.connect(self._on_codes_kept)
        self._fault.leaving_wanted.connect(self._on_fault_leaving_wanted)
        self.parts.changed.connect(self._show_objection)
        self._train.clicked.connect(self._on_train_clicked)
        self._take.clicked.connect(self._on_take_clicked)
        self._cancel.clicked.connect(self.rejected)
        self._saved.clicked.connect(self.saved_wanted)

    def _lay_out(self) -> None:
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self._question.setObjectName("columns_question")
        heading(self._question)
        self._outcome.setObjectName("columns_outcome")
        self._outcome.setTextFormat(Qt.TextFormat.PlainText)
        self._outcome.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self._question)
        layout.addWidget(self._form)
        layout.addWidget(self._doubt)
        layout.addLayout(self._find_row())
        layout.addWidget(self._table, stretch=3)
        layout.addWidget(self._column)
        layout.addWidget(self._gaps)
        layout.addWidget(self._codes)
        layout.addWidget(self._fault)
        layout.addWidget(self._rows, stretch=2)
        layout.addWidget(self.parts)
        layout.addLayout(self._button_row())

    def _find_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._filter.setObjectName("find_columns")
        self._filter.setPlaceholderText(say("Find columns"))
        self._filter.setClearButtonEnabled(True)
        describe(
            self._filter, say("Find columns"), say("Shows the columns whose names hold this text.")
        )
        self._found.setObjectName("columns_found")
        for name, button, tip in (
            ("all", self._all, say("Make inputs of the columns shown that are left out.")),
            ("none", self._none, say("Leave out the columns shown.")),
        ):
            button.setObjectName(f"columns_{name}")
            describe(button, button.text(), tip)
        row.addWidget(self._filter, stretch=1)
        row.addWidget(self._all)
        row.addWidget(self._none)
        row.addWidget(self._found, stretch=2)
        return row

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._outcome, stretch=1)
        primary(self._train)
        saved = say("Take roles and reading from saved columns or a model; or drop the file here.")
        for name, button, tip in (
            ("saved", self._saved, saved),
            ("cancel", self._cancel, say("Keep what is loaded (Escape).")),
            ("take", self._take, say("Take the columns and look at the rows, without training.")),
            ("train", self._train, say("Take the columns and train (Return).")),
        ):
            button.setObjectName(f"columns_{name}")
            button.setAutoDefault(True)  # Return presses it while it has the focus
            describe(button, button.text(), tip)
            row.addWidget(button)
        return row


def _question(preview: TablePreview) -> str:
    if preview.unread:
        return say(
            "{name}, {rows:,} rows, of which {seen:,} were looked at. Which columns predict which?",
            name=preview.name,
            rows=preview.rows + preview.unread,
            seen=preview.rows,
        )
    return say_count(
        "{name}, {count} row. Which columns predict which?",
        "{name}, {count:,} rows. Which columns predict which?",
        preview.rows,
        name=preview.name,
    )
