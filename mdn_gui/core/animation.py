"""Animated pictures of a run: which epochs they show, and the GIF or WebP file.

Pixels that did not change since the frame before are transparent. The frames are joined here and
not by Pillow, which keeps all of them in memory uncompressed, and merges equal ones.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image

from mdn_gui.core.files.disk_files import replacing
from mdn_gui.core.recording import Recording
from mdn_gui.core.text import say

MOST_EPOCHS = 200
"""A longer run is thinned out."""

LEAST_MS, MOST_MS = 20.0, 60_000.0
"""Shortest and longest time of an epoch, in milliseconds; viewers slow down what is faster."""


class FilmedEpochs(NamedTuple):
    """Epochs, oldest first, and how long each is seen, in milliseconds."""

    epochs: tuple[int, ...]
    milliseconds: float


def filmed_epochs(recording: Recording, epochs_per_second: float) -> FilmedEpochs:
    """Kept epochs spread evenly over the run, with its first and its last.

    Args:
        recording: The run, with at least one epoch.
        epochs_per_second: How fast it passes.

    Returns:
        As many as there are, but at most 200, and no more than one in 20 ms.
    """
    first, last = recording.frames[0].epoch, recording.frames[-1].epoch
    if first == last:
        return FilmedEpochs((first,), _within(1000.0 / epochs_per_second))
    visible = 1 + int((last - first) * 1000.0 / (LEAST_MS * epochs_per_second))
    count = max(2, min(visible, MOST_EPOCHS, len(recording.frames)))
    nearest = map(recording.nearest, np.linspace(first, last, count).tolist())
    epochs = tuple(dict.fromkeys(frame.epoch for frame in nearest if frame is not None))
    between = (last - first) / (len(epochs) - 1)
    return FilmedEpochs(epochs, _within(1000.0 * between / epochs_per_second))


def _within(milliseconds: float) -> float:
    return min(max(milliseconds, LEAST_MS), MOST_MS)


type Pixels = NDArray[np.uint8]
"""A picture, (height, width, 3): red, green and blue from 0 to 255."""


class Format(Protocol):
    """How an animated picture is written."""

    @property
    def step(self) -> int:
        """What the durations of frames are multiples of, in milliseconds."""

    def compress(self, frame: Pixels, before: Pixels | None, milliseconds: int) -> bytes:
        """One frame of the file, drawn over the one before it."""

    def file(self, width: int, height: int, frames: tuple[bytes, ...]) -> Iterator[bytes]:
        """The file of compressed frames, repeated for ever; sizes in pixels."""


@dataclass(frozen=True, eq=False)
class Animation:
    """An animated picture as far as it has come.

    Attributes:
        format: How it is written.
        milliseconds: How long each frame is seen.
        compressed: The frames, oldest first.
        latest: The last one; None before any.
    """

    format: Format
    milliseconds: float
    compressed: tuple[bytes, ...] = ()
    latest: Pixels | None = None

    @classmethod
    def begin(cls, suffix: str, milliseconds: float, like: Pixels) -> Animation:
        """An animation without frames.

        Args:
            suffix: Of the file: .gif, of 255 colours, or .webp, without loss.
            milliseconds: How long each frame is seen; GIF has them to the next hundredth of a
                second, with the right time in all.
            like: A picture of the colours that will be needed, (height, width, 3).

        Raises:
            ValueError: The suffix is another one.
        """
        match suffix.lower():
            case ".gif":
                return cls(_Gif(like), milliseconds)
            case ".webp":
                return cls(_WebP(), milliseconds)
        raise ValueError(
            say(
                "{suffix!r} is no animated picture; use a name ending in .gif or .webp.",
                suffix=suffix,
            )
        )

    def with_frame(self, frame: Pixels) -> Animation:
        """The animation with one more frame, (height, width, 3).

        Raises:
            ValueError: The frame has another size than those before it.
        """
        if self.latest is not None and frame.shape != self.latest.shape:
            raise ValueError(
                say(
                    "A frame of shape {shape} follows one of {former}.",
                    shape=frame.shape,
                    former=self.latest.shape,
                )
            )
        passed = len(self.compressed)
        duration = self._clock(passed + 1) - self._clock(passed)
        added = self.format.compress(frame, self.latest, duration)
        return replace(self, compressed=(*self.compressed, added), latest=frame)

    def write(self, path: Path) -> None:
        """Write the file, all of it or nothing.

        Raises:
            OSError: It cannot be written.
            ValueError: There are no frames.
        """
        if self.latest is None:
            raise ValueError(say("An animation needs at least one frame."))
        height, width, _ = self.latest.shape
        with replacing(path) as file:
            file.writelines(self.format.file(width, height, self.compressed))

    def _clock(self, frames: int) -> int:
        """When so many frames have been seen, in milliseconds that the format can tell."""
        return self.format.step * round(frames * self.milliseconds / self.format.step)


class _Gif:
    """One palette for all frames: with a palette each, still areas would flicker.

    Source: CompuServe, Graphics Interchange Format, version 89a.
    """

    step = 10
    _TRANSPARENT = 255

    def __init__(self, like: Pixels) -> None:
        # The first method gives many colours to what is large, so that densities stay smooth, the
        # second some to what is rare, such as lines.
        large = _chosen(like, 128, Image.Quantize.MEDIANCUT)
        rare = _chosen(like, self._TRANSPARENT - 128, Image.Quantize.MAXCOVERAGE, kmeans=1)
        self._palette = Image.new("P", (1, 1))
        self._palette.putpalette((large + rare).ljust(3 * self._TRANSPARENT, b"\0"))

    def compress(self, frame: Pixels, before: Pixels | None, milliseconds: int) -> bytes:
        colours = self._colours(frame)
        if before is not None:
            colours[colours == self._colours(before)] = self._TRANSPARENT
        return b"".join(
            GifImagePlugin.getdata(
                Image.fromarray(colours),
                duration=milliseconds,
                transparency=self._TRANSPARENT,
                disposal=1,  # what is drawn stays
            )
        )

    def file(self, width: int, height: int, frames: tuple[bytes, ...]) -> Iterator[bytes]:
        palette_of_256 = 0xF7
        yield struct.pack("<6sHHBBB", b"GIF89a", width, height, palette_of_256, 0, 0)
        yield bytes(self._palette.getpalette() or ()).ljust(3 * 256, b"\0")[: 3 * 256]
        for_ever = 0
        yield struct.pack("<3s11sBBHB", b"!\xff\x0b", b"NETSCAPE2.0", 3, 1, for_ever, 0)
        yield from frames
        yield b";"

    def _colours(self, frame: Pixels) -> Pixels:
        """Places in the palette, (height, width)."""
        # Dithering would add a noise that flickers and does not compress.
        image = Image.fromarray(frame).quantize(palette=self._palette, dither=Image.Dither.NONE)
        return np.array(image)


def _chosen(like: Pixels, count: int, method: Image.Quantize, kmeans: int = 0) -> bytes:
    """So many colours of a picture, or fewer: red, green and blue of each."""
    image = Image.fromarray(like).quantize(count, method=method, kmeans=kmeans)
    return bytes(image.getpalette() or ())[: 3 * count]


class _WebP:
    """Every colour as it is.

    Source: RFC 9649, section 2, the container format.
    """

    step = 1

    def compress(self, frame: Pixels, before: Pixels | None, milliseconds: int) -> bytes:
        changed = np.ones(frame.shape[:2], bool) if before is None else (frame != before).any(-1)
        image = np.dstack([frame, np.full_like(frame[..., 0], 255)])
        image[~changed] = 0
        file = BytesIO()
        # More effort takes longer than the window takes to draw the next frame.
        Image.fromarray(image).save(file, "webp", lossless=True, method=1, quality=20)
        height, width = changed.shape
        blended_and_kept = 0
        header = b"".join(map(_three_bytes, (0, 0, width - 1, height - 1, milliseconds)))
        picture = file.getvalue()[len("RIFF....WEBP") :]
        return _chunk(b"ANMF", header + bytes([blended_and_kept]) + picture)

    def file(self, width: int, height: int, frames: tuple[bytes, ...]) -> Iterator[bytes]:
        animated, transparent = 0x02, 0x10
        size = _three_bytes(width - 1) + _three_bytes(height - 1)
        extended = _chunk(b"VP8X", struct.pack("<I", animated | transparent) + size)
        background = for_ever = 0
        repeated = _chunk(b"ANIM", struct.pack("<IH", background, for_ever))
        length = sum(map(len, (b"WEBP", extended, repeated, *frames)))
        yield struct.pack("<4sI4s", b"RIFF", length, b"WEBP")
        yield from (extended, repeated, *frames)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2)


def _three_bytes(number: int) -> bytes:
    return number.to_bytes(3, "little")
