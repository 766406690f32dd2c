"""Whether the density shown is right: checked after a run, and at another epoch when looked at."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from tests.person import LEFT
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer


def cards(person: Explorer) -> int:
    """How many findings have a card."""
    frames = person.window.findChildren(QFrame)
    return sum(
        frame.objectName().startswith("finding_") and frame.isVisible() and frame.isEnabled()
        for frame in frames
        if not isinstance(frame, QLabel)
    )


def wait_for_check(person: Explorer, epoch: int) -> None:
    """Wait until the density of an epoch is checked."""
    rows = find(person.window, QLabel, "verdict_rows")
    person.qtbot.waitUntil(
        lambda: rows.isVisible() and f"epoch {epoch}." in rows.text(), timeout=20_000
    )


def test_a_run_that_ended_is_checked_and_so_is_the_epoch_that_is_looked_at(
    trained: Explorer, led: LedTraining
) -> None:
    trained.qtbot.waitUntil(
        lambda: any(trained.offered(f"Check ({count})") for count in range(1, 10)),
        timeout=20_000,
    )
    trained.go_to_workspace("Check")
    wait_for_check(trained, 2)
    verdict = find(trained.window, QLabel, "verdict").text()
    assert verdict.startswith("Do not use it.")
    trained.qtbot.waitUntil(lambda: trained.offered(f"Check ({cards(trained)})"))

    trained.retype("epoch_shown", "4")  # in Explore, and back
    wait_for_check(trained, 4)
    assert find(trained.window, QLabel, "verdict").text() != verdict
    trained.retype("epoch_shown", "2")
    wait_for_check(trained, 2)
    assert find(trained.window, QLabel, "verdict").text() == verdict

    trained.qtbot.waitUntil(lambda: cards(trained) > 0)
    QTest.mouseClick(find(trained.window, QPushButton, "show_finding_0"), LEFT)
    trained.qtbot.waitUntil(trained.field.isVisible)
    trained.press("Train")
    trained.qtbot.waitUntil(lambda: trained.offered("Check"))
    led.let_end(1)
    trained.go_to_workspace("Check")
    text = find(trained.window, QLabel, "verdict").text
    trained.qtbot.waitUntil(lambda: text().startswith("The density is checked after"))


def test_the_tab_key_reaches_the_end_of_the_page_which_scrolls_there(trained: Explorer) -> None:
    trained.window.resize(1280, 720)
    trained.go_to_workspace("Check")
    wait_for_check(trained, 2)
    trained.qtbot.waitUntil(lambda: trained.table("check_bins").isVisible())
    trained.qtbot.waitUntil(trained.table("least_likely").isVisible)
    trained.qtbot.waitUntil(lambda: cards(trained) > 0)
    find(trained.window, QPushButton, "show_finding_0").setFocus()
    for _ in range(60):
        trained.strike(Qt.Key.Key_Tab)
        if trained.table("least_likely").hasFocus():
            break
    assert trained.table("least_likely").hasFocus()
    assert not trained.table("least_likely").visibleRegion().isEmpty()
