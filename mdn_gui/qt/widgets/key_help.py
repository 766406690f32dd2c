"""The keys that the window hears, in a window of their own."""

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from mdn_gui.core.text import say


def show_key_help(parent: QWidget, commands: Mapping[str, str]) -> None:
    """Show the keys where a person can read them beside the plots.

    Args:
        parent: What the window belongs to.
        commands: The keys of the window's commands, by what they do.
    """
    box = QMessageBox(QMessageBox.Icon.NoIcon, say("Keys"), _text(commands), parent=parent)
    box.setObjectName("key_help")
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setWindowModality(Qt.WindowModality.NonModal)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.show()


def _text(commands: Mapping[str, str]) -> str:
    controls = (
        (say("Space"), say("At a check box: switch it on or off")),
        (
            say("Enter"),
            say("Press the button; in a field: take what was typed, the keys are the plot's again"),
        ),
        (
            say("Esc"),
            say("In a field: bring back the number in force; in the components: pick none"),
        ),
        ("Ctrl+C", say("In a table: copy the selected rows, or all")),
        (say("Ctrl+1, Ctrl+2, …"), say("In a table: sort by that column")),
        (
            say("Enter, F2, Alt+Up, Alt+Down, Del"),
            say("In the list of runs: show, rename, move up, move down, delete"),
        ),
    )
    keys = (*((keys, tip) for tip, keys in commands.items()), *controls)
    rows = (f"<tr><td><b>{escape(key)}</b></td><td>{escape(what)}</td></tr>" for key, what in keys)
    mouse = say(
        "In a plot, drag to move the view and turn the wheel to zoom; the button A in its lower "
        "left corner shows everything again."
    )
    return f"<table cellpadding='3'>{''.join(rows)}</table><p>{escape(mouse)}</p>"
