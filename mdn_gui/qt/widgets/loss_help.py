"""What people ask about losses, answered where they look at them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from mdn_gui.core.text import say


def show_loss_help(parent: QWidget) -> None:
    """Show the answers in a window of their own that a person can read beside the plot.

    Args:
        parent: What the window belongs to.
    """
    box = QMessageBox(QMessageBox.Icon.NoIcon, say("About these losses"), _text(), parent=parent)
    box.setObjectName("loss_help")
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setWindowModality(Qt.WindowModality.NonModal)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.show()
    # After the style sheet has reached it, which sets them anew.
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )


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
            say("Why can a loss be negative?"),
            say(
                "The loss is the mean of −log p(y | x), in nats, and p is a density, not a "
                "probability: where y is predicted to within a small part of its unit, p exceeds 1 "
                "and the loss falls below 0. So the loss depends on the unit of y: in metres it is "
                "6.9 nats lower than in millimetres. Compare losses of the same y only."
            ),
        ),
        (
            say("What is the truth's floor?"),
            say(
                "For a built-in problem the true density is known. The dotted line is its own loss "
                "on average over all rows there could be: no network can do better, except by "
                "chance on the rows at hand. It is drawn where the losses come near it."
            ),
        ),
    )
    return "".join(f"<p><b>{question}</b><br>{answer}</p>" for question, answer in answers)
