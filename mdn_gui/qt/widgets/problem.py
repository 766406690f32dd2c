"""Showing an error: a few lines, with the details folded away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from mdn_gui.core.text import say

MOST_CHARACTERS, MOST_LINES = 600, 12
"""What is shown of a message at once: about as much as a person reads in a box."""

_LONGEST_WORD = 100  # characters; a box cannot break a longer one, and would be as wide


def show_problem(parent: QWidget, message: str, details: str = "") -> None:
    """Show a message that a person can copy; the program goes on meanwhile.

    A message that is longer than a box should be is shortened; all of it unfolds with the details.

    Args:
        parent: The window it belongs to.
        message: What is wrong, where, and what to do next.
        details: For whoever mends the program; unfolds on request.
    """
    shown = shortened(message)
    if shown != message:
        details = f"{message}\n\n{details}".rstrip()
    box = QMessageBox(QMessageBox.Icon.Warning, _title(), shown, parent=parent)
    box.setObjectName("problem")
    # A cell or a name in the message may look like markup.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setDetailedText(details)
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def shortened(message: str) -> str:
    """Leave out what a box has no room for.

    Args:
        message: Any text.

    Returns:
        The message where it is short; else its beginning, with the middle of very long words left
        out, and where to find the rest.
    """
    lines = message.splitlines()
    text = "\n".join(" ".join(map(_short_word, line.split(" "))) for line in lines[:MOST_LINES])
    if len(text) > MOST_CHARACTERS:
        beginning, blank, _ = text[:MOST_CHARACTERS].rpartition(" ")
        text = beginning if blank else text[:MOST_CHARACTERS]
    if text == message:
        return message
    return f"{text}…\n\n{_rest()}"


def _short_word(word: str) -> str:
    half = _LONGEST_WORD // 2
    return word if len(word) <= _LONGEST_WORD else f"{word[:half]}…{word[-half:]}"


def _title() -> str:
    return say("That did not work")


def _rest() -> str:
    return say("The whole message is under Show Details.")
