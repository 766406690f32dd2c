"""What every control says of itself: to a screen reader and in its tooltip."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget


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
