"""What is decided of the columns that are selected, beside their role; each field sets it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from mdn_gui.core.kinds import Category, Number
from mdn_gui.core.reading import ColumnReading
from mdn_gui.core.roles import UNDECIDED, Role
from mdn_gui.core.setting import Range
from mdn_gui.core.table_preview import TablePreview
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.columns.choice import Uses
from mdn_gui.qt.columns.details import (
    KIND_NAMES,
    TRANSFORM_NAMES,
    Details,
    bounds_around,
    decided,
    has_parts,
    kind_word,
    kinds_offered,
    marks_in,
    marks_text,
    merged,
    misfit,
    parts_offered,
)
from mdn_gui.qt.widgets.controls import ElidedLabel, describe
from mdn_gui.qt.widgets.number_field import show_refused
from mdn_gui.qt.widgets.setting_fields import ChoiceField, RealNumberField, WholeNumberField

_DIFFERS = say("differs by column")
_DIFFERENT: Final = object()  # the value of columns that have several
_FAR: Final = 1e15
_MOST_RARE = 99_999
_MOST_LOOKED_AT = 100  # columns, for the kinds that all of them can have
_NAME_LETTERS, _BOUND_LETTERS, _MARK_LETTERS = 16, 11, 14


class ColumnForm(QWidget):
    """Shows what the cells of the selected columns are, and how a network sees them.

    A field is there where it makes sense of all columns that are selected, and sets them all.

    Signals:
        changed(details): A person decides otherwise; these are what is decided of all columns.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._preview: TablePreview | None = None
        self._details: Details = {}
        self._names: Sequence[str] = ()
        self._name, self._note = ElidedLabel(), QLabel()
        self._make_fields()
        self._rows = QLabel()
        self._rows.setObjectName("column_merged")
        self._groups = {
            "kind": _group(_labelled(say("Kind"), self._kind), self._kind),
            "transform": _group(_labelled(say("Transform"), self._transform), self._transform),
            "bounds": _group(
                _labelled(say("from"), self._low),
                self._low,
                _labelled(say("to"), self._high),
                self._high,
            ),
            "parts": _group(_labelled(say("The network sees"), self._parts), self._parts),
            "rare": _group(
                _labelled(say("Levels in fewer than"), self._rare),
                self._rare,
                QLabel(say("rows become “other”")),
                self._rows,
            ),
            "marks": _group(_labelled(say("Missing marks"), self._marks), self._marks),
        }
        self._lay_out()
        self._wire()

    def show_columns(
        self, preview: TablePreview, details: Details, names: Sequence[str], uses: Uses
    ) -> None:
        """Show columns of a table, and what is decided of them.

        Args:
            preview: The table.
            details: What is decided of its columns.
            names: The columns.
            uses: What all columns are for.
        """
        self._preview, self._details, self._names = preview, details, names
        self._refuse("")
        places = {column.name: place for place, column in enumerate(preview.columns)}
        columns = [preview.columns[places[name]] for name in names]
        several = say_count("{count} column", "{count:,} columns", len(names))
        self._name.show_text(names[0] if len(names) == 1 else several)
        self.setEnabled(bool(names))
        self._show_kind(columns, [places[name] for name in names])
        self._show_rest(columns, [uses.get(name, "left_out") for name in names])

    def refuse(self, sentence: str) -> None:
        """Say why the columns stay as they were."""
        self._show_values()
        self._refuse(sentence)

    def _refuse(self, sentence: str) -> None:
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))

    def _show_kind(self, columns: Sequence[ColumnReading], places: Sequence[int]) -> None:
        """Offer the kinds that all columns can have."""
        assert self._preview is not None  # noqa: S101 - it is shown
        chosen = {self._role(name).kind for name in self._names} - {None}
        words = {kind_word(column.kind) for column in columns}
        found: str = words.pop() if len(words) == 1 else _DIFFERS
        looked_at = [kinds_offered(self._preview, place) for place in places[:_MOST_LOOKED_AT]]
        entries: list[tuple[str, object]] = [(say("find out") if chosen else found, None)]
        for kind, text in KIND_NAMES.items():
            if kind in chosen or all(kind in offered for offered in looked_at):
                entries.append((text, kind))
        self._kind.show_choices(entries)

    def _show_rest(self, columns: Sequence[ColumnReading], uses: Sequence[str]) -> None:
        """Show the fields that make sense of all columns, and what they hold."""
        kinds = [column.kind for column in columns]
        numbers = bool(kinds) and all(isinstance(kind, Number) for kind in kinds)
        shown = {
            "transform": numbers and "weight" not in uses,
            "parts": bool(kinds) and all(map(has_parts, kinds)) and "target" not in uses,
            "rare": bool(kinds) and all(isinstance(kind, Category) for kind in kinds),
        }
        shown["bounds"] = shown["transform"] and self._value("transform") == "logit"
        for name, visible in shown.items():
            self._groups[name].setVisible(visible)
        if shown["parts"]:
            self._parts.show_choices(parts_offered(kinds))
        self._show_values()

    def _show_values(self) -> None:
        """Show what is decided; what differs between columns is said to."""
        for name, field in (
            ("kind", self._kind),
            ("transform", self._transform),
            ("parts", self._parts),
        ):
            field.show_value(self._value(name))
        first = self._role(self._names[0]) if self._names else UNDECIDED
        self._low.reset(first.low)
        self._high.reset(first.high)
        self._rare.show_value(first.rare)
        self._show_merged()
        marks = self._value("missing_marks")
        differ = marks is _DIFFERENT
        self._marks.setPlaceholderText(_DIFFERS if differ else "")
        self._marks.setText("" if differ else marks_text(first.missing_marks))

    def _show_merged(self) -> None:
        """Tell what the number of rows makes of the levels."""
        if self._preview is None:
            return
        rare = self._value("rare")
        if not isinstance(rare, int):
            self._rows.setText(_DIFFERS)
            return
        levels, rows = merged(self._preview, self._names, rare)
        said = say(
            "{levels}, {rows}",
            levels=say_count("{count} level", "{count:,} levels", levels),
            rows=say_count("{count} row", "{count:,} rows", rows),
        )
        self._rows.setText(said if levels else say("none now") if rare else "")

    def _role(self, name: str) -> Role:
        return self._details.get(name, UNDECIDED)

    def _value(self, name: str) -> Hashable:
        """What all columns have in common of a field of their roles."""
        values = {getattr(self._role(column), name) for column in self._names}
        return values.pop() if len(values) == 1 else _DIFFERENT

    def _decide(self, change: Callable[[str, Role], Role]) -> None:
        """Change what is decided of the columns, unless their numbers do not allow it."""
        if self._preview is None:
            return
        try:
            changed = {name: change(name, self._role(name)) for name in self._names}
        except ValueError as error:
            self.refuse(str(error))
            return
        preview = self._preview
        faults = (misfit(preview, name, role) for name, role in changed.items())
        if fault := next(filter(None, faults), ""):
            self.refuse(fault)
            return
        self._refuse("")
        details = decided(self._details, changed)
        if details != self._details:
            self.changed.emit(details)

    @Slot(str, object)
    def _on_field_edited(self, name: str, value: Any) -> None:  # noqa: ANN401 - of any field
        preview, field = self._preview, name.removeprefix("column_")
        if preview is None:
            return

        def change(column: str, role: Role) -> Role:
            if field != "transform":
                return replace(role, **{field: value})
            low, high = (Role.low, Role.high)
            if value == "logit":
                low, high = bounds_around(preview, column)
            return replace(role, transform=value, low=low, high=high)

        self._decide(change)

    @Slot()
    def _on_marks_edited(self) -> None:
        if not self._marks.isModified():
            return
        self._marks.setModified(False)
        marks = marks_in(self._marks.text())
        self._decide(lambda _, role: replace(role, missing_marks=marks))

    @Slot(str)
    def _on_field_refused(self, sentence: str) -> None:
        self._refuse(sentence)

    def _make_fields(self) -> None:
        self._kind = ChoiceField("column_kind", (), custom=_DIFFERS)
        transforms = [(text, value) for value, text in TRANSFORM_NAMES.items()]
        self._transform = ChoiceField("column_transform", transforms, custom=_DIFFERS)
        self._low, self._high = (
            RealNumberField(f"column_{name}", Range(-_FAR, _FAR)) for name in ("low", "high")
        )
        self._parts = ChoiceField("column_parts", (), custom=_DIFFERS)
        self._rare = WholeNumberField("column_rare", Range(0, _MOST_RARE))
        self._marks = QLineEdit()
        self._marks.setObjectName("column_missing_marks")
        letter = self.fontMetrics().averageCharWidth()
        for field in (self._low, self._high):
            field.setKeyboardTracking(False)
            field.setFixedWidth(_BOUND_LETTERS * letter)
        self._marks.setFixedWidth(_MARK_LETTERS * letter)
        self._marks.setMinimumHeight(self._transform.sizeHint().height())
        self._describe_fields()

    def _describe_fields(self) -> None:
        for widget, name, tip in (
            (self._kind, say("Kind"), say("What the cells of the column are.")),
            (
                self._transform,
                say("Transform"),
                say("The network sees the logarithm or the logit of a number in place of it."),
            ),
            (self._low, say("Lower bound"), say("All numbers of the column are above this one.")),
            (self._high, say("Upper bound"), say("All numbers of the column are below this one.")),
            (
                self._parts,
                say("The network sees"),
                say("What the network sees of a date: one number, or parts of it that recur."),
            ),
            (
                self._rare,
                say("Levels in fewer rows become “other”"),
                say(
                    "Levels that fewer rows have are one level, which also stands for levels that "
                    "training did not see; 0 keeps each."
                ),
            ),
            (
                self._marks,
                say("Missing marks of the column"),
                say(
                    "Texts that stand for a missing value in this column, such as -99; a "
                    "semicolon stands between several."
                ),
            ),
        ):
            describe(widget, name, tip)

    def _wire(self) -> None:
        for choice in (self._kind, self._transform, self._parts):
            choice.edited.connect(self._on_field_edited)
        for number in (self._low, self._high, self._rare):
            number.edited.connect(self._on_field_edited)
            number.refused.connect(self._on_field_refused)
        self._marks.editingFinished.connect(self._on_marks_edited)

    def _lay_out(self) -> None:
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._name.setObjectName("column_name")
        self._name.setFixedWidth(_NAME_LETTERS * self.fontMetrics().averageCharWidth())
        self._note.setObjectName("column_note")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        show_refused(self._note, refused=True)
        row = QHBoxLayout()
        row.addWidget(self._name)
        for group in self._groups.values():
            row.addWidget(group)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._note)
        self._note.hide()


def _labelled(text: str, field: QWidget) -> QLabel:
    """The label of a field."""
    label = QLabel(text)
    label.setBuddy(field)
    return label


def _group(*widgets: QWidget) -> QWidget:
    """Widgets beside each other that come and go together."""
    around = QWidget()
    layout = QHBoxLayout(around)
    layout.setContentsMargins(0, 0, 8, 0)
    for widget in widgets:
        layout.addWidget(widget)
    return around
