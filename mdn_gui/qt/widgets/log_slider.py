"""A factor such as 0.01 to 100, by a logarithmic slider and by an exact number."""

from math import log10

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from mdn_gui.core.setting import Range
from mdn_gui.core.text import say
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.number_field import localized
from mdn_gui.qt.widgets.setting_fields import RealNumberField

FACTORS = Range(0.01, 100.0)

_END = 200  # steps of the slider to each side of 1
_SNAP = 8  # steps within which a dragged handle falls on 1


class LogSlider(QWidget):
    """A labelled slider with 1 in its middle, where a drag snaps, and a field for the number.

    The slider goes as far to both sides. A double click on it sets 1.

    Args:
        name: Name of the number's field; the slider's is the same with "_slider".
        text: The label.
        tip: What the factor does.
        factors: The least and the greatest; one is the reciprocal of the other.
        one_row: Whether all stands side by side, without numbers at the slider.
        parent: The widget around it.
    """

    edited = Signal(float)
    """The factor that a person set."""

    def __init__(
        self,
        name: str,
        text: str,
        tip: str,
        factors: Range = FACTORS,
        *,
        one_row: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._decades = log10(factors.high)
        self._field = RealNumberField(name, factors)
        self._slider = _FactorSlider(f"{name}_slider", _END // max(1, round(self._decades)))
        describe(self._field, text, tip)
        reset = say("{tip} A double click sets 1.", tip=tip)
        describe(self._slider, say("{name}, slider", name=text), reset)
        label = QLabel(text)
        label.setBuddy(self._field)
        if one_row:
            self._lay_out_row(label)
        else:
            self._lay_out(label, factors)
        self.show_value(1.0)
        self._field.edited.connect(self._on_field_edited)
        self._slider.valueChanged.connect(self._on_slider_changed)

    def show_value(self, factor: float) -> None:
        """Show the factor in force."""
        self._field.show_value(factor)
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(_END * log10(factor) / self._decades))

    def _on_field_edited(self, _name: str, factor: float) -> None:
        self.show_value(factor)
        self.edited.emit(factor)

    def _on_slider_changed(self, step: int) -> None:
        if self._slider.isSliderDown() and abs(step) <= _SNAP:
            step = 0
        factor = float(f"{10 ** (step * self._decades / _END):.3g}")
        self.show_value(factor)
        self.edited.emit(factor)

    def _lay_out_row(self, label: QLabel) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self._slider, stretch=2)
        row.addWidget(self._field, stretch=1)

    def _lay_out(self, label: QLabel, factors: Range) -> None:
        top = QHBoxLayout()
        top.addWidget(label, stretch=2)
        top.addWidget(self._field, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._slider)
        column.addLayout(_marks(factors, self.locale()))


class _FactorSlider(QSlider):
    """A slider with 0 in its middle, for the factor 1, and marks so many steps apart."""

    def __init__(self, name: str, marks: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName(name)
        self.setRange(-_END, _END)
        self.setSingleStep(_END // 40)
        self.setPageStep(_END // 4)
        self.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.setTickInterval(marks)

    @guarded
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Set 1."""
        event.accept()
        self.setValue(0)


def _marks(factors: Range, locale: QLocale) -> QGridLayout:
    """The ends of the slider and its middle, under it, in columns of equal width."""
    grid = QGridLayout()
    sides = (
        Qt.AlignmentFlag.AlignLeft,
        Qt.AlignmentFlag.AlignHCenter,
        Qt.AlignmentFlag.AlignRight,
    )
    texts = (f"{factors.low:g}", "1", f"{factors.high:g}")
    for column, (mark, side) in enumerate(zip(texts, sides, strict=True)):
        grid.addWidget(QLabel(localized(mark, locale)), 0, column, side)
        grid.setColumnStretch(column, 1)
    return grid
