"""The fields of a form: one widget for each kind of setting, and one for an epoch.

Every field carries the name of its setting. A person's change is told by `edited(name, value)`;
`show_value` shows what is in force, tells nothing, and leaves alone what a person is typing as
long as that means the same.
"""

from collections.abc import Sequence
from math import floor, log10

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QWidget

from mdn_gui.core.kinds import NUMBER, Date, Kind
from mdn_gui.core.maths.rounding import exact
from mdn_gui.core.setting import MAX_HIDDEN_LAYERS, Range
from mdn_gui.core.settings import RANGES, SETTINGS, NetworkSettings
from mdn_gui.core.stops import nearest_stop, next_stop
from mdn_gui.core.text import say
from mdn_gui.core.value_texts import value_of, value_text
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.widgets.number_field import (
    NumberField,
    localized,
    read_real,
    read_whole,
    show_refused,
)

Widths = tuple[int, ...]


class WidthsField(QLineEdit):
    """A line of text; while it is wrong, its `note` says what to write.

    Meanwhile the widths from before the editing stay in force.

    Signals:
        edited(name, widths): A person set these widths.
        refusal_changed(name, reason): The text is wrong; "" once it is right again.

    Args:
        name: The setting's name.
        parent: The widget around it.

    Attributes:
        note: The sentence about a wrong text, to be placed below the field; hidden while right.
    """

    edited = Signal(str, object)
    refusal_changed = Signal(str, str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setPlaceholderText(say("none: linear"))
        self._widths: Widths = ()
        self._before: Widths = ()
        self.note = QLabel(self)
        self.note.setObjectName(f"{name}_note")
        self.note.setWordWrap(True)
        self.note.hide()
        self.textEdited.connect(self._on_text_edited)
        self.editingFinished.connect(self._on_editing_finished)

    @property
    def refusal(self) -> str:
        """Why the text is not taken, as a sentence; "" where it is."""
        text = self.note.text()
        return f"{self.accessibleName() or self.objectName()}: {text}" if text else ""

    def show_value(self, widths: Widths) -> None:
        """Show what is in force; replaces a wrong text only by other widths."""
        if widths != self._widths:
            self.reset(widths)

    def reset(self, widths: Widths) -> None:
        """Show widths whatever the text is."""
        self._widths = self._before = widths
        self.setText(", ".join(map(str, widths)))
        self._mark(wrong=False)

    def _on_text_edited(self, text: str) -> None:
        widths = _parsed(text)
        in_force = self._before if widths is None else widths
        if in_force != self._widths:
            self._widths = in_force
            self.edited.emit(self.objectName(), in_force)
        self._mark(wrong=widths is None)  # last: widths that are taken end what was refused

    def _on_editing_finished(self) -> None:
        self._before = self._widths

    def _mark(self, *, wrong: bool) -> None:
        refusal = self.refusal
        self.note.setText(self._explanation() if wrong else "")
        self.note.setVisible(wrong)
        for widget in (self, self.note):
            show_refused(widget, refused=wrong)
        if self.refusal != refusal:
            self.refusal_changed.emit(self.objectName(), self.refusal)

    def _explanation(self) -> str:
        low, high = RANGES["hidden"]
        return say(
            "Write up to {layers} whole numbers from {low:g} to {high:g}, such as 64, 64; "
            "until then, {widths} stays in force."
        ).format(
            layers=MAX_HIDDEN_LAYERS,
            low=low,
            high=high,
            widths=", ".join(map(str, self._before)) or say("no hidden layer"),
        )


def _parsed(text: str) -> Widths | None:
    """Read widths separated by commas, spaces or both; None if they are not such."""
    try:
        return NetworkSettings(hidden=tuple(map(int, text.replace(",", " ").split()))).hidden
    except ValueError:
        return None


class WholeNumberField(NumberField):
    """A whole number.

    Args:
        name: The setting's name.
        limits: The least and the greatest number that it takes.
        by_digit: Whether the arrows change the number's second digit, and not its last.
        parent: The widget around it.
    """

    def __init__(
        self, name: str, limits: Range, *, by_digit: bool = False, parent: QWidget | None = None
    ) -> None:
        self._by_digit = by_digit
        super().__init__(name, Range(int(limits.low), int(limits.high)), parent)

    def value(self) -> int:
        """The number in force."""
        return int(super().value())

    def _read(self, text: str) -> float | None:
        return read_whole(text)

    def _written(self, value: float) -> str:
        return str(int(value))

    def _stepped(self, value: float, steps: int) -> float:
        step = max(1, int(_second_digit(value, steps))) if self._by_digit else 1
        return int(value) + steps * step

    def _kind(self) -> str:
        return say("a whole number")


class RealNumberField(NumberField):
    """A number of any size, shown with the digits that it was set with.

    Args:
        name: The setting's name.
        limits: The least and the greatest number that it takes.
        step: What the arrows add; 0 for one in the number's second digit, which 0 lacks.
        parent: The widget around it.
    """

    def __init__(
        self, name: str, limits: Range, step: float = 0.0, parent: QWidget | None = None
    ) -> None:
        self._step, self._scale = step, 0.0
        self._axis_kind: Kind = NUMBER
        self._stops: tuple[float, ...] = ()
        super().__init__(name, limits, parent)

    def set_axis(self, limits: Range, length: float, kind: Kind = NUMBER) -> None:
        """Take places on an axis, rounded as the plots round them.

        Args:
            limits: The first and the last place.
            length: Of the axis that is seen; the arrows go a hundredth of it.
            kind: What the places are: dates are shown, and can be typed, as dates.
        """
        self._step, self._scale, self._axis_kind = length / 100, length / 10, kind
        self.set_limits(limits)

    def set_stops(self, stops: tuple[float, ...]) -> None:
        """Take these numbers only: of another one the nearest; none for any number."""
        self._stops = stops
        self._show_number()

    def _read(self, text: str) -> float | None:
        value = value_of(self._axis_kind, text)
        if value is None and not self._dated:
            value = read_real(text)
        return None if value is None else nearest_stop(value, self._stops)

    def _written(self, value: float) -> str:
        if self._stops and value.is_integer():
            return localized(exact(value), self.locale())
        text = value_text(self._axis_kind, value, self._scale) if self._scale else exact(value)
        return localized(text, self.locale())

    def _stepped(self, value: float, steps: int) -> float:
        if self._stops:
            return next_stop(value, self._stops, steps)
        if self._scale:
            return value + steps * self._step
        # As a person would write it: down again from a few steps above 0 is 0.
        return float(exact(value + steps * (self._step or _second_digit(value, steps))))

    def _kind(self) -> str:
        return say("a date") if self._dated else say("a number")

    @property
    def _dated(self) -> bool:
        return isinstance(self._axis_kind, Date) and bool(self._axis_kind.origin)


class SwitchField(QCheckBox):
    """A yes or a no.

    Args:
        name: The setting's name.
        text: What stands beside the box.
        parent: The widget around it.
    """

    edited = Signal(str, object)

    def __init__(self, name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.clicked.connect(self._on_clicked)

    def show_value(self, value: bool) -> None:  # noqa: FBT001 - the value itself is a yes or a no
        """Show what is in force."""
        self.setChecked(value)

    def _on_clicked(self) -> None:
        self.edited.emit(self.objectName(), self.isChecked())


class ChoiceField(QComboBox):
    """One of several values.

    Args:
        name: The setting's name.
        choices: Text and value of each.
        custom: What is shown where a value is none of these; without it, nothing is.
        parent: The widget around it.
    """

    edited = Signal(str, object)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, object]],
        custom: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._values: list[object] = []
        self._custom = custom
        self.show_choices(choices)
        self.activated.connect(self._on_activated)

    @property
    def value(self) -> object:
        """The value of the choice shown; None where it is none of the choices."""
        index = self.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def show_choices(self, choices: Sequence[tuple[str, object]]) -> None:
        """Offer other choices: text and value of each."""
        self._values = [value for _, value in choices]
        self.clear()
        self.addItems([text for text, _ in choices])

    def show_value(self, value: object) -> None:
        """Show what is in force."""
        known = value in self._values
        # The word for "none of these" can be seen but not chosen: it is there only when true.
        if self.count() > len(self._values) and known:
            self.removeItem(len(self._values))
        if self.count() == len(self._values) and not known and self._custom:
            self.addItem(self._custom)
        self.setCurrentIndex(self._values.index(value) if known else len(self._values))

    def _on_activated(self, index: int) -> None:
        if index < len(self._values):
            self.edited.emit(self.objectName(), self._values[index])


def setting_label(name: str) -> str:
    """What a setting is called, given the name of its field."""
    return SETTINGS[name].label


def _second_digit(value: float, steps: int) -> float:
    """One in the second digit of a number; going down from 1 that of 0.99."""
    if not value:
        return 0.0
    exponent = floor(log10(abs(value)))
    # The logarithm of 1000 is rounded up, that of 0.001 down.
    exponent += (abs(value) >= 10.0 ** (exponent + 1)) - (abs(value) < 10.0**exponent)
    towards_zero = (steps < 0) == (value > 0)
    if towards_zero and abs(value) == float(f"1e{exponent}"):
        exponent -= 1
    return float(f"1e{exponent - 1}")


class EpochField(WholeNumberField):
    """The epoch shown: a number typed goes there, the arrows go to the next one kept.

    Signals:
        picked(float): A person typed this epoch.
        stepped(int): A person went so many kept epochs forwards, or backwards.

    Args:
        name: The field's name.
        parent: The widget around it.
    """

    picked = Signal(float)
    stepped = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, RANGES["epochs"], parent=parent)
        self.setKeyboardTracking(False)

    def show_value(self, value: float) -> None:
        """Show the epoch shown; what a person is typing stays until they are done."""
        if not self._typing:
            super().show_value(value)

    @guarded
    def stepBy(self, steps: int) -> None:  # noqa: N802 - Qt's name
        """Tell what the arrows ask for; which epoch that is, the recording knows."""
        self._end_typing()
        self.stepped.emit(steps)

    def _take(self, value: float) -> None:
        # An epoch that stood there already is typed to stay there.
        self._value = value
        self.picked.emit(float(value))
