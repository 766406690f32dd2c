"""A spin box that shows a number with exactly the digits it has, in 1e-3 notation if need be."""

import re

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QWidget

from mdn_gui.core.maths.rounding import exact
from mdn_gui.core.settings import Range
from mdn_gui.qt.guard import guarded_with

_BEGUN = re.compile(r"\d*\.?\d*(e[+-]?\d*)?", re.IGNORECASE)
_COMPLETE = re.compile(r"(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


class NumberField(QDoubleSpinBox):
    """A number of any size; the arrows change its second digit.

    Args:
        limits: The least and the greatest number that it takes, neither below 0.
        parent: The widget around it.
    """

    def __init__(self, limits: Range, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(15)
        self.setRange(*limits)
        self.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)

    @guarded_with("")
    def textFromValue(self, val: float) -> str:  # noqa: N802 - Qt's name
        """Write the number; see `exact`."""
        return exact(val)

    @guarded_with(0.0)
    def valueFromText(self, text: str) -> float:  # noqa: N802 - Qt's name
        """Read what `validate` found complete."""
        return float(text.removesuffix(self.suffix()))

    @guarded_with((QValidator.State.Invalid, "", 0))
    def validate(self, input: str, pos: int) -> tuple[QValidator.State, str, int]:  # noqa: A002 - Qt's name
        """Tell a number within the limits from the beginning of one and from anything else."""
        return self._state(input.removesuffix(self.suffix())), input, pos

    def _state(self, text: str) -> QValidator.State:
        if not _BEGUN.fullmatch(text):
            return QValidator.State.Invalid
        if _COMPLETE.fullmatch(text) and self.minimum() <= float(text) <= self.maximum():
            return QValidator.State.Acceptable
        return QValidator.State.Intermediate
