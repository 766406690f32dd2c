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
        super().__init__(name, RANGES["epochs"], parent)
        self.setKeyboardTracking(False)
        # Whether a person is typing, and whether what they typed has been told.
        self._typing = self._told = False
        self.lineEdit().textEdited.connect(self._on_text_edited)
        self.valueChanged.connect(self._on_epoch_typed)
        self.editingFinished.connect(self._on_editing_finished)

    def show_value(self, value: int) -> None:
        """Show the epoch shown; what a person is typing stays until they are done."""
        if not self._typing:
            super().show_value(value)

    @guarded
    def stepBy(self, steps: int) -> None:  # noqa: N802 - Qt's name
        """Tell what the arrows ask for; which epoch that is, the recording knows."""
        self._typing = False
        self.lineEdit().setText(self.textFromValue(self.value()))  # not what was being typed
        self.stepped.emit(steps)

    def _on_text_edited(self, _text: str) -> None:
        self._typing, self._told = True, False

    def _on_epoch_typed(self, epoch: int) -> None:
        self._told = True
        self.picked.emit(float(epoch))

    def _on_editing_finished(self) -> None:
        # An epoch that stood there already is no change of the value, but typed to stay there.
        if self._typing and not self._told:
            self.picked.emit(float(self.value()))
        self._typing = False
