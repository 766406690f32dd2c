"""Fields for numbers, which never misread what was typed.

A comma and a point are both a decimal mark, in any locale, and there are no marks between
thousands: "1,234" and "1.234" are a little more than one. With two marks a text could mean several
numbers and is none. Fields show the mark of their locale; texts that leave the program have points.

Qt's own spin boxes drop the characters that they do not expect, and what is left is often a number
of a thousand times the size. This one keeps every character; a text that is no number, or one
out of range, is refused: it stays, in the colour of warnings, and the number before stays in force.
"""

import re
from math import isfinite, isnan

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from mdn_gui.core.setting import Range
from mdn_gui.core.text import say
from mdn_gui.qt.guard import guarded, guarded_with

REFUSED = "refused"
"""The property that the theme's style sheet looks for, which writes in the colour of warnings."""


def show_refused(widget: QWidget, *, refused: bool) -> bool:
    """Give a field, or the note below it, the colour of warnings, or its own again.

    Returns:
        Whether it had the other one before.
    """
    if bool(widget.property(REFUSED)) == refused:
        return False
    widget.setProperty(REFUSED, refused)
    # A style sheet looks at properties only when it is applied.
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    return True


_MARKS = ".,٫"
"""Every decimal mark that Qt's locales have."""

_REAL = re.compile(rf"[+-]?(\d+[{_MARKS}]?\d*|[{_MARKS}]\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_TO_POINT = str.maketrans(dict.fromkeys(_MARKS, "."))
_MINUS = "−"  # as this program and others write it; keyboards have the hyphen


def read_real(text: str) -> float | None:
    """Read a number, such as "0,5", "0.5" or "1e-3".

    Args:
        text: What was typed or pasted; blanks around it do not matter.

    Returns:
        The number; None if the text is not exactly one finite number.
    """
    text = text.strip().replace(_MINUS, "-")
    if not _REAL.fullmatch(text):
        return None
    value = float(text.translate(_TO_POINT))
    return value if isfinite(value) else None


def read_whole(text: str) -> int | None:
    """Read a whole number, such as "300"; None for anything else, "1,000" and "1e3" included."""
    text = text.strip().replace(_MINUS, "-")
    return int(text) if _WHOLE.fullmatch(text) else None


def localized(number: str, locale: QLocale) -> str:
    """Write a number that has a decimal point with the mark of a locale."""
    return number.replace(".", locale.decimalPoint())


_STEP = QAbstractSpinBox.StepEnabledFlag


class NumberField(QAbstractSpinBox):
    """A number that is typed or stepped; Escape brings back the one in force.

    A number is told as it is typed, or with `setKeyboardTracking(False)` once Enter is pressed or
    the focus leaves the field. While a text is refused, the number from before the editing is in
    force. Where a missing number, NaN, is in force, the field is empty.

    Signals:
        edited(name, value): A person set this number.
        refusal_changed(name, reason): What is typed is not taken, for another reason than before;
            "" once it is.
        refused(sentence): A person has done typing what is not taken, for this reason; "" once
            they have mended it.

    Args:
        name: The field's name.
        limits: The least and the greatest number that it takes.
        parent: The widget around it.
    """

    edited = Signal(str, object)
    refusal_changed = Signal(str, str)
    refused = Signal(str)

    def __init__(self, name: str, limits: Range, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._limits, self._suffix = limits, ""
        # The number in force, and the one from before what is being typed.
        self._value = self._before = limits.low
        self._typing = False
        self._refusal = ""
        self._show_number()
        self.lineEdit().textEdited.connect(self._on_text_edited)
        self.editingFinished.connect(self._on_editing_finished)

    @property
    def refusal(self) -> str:
        """Why what is typed is not taken, as a sentence; "" where nothing is refused."""
        return self._refusal

    def value(self) -> float:
        """The number in force."""
        return self._value

    def minimum(self) -> float:
        """The least number that it takes."""
        return self._limits.low

    def maximum(self) -> float:
        """The greatest number that it takes."""
        return self._limits.high

    def set_limits(self, limits: Range) -> None:
        """Take other numbers than before; the one in force stays."""
        self._limits = limits
        if not self._typing:
            self._show_number()
        self.updateGeometry()

    def set_suffix(self, suffix: str) -> None:
        """Write this after the number; it need not be typed."""
        self._suffix = suffix
        self._show_number()

    def show_value(self, value: float) -> None:
        """Show the number in force; what a person is typing is replaced only by another one."""
        if value != self._value:
            self.reset(value)

    def reset(self, value: float) -> None:
        """Show the number in force, whatever is being typed."""
        self._value = self._before = value
        self._end_typing()

    @guarded
    def stepBy(self, steps: int) -> None:  # noqa: N802 - Qt's name
        """Go up or down as the arrows do, from the number typed if it is one."""
        typed = self._read(self._typed_text()) if self._typing and not self._refusal else None
        start = self._value if typed is None else typed
        low, high = self._limits
        if isnan(start):
            start, steps = high, 0  # what is missing stands beside the greatest
        self._take(min(max(self._stepped(start, steps), low), high))
        self._before = self._value
        self._end_typing()

    @guarded_with(_STEP.StepNone)
    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:  # noqa: N802 - Qt's name
        """Called by Qt: which of the arrows lead somewhere."""
        up = _STEP.StepUpEnabled if self._value < self._limits.high else _STEP.StepNone
        down = _STEP.StepNone if self._value <= self._limits.low else _STEP.StepDownEnabled
        return up | down

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape bring back the number in force."""
        if event.key() == Qt.Key.Key_Escape and self._typing:
            self._take(self._before)
            self._end_typing()
        else:
            super().keyPressEvent(event)

    @guarded_with(QSize())
    def sizeHint(self) -> QSize:
        """Room for either limit."""
        return self._roomy(super().sizeHint())

    @guarded_with(QSize())
    def minimumSizeHint(self) -> QSize:
        """Room for either limit, for a layout that is short of it."""
        return self._roomy(super().minimumSizeHint())

    def _read(self, text: str) -> float | None:
        """The number that a text means; None if it means none."""
        raise NotImplementedError

    def _written(self, value: float) -> str:
        """A number as the field shows it, without the suffix."""
        raise NotImplementedError

    def _stepped(self, value: float, steps: int) -> float:
        """The number so many steps of the arrows up, or down."""
        raise NotImplementedError

    def _kind(self) -> str:
        """What is to be written, such as "a number"."""
        raise NotImplementedError

    def _on_text_edited(self, _text: str) -> None:
        self._typing = True
        text = self._typed_text()
        value, refusal = self._read(text), ""
        low, high = self._limits
        if value is None or not low <= value <= high:
            value, refusal = self._before, self._objection(text, value)
        if self.keyboardTracking():
            self._take(value)
        self._refuse(refusal)  # last: a number that is taken ends what was refused

    def _on_editing_finished(self) -> None:
        if self._refusal:
            show_refused(self, refused=True)
            self.refused.emit(self._refusal)
        elif self._typing:
            value = self._read(self._typed_text())
            if value is not None:
                self._take(value)
            self._before = self._value
            self._end_typing()

    def _typed_text(self) -> str:
        return self.lineEdit().text().removesuffix(self._suffix)

    def _take(self, value: float) -> None:
        """Let a number be in force, and tell it."""
        if value != self._value:
            self._value = value
            self.edited.emit(self.objectName(), value)

    def _end_typing(self) -> None:
        self._typing = False
        self._refuse("")
        self._show_number()

    def _refuse(self, refusal: str) -> None:
        """Take note of why a text is not taken; it is shown once the person has done typing."""
        if refusal == self._refusal:
            return
        self._refusal = refusal
        if not refusal and show_refused(self, refused=False):
            self.refused.emit("")
        self.refusal_changed.emit(self.objectName(), refusal)

    def _objection(self, text: str, value: float | None) -> str:
        name, kind = self.accessibleName() or self.objectName(), self._kind()
        low, high, before = map(self._written, (*self._limits, self._before))
        if not text.strip():
            said: str = say("{name} is empty.")
        elif value is None:
            said = say("{name}: “{text}” is not {kind}.")
        else:
            said = say("{name}: {text} is out of range.")
        said = said.format(name=name, text=text.strip(), kind=kind)
        advice = say("Write {kind} from {low} to {high}; Esc brings {before} back.")
        return f"{said} {advice.format(kind=kind, low=low, high=high, before=before)}"

    def _show_number(self) -> None:
        text = "" if isnan(self._value) else self._written(self._value) + self._suffix
        if text != self.lineEdit().text():
            self.lineEdit().setText(text)
        # What a screen reader asks a spin box for.
        numbers = {"value": self._value, "minimum": self._limits.low, "maximum": self._limits.high}
        for name, number in numbers.items():
            self.setProperty(name, number)

    def _roomy(self, empty: QSize) -> QSize:
        """A size that has room for no text, with room for the limits."""
        metrics = self.fontMetrics()
        texts = (f"{self._written(limit)}{self._suffix} " for limit in self._limits)
        return empty + QSize(max(map(metrics.horizontalAdvance, texts)), 0)
