"""How a field shows that it does not take what is typed."""

from PySide6.QtWidgets import QWidget

REFUSED = "refused"
"""The property that the theme's style sheet looks for, which writes in the colour of warnings."""


def show_refused(widget: QWidget, *, refused: bool) -> bool:
    """Give a field, or the note below it, the colour of warnings, or its own again.

    Returns:
        Whether it had the other one before.
    """
    if bool(widget.property(REFUSED)) == refused:
        return False
    widget.setProperty(REFUSED, refused)
    # A style sheet looks at properties only when it is applied.
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    return True
