"""The label for a text of any length."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mdn_gui.qt.widgets.controls import ElidedLabel

LONG = "a_name_that_is_far_too_long_for_its_column.parquet"


def picture(label: ElidedLabel, text: str) -> object:
    label.show_text(text)
    return label.grab().toImage()


def test_a_long_text_needs_no_room_and_is_in_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.show_text("a")
    narrow = label.minimumSizeHint().width()
    label.show_text(LONG)
    assert label.minimumSizeHint().width() == narrow
    assert LONG in label.toolTip()
    assert label.text() == LONG


def test_shows_both_ends_and_leaves_out_the_middle(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(120, 20)
    kept = label.fontMetrics().elidedText(LONG, Qt.TextElideMode.ElideMiddle, 120)
    assert kept.endswith("quet")
    assert picture(label, LONG) == picture(label, kept)
    assert picture(label, LONG) != picture(label, LONG.replace(".parquet", ".nothing"))


def test_a_text_with_marks_is_shown_as_it_is(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(200, 20)
    assert picture(label, "<b>x</b>") != picture(label, "x")
