"""The colour of what is not taken."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdn_gui import studio
from mdn_gui.qt import theme
from mdn_gui.qt.widgets.number_field import show_refused


@pytest.mark.parametrize("chosen", [theme.LIGHT, theme.DARK])
def test_a_refused_text_has_the_colour_of_warnings(qtbot: QtBot, chosen: theme.Theme) -> None:
    theme.apply(studio.application(), chosen)
    label = QLabel("text")
    qtbot.addWidget(label)
    label.show()

    def ink() -> str:
        return label.palette().windowText().color().name()

    plain = ink()
    assert show_refused(label, refused=True)
    assert not show_refused(label, refused=True), "it is so already"
    assert ink() == chosen.warning
    assert show_refused(label, refused=False)
    assert ink() == plain
