"""The small field that forms."""

from PySide6.QtCore import QPoint, Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core.drawing.forming import networks
from mdn_gui.qt import theme
from mdn_gui.qt.plots.forming_field import PICTURE, FormingField
from mdn_gui.qt.theme import DARK, LIGHT
from tests.widgets import find

LAST = networks()[-1][0]
LEFT = Qt.MouseButton.LeftButton


def shown(qtbot: QtBot, *, motion: bool) -> FormingField:
    field = FormingField(motion=motion)
    qtbot.addWidget(field)
    field.show()
    field.begin()
    qtbot.waitUntil(lambda: bool(answers(field)))
    return field


def answers(field: FormingField) -> str:
    return find(field, QLabel, "answers").text()


def epoch(field: FormingField) -> int:
    """The number of the epoch that it says it shows."""
    return int(find(field, QLabel, "forming_epoch").text().split()[2].rstrip("."))


def wait_for_x(qtbot: QtBot, field: FormingField, x: str) -> None:
    qtbot.waitUntil(lambda: answers(field).endswith(f" at x = {x}"))


def plane(field: FormingField) -> QWidget:
    [drawn] = [each for each in field.findChildren(QWidget) if each.height() == PICTURE.height()]
    return drawn


def wait_for_epochs(qtbot: QtBot, field: FormingField, count: int) -> list[int]:
    """Wait until so many epochs before the last one were seen; those, in their order."""
    seen: list[int] = []

    def watch() -> bool:
        if epoch(field) not in (LAST, *seen):
            seen.append(epoch(field))
        return len(seen) >= count

    qtbot.waitUntil(watch)
    return seen


def test_with_motion_the_run_passes_from_its_first_epoch(qtbot: QtBot) -> None:
    seen = wait_for_epochs(qtbot, shown(qtbot, motion=True), 3)
    assert seen == sorted(seen)  # a slow picture may leave some out


def test_without_motion_or_hidden_it_stands_still(qtbot: QtBot) -> None:
    still, hidden = shown(qtbot, motion=False), shown(qtbot, motion=True)
    hidden.hide()
    qtbot.waitUntil(lambda: not QThreadPool.globalInstance().activeThreadCount())
    QApplication.processEvents()
    before = epoch(hidden)
    moving = shown(qtbot, motion=True)
    wait_for_epochs(qtbot, moving, 4)
    assert (answers(still), epoch(still)) == ("5 answers at x = 0.2", LAST)
    assert epoch(hidden) == before
    hidden.show()
    qtbot.waitUntil(lambda: epoch(hidden) != before)


def test_a_click_asks_at_that_x(qtbot: QtBot) -> None:
    field = shown(qtbot, motion=False)
    QTest.mouseClick(plane(field), LEFT, pos=QPoint(PICTURE.width() - 1, 50))
    qtbot.waitUntil(lambda: answers(field) == "2 answers at x = 14.9")
    QTest.mouseClick(plane(field), LEFT, pos=QPoint(PICTURE.width() // 2, 50))
    qtbot.waitUntil(lambda: answers(field) == "5 answers at x = 0.0")
    # The density beside it is no place in x.
    QTest.mouseClick(plane(field), LEFT, pos=QPoint(PICTURE.width() + 60, 50))
    wait_for_x(qtbot, field, "15.0")


def test_arrow_keys_step_along_x(qtbot: QtBot) -> None:
    field = shown(qtbot, motion=False)
    for key, x in ((Qt.Key.Key_Right, "0.5"), (Qt.Key.Key_Left, "0.2"), (Qt.Key.Key_Left, "-0.1")):
        QTest.keyClick(plane(field), key)
        wait_for_x(qtbot, field, x)


def test_motion_is_chosen_by_a_box(qtbot: QtBot) -> None:
    field = shown(qtbot, motion=False)
    box = field.findChild(QCheckBox)
    assert isinstance(box, QCheckBox)
    with qtbot.waitSignal(field.motion_chosen) as told:
        box.click()
    assert told.args == [True]
    qtbot.waitUntil(lambda: epoch(field) < LAST)
    with qtbot.waitSignal(field.motion_chosen) as told:
        box.click()
    assert told.args == [False]
    qtbot.waitUntil(lambda: epoch(field) == LAST)


def test_it_is_painted_in_the_colours_of_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    field = shown(qtbot, motion=False)

    def ground() -> str:
        """The colour between the answers at an x where there is one."""
        return plane(field).grab().toImage().pixelColor(PICTURE.width() - 10, 120).name()

    qtbot.waitUntil(lambda: ground() == LIGHT.background)
    theme.apply(qapp, DARK)
    field.set_theme(DARK)
    qtbot.waitUntil(lambda: ground() == DARK.background)


def test_nothing_is_painted_before_it_begins(qtbot: QtBot) -> None:
    field = FormingField(motion=True)
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    assert answers(field) == ""
