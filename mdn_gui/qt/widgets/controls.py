"""What controls have in common: what they say of themselves, long texts, and the wheel."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QTabBar,
    QWidget,
)

from mdn_gui.core.settings import SETTINGS
from mdn_gui.qt.guard import guarded, guarded_with

LONGEST_LABEL = SETTINGS["validation_fraction"].label
"""The labels of a form are as wide as this one; longer ones wrap."""


def describe(widget: QWidget, name: str, tip: str) -> None:
    """Give a control its name and its explanation.

    Args:
        widget: The control.
        name: What a screen reader calls it; the text of its label.
        tip: What it does, in plain text; also the tooltip.
    """
    widget.setAccessibleName(name)
    widget.setAccessibleDescription(tip)
    # Qt breaks the lines of a tooltip only if it is rich text.
    widget.setToolTip(f"<p>{escape(tip, quote=False)}</p>")
    if isinstance(widget, QCheckBox):
        # After a click the space bar trains, as it did; who comes by the tab key presses it here.
        widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def scaled(font: QFont, factor: float) -> QFont:
    """The same font, so many times as large."""
    larger = QFont(font)
    if font.pixelSize() > 0:
        larger.setPixelSize(round(factor * font.pixelSize()))
    else:
        larger.setPointSizeF(factor * font.pointSizeF())
    return larger


_HEADING = 1.15  # times the size of other text


def heading(label: QLabel) -> None:
    """Write a label as a heading."""
    font = scaled(label.font(), _HEADING)
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)


def primary(button: QAbstractButton) -> None:
    """Let a button stand out, as the one that goes on."""
    button.setProperty("primary", True)  # noqa: FBT003 - a property's value


_AROUND_TEXT = 20  # pixels of the screen


def narrow_button(*texts: str) -> QPushButton:
    """A button with the first of some texts, as wide as the widest of them needs.

    The style would make it as wide as a dialog's, and leave what is beside it no room.
    """
    button = QPushButton(texts[0])
    widest = max(map(button.fontMetrics().horizontalAdvance, texts))
    button.setFixedWidth(widest + _AROUND_TEXT)
    return button


class ElidedLabel(QLabel):
    """One line that leaves out a part where there is no room; the tooltip has it all.

    Args:
        mode: Which part it leaves out: of names the middle, of sentences the end.
    """

    _shorter: Sequence[str] = ()

    def __init__(self, mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle) -> None:
        super().__init__()
        self._mode = mode

    def show_text(self, text: str, *more: str, shorter: Sequence[str] = ()) -> None:
        """Show a text.

        Args:
            text: The whole.
            *more: What the tooltip has beside it.
            shorter: What is written in its place where it does not fit, the longest first; there is
                always room for the last one.
        """
        self._shorter = shorter
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.updateGeometry()
        self.setToolTip("".join(f"<p>{escape(part)}</p>" for part in (text, *more) if part))

    @guarded_with(QSize())
    def minimumSizeHint(self) -> QSize:
        """Room for the shortest text, or else for a few letters."""
        metrics, margins = self.fontMetrics(), self.contentsMargins()
        width = metrics.averageCharWidth() * 6
        if self._shorter:
            width = metrics.horizontalAdvance(self._shorter[-1]) + margins.left() + margins.right()
        return QSize(width, metrics.height())

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the longest text that fits, or as much of the shortest as does."""
        metrics, room = self.fontMetrics(), self.contentsRect().width()
        texts = (self.text(), *self._shorter)
        fitting = (each for each in texts if metrics.horizontalAdvance(each) <= room)
        text = metrics.elidedText(next(fitting, texts[-1]), self._mode, room)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), text)
        painter.end()


CONTROLS = (QAbstractSlider, QAbstractSpinBox, QComboBox, QTabBar)
"""What Qt lets the wheel change. Scroll bars, which are sliders too, do not take the focus."""


class WheelGuard(QObject):
    """Lets the mouse wheel over a control scroll its surroundings unless it has the focus.

    Args:
        parent: The owner.
    """

    def protect(self, root: QWidget) -> None:
        """Guard every control in a window that can have the focus."""
        for control in root.findChildren(QWidget):
            if isinstance(control, CONTROLS) and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                if control.focusPolicy() == Qt.FocusPolicy.WheelFocus:
                    # The wheel itself would give it the focus.
                    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                control.installEventFilter(self)

    @guarded_with(False)  # noqa: FBT003 - what Qt calls "not filtered"
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Pass the wheel on to what is around a control."""
        if event.type() != QEvent.Type.Wheel or not isinstance(watched, QWidget):
            return False
        event.ignore()
        return not watched.hasFocus()
