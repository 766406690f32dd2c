"""Leading a run, and going back through its epochs."""

import time
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PIL import Image
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QTextBrowser, QToolButton
from scipy.stats import kstest

from tests.mouse import send_mouse
from tests.plots import curve, pixel
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer, notes, picture
from tests.window.image import colour_by_density, wait_for_image
from tests.window.prediction import Prediction, agrees

NO_BUTTON = Qt.MouseButton.NoButton


def wait_for_epoch(person: Explorer, epoch: int) -> None:
    """Wait until an epoch is shown under the losses, and its loss in the status line."""
    person.qtbot.waitUntil(lambda: person.typed("epoch_shown") == str(epoch))
    person.qtbot.waitUntil(
        lambda: any(text.endswith(f"epoch {epoch}") for text in notes(person.losses))
    )


def grip(person: Explorer, epoch: float) -> tuple[float, float]:
    """Where the handle of the loss chart is held at an epoch."""
    low, high = person.losses.view_box.viewRange()[1]
    return epoch, low + 0.3 * (high - low)


# Going back


def test_the_handle_takes_every_panel_to_an_earlier_epoch(trained: Explorer) -> None:
    trained.switch("data")
    colour_by_density(trained)
    trained.stand_at(2.5)
    trained.show_samples()
    trained.drag(trained.losses, grip(trained, 2), grip(trained, 4))
    wait_for_epoch(trained, 4)
    trained.wait_for_facts("epoch 4: out of fold 4.000 nats")
    there = Prediction(4, 2.5)
    trained.qtbot.waitUntil(lambda: agrees(trained.numbers()["Mean"], there.mean))
    values, y = trained.density()
    assert_allclose(values, there.pdf(y), rtol=1e-5)
    assert "2.5" in trained.title_at_x()
    trained.qtbot.waitUntil(lambda: bool(kstest(places(trained, 4), "uniform").pvalue > 1e-3))
    trained.switch("samples")
    wait_for_image(trained, 4)


def places(person: Explorer, epoch: int) -> list[float]:
    """The share of an epoch's probability below each sample: uniform for its own samples."""
    x = np.linspace(-15.0, 15.0, 1000)
    both = zip(x, person.samples(), strict=True)
    return [float(Prediction(epoch, at).cdf(y)) for at, y in both]


def test_an_epoch_that_is_typed_is_shown(trained: Explorer) -> None:
    trained.switch("data")
    colour_by_density(trained)
    for epoch in (5, 1, 3):
        trained.retype("epoch_shown", str(epoch))
        wait_for_epoch(trained, epoch)
        wait_for_image(trained, epoch)


def test_buttons_step_through_the_epochs(trained: Explorer) -> None:
    for button, epoch in (("forward", 3), ("forward", 4), ("back", 3), ("first_epoch", 1)):
        trained.push(button)
        wait_for_epoch(trained, epoch)
    trained.push("back")
    trained.push("forward")
    wait_for_epoch(trained, 2)


def test_a_click_in_the_chart_goes_to_the_epoch_there(trained: Explorer) -> None:
    trained.click(trained.losses, *grip(trained, 3.9))
    wait_for_epoch(trained, 4)


def test_best_leads_back_to_the_best_epoch(trained: Explorer) -> None:
    trained.qtbot.waitUntil(lambda: find(trained.window, QToolButton, "live").text() == "Best")
    trained.retype("epoch_shown", "5")
    wait_for_epoch(trained, 5)
    trained.qtbot.waitUntil(lambda: not trained.ticked("live"))
    trained.push("live")
    wait_for_epoch(trained, 2)
    trained.qtbot.waitUntil(lambda: trained.ticked("live"))


def test_the_outline_of_the_best_epoch_stays_while_others_are_shown(trained: Explorer) -> None:
    def outline() -> tuple[list[float], list[float]]:
        x, y = curve(trained.field, "50% region of the best epoch")
        return x.tolist(), y.tolist()

    assert outline() == ([], [])
    trained.retype("epoch_shown", "4")
    trained.qtbot.waitUntil(lambda: len(outline()[0]) > 0)
    drawn = np.array(outline())
    x, y = drawn[:, np.isfinite(drawn[0])][:, ::25]
    inside = [float(Prediction(2, at).pdf(np.array([up]))[0]) for at, up in zip(x, y, strict=True)]
    assert min(inside) > 0.0
    trained.retype("epoch_shown", "5")
    wait_for_epoch(trained, 5)
    assert_allclose(np.array(outline()), drawn)
    trained.push("live")
    wait_for_epoch(trained, 2)
    trained.qtbot.waitUntil(lambda: outline() == ([], []))


def test_live_follows_the_run_again(person: Explorer, led: LedTraining) -> None:
    person.choose_example()
    person.press("Train")
    led.let_end(3)
    wait_for_epoch(person, 3)
    assert not curve(person.field, "50% region of the best epoch")[0].size
    person.retype("epoch_shown", "1")
    wait_for_epoch(person, 1)
    led.let_end(1)
    person.wait_until_drawn(4)
    assert person.typed("epoch_shown") == "1"
    assert find(person.window, QToolButton, "live").text() == "Live"
    person.push("live")
    wait_for_epoch(person, 4)
    led.let_end(1)
    wait_for_epoch(person, 5)


def test_the_latest_epoch_is_held_when_it_is_typed(person: Explorer, led: LedTraining) -> None:
    person.choose_example()
    person.press("Train")
    led.let_end(3)
    wait_for_epoch(person, 3)
    person.retype("epoch_shown", "3")
    led.let_end(1)
    person.wait_until_drawn(4)
    person.qtbot.waitUntil(lambda: not person.ticked("live"))
    assert person.typed("epoch_shown") == "3"


def test_play_goes_from_the_first_epoch_to_the_last_and_ends(trained: Explorer) -> None:
    seen: list[str] = []

    def at_the_end() -> bool:
        seen.append(trained.typed("epoch_shown"))
        return seen[-1] == "5" and play.accessibleName() == "Play"

    play = find(trained.window, QToolButton, "play")
    trained.retype("playback_speed", "8")
    trained.push("first_epoch")
    wait_for_epoch(trained, 1)
    trained.push("play")
    trained.qtbot.waitUntil(at_the_end)
    epochs = list(dict.fromkeys(seen))  # a slow picture may leave some out
    assert epochs == sorted(epochs)
    assert epochs[0] == "1"
    assert len(epochs) > 2


def test_play_is_as_fast_as_its_field_says_and_can_be_held(trained: Explorer) -> None:
    trained.retype("playback_speed", "2")
    play = find(trained.window, QToolButton, "play")
    trained.push("first_epoch")
    wait_for_epoch(trained, 1)
    start = time.monotonic()
    trained.push("play")
    trained.qtbot.waitUntil(lambda: trained.typed("epoch_shown") == "2")
    assert time.monotonic() - start > 0.2, "epoch 2 is the nearest after a quarter of a second"
    trained.qtbot.waitUntil(lambda: play.accessibleName() == "Hold")
    trained.push("play")
    trained.qtbot.waitUntil(lambda: play.accessibleName() == "Play")
    assert trained.typed("epoch_shown") == "2"


@pytest.mark.parametrize("name", ["run.gif", "run.webp"])
def test_the_playback_is_saved(
    trained: Explorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def choose(dialog: QFileDialog) -> None:
        dialog.fileSelected.emit(str(tmp_path / name))
        dialog.close()

    monkeypatch.setattr(QFileDialog, "open", choose)
    trained.push("export")
    trained.qtbot.waitUntil((tmp_path / name).is_file, timeout=20_000)
    said = f"Saved {name}"
    trained.qtbot.waitUntil(lambda: said in trained.window.statusBar().currentMessage())
    with Image.open(tmp_path / name) as film:
        assert getattr(film, "n_frames", 1) == 2, "the first epoch and the best"
        assert film.size == (1280, 720)
    wait_for_epoch(trained, 2)


# Leading a run


def test_space_holds_a_run_and_lets_it_go_on(person: Explorer, led: LedTraining) -> None:
    person.choose_example()
    person.retype("epochs", "4")
    person.key(Qt.Key.Key_Space)
    led.let_end(2)
    person.wait_until_drawn(2)
    person.key(Qt.Key.Key_Space)
    person.wait_for_message("Paused.")
    person.qtbot.waitUntil(lambda: person.offered("Resume"))
    person.key(Qt.Key.Key_Space)
    person.wait_for_message("Training goes on.")
    led.let_end(2)
    person.wait_for_message("Training finished.")
    assert person.text("time-left").startswith("ended at 4, best ")


def test_space_holds_a_run_after_a_layer_was_switched(person: Explorer, led: LedTraining) -> None:
    person.choose_example()
    person.press("Train")
    led.let_end(1)
    person.wait_until_drawn(1)
    person.switch("mean")
    person.strike(Qt.Key.Key_Space)
    assert person.ticked("layer_mean")
    person.wait_for_message("Paused.")


def test_s_trains_one_epoch_at_a_time(person: Explorer, led: LedTraining) -> None:
    led.let_end(100)
    person.choose_example()
    for epoch in (1, 2, 3):
        person.key(Qt.Key.Key_S)
        person.wait_for_message(f"Paused after epoch {epoch}.")
        person.wait_until_drawn(epoch)
    person.press("Step")
    person.wait_for_message("Paused after epoch 4.")


def test_s_leaves_a_run_that_ended_as_it_is(trained: Explorer) -> None:
    trained.key(Qt.Key.Key_S)
    trained.wait_for_message("This run has ended: Continue trains it further")
    assert trained.text("time-left").startswith("ended at 5")


def test_slow_motion_lets_so_many_epochs_pass_a_second(person: Explorer, led: LedTraining) -> None:
    led.let_end(100)
    person.choose_example()
    person.retype("epochs", "60")
    person.choose("speed", "10/s")
    start = time.monotonic()
    person.press("Train")
    person.qtbot.waitUntil(lambda: person.epochs_drawn() >= 5)
    assert time.monotonic() - start > 0.35
    assert person.epochs_drawn() < 20
    person.choose("speed", "Full speed")
    person.wait_for_message("Training finished.")
    assert time.monotonic() - start < 5.0, "at 10 epochs a second it would have taken 6"


def test_a_stopped_run_shows_its_best_epoch(person: Explorer, led: LedTraining) -> None:
    person.choose_example()
    person.switch("data")
    colour_by_density(person)
    person.press("Train")
    led.let_end(4)
    wait_for_epoch(person, 4)
    person.press("Stop")
    person.wait_for_message(
        "Stopped. Members are shown as of their own best epochs and as of epoch"
    )
    wait_for_epoch(person, 2)
    wait_for_image(person, 2)


def test_a_run_that_ended_goes_on_for_more_epochs(trained: Explorer, led: LedTraining) -> None:
    led.let_end(100)
    trained.take("Continue", "50 epochs more")
    trained.qtbot.waitUntil(lambda: trained.text("time-left") == "ended at 55, best 2")
    trained.wait_until_drawn(55)
    trained.wait_for_message("Training finished.")
    trained.take("Continue", "As many as in the form: 5")
    trained.qtbot.waitUntil(lambda: trained.text("time-left") == "ended at 60, best 2")
    wait_for_epoch(trained, 2)


def test_a_run_that_was_stopped_goes_on_for_the_epochs_that_were_left(
    person: Explorer, led: LedTraining
) -> None:
    person.choose_example()
    person.retype("epochs", "6")
    person.press("Train")
    led.let_end(2)
    person.wait_until_drawn(2)
    person.press("Stop")
    person.wait_for_message("Stopped.")
    led.let_end(4)
    person.qtbot.waitUntil(lambda: person.offered("The 4 epochs that were left"))
    person.take("Continue", "The 4 epochs that were left")
    person.wait_for_message("Training finished.")
    person.wait_until_drawn(6)
    assert not person.offered("The epochs that were left")


# Reading the losses


@pytest.mark.parametrize(
    ("epoch", "read"),
    [
        (1, "epoch 1 · train 2.500 · out of fold 3.000"),
        (4, "epoch 4 · train 3.500 · out of fold 4.000"),
    ],
)
def test_the_mouse_over_the_chart_reads_both_losses(
    trained: Explorer, epoch: int, read: str
) -> None:
    where = pixel(trained.losses, *grip(trained, epoch))
    send_mouse(trained.losses.viewport(), QEvent.Type.MouseMove, where, NO_BUTTON, NO_BUTTON)
    trained.qtbot.waitUntil(lambda: read in notes(trained.losses))


def test_the_epochs_stand_on_a_logarithmic_axis(trained: Explorer) -> None:
    before = picture(trained.losses)
    trained.push("log_epochs")
    trained.qtbot.waitUntil(lambda: bool(np.any(picture(trained.losses) != before)))
    trained.qtbot.waitUntil(lambda: trained.losses.view_box.viewRange()[0][1] < 1.0)
    assert_allclose(curve(trained.losses, "validation")[0], np.log10([1, 2, 3, 4, 5]))
    trained.click(trained.losses, *grip(trained, np.log10(4.0)))
    wait_for_epoch(trained, 4)


def test_smoothed_losses_lie_over_the_faint_ones(trained: Explorer) -> None:
    trained.press_keys("smoothing", *[Qt.Key.Key_PageUp] * 5)
    trained.qtbot.waitUntil(lambda: curve(trained.losses, "validation, smoothed")[0].size == 5)
    losses = np.array([3.0, 2.0, 3.0, 4.0, 5.0])
    assert_allclose(curve(trained.losses, "validation")[1], losses)
    weights = [0.5 ** np.arange(epoch)[::-1] for epoch in range(1, 6)]
    means = [np.average(losses[: len(weight)], weights=weight) for weight in weights]
    assert_allclose(curve(trained.losses, "validation, smoothed")[1], means)
    trained.press_keys("smoothing", Qt.Key.Key_Home)
    trained.qtbot.waitUntil(lambda: curve(trained.losses, "validation, smoothed")[0].size == 0)


def test_the_question_mark_answers_two_questions(trained: Explorer) -> None:
    trained.push("loss_help_button")
    trained.qtbot.waitUntil(lambda: bool(trained.dialogs()))
    box = find(trained.window, QDialog, "loss_help")
    told = box.findChildren(QTextBrowser)[0].toPlainText()
    assert "Why can validation lie below train?" in told
    assert "Why can a loss be negative?" in told
    QTest.keyClick(box, Qt.Key.Key_Escape)
    trained.qtbot.waitUntil(lambda: not trained.window.findChildren(QDialog, "loss_help"))
