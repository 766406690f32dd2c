"""How a table was understood: fields that show what was found, and that set it otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from mdn_gui.core.files.text_encoding import ENCODINGS
from mdn_gui.core.kinds import Date
from mdn_gui.core.reading import ColumnReading, ReadingOptions
from mdn_gui.core.table_preview import TablePreview
from mdn_gui.core.text import Sentence, say, say_in
from mdn_gui.qt.columns.details import marks_in, marks_text
from mdn_gui.qt.widgets.column import column
from mdn_gui.qt.widgets.controls import describe

_SEPARATORS: Final[Mapping[str, Sentence]] = {
    ",": say("comma"),
    ";": say("semicolon"),
    "\t": say("tab"),
    "|": say("vertical bar"),
    " ": say("spaces"),
}
_DECIMALS: Final[Mapping[str, Sentence]] = {
    "point": say("point (1,234.5)"),
    "comma": say("comma (1.234,5)"),
}
_DATES: Final[Mapping[str, Sentence]] = {
    "day_first": say("day first"),
    "month_first": say("month first"),
}
_UNITS: Final[Mapping[bool, Sentence]] = {
    True: say("below the names"),
    False: say_in("units", "none"),
}
_FIRST_ROWS = 20  # that are offered for the names
_LETTERS = 8  # of a field


class _Choice(NamedTuple):
    """A field: which of the `ReadingOptions` it sets, and how.

    Attributes:
        label: What stands above it.
        tip: What it tells.
        offered: What can be chosen, in words.
        found: What was found, in words; "" where nothing tells.
        applies: Whether the table has such a thing.
    """

    label: Sentence
    tip: Sentence
    offered: Mapping[Any, str]
    found: str
    applies: bool = True


def _choices(preview: TablePreview) -> Mapping[str, _Choice]:
    """The fields of a table, by the name of the option."""
    return {**_of_layout(preview), **_of_cells(preview), **_of_heading(preview)}


def _of_layout(preview: TablePreview) -> Mapping[str, _Choice]:
    """What is read of a file, and what its fields are told by."""
    dialect, said = preview.reading.dialect, preview.options.encoding
    text = bool(dialect.encoding)
    separators = {dialect.separator: dialect.separator, **_SEPARATORS}
    separators.pop("", None)
    return {
        "sheet": _Choice(
            say("Sheet"),
            say("The sheet that is read."),
            {sheet: sheet for sheet in dialect.sheets},
            dialect.sheet,
            bool(dialect.sheet),
        ),
        "encoding": _Choice(
            say("Encoding"),
            say("What the bytes of the file stand for."),
            {**({said: said} if said else {}), **ENCODINGS},
            dialect.encoding,
            text,
        ),
        "separator": _Choice(
            say("Separator"),
            say("What stands between the fields of a row."),
            separators,
            separators.get(dialect.separator, ""),
            text,
        ),
    }


def _of_cells(preview: TablePreview) -> Mapping[str, _Choice]:
    """How numbers and dates are written."""
    options, columns = preview.options, preview.columns
    decimals = [column.decimal for column in columns]
    text = bool(preview.reading.dialect.encoding)
    return {
        "decimal": _Choice(
            say("Decimal mark"),
            say("What marks decimals in columns that do not tell it; the other groups digits."),
            _DECIMALS,
            _told(_DECIMALS, decimals),
            text or options.decimal is not None or any(decimals),
        ),
        "dates": _Choice(
            say("Dates"),
            say("What comes first in dates such as 3/4/2024, in columns that do not tell it."),
            _DATES,
            _told(_DATES, [column.dates for column in columns]),
            options.dates is not None or any(map(_holds_dates, columns)),
        ),
    }


def _of_heading(preview: TablePreview) -> Mapping[str, _Choice]:
    """What stands above the rows of data."""
    dialect, said = preview.reading.dialect, preview.options.header
    has = bool(dialect.encoding or dialect.sheet)
    rows = range(1, max(_FIRST_ROWS, dialect.header, said or 0) + 1)
    names = {0: say_in("names", "none"), **{row: say("row {row}", row=row) for row in rows}}
    return {
        "header": _Choice(
            say("Names"),
            say("The row that holds the names of the columns."),
            names,
            names[dialect.header],
            has,
        ),
        "units": _Choice(
            say("Units"),
            say("Whether the row below the names holds units."),
            _UNITS,
            _UNITS[dialect.units_row > 0],
            has and dialect.header > 0,
        ),
    }


def _told(words: Mapping[str, Sentence], values: Sequence[str | None]) -> str:
    """What columns tell, in words; "" where they tell nothing."""
    told = {value for value in values if value is not None}
    if len(told) > 1:
        return say("differs by column")
    return next((words[value] for value in told), "")


def _holds_dates(column: ColumnReading) -> bool:
    return isinstance(column.kind, Date) or column.dates is not None


class ReadingForm(QWidget):
    """How a table was understood; each field sets it otherwise.

    Signals:
        changed(options): A person sets something otherwise.

    Args:
        preview: A table; `show_preview` shows it.
    """

    changed = Signal(object)

    def __init__(self, preview: TablePreview) -> None:
        super().__init__()
        self._options = preview.options
        self._fields: dict[str, QComboBox] = {}
        self._labels: dict[QWidget, QLabel] = {}
        self._places: dict[QWidget, QWidget] = {}  # of a label and its field
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._make(_choices(preview))
        self._marks.editingFinished.connect(self._on_marks_edited)

    def show_preview(self, preview: TablePreview) -> None:
        """Show how a table was understood."""
        self._options = preview.options
        for name, choice in _choices(preview).items():
            field = self._fields[name]
            chosen = getattr(preview.options, name)
            _fill(field, choice, chosen)
            label = self._labels[field]
            set_so = say("{what} (set)", what=choice.label)
            label.setText(choice.label if chosen is None else set_so)
            self._places[field].setVisible(choice.applies)
        found = {mark for column in preview.columns for mark in column.missing_marks}
        self._marks.setPlaceholderText(", ".join(sorted(found - {*preview.options.missing_marks})))
        self._marks.setText(marks_text(preview.options.missing_marks))

    def _make(self, choices: Mapping[str, _Choice]) -> None:
        for name, choice in choices.items():
            field = self._fields[name] = QComboBox()
            policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            field.setSizeAdjustPolicy(policy)
            field.setMinimumContentsLength(_LETTERS)
            field.activated.connect(self._on_field_activated)
            self._add(name, field, choice.label, choice.tip)
        self._marks = QLineEdit()  # the last that Tab reaches
        tip = say(
            "Texts that stand for a missing value besides those that are found, such as -999; a "
            "semicolon stands between several."
        )
        self._marks.setMinimumHeight(QComboBox().sizeHint().height())
        self._add("missing_marks", self._marks, say("Missing marks"), tip)

    def _add(self, name: str, field: QWidget, text: str, tip: str) -> None:
        label = self._labels[field] = QLabel(text)
        label.setBuddy(field)
        field.setObjectName(f"reading_{name}")
        describe(field, text, tip)
        place = self._places[field] = column(label, field)
        self._row.addWidget(place, stretch=1)

    @Slot()
    def _on_field_activated(self) -> None:
        said = {name: field.currentData() for name, field in self._fields.items()}
        self._change(replace(self._options, **said))

    @Slot()
    def _on_marks_edited(self) -> None:
        self._change(replace(self._options, missing_marks=marks_in(self._marks.text())))

    def _change(self, options: ReadingOptions) -> None:
        if options != self._options:
            self.changed.emit(options)


def _fill(field: QComboBox, choice: _Choice, chosen: object) -> None:
    """Show a choice in its field: what was found, or to find it out, stands above a line."""
    found: str = choice.found or say("not told") if chosen is None else say("find out")
    entries: list[tuple[str, object]] = [(found, None), ("", None)]
    entries += [(text, value) for value, text in choice.offered.items()]
    if entries != [(field.itemText(at), field.itemData(at)) for at in range(field.count())]:
        field.clear()
        for text, value in entries:
            field.addItem(text, value)
        field.removeItem(1)
        field.insertSeparator(1)
    values = [value for _, value in entries]
    field.setCurrentIndex(values.index(chosen) if chosen in values else 0)
    field.setToolTip(f"<p>{field.currentText()}</p><p>{field.accessibleDescription()}</p>")
