"""A factor such as 0.01 to 100, by a logarithmic slider and by an exact number."""

from math import log10

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from mdn_gui.core.setting import Range
from mdn_gui.core.text import say
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.setting_fields import RealNumberField

FACTORS = Range(0.01, 100.0)

_END = 200  # steps of the slider to each side of 1
_SNAP = 6  # pixels within which a dragged handle falls on 1


class LogSlider(QWidget):
    """A labelled slider with 1 in its middle, where a drag snaps, and a field for the number.

    The slider goes as far to both sides. A double click on it sets 1.

    Args:
        name: Name of the number's field; the slider's is the same with "_slider".
        text: The label.
        tip: What the factor does.
        factors: The least and the greatest; one is the reciprocal of the other.
        parent: The widget around it.

    Attributes:
        label: The label.
    """

    edited = Signal(float)
    """The factor that a person set."""

    def __init__(
        self,
        name: str,
        text: str,
        tip: str,
        factors: Range = FACTORS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._decades = log10(factors.high)
        self._field = RealNumberField(name, factors)
        self._slider = _FactorSlider(f"{name}_slider", _END // max(1, round(self._decades)))
        describe(self._field, text, tip)
        reset = say("{tip} A double click sets 1.", tip=tip)
        describe(self._slider, say("{name}, slider", name=text), reset)
        self.label = QLabel(text)
        self.label.setBuddy(self._field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label)
        row.addWidget(self._slider, stretch=2)
        row.addWidget(self._field, stretch=1)
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
        steps_per_pixel = 2 * _END / max(1, self._slider.width())
        if self._slider.isSliderDown() and abs(step) <= _SNAP * steps_per_pixel:
            step = 0
        factor = float(f"{10 ** (step * self._decades / _END):.3g}")
        self.show_value(factor)
        self.edited.emit(factor)


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
