"""The fields of a form: one widget for each kind of setting.

Every field carries the name of its setting. A person's change is told by `edited(name, value)`;
`show_value` shows what is in force, tells nothing, and leaves alone what a person is typing as
long as that means the same.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QWidget

from mdn_gui.core.settings import Range
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.widgets.number_field import NumberField


class WholeNumberField(QSpinBox):
    """A whole number.

    Args:
        name: The setting's name.
        limits: The least and the greatest number that it takes.
        parent: The widget around it.
    """

    edited = Signal(str, object)

    def __init__(self, name: str, limits: Range, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRange(int(limits.low), int(limits.high))
        self.valueChanged.connect(self._on_value_changed)

    def show_value(self, value: int) -> None:
        """Show what is in force."""
        if value != self.value():
            with QSignalBlocker(self):
                self.setValue(value)

    def _on_value_changed(self, value: int) -> None:
        self.edited.emit(self.objectName(), value)


class RealNumberField(NumberField):
    """A number of any size.

    Args:
        name: The setting's name.
        limits: The least and the greatest number that it takes.
        step: What the arrows add; 0 for one in the number's second digit, which 0 has not.
        parent: The widget around it.
    """

    edited = Signal(str, object)

    def __init__(
        self, name: str, limits: Range, step: float = 0.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(limits, parent)
        self._step = step
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._on_value_changed)

    def show_value(self, value: float) -> None:
        """Show what is in force."""
        if value != self.value():
            with QSignalBlocker(self):
                self.setValue(value)

    @guarded
    def stepBy(self, steps: int) -> None:  # noqa: N802 - Qt's name
        """Go up or down as the arrows do."""
        if self._step:
            # Unlike Qt's own steps this rounds: down again from a few steps above 0 is 0.
            self.setValue(self.value() + steps * self._step)
        else:
            super().stepBy(steps)

    def _on_value_changed(self, value: float) -> None:
        self.edited.emit(self.objectName(), value)


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
        self.addItems([text for text, _ in choices])
        self._values = [value for _, value in choices]
        self._custom = custom
        self.activated.connect(self._on_activated)

    @property
    def value(self) -> object:
        """The value of the choice shown; None where it is none of the choices."""
        index = self.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

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
