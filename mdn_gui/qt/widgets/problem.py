"""Telling a person what went wrong: one sentence, with the details folded away."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def show_problem(parent: QWidget, message: str, details: str = "") -> None:
    """Show a message that a person can copy; the program goes on meanwhile.

    Args:
        parent: The window it belongs to.
        message: What is wrong, where, and what to do next.
        details: For whoever mends the program; unfolds on request.
    """
    box = QMessageBox(QMessageBox.Icon.Warning, _title(), message, parent=parent)
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


def _title() -> str:
    return QCoreApplication.translate("Problem", "That did not work")
