"""The temperature, its comparison and the button that draws other samples, wherever they stand."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QPushButton

from mdn_gui.core.maths.rounding import exact
from mdn_gui.core.text import say
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.log_slider import LogSlider
from mdn_gui.session.view import COMPARED_TEMPERATURES


def temperature_slider(name: str, marked: Sequence[float] = ()) -> LogSlider:
    """The temperature as a slider and a number.

    Args:
        name: Name of the number's field; the slider's is the same with "_slider".
        marked: Temperatures that are written below the slider.
    """
    return LogSlider(
        name,
        say("Temperature"),
        say(
            "Divides the logits of the weights: below 1 sharpens the mixture towards its "
            "heaviest component or branch, above 1 evens the weights out. Components that no "
            "training row speaks for are left out, except at 1."
        ),
        marked=marked,
    )


def compare_box(name: str) -> QCheckBox:
    """What lays the densities at several temperatures over each other.

    Args:
        name: Its object name.
    """
    box = QCheckBox(say("Compare T"))
    box.setObjectName(name)
    tip = say(
        "Lay the densities at the temperatures {temperatures} over each other at x.",
        temperatures=", ".join(map(exact, COMPARED_TEMPERATURES)),
    )
    describe(box, say("Compare temperatures"), tip)
    return box


class ResampleButton(QPushButton):
    """Draws other samples.

    Args:
        name: Its object name.
    """

    def __init__(self, name: str) -> None:
        super().__init__(say("Resample"))
        self.setObjectName(name)

    def offer(self, *, ready: bool) -> None:
        """Let it be pressed if there is a network, and say what it does or needs."""
        tip = say("Draw other samples: the seed goes up by one.")
        missing = say("Train a network first: there is nothing to sample from yet.")
        describe(self, say("Resample"), tip if ready else missing)
        self.setEnabled(ready)
