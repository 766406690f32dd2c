"""Saving a run as an animated picture, in the window, with a training that the test leads."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageSequence
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QProgressDialog, QPushButton

from mdn_gui.qt.control import looking, playback
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.filming import Filming
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.panels.presentation_bar import FilmCaption
from mdn_gui.qt.presentation import Presentation
from mdn_gui.qt.theme import DARK
from mdn_gui.session.session import Session
from tests.person import LEFT, Person
from tests.trainings import LedTraining
from tests.widgets import find

EPOCHS, BEST = 4, 3
"""Of the run, whose losses fall until the third epoch."""


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
        filming = self.filming
        self.person.window.closed.connect(filming.cancel)
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
        self.person.qtbot.waitUntil(lambda: (ready, BEST) in self.progress, timeout=30_000)

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
def led() -> LedTraining:
    return LedTraining(best_epoch=BEST)


@pytest.fixture
def untrained(person: Person, controller: Controller) -> Iterator[Studio]:
    person.choose_example()
    studio = Studio(person, controller, Filming(person.window, controller))
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


def durations(path: Path) -> list[int]:
    found = []
    with Image.open(path) as image:
        for frame in ImageSequence.Iterator(image):
            frame.load()
            found.append(frame.info["duration"])
    return found


@pytest.mark.parametrize(("name", "before"), [("run.gif", None), ("run.webp", 2)])
def test_every_better_epoch_is_a_picture_and_the_window_stays_as_it_is(
    studio: Studio, tmp_path: Path, name: str, before: int | None
) -> None:
    studio.show(before)
    view = studio.session.view
    studio.film(tmp_path / name)
    assert studio.done == [tmp_path / name]
    assert not studio.failed
    assert studio.session.view is view
    pictures = frames(tmp_path / name)
    assert [picture.size for picture in pictures] == [(1280, 720)] * BEST
    arrays = [np.array(picture, int) for picture in pictures]
    assert all(np.any(a != b) for a, b in pairwise(arrays))
    assert durations(tmp_path / name) == [500, 500, 2000]


def test_a_picture_is_what_is_presented_of_that_epoch(studio: Studio, tmp_path: Path) -> None:
    studio.film(tmp_path / "run.webp")
    taken = [np.array(frame) for frame in frames(tmp_path / "run.webp")]
    stage = Presentation(FilmCaption())
    studio.person.qtbot.addWidget(stage)
    stage.resize(1280, 720)
    stage.show()
    for epoch, picture in ((2, taken[1]), (None, taken[2])):
        studio.show(epoch)
        studio.person.qtbot.waitUntil(lambda: studio.session.answered is not None)
        stage.show_session(studio.session)
        studio.person.qtbot.waitUntil(lambda: not stage.busy)
        np.testing.assert_array_equal(pixels(stage), picture)


def pixels(stage: Presentation) -> NDArray[np.uint8]:
    image = stage.picture()
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return lines.reshape(image.height(), image.width(), 3).copy()


def test_the_temperature_is_the_one_that_was_chosen(studio: Studio, tmp_path: Path) -> None:
    studio.film(tmp_path / "one.webp")
    studio.controller.do(looking.set_temperature(3.0))
    studio.film(tmp_path / "three.webp")
    one, three = (np.array(frames(tmp_path / f"{name}.webp")[-1]) for name in ("one", "three"))
    assert np.any(one[-50:] != three[-50:]), "its number stands below"
    assert np.mean(one[:-50] != three[:-50]) > 0.01


def test_what_the_temperature_is_of_stands_below(studio: Studio) -> None:
    caption = FilmCaption()
    studio.person.qtbot.addWidget(caption)
    studio.controller.do(looking.set_temperature(0.2))
    studio.controller.do(looking.temper(branches=True))
    caption.show()
    caption.show_session(studio.session)
    [label] = caption.findChildren(QLabel)
    assert label.text() == f"branch temperature 0.2 · best epoch {BEST}"


def test_the_colours_are_those_of_the_window(studio: Studio, tmp_path: Path) -> None:
    studio.person.window.set_theme(DARK)  # not drawn yet
    studio.film(tmp_path / "run.gif")
    studio.film(tmp_path / "run.webp")
    exact = [np.array(frame, int) for frame in frames(tmp_path / "run.webp")]
    found = [np.array(frame, int) for frame in frames(tmp_path / "run.gif")]
    assert np.abs(np.array(found) - np.array(exact)).mean() < 4.0
    assert np.median(exact) < 64, "dark"


def test_the_progress_is_told_and_the_window_stays_usable(studio: Studio, tmp_path: Path) -> None:
    studio.filming.film(tmp_path / "run.gif")
    dialog = studio.dialog()
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert dialog.labelText() == "Drawing 3 pictures."
    studio.person.go_to(-5.0)
    studio.person.qtbot.waitUntil(lambda: bool(studio.done), timeout=30_000)
    assert studio.progress == [(ready, BEST) for ready in range(BEST + 1)]
    assert studio.person.x_shown() == pytest.approx(-5.0, abs=0.1)
    studio.wait_until_over()


@pytest.mark.parametrize("way", ["a run", "other data"])
def test_what_is_done_meanwhile_is_in_no_picture(
    studio: Studio, loader: Loader, tmp_path: Path, way: str
) -> None:
    studio.film(tmp_path / "still.webp")
    studio.filming.film(tmp_path / "run.webp")
    if way == "a run":
        studio.controller.training.train()
    else:
        loader.load_example("gap")
    studio.person.qtbot.waitUntil(lambda: len(studio.done) > 1, timeout=30_000)
    assert (tmp_path / "run.webp").read_bytes() == (tmp_path / "still.webp").read_bytes()


# Giving up


@pytest.mark.parametrize("way", ["mouse", "key", "window"])
def test_cancelling_leaves_no_file(studio: Studio, tmp_path: Path, way: str) -> None:
    studio.film_until(tmp_path / "run.gif", 1)
    if way == "mouse":
        QTest.mouseClick(studio.dialog().findChildren(QPushButton)[0], LEFT)
    elif way == "key":
        QTest.keyClick(studio.dialog(), Qt.Key.Key_Escape)
    else:
        studio.person.window.close()
    assert studio.cancelled == [True]
    studio.wait_until_over()
    with studio.person.qtbot.assertNotEmitted(studio.filming.progressed, wait=100):
        pass
    assert not studio.done
    assert not list(tmp_path.iterdir())


def test_after_cancelling_another_can_be_made(studio: Studio, tmp_path: Path) -> None:
    studio.film_until(tmp_path / "run.gif", 1)
    studio.filming.cancel()
    studio.film(tmp_path / "run.gif")
    assert len(frames(tmp_path / "run.gif")) == BEST


def test_cancelling_nothing_is_not_told(studio: Studio) -> None:
    studio.filming.cancel()
    assert not studio.cancelled


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
