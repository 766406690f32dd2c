"""Asking before the window is closed while something is not saved."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from mdn_gui.core.text import say, say_count
from mdn_gui.session.session import Session


def lost_by_closing(session: Session) -> tuple[str, ...]:
    """What a person would lose with the window.

    Args:
        session: What the window shows.

    Returns:
        A sentence for each; none if there is nothing to lose.
    """
    lost = []
    rows = session.data.rows
    runs = sum(not run.busy for _, run in session.listed)
    if runs:
        lost.append(
            say_count(
                "{count} run is not saved: a session cannot be saved yet.",
                "{count} runs are not saved: a session cannot be saved yet.",
                runs,
            )
        )
    if session.under_way is not None:
        lost.append(say("The run under way ends and is not saved."))
    if places := sum(len(view.places) for view in session.document.views.values()):
        lost.append(
            say_count(
                "{count} pinned place is not saved.",
                "{count} pinned places are not saved.",
                places,
            )
        )
    if session.data.canvas is not None and rows:
        lost.append(
            say_count(
                "The row that you drew is not saved.",
                "The {count:,} rows that you drew are not saved.",
                rows,
            )
        )
    return tuple(lost)


def ask_to_close(window: QWidget, lost: tuple[str, ...], close: Callable[[], object]) -> None:
    """Ask whether to close the window; the program goes on meanwhile. It is asked once at a time.

    Args:
        window: The window.
        lost: What would be lost.
        close: Is called if the person wants to.
    """
    if any(box.isVisible() for box in window.findChildren(QMessageBox, "leaving")):
        return
    question = say("Close MDN Studio?")  # in the box too: not every system shows its title
    text = "\n".join((question, "", *lost))
    box = QMessageBox(QMessageBox.Icon.Warning, question, text, parent=window)
    box.setObjectName("leaving")
    box.setTextFormat(Qt.TextFormat.PlainText)
    leave = box.addButton(say("&Close"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(say("&Stay"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    leave.clicked.connect(close)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
