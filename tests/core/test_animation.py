"""Films of runs."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageSequence

from mdn_gui.core.animation import MOST_FRAMES, Animation, Pixels, filmed_epochs
from mdn_gui.core.recording import Frame, Losses, Recording
from tests.networks import random_network

NETWORK = random_network(components=1)


def run_of(losses: Sequence[float], stride: int = 1) -> Recording:
    """A run with these validation losses, of which the networks of some epochs are kept."""
    run = [Losses(epoch, loss, loss) for epoch, loss in enumerate(losses, start=1)]
    best = min(run, key=lambda each: each.validation)
    always = {1, best.epoch, len(run)}
    kept = [each.epoch for each in run if each.epoch % stride == 0 or each.epoch in always]
    frames = tuple(Frame(epoch, NETWORK) for epoch in kept)
    return Recording(tuple(run), frames, best, NETWORK, stride)


def shown_of(losses: Sequence[float], stride: int = 1) -> list[float]:
    """The losses of the epochs that a film of a run shows."""
    return [losses[epoch - 1] for epoch in filmed_epochs(run_of(losses, stride)).epochs]


def test_of_a_short_run_every_epoch_that_was_the_best_so_far_is_filmed() -> None:
    assert filmed_epochs(run_of([3.0, 2.0, 2.5, 1.0, 4.0])) == ((1, 2, 4), 500.0)


def test_one_epoch_is_one_picture() -> None:
    assert filmed_epochs(run_of([3.0])).epochs == (1,)


@pytest.mark.parametrize("stride", [1, 2])
def test_the_loss_falls_by_equal_steps(stride: int) -> None:
    fall = np.exp(-np.arange(400) / 80.0)
    steps = -np.diff(shown_of((1.0 + fall).tolist(), stride))
    assert len(steps) == MOST_FRAMES - 1
    # A step ends with the first epoch that takes it so far, and each falls by less than this.
    assert np.ptp(steps[:-1]) < stride * -np.diff(fall).min()


def test_a_first_loss_far_above_all_others_leaves_the_rest_its_pictures() -> None:
    fall = np.exp(-np.arange(400) / 80.0)
    far, usual = shown_of([1e6, *fall.tolist()]), shown_of([1.5, *fall.tolist()])
    assert far[1:] == usual[1:]
    assert len(far) == MOST_FRAMES


def test_an_infinite_first_loss_is_filmed() -> None:
    assert shown_of([np.inf, *np.linspace(2.0, 1.0, 100).tolist()])[:2] == [np.inf, 2.0]


def test_a_film_takes_six_seconds_but_for_its_end() -> None:
    epochs, milliseconds = filmed_epochs(run_of(np.linspace(2.0, 1.0, 300).tolist()))
    assert len(epochs) * milliseconds == pytest.approx(6_000.0)


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=300),
    st.sampled_from([1, 2, 8]),
)
def test_a_film_goes_from_the_first_epoch_to_the_best_and_gets_better_with_each(
    losses: list[float], stride: int
) -> None:
    epochs, milliseconds = filmed_epochs(run_of(losses, stride))
    kept = {frame.epoch for frame in run_of(losses, stride).frames}
    assert set(epochs) <= kept
    assert (epochs[0], epochs[-1]) == (1, 1 + int(np.argmin(losses)))
    assert list(epochs) == sorted(set(epochs))
    shown = [losses[epoch - 1] for epoch in epochs]
    assert all(later < before for before, later in pairwise(shown))
    assert len(epochs) <= MOST_FRAMES
    assert 100.0 <= milliseconds <= 500.0


SUFFIXES = (".gif", ".webp")

FRAMES = st.tuples(st.integers(1, 5), st.integers(1, 9), st.integers(1, 9), st.just(3)).flatmap(
    lambda shape: arrays.arrays(np.uint8, shape)
)
"""A few pictures of one size."""


def save(path: Path, frames: Sequence[Pixels], milliseconds: float = 50.0) -> None:
    animation = Animation.begin(path.suffix, frames[-1])
    for frame in frames:
        animation = animation.with_frame(frame, milliseconds)
    animation.write(path)


def read(path: Path) -> list[Pixels]:
    with Image.open(path) as image:
        return [np.array(frame.convert("RGB")) for frame in ImageSequence.Iterator(image)]


def durations(path: Path) -> list[int]:
    found = []
    with Image.open(path) as image:
        for frame in ImageSequence.Iterator(image):
            frame.load()
            found.append(frame.info["duration"])
    return found


def growing_map(frames: int = 6) -> list[Pixels]:
    """A smooth map in two colours that becomes sharper, with a frame and a line around it."""
    y, x = np.mgrid[-1.0:1.0:90j, -1.0:1.0:120j]
    pictures = []
    for number in range(frames):
        density = np.exp(-((y - np.sin(3 * x)) ** 2) / (0.5 / (1 + number)))[..., None]
        picture = np.array([255, 255, 255]) + density * (np.array([8, 48, 107]) - 255)
        picture[:8] = (241, 243, 245)
        picture[40] = (192, 57, 43)
        pictures.append(picture.astype(np.uint8))
    return pictures


@given(FRAMES)
def test_webp_keeps_every_frame_and_every_colour(frames: Pixels) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "run.webp"
        save(path, list(frames))
        np.testing.assert_array_equal(read(path), frames)


@given(FRAMES)
def test_gif_keeps_every_frame_and_its_size(frames: Pixels) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "run.gif"
        save(path, list(frames))
        assert np.shape(read(path)) == frames.shape


@pytest.mark.parametrize("shade", [0, 1, 128, 254, 255])
def test_colours_that_nobody_expected_are_replaced_by_the_nearest(
    tmp_path: Path, shade: int
) -> None:
    black = np.zeros((4, 5, 3), np.uint8)
    grey = np.full_like(black, shade)
    animation = Animation.begin(".gif", np.vstack([black, black + 255]))
    animation.with_frame(grey, 50.0).with_frame(black, 50.0).write(tmp_path / "run.gif")
    first, second = read(tmp_path / "run.gif")
    assert np.unique(first).tolist() == [255 if shade >= 128 else 0]
    assert not second.any()


def test_gif_keeps_the_colours_of_smooth_maps_backgrounds_and_lines(tmp_path: Path) -> None:
    frames = growing_map()
    save(tmp_path / "run.gif", frames)
    error = np.abs(np.array(read(tmp_path / "run.gif"), int) - np.array(frames))
    assert error.mean() < 2.0
    assert error[:, :8].max() <= 4, "the background"
    assert error[:, 40].max() <= 8, "the line"
    assert error.max() <= 24


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_stands_still_does_not_flicker(tmp_path: Path, suffix: str) -> None:
    frames = growing_map()
    still = np.all([frame == frames[0] for frame in frames], axis=(0, -1))
    path = tmp_path / f"run{suffix}"
    save(path, frames)
    first, *others = read(path)
    for frame in others:
        np.testing.assert_array_equal(frame[still], first[still])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_stands_still_takes_no_room(tmp_path: Path, suffix: str) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (60, 80, 3), np.uint8)
    one, ten = tmp_path / f"one{suffix}", tmp_path / f"ten{suffix}"
    save(one, [picture])
    save(ten, [picture] * 10)
    assert len(read(ten)) == 10
    assert ten.stat().st_size < 1.5 * one.stat().st_size


@pytest.mark.parametrize(
    ("suffix", "milliseconds", "each"),
    [
        (".gif", 50.0, {50}),
        (".gif", 100 / 3, {30, 40}),
        (".gif", 25.0, {20, 30}),
        (".webp", 100 / 3, {33, 34}),
        (".webp", 2000.0, {2000}),
    ],
)
def test_frames_are_seen_as_long_as_wanted(
    tmp_path: Path, suffix: str, milliseconds: float, each: set[int]
) -> None:
    path = tmp_path / f"run{suffix}"
    save(path, growing_map(12), milliseconds)
    assert set(durations(path)) == each
    assert sum(durations(path)) == pytest.approx(12 * milliseconds, abs=10)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_frame_can_be_seen_longer_than_the_others(tmp_path: Path, suffix: str) -> None:
    first, second = growing_map(2)
    animation = Animation.begin(suffix, first).with_frame(first, 60.0)
    animation.with_frame(second, 2000.0).write(tmp_path / f"run{suffix}")
    assert durations(tmp_path / f"run{suffix}") == [60, 2000]


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".GIF", ".WebP"])
def test_it_is_repeated_for_ever(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"run{suffix}"
    save(path, growing_map(2))
    with Image.open(path) as image:
        assert image.format == suffix[1:].upper()
        assert image.info["loop"] == 0


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_exists_is_replaced(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"run{suffix}"
    path.write_bytes(b"old" * 100_000)
    save(path, growing_map(1))
    assert np.shape(read(path)) == (1, 90, 120, 3)


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "run.gif").mkdir()
    with pytest.raises(FileExistsError, match=r"run\.gif"):
        save(tmp_path / "run.gif", growing_map(1))
    assert [path.name for path in tmp_path.iterdir()] == ["run.gif"]


@pytest.mark.parametrize("suffix", [".mp4", ".png", ""])
def test_other_formats_are_refused_with_those_there_are(suffix: str) -> None:
    with pytest.raises(ValueError, match=r"\.gif or \.webp") as refusal:
        Animation.begin(suffix, growing_map(1)[0])
    assert str(refusal.value).startswith(repr(suffix))


def test_frames_of_different_sizes_are_refused() -> None:
    [frame] = growing_map(1)
    animation = Animation.begin(".webp", frame).with_frame(frame, 50.0)
    with pytest.raises(ValueError, match=r"\(90, 60, 3\).*\(90, 120, 3\)"):
        animation.with_frame(frame[:, ::2], 50.0)


def test_no_frames_are_no_animation(tmp_path: Path) -> None:
    animation = Animation.begin(".gif", growing_map(1)[0])
    with pytest.raises(ValueError, match="at least one frame"):
        animation.write(tmp_path / "run.gif")
    assert not list(tmp_path.iterdir())


def test_an_animation_that_goes_on_leaves_the_shorter_one_as_it_was(tmp_path: Path) -> None:
    first, second = growing_map(2)
    one = Animation.begin(".webp", first).with_frame(first, 50.0)
    one.with_frame(second, 50.0).write(tmp_path / "two.webp")
    one.write(tmp_path / "one.webp")
    assert [len(read(tmp_path / name)) for name in ("one.webp", "two.webp")] == [1, 2]
