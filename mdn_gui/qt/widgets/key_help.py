"""The keys that the window hears, in a window of their own."""

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def show_key_help(parent: QWidget, commands: Mapping[str, str]) -> None:
    """Show the keys where a person can read them beside the plots.

    Args:
        parent: What the window belongs to.
        commands: The keys of the window's commands, by what they do.
    """
    box = QMessageBox(QMessageBox.Icon.NoIcon, _tr("Keys"), _text(commands), parent=parent)
    box.setObjectName("key_help")
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setWindowModality(Qt.WindowModality.NonModal)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.show()


def _text(commands: Mapping[str, str]) -> str:
    controls = (
        (_tr("Space"), _tr("At a check box: switch it on or off")),
        (
            _tr("Enter"),
            _tr("Press the button; in a field: take what was typed, the keys are the plot's again"),
        ),
        (
            _tr("Esc"),
            _tr("In a field: bring back the number in force; in the components: pick none"),
        ),
        ("Ctrl+C", _tr("In a table: copy the selected rows, or all")),
        (_tr("Ctrl+1, Ctrl+2, …"), _tr("In a table: sort by that column")),
        (
            _tr("Enter, F2, Alt+Up, Alt+Down, Del"),
            _tr("In the list of runs: show, rename, move up, move down, delete"),
        ),
    )
    keys = (*((keys, tip) for tip, keys in commands.items()), *controls)
    rows = (f"<tr><td><b>{escape(key)}</b></td><td>{escape(what)}</td></tr>" for key, what in keys)
    mouse = _tr(
        "In a plot, drag to move the view and turn the wheel to zoom; the button A in its lower "
        "left corner shows everything again."
    )
    return f"<table cellpadding='3'>{''.join(rows)}</table><p>{escape(mouse)}</p>"


def _tr(text: str) -> str:
    return QCoreApplication.translate("KeyHelp", text)
