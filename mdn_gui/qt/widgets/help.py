"""Help in windows of their own: the keys, and what people ask about losses."""

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from mdn_gui.core.text import say

_WIDTH, _AROUND = 560, 90  # pixels of a text, and of what is around it


def show_key_help(parent: QWidget, commands: Mapping[str, str]) -> None:
    """Show the keys where a person can read them beside the plots.

    Args:
        parent: What the window belongs to.
        commands: The keys of the window's commands, by what they do.
    """
    _show(parent, "key_help", say("Keys"), _key_text(commands))


def _key_text(commands: Mapping[str, str]) -> str:
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


def show_loss_help(parent: QWidget) -> None:
    """Show the answers in a window of their own that a person can read beside the plot.

    Args:
        parent: What the window belongs to.
    """
    _show(parent, "loss_help", say("About these losses"), _text())


def _show(parent: QWidget, name: str, title: str, html: str) -> None:
    """Show a text that can be copied, no higher than the window, with a bar where it is longer."""
    window = parent.window()
    dialog = QDialog(window)
    dialog.setObjectName(name)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    text = QTextBrowser()
    text.setHtml(html)
    text.setAccessibleName(title)
    by_hand = Qt.TextInteractionFlag.TextSelectableByMouse
    text.setTextInteractionFlags(by_hand | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(text)
    layout.addWidget(buttons)
    text.document().setTextWidth(_WIDTH)
    needed = int(text.document().size().height()) + _AROUND
    dialog.resize(_WIDTH + _AROUND, min(needed, max(window.height() - _AROUND, _AROUND)))
    dialog.show()


def _text() -> str:
    answers = (
        (
            say("Why can validation lie below train?"),
            say(
                "The train loss is the mean over an epoch, taken while the weights moved, with "
                "dropout and noise where these are set. The validation loss is taken at the end of "
                "the epoch, when the network has learnt more, and without them. It is also that of "
                "other rows, which may be easier to predict."
            ),
        ),
        (
            say("What is the validation loss with several folds?"),
            say(
                "It is out of fold: each row that is held out is judged by the members that did "
                "not learn from it, with the shares that they have when the run ends there. All "
                "members together usually predict new rows better."
            ),
        ),
        (
            say("Why can a loss be negative?"),
            say(
                "The loss is the mean of −log p(y | x), in nats, and p is a density, not a "
                "probability: where y is predicted to within a small part of its unit, p exceeds 1 "
                "and the loss falls below 0. So the loss depends on the unit of y: in metres it is "
                "6.9 nats lower than in millimetres. Compare losses of the same y only."
            ),
        ),
        (
            say("What is the lowest possible loss?"),
            say(
                "For a built-in problem the true density is known. The dotted line is its own loss "
                "on average over all rows there could be: no network can do better, except by "
                "chance on the rows at hand. It is drawn where the losses come near it."
            ),
        ),
    )
    return "".join(f"<p><b>{question}</b><br>{answer}</p>" for question, answer in answers)
