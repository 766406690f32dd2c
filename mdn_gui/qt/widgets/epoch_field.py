"""A spin box for an epoch of a run, of which not every network may have been kept."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdn_gui.core.settings import RANGES
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.widgets.setting_fields import WholeNumberField


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
