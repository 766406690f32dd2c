"""A factor between 0.01 and 100, by a logarithmic slider and by an exact number."""

from math import log10

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from mdn_gui.core.settings import Range
from mdn_gui.qt.widgets.describe import describe
from mdn_gui.qt.widgets.setting_fields import RealNumberField

FACTORS = Range(0.01, 100.0)

_STEPS_PER_DECADE = 100
_SNAP = 8  # steps within which a dragged handle falls on 1


class LogSlider(QWidget):
    """A labelled slider with 1 in its middle, where a drag snaps, and a field for the number.

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
        self._slider = _slider(f"{name}_slider")
        describe(self._field, text, tip)
        describe(self._slider, self.tr("{name}, slider").format(name=text), tip)
        label = QLabel(text)
        label.setBuddy(self._field)
        self._lay_out(label)
        self.show_value(1.0)
        self._field.valueChanged.connect(self._on_field_changed)
        self._slider.valueChanged.connect(self._on_slider_changed)

    def show_value(self, factor: float) -> None:
        """Show the factor in force."""
        self._field.show_value(factor)
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(_STEPS_PER_DECADE * log10(factor)))

    def _on_field_changed(self, factor: float) -> None:
        self.show_value(factor)
        self.edited.emit(factor)

    def _on_slider_changed(self, step: int) -> None:
        if self._slider.isSliderDown() and abs(step) <= _SNAP:
            step = 0
        factor = float(f"{10 ** (step / _STEPS_PER_DECADE):.3g}")
        self.show_value(factor)
        self.edited.emit(factor)

    def _lay_out(self, label: QLabel) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.addWidget(label, 0, 0, 1, 2)
        grid.addWidget(self._field, 0, 2)
        grid.addWidget(self._slider, 1, 0, 1, 3)
        sides = (
            Qt.AlignmentFlag.AlignLeft,
            Qt.AlignmentFlag.AlignHCenter,
            Qt.AlignmentFlag.AlignRight,
        )
        for column, (mark, side) in enumerate(zip(("0.01", "1", "100"), sides, strict=True)):
            grid.addWidget(QLabel(mark), 2, column, side)
            grid.setColumnStretch(column, 1)


def _slider(name: str) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setObjectName(name)
    end = round(_STEPS_PER_DECADE * log10(FACTORS.high))
    slider.setRange(-end, end)
    slider.setSingleStep(_STEPS_PER_DECADE // 20)
    slider.setPageStep(_STEPS_PER_DECADE // 2)
    slider.setTickPosition(QSlider.TickPosition.TicksBelow)
    slider.setTickInterval(_STEPS_PER_DECADE)
    return slider
