"""A factor such as 0.01 to 100, by a logarithmic slider and by an exact number."""

from collections.abc import Mapping, Sequence
from math import log10

from PySide6.QtCore import QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QStyle, QWidget

from mdn_gui.core.setting import Range
from mdn_gui.core.text import say
from mdn_gui.qt import theme
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.widgets.controls import describe, scaled
from mdn_gui.qt.widgets.setting_fields import RealNumberField

FACTORS = Range(0.01, 100.0)

_END = 200  # steps of the slider to each side of 1
_SNAP = 6  # pixels within which a dragged handle falls on 1, or on a mark
_HALF = 10  # pixels of the handle to each side of the middle, and a gap
_SMALLER = 0.8  # letters of marks, in times the others


class LogSlider(QWidget):
    """A labelled slider with 1 in its middle, and a field for the number; a drag snaps at marks.

    The slider goes as far to both sides. A double click on it sets 1.

    Args:
        name: Name of the number's field; the slider's is the same with "_slider".
        text: The label.
        tip: What the factor does.
        factors: The least and the greatest; one is the reciprocal of the other.
        marked: Factors that are written below the slider; without any, it has marks only.

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
        *,
        marked: Sequence[float] = (),
    ) -> None:
        super().__init__()
        self._decades = log10(factors.high)
        self._field = _FactorField(name, factors)
        marks = {f"{factor:g}": self._step(factor) for factor in marked}
        self._stops = (1.0, *marked)
        apart = _END // max(1, round(self._decades))
        self._slider = _FactorSlider(f"{name}_slider", apart, marks)
        describe(self._field, text, tip)
        reset = say("{tip} A double click sets 1.", tip=tip)
        describe(self._slider, say("{name}, slider", name=text), reset)
        self.label = QLabel(text)
        self.label.setBuddy(self._field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label)
        row.addWidget(self._slider, stretch=1)
        row.addWidget(self._field)
        self.show_value(1.0)
        self._field.edited.connect(self._on_field_edited)
        self._slider.valueChanged.connect(self._on_slider_changed)

    def show_value(self, factor: float) -> None:
        """Show the factor in force."""
        self._field.show_value(factor)
        with QSignalBlocker(self._slider):
            self._slider.setValue(self._step(factor))

    def _step(self, factor: float) -> int:
        return round(_END * log10(factor) / self._decades)

    def _on_field_edited(self, _name: str, factor: float) -> None:
        self.show_value(factor)
        self.edited.emit(factor)

    def _on_slider_changed(self, step: int) -> None:
        steps_per_pixel = 2 * _END / max(1, self._slider.width())
        factor = float(f"{10 ** (step * self._decades / _END):.3g}")
        if self._slider.isSliderDown():
            nearest = min(self._stops, key=lambda stop: abs(self._step(stop) - step))
            if abs(self._step(nearest) - step) <= _SNAP * steps_per_pixel:
                factor = nearest
        self.show_value(factor)
        self.edited.emit(factor)


class _FactorField(RealNumberField):
    """As wide as a factor of three digits; letters are not for it, but for the window."""

    def __init__(self, name: str, limits: Range) -> None:
        super().__init__(name, limits)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters, which do something by themselves, to what is around it."""
        if event.text().isalpha() and event.text() not in "eE":
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _roomy(self, empty: QSize) -> QSize:
        return empty + QSize(self.fontMetrics().horizontalAdvance("0.0000 "), 0)


class _FactorSlider(QSlider):
    """A slider with 0 in its middle, for the factor 1.

    Args:
        name: Its object name.
        apart: Steps from one mark to the next, where none is written.
        marks: Steps of what is written below, by the text.
    """

    def __init__(self, name: str, apart: int, marks: Mapping[str, int]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._marks = marks
        self.setObjectName(name)
        self.setRange(-_END, _END)
        self.setSingleStep(_END // 40)
        self.setPageStep(_END // 4)
        if not marks:
            self.setTickPosition(QSlider.TickPosition.TicksBelow)
            self.setTickInterval(apart)

    @guarded_with(QSize())
    def sizeHint(self) -> QSize:
        """Room for what is written below, and as much above: the slider stays in the middle."""
        hint = super().sizeHint()
        return hint.expandedTo(QSize(0, 2 * (_HALF + self._letters())) if self._marks else hint)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the slider, and below it the marks."""
        super().paintEvent(event)
        brush = QPainter(self)
        brush.setFont(scaled(self.font(), _SMALLER))
        brush.setPen(QColor(theme.in_force().muted))
        length = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)
        for text, step in self._marks.items():
            span = self.width() - length
            middle = QStyle.sliderPositionFromValue(-_END, _END, step, span) + length // 2
            top = self.height() // 2 + _HALF
            room = QRect(middle - span // 8, top, span // 4, self._letters())
            brush.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        brush.end()

    @guarded
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Set 1."""
        event.accept()
        self.setValue(0)

    def _letters(self) -> int:
        return round(_SMALLER * self.fontMetrics().height())
