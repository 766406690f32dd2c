"""Where one stands in the space of several inputs, and which plane through it is drawn."""

from collections.abc import Collection, Sequence
from functools import partial
from itertools import chain
from math import isnan

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QGroupBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.kinds import Category
from mdn_gui.core.missing import MISSING
from mdn_gui.core.setting import Range
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.control import looking
from mdn_gui.qt.guard import guarded_with
from mdn_gui.qt.theme import Theme, icon
from mdn_gui.qt.widgets.controls import ElidedLabel, describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.setting_fields import ChoiceField, RealNumberField
from mdn_gui.session.data import Data
from mdn_gui.session.session import Session

_SHOWN = 6
"""Inputs that are seen at once wherever there is little room; the others are scrolled to."""

_LONGEST_NAME = 14  # characters that are shown of it
_LEAST_WIDTH = 80  # pixels of a value
_LOCK = 3  # the column of the locks; before it are names, values, and what holds these at missing

type _ValueField = RealNumberField | ChoiceField


class InputsPanel(Pane):
    """A value for each input, the input along x, and the target along y.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target: ChoiceField | None = None
        self._axes = QButtonGroup(self)
        self._captions, self._values = list[QWidget](), list[_ValueField]()
        self._locks, self._missing = list[_Lock](), dict[int, _Missing]()
        self._held = ElidedLabel()
        self._held.setObjectName("held_inputs")
        self._typical = QPushButton(say("Most typical row"))
        self._typical.setObjectName("most_typical_row")
        tip = say(
            "Stand at the row that is most like all others: from which they lie least far, in "
            "spreads of the inputs."
        )
        describe(self._typical, self._typical.text(), tip)
        self._typical.clicked.connect(self._on_typical_clicked)
        self._axes.idClicked.connect(self._on_axis_clicked)
        self._grid = QGridLayout()
        self._box = QGroupBox(say("Inputs"))
        self._rows = _Rows()
        self._lay_out()

    def _draw_session(self, session: Session) -> None:
        dataset, seen = session.data.dataset, session.resolved
        self._box.setVisible(dataset is not None)
        if dataset is None:
            return
        names = dataset.input_names, dataset.target_names
        if self._memory.changed("columns", *names, session.data.sampled_ranges, session.data.stops):
            self._make_rows(session, *names)
            for part in ("place", "locked", "across"):
                self._memory.forget(part)  # of fields that are gone
        if self._memory.changed("order", *names, session.input_order):
            self._order_rows(session.input_order)
        self._show_place(session)
        if self._target is not None:
            self._target.show_value(seen.up)
        whereabouts = self._whereabouts(session)
        self._held.show_text(whereabouts)
        self._held.setVisible(bool(whereabouts))
        self._typical.setVisible(session.data.typical is not None)

    def _show_place(self, session: Session) -> None:
        """Show the values, which of them are locked, and which input is along x."""
        seen, names = session.resolved, session.data.input_names
        if self._memory.changed("place", session.data.dataset, seen.place):
            shown = list(zip(self._values, seen.place, strict=True))
            # In a list, a missing value is equal to itself.
            moved = [field for field, value in shown if [_in_force(field)] != [value]]
            for field, value in shown:
                _show(field, value)
            for column, missing in self._missing.items():
                missing.show_value(seen.place[column])
            if len(moved) == 1:
                self._show_row(moved[0])
        if self._memory.changed("locked", names, session.view.locked, self._theme):
            self._show_locks(session.view.locked)
        if self._memory.changed("across", names, seen.across):
            for button in self._axes.buttons():
                button.setChecked(self._axes.id(button) == seen.across)
            self._show_row(self._values[seen.across])

    def _whereabouts(self, session: Session) -> str:
        """What of the rows the place is."""
        seen, typical, dataset = session.resolved, session.data.typical, session.data.dataset
        if len(seen.place) == 1 or dataset is None:
            return ""
        if typical is not None and seen.place == session.data.middle:
            return say("At the most typical row, {row}.", row=dataset.row_number(typical))
        if session.view.row is not None:
            row = dataset.row_number(session.view.row)
            if session.view.locked:
                return say("At row {row}, but for what is locked.", row=row)
            return say("At row {row}.", row=row)
        return say("Along {name}, the others held.", name=seen.axis_names[0])

    def _make_rows(
        self, session: Session, inputs: tuple[str, ...], targets: tuple[str, ...]
    ) -> None:
        """Make a choice of the target, and for each input its name and its value."""
        for button in self._axes.buttons():
            self._axes.removeButton(button)
        self._captions, self._values, self._locks, self._target = [], [], [], None
        self._missing = {}
        inside = QWidget()
        self._grid = grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        grid.setColumnStretch(1, 1)
        if len(targets) > 1:
            self._target = _target_field(targets)
            self._target.edited.connect(self._on_target_edited)
            label = QLabel(say("&y axis"))
            label.setBuddy(self._target)
            grid.addWidget(label, 0, 0)
            grid.addWidget(self._target, 0, 1, 1, _LOCK)
        several = len(inputs) > 1
        for column, name in enumerate(inputs):
            field = self._value_field(column, name, session.data)
            self._captions.append(self._caption(column, name, several=several))
            self._values.append(field)
            if isinstance(field, RealNumberField) and session.data.missing[column] is not None:
                self._missing[column] = _Missing(column, name, _usual(session.data, column))
                self._missing[column].picked.connect(self._on_missing_picked)
            if several:
                self._locks.append(_Lock(column, name))
                self._locks[-1].switched.connect(self._on_lock_switched)
        self._place_rows(range(len(inputs)))
        self._rows.setWidget(inside)  # the one before is destroyed
        height = inside.sizeHint().height()
        each = height / grid.rowCount()
        self._rows.set_heights(min(height, round((_SHOWN + 0.5) * each)), height)
        for part in ("place", "order", "locked"):
            self._memory.forget(part)
        self.controls_made.emit(inside)

    def _caption(self, column: int, name: str, *, several: bool) -> QWidget:
        """The name of an input; of several one that a click draws along x."""
        # A long name must not push the value out of sight.
        most = _LONGEST_NAME * self.fontMetrics().averageCharWidth()
        text = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, most)
        if not several:
            label = QLabel(text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            return label
        button = QRadioButton(text.replace("&", "&&"))
        button.setObjectName(f"across_{column}")
        tip = say("Draw the density along {name}; the others are held.", name=name)
        describe(button, say("{name} along x", name=name), tip)
        self._axes.addButton(button, column)
        return button

    def _value_field(self, column: int, name: str, data: Data) -> _ValueField:
        kind, (low, high) = data.axis_kinds(column, 0)[0], data.sampled_ranges[column]
        field: _ValueField
        if isinstance(kind, Category):
            field = _level_field(f"input_{column}", kind)
        else:
            limits = Range(*data.limits(column))
            field = RealNumberField(f"input_{column}", limits)
            field.lineEdit().setPlaceholderText(say("missing"))  # seen where nothing is in force
            field.set_axis(limits, high - low, kind)
            field.set_stops(data.stops[column])
            field.setKeyboardTracking(False)
        field.setMinimumWidth(_LEAST_WIDTH)  # many digits must not push its lock out of sight
        tip: str = say("The value of {name} that all panels are shown at.", name=name)
        if gaps := data.missing_rows(column):
            told = say_count(
                "In {count} of {rows:,} rows it is missing.",
                "In {count:,} of {rows:,} rows it is missing.",
                gaps,
                rows=data.rows,
            )
            tip = f"{tip} {told}"
        describe(field, say("Value of {name}", name=name), tip)
        field.edited.connect(partial(self._on_value_edited, column))
        return field

    def _show_locks(self, locked: Collection[int]) -> None:
        for column, (lock, field) in enumerate(zip(self._locks, self._values, strict=False)):
            lock.show_locked(self._theme, on=column in locked)
            field.setEnabled(column not in locked)
            if column in self._missing:
                self._missing[column].setEnabled(column not in locked)

    def _show_row(self, field: QWidget) -> None:
        """Scroll to an input."""
        self._grid.activate()  # it may be new, or have another place
        self._rows.ensureWidgetVisible(field, 0, field.height())  # the one beside it too

    def _order_rows(self, order: Sequence[int]) -> None:
        """Put the rows below each other in an order, for the eyes and for the tab key."""
        rows = self._place_rows(order)
        before = self._typical.previousInFocusChain() or self
        first = [] if self._target is None else [self._target]
        for control in (*first, *chain.from_iterable(rows), self._typical):
            self.setTabOrder(before, control)
            before = control

    def _place_rows(self, order: Sequence[int]) -> list[list[QWidget]]:
        """Put the rows below each other in an order; returns the controls of each."""
        rows = []
        for place, column in enumerate(order, start=1):
            row: dict[int, QWidget] = {0: self._captions[column], 1: self._values[column]}
            if column in self._missing:
                row[2] = self._missing[column]
            if self._locks:
                row[_LOCK] = self._locks[column]
            for at, control in row.items():
                self._grid.addWidget(control, place, at)
            rows.append([*row.values()])
        return rows

    def _on_value_edited(self, column: int, _name: str, value: float) -> None:
        self._tell(looking.set_input(self._session, column, value))

    @Slot(int, float)
    def _on_missing_picked(self, column: int, value: float) -> None:
        self._tell(looking.set_input(self._session, column, value))

    @Slot(int, bool)
    def _on_lock_switched(self, column: int, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._tell(looking.lock_input(column, on=on))

    @Slot(int)
    def _on_axis_clicked(self, column: int) -> None:
        self._tell(looking.show_input(column))

    def _on_target_edited(self, _name: str, column: int) -> None:
        self._tell(looking.show_target(column))

    def _on_typical_clicked(self) -> None:
        self._tell(looking.stand_at_middle())

    def _lay_out(self) -> None:
        self._rows.setFrameShape(QFrame.Shape.NoFrame)
        self._rows.setWidgetResizable(True)
        self._rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows.set_heights(0, 0)
        layout = QVBoxLayout(self._box)
        layout.setContentsMargins(4, 4, 4, 6)
        layout.setSpacing(2)
        layout.addWidget(self._rows)
        layout.addWidget(self._held)
        layout.addWidget(self._typical)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 4, 8, 0)
        outer.addWidget(self._box)
        # The form below has the room that is left.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)


def _level_field(name: str, kind: Category) -> ChoiceField:
    """A choice of a level by its name, or of a missing one; its value is the level's index."""
    levels = [(level, float(at)) for at, level in enumerate(kind.levels)]
    field = ChoiceField(name, [*levels, (say("missing"), MISSING)] if kind.missing else levels)
    # A long name must not push the lock out of sight.
    field.setSizeAdjustPolicy(field.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return field


def _in_force(field: _ValueField) -> object:
    return field.value if isinstance(field, ChoiceField) else field.value()


def _show(field: _ValueField, value: float) -> None:
    """Show the value in force, whatever is being typed."""
    if isinstance(field, ChoiceField):
        field.show_value(value)
    else:
        field.reset(value)


def _target_field(names: Sequence[str]) -> ChoiceField:
    field = ChoiceField("target_shown", [(name, column) for column, name in enumerate(names)])
    field.setSizeAdjustPolicy(field.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    describe(field, say("y axis"), say("The target whose density is drawn."))
    return field


class _Rows(QScrollArea):
    """As high as what is in it where there is room, and scrolled where there is not."""

    def set_heights(self, least: int, most: int) -> None:
        """Be so many pixels high at least and, where there is room, at most."""
        self.setMinimumHeight(least)
        self.setMaximumHeight(most)
        self.updateGeometry()

    @guarded_with(QSize())
    def sizeHint(self) -> QSize:
        """Called by Qt: room for all that is in it; Qt's own ends at 24 lines."""
        return QSize(super().sizeHint().width(), self.maximumHeight())


def _usual(data: Data, column: int) -> float:
    """A value of an input to go on from where it was held at missing."""
    low, high = data.sampled_ranges[column]
    middle = data.middle[column]
    return (low + high) / 2 if isnan(middle) else middle


class _Missing(QCheckBox):
    """Holds an input at missing, or at the value before.

    Signals:
        picked(column, value): A person holds the input at a value, `MISSING` or a number.

    Args:
        column: The input, from 0.
        name: What it is called.
        value: What a person goes back to who has not held it at any other.
    """

    picked = Signal(int, float)

    def __init__(self, column: int, name: str, value: float) -> None:
        super().__init__(say("missing"))
        self._column, self._before = column, value
        self.setObjectName(f"missing_{column}")
        tip = say(
            "See the density where {name} is missing, as it is in some rows; without the tick, at "
            "the value before.",
            name=name,
        )
        describe(self, say("{name} missing", name=name), tip)
        self.clicked.connect(self._on_clicked)

    def show_value(self, value: float) -> None:
        """Show whether the input is held at missing."""
        self.setChecked(isnan(value))
        self._before = self._before if isnan(value) else value

    @Slot()
    def _on_clicked(self) -> None:
        self.picked.emit(self._column, MISSING if self.isChecked() else self._before)


class _Lock(QToolButton):
    """Keeps the value of an input.

    Signals:
        switched(column, on): A person locks the input, or unlocks it.

    Args:
        column: The input, from 0.
        name: What it is called.
    """

    switched = Signal(int, bool)

    def __init__(self, column: int, name: str) -> None:
        super().__init__()
        self._column = column
        self.setObjectName(f"lock_{column}")
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tip = say(
            "Keep the value of {name}, wherever you go: to a row, to a place, or by a drag.",
            name=name,
        )
        describe(self, say("Lock {name}", name=name), tip)
        self.clicked.connect(self._on_clicked)

    def show_locked(self, theme: Theme, *, on: bool) -> None:
        """Show whether the input is locked."""
        self.setChecked(on)
        self.setIcon(icon("lock" if on else "unlock", theme.foreground, theme.grid))

    @Slot()
    def _on_clicked(self) -> None:
        self.switched.emit(self._column, self.isChecked())
