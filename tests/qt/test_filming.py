"""Saving a run as an animated picture, in the window, with a training that the test leads."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressDialog, QPushButton

from mdn_gui.qt.control import playback
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.filming import Filming
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.theme import DARK
from mdn_gui.session.session import Session
from tests.person import LEFT, Person
from tests.trainings import LedTraining
from tests.widgets import find

EPOCHS = 4

SHOWN_BEFORE = [None, 3]
"""The best epoch, as after a run, and one that was revisited."""


@dataclass
class Studio:
    """A person at a window that can be filmed, and what the filming said."""

    person: Person
    controller: Controller
    filming: Filming
    done: list[Path] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    cancelled: list[bool] = field(default_factory=list)
    progress: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        window, filming = self.person.window, self.filming
        window.drawn.connect(filming.on_drawn)
        window.closed.connect(filming.cancel)
        filming.done.connect(self.done.append)
        filming.failed.connect(lambda message, _: self.failed.append(message))
        filming.cancelled.connect(lambda: self.cancelled.append(True))
        filming.progressed.connect(lambda ready, total: self.progress.append((ready, total)))

    @property
    def session(self) -> Session:
        return self.controller.session

    def film(self, path: Path) -> None:
        """Film to the end."""
        before = len(self.done)
        self.filming.film(path)
        self.person.qtbot.waitUntil(
            lambda: len(self.done) > before or bool(self.failed), timeout=30_000
        )

    def film_until(self, path: Path, ready: int) -> None:
        """Film until so many pictures are ready."""
        self.filming.film(path)
        self.person.qtbot.waitUntil(lambda: (ready, EPOCHS) in self.progress, timeout=30_000)

    def show(self, epoch: int | None) -> None:
        """Show an epoch; None for the best."""
        if epoch is None:
            self.controller.state.edit(*playback.live())
        else:
            self.controller.state.edit(*playback.show_epoch(epoch))

    def dialog(self) -> QProgressDialog:
        return find(self.person.window, QProgressDialog, "film_progress")

    def wait_until_over(self) -> None:
        """Wait until there is no dialog any more."""
        window = self.person.window
        self.person.qtbot.waitUntil(lambda: not window.findChildren(QProgressDialog))


@pytest.fixture
def untrained(person: Person, controller: Controller) -> Iterator[Studio]:
    person.choose_example()
    studio = Studio(person, controller, Filming(person.window.centralWidget(), controller))
    yield studio
    del studio.filming  # pytest would keep it alive, and with it the window


@pytest.fixture
def studio(untrained: Studio, led: LedTraining) -> Studio:
    """After a run."""
    untrained.person.retype("epochs", str(EPOCHS))
    untrained.person.press("Train")
    led.let_end(EPOCHS)
    untrained.person.wait_for_message("Training finished.")
    return untrained


def frames(path: Path) -> list[Image.Image]:
    with Image.open(path) as image:
        return [frame.convert("RGB") for frame in ImageSequence.Iterator(image)]


@pytest.mark.parametrize("name", ["run.gif", "run.webp"])
@pytest.mark.parametrize("before", SHOWN_BEFORE)
def test_every_epoch_is_a_picture_and_what_was_shown_is_shown_again(
    studio: Studio, tmp_path: Path, name: str, before: int | None
) -> None:
    studio.show(before)
    network = studio.session.network
    studio.film(tmp_path / name)
    assert studio.done == [tmp_path / name]
    assert not studio.failed
    pictures = frames(tmp_path / name)
    assert len(pictures) == EPOCHS
    ratio = studio.person.window.devicePixelRatio()
    assert pictures[0].size == (studio.person.window.centralWidget().size() * ratio).toTuple()
    arrays = [np.array(picture, int) for picture in pictures]
    assert all(np.any(a != b) for a, b in pairwise(arrays))
    assert (studio.session.view.epoch, studio.session.network) == (before, network)
    assert not studio.session.status.playing


def test_a_picture_is_what_the_window_shows_at_that_epoch(studio: Studio, tmp_path: Path) -> None:
    studio.film(tmp_path / "run.webp")
    third = np.array(frames(tmp_path / "run.webp")[2])
    with studio.person.qtbot.waitSignal(studio.person.window.drawn):
        studio.show(3)
    shown = studio.person.window.centralWidget().grab()
    shown.save(str(tmp_path / "shown.png"))
    np.testing.assert_array_equal(third, np.array(frames(tmp_path / "shown.png")[0]))


def test_the_animation_is_as_fast_as_the_playback(studio: Studio, tmp_path: Path) -> None:
    studio.controller.state.edit(*playback.set_speed(4.0))
    studio.film(tmp_path / "run.gif")
    with Image.open(tmp_path / "run.gif") as image:
        assert image.info["duration"] == 250


def test_the_colours_are_those_of_the_window(studio: Studio, tmp_path: Path) -> None:
    studio.show(1)
    studio.person.window.set_theme(DARK)  # not drawn yet
    studio.film(tmp_path / "run.gif")
    studio.film(tmp_path / "run.webp")
    exact = [np.array(frame, int) for frame in frames(tmp_path / "run.webp")]
    found = [np.array(frame, int) for frame in frames(tmp_path / "run.gif")]
    assert np.abs(np.array(found) - np.array(exact)).mean() < 4.0


def test_the_progress_is_told_and_the_window_stays_usable(studio: Studio, tmp_path: Path) -> None:
    studio.filming.film(tmp_path / "run.gif")
    dialog = studio.dialog()
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert dialog.labelText() == "Showing 4 epochs, one after the other."
    studio.person.go_to(-5.0)
    studio.person.qtbot.waitUntil(lambda: bool(studio.done), timeout=30_000)
    assert studio.progress == [(ready, EPOCHS) for ready in range(EPOCHS + 1)]
    assert studio.person.x_shown() == pytest.approx(-5.0, abs=0.1)
    studio.wait_until_over()


def test_a_person_who_goes_to_another_epoch_is_brought_back(studio: Studio, tmp_path: Path) -> None:
    studio.film_until(tmp_path / "run.gif", 1)
    studio.controller.state.edit(*playback.show_epoch(1))
    studio.controller.state.edit(*playback.play_or_hold())
    studio.person.qtbot.waitUntil(lambda: bool(studio.done), timeout=30_000)
    assert len(frames(tmp_path / "run.gif")) == EPOCHS


# Giving up


@pytest.mark.parametrize("way", ["mouse", "key", "window"])
@pytest.mark.parametrize("before", SHOWN_BEFORE)
def test_cancelling_leaves_no_file_and_shows_what_was_shown(
    studio: Studio, tmp_path: Path, way: str, before: int | None
) -> None:
    studio.show(before)
    studio.film_until(tmp_path / "run.gif", 1)
    if way == "mouse":
        QTest.mouseClick(studio.dialog().findChildren(QPushButton)[0], LEFT)
    elif way == "key":
        QTest.keyClick(studio.dialog(), Qt.Key.Key_Escape)
    else:
        studio.person.window.close()
    assert studio.cancelled == [True]
    assert studio.session.view.epoch == before
    studio.wait_until_over()
    with studio.person.qtbot.assertNotEmitted(studio.filming.progressed, wait=100):
        pass
    assert not studio.done
    assert not list(tmp_path.iterdir())


def test_after_cancelling_another_can_be_made(studio: Studio, tmp_path: Path) -> None:
    studio.film_until(tmp_path / "run.gif", 1)
    studio.filming.cancel()
    studio.film(tmp_path / "run.gif")
    assert len(frames(tmp_path / "run.gif")) == EPOCHS


def test_cancelling_nothing_is_not_told(studio: Studio) -> None:
    studio.filming.cancel()
    assert not studio.cancelled


@pytest.mark.parametrize("way", ["a run", "more epochs", "other data", "a reset"])
def test_another_run_or_other_data_ends_it(
    studio: Studio, loader: Loader, tmp_path: Path, way: str
) -> None:
    studio.film_until(tmp_path / "run.gif", 1)
    {
        "a run": studio.controller.training.train,
        "more epochs": lambda: studio.controller.training.extend(2),
        "other data": lambda: loader.load_example("gap"),
        "a reset": studio.controller.training.reset,
    }[way]()
    assert studio.failed == ["The run shown changed, so the animation was not saved."]
    assert studio.session.view.epoch is None
    studio.wait_until_over()
    assert not list(tmp_path.iterdir())


def test_another_size_of_the_window_ends_it(studio: Studio, tmp_path: Path) -> None:
    studio.film_until(tmp_path / "run.gif", 1)
    studio.person.window.resize(1000, 700)
    studio.person.qtbot.waitUntil(lambda: bool(studio.failed), timeout=30_000)
    assert studio.failed == ["The window changed its size: save the animation again."]
    assert studio.session.view.epoch is None
    assert not list(tmp_path.iterdir())


# Refusals


def test_without_a_run_there_is_nothing_to_film(untrained: Studio, tmp_path: Path) -> None:
    untrained.filming.film(tmp_path / "run.gif")
    assert untrained.failed == ["Train a network first: no epoch is recorded."]


def test_a_run_under_way_is_not_filmed(untrained: Studio, led: LedTraining, tmp_path: Path) -> None:
    untrained.person.press("Train")
    led.let_end(1)
    untrained.person.wait_for_facts("at epoch 1")
    untrained.filming.film(tmp_path / "run.gif")
    assert untrained.failed == ["A run is under way: stop it first."]


def test_one_is_filmed_at_a_time(studio: Studio, tmp_path: Path) -> None:
    studio.filming.film(tmp_path / "run.gif")
    studio.filming.film(tmp_path / "other.gif")
    assert studio.failed == ["An animation is being saved: wait for it, or cancel it."]
    studio.person.qtbot.waitUntil(lambda: bool(studio.done), timeout=30_000)
    assert [path.name for path in tmp_path.iterdir()] == ["run.gif"]


def test_another_format_is_refused(studio: Studio, tmp_path: Path) -> None:
    studio.film(tmp_path / "run.mp4")
    assert "use a name ending in .gif or .webp" in studio.failed[0]
    assert studio.session.view.epoch is None
    studio.wait_until_over()


@pytest.mark.parametrize("taken", ["folder", "file"])
def test_a_file_that_cannot_be_written_is_told(studio: Studio, tmp_path: Path, taken: str) -> None:
    path = tmp_path / ("gone" if taken == "folder" else "") / "run.gif"
    if taken == "file":
        path.mkdir()
    studio.film(path)
    assert studio.failed == [
        "run.gif could not be written; choose a folder that may be written to."
    ]
    assert studio.session.view.epoch is None
    studio.wait_until_over()
