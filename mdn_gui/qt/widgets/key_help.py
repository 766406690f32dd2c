"""The keys that the window hears, in a window of their own."""

from html import escape

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def show_key_help(parent: QWidget) -> None:
    """Show the keys where a person can read them beside the plots.

    Args:
        parent: What the window belongs to.
    """
    box = QMessageBox(QMessageBox.Icon.NoIcon, _tr("Keys"), _text(), parent=parent)
    box.setObjectName("key_help")
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setWindowModality(Qt.WindowModality.NonModal)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.show()


def _text() -> str:
    keys = (
        (
            _tr("Space"),
            _tr("train; pause or resume the run under way; at a check box: switch it on or off"),
        ),
        ("S", _tr("train for one epoch, then pause")),
        ("R", _tr("draw other samples")),
        (_tr("Left, Right"), _tr("move x by a hundredth of its range")),
        (
            _tr("Enter"),
            _tr("press the button; in a field: take what was typed, the keys are the plot's again"),
        ),
        (
            _tr("Esc"),
            _tr("in a field: bring back the number in force; in the components: pick none"),
        ),
        ("Ctrl+O", _tr("open a table")),
        ("Ctrl+Shift+E", _tr("save a picture of the window")),
        ("Ctrl+Q", _tr("quit")),
        ("Ctrl+C", _tr("in a table: copy the selected rows, or all")),
        (_tr("Ctrl+1, Ctrl+2, …"), _tr("in a table: sort by that column")),
        (_tr("F2, Del"), _tr("in the list of runs: rename, delete")),
        ("Ctrl+Z, Ctrl+Shift+Z", _tr("undo what was done last; do it again")),
    )
    rows = (f"<tr><td><b>{escape(key)}</b></td><td>{escape(what)}</td></tr>" for key, what in keys)
    mouse = _tr(
        "In a plot, drag to move the view and turn the wheel to zoom; the button A in its lower "
        "left corner shows everything again."
    )
    return f"<table cellpadding='3'>{''.join(rows)}</table><p>{escape(mouse)}</p>"


def _tr(text: str) -> str:
    return QCoreApplication.translate("KeyHelp", text)
