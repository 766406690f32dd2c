"""The field for the widths of the hidden layers, written as "64, 64"."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from mdn_gui.core.settings import MAX_HIDDEN_LAYERS, RANGES, NetworkSettings
from mdn_gui.core.text import say
from mdn_gui.qt.widgets.refusal import show_refused

Widths = tuple[int, ...]


class WidthsField(QLineEdit):
    """A line of text; while it is wrong, its `note` says what to write.

    Meanwhile the widths from before the editing stay in force.

    Signals:
        edited(name, widths): A person set these widths.
        refusal_changed: The text is wrong, or right again.

    Args:
        name: The setting's name.
        parent: The widget around it.

    Attributes:
        note: The sentence about a wrong text, to be placed below the field; hidden while right.
    """

    edited = Signal(str, object)
    refusal_changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setPlaceholderText(say("none: linear"))
        self._widths: Widths = ()
        self._before: Widths = ()
        self.note = QLabel(self)
        self.note.setObjectName(f"{name}_note")
        self.note.setWordWrap(True)
        self.note.hide()
        self.textEdited.connect(self._on_text_edited)
        self.editingFinished.connect(self._on_editing_finished)

    @property
    def refusal(self) -> str:
        """Why the text is not taken, as a sentence; "" where it is."""
        text = self.note.text()
        return f"{self.accessibleName() or self.objectName()}: {text}" if text else ""

    def show_value(self, widths: Widths) -> None:
        """Show what is in force; replaces a wrong text only by other widths."""
        if widths != self._widths:
            self.reset(widths)

    def reset(self, widths: Widths) -> None:
        """Show widths whatever the text is."""
        self._widths = self._before = widths
        self.setText(", ".join(map(str, widths)))
        self._mark(wrong=False)

    def _on_text_edited(self, text: str) -> None:
        widths = _parsed(text)
        self._mark(wrong=widths is None)
        in_force = self._before if widths is None else widths
        if in_force != self._widths:
            self._widths = in_force
            self.edited.emit(self.objectName(), in_force)

    def _on_editing_finished(self) -> None:
        self._before = self._widths

    def _mark(self, *, wrong: bool) -> None:
        refusal = self.refusal
        self.note.setText(self._explanation() if wrong else "")
        self.note.setVisible(wrong)
        for widget in (self, self.note):
            show_refused(widget, refused=wrong)
        if self.refusal != refusal:
            self.refusal_changed.emit()

    def _explanation(self) -> str:
        low, high = RANGES["hidden"]
        return say(
            "Write up to {layers} whole numbers from {low:g} to {high:g}, such as 64, 64; "
            "until then, {widths} stays in force."
        ).format(
            layers=MAX_HIDDEN_LAYERS,
            low=low,
            high=high,
            widths=", ".join(map(str, self._before)) or say("no hidden layer"),
        )


def _parsed(text: str) -> Widths | None:
    """Read widths separated by commas, spaces or both; None if they are not such."""
    try:
        return NetworkSettings(hidden=tuple(map(int, text.replace(",", " ").split()))).hidden
    except ValueError:
        return None
