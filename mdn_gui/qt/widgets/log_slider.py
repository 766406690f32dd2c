"""A factor between 0.01 and 100, by a logarithmic slider and by an exact number."""

from math import log10

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from mdn_gui.core.settings import Range
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.widgets.describe import describe
from mdn_gui.qt.widgets.number_text import localized
from mdn_gui.qt.widgets.setting_fields import RealNumberField

FACTORS = Range(0.01, 100.0)

_STEPS_PER_DECADE = 100
_SNAP = 8  # steps within which a dragged handle falls on 1


class LogSlider(QWidget):
    """A labelled slider with 1 in its middle, where a drag snaps, and a field for the number.

    A double click on the slider sets 1.

    Args:
        name: Name of the number's field; the slider's is the same with "_slider".
        text: The label.
        tip: What the factor does.
        parent: The widget around it.
    """

    edited = Signal(float)
    """The factor that a person set."""

    def __init__(self, name: str, text: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = RealNumberField(name, FACTORS)
        self._slider = _FactorSlider(f"{name}_slider")
        describe(self._field, text, tip)
        reset = self.tr("{tip} A double click sets 1.").format(tip=tip)
        describe(self._slider, self.tr("{name}, slider").format(name=text), reset)
        label = QLabel(text)
        label.setBuddy(self._field)
        self._lay_out(label)
        self.show_value(1.0)
        self._field.edited.connect(self._on_field_edited)
        self._slider.valueChanged.connect(self._on_slider_changed)

    def show_value(self, factor: float) -> None:
        """Show the factor in force."""
        self._field.show_value(factor)
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(_STEPS_PER_DECADE * log10(factor)))

    def _on_field_edited(self, _name: str, factor: float) -> None:
        self.show_value(factor)
        self.edited.emit(factor)

    def _on_slider_changed(self, step: int) -> None:
        if self._slider.isSliderDown() and abs(step) <= _SNAP:
            step = 0
        factor = float(f"{10 ** (step / _STEPS_PER_DECADE):.3g}")
        self.show_value(factor)
        self.edited.emit(factor)

    def _lay_out(self, label: QLabel) -> None:
        top = QHBoxLayout()
        top.addWidget(label, stretch=2)
        top.addWidget(self._field, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._slider)
        column.addLayout(_marks(self.locale()))


class _FactorSlider(QSlider):
    """A slider in steps of a hundredth of a decade, 0 for the factor 1."""

    def __init__(self, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName(name)
        end = round(_STEPS_PER_DECADE * log10(FACTORS.high))
        self.setRange(-end, end)
        self.setSingleStep(_STEPS_PER_DECADE // 20)
        self.setPageStep(_STEPS_PER_DECADE // 2)
        self.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.setTickInterval(_STEPS_PER_DECADE)

    @guarded
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Set 1."""
        event.accept()
        self.setValue(0)


def _marks(locale: QLocale) -> QGridLayout:
    """The ends of the slider and its middle, under it, in columns of equal width."""
    grid = QGridLayout()
    sides = (
        Qt.AlignmentFlag.AlignLeft,
        Qt.AlignmentFlag.AlignHCenter,
        Qt.AlignmentFlag.AlignRight,
    )
    for column, (mark, side) in enumerate(zip(("0.01", "1", "100"), sides, strict=True)):
        grid.addWidget(QLabel(localized(mark, locale)), 0, column, side)
        grid.setColumnStretch(column, 1)
    return grid
