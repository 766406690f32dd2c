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
from mdn_gui.core.recording import Losses, Recording
from mdn_gui.core.text import say

MOST_FRAMES = 60
"""Pictures of a film, its last one included."""

BEST_MS = 2_000.0
"""How long the last one is seen, in milliseconds."""

_LENGTH_MS = 6_000.0  # of a film but for its end, unless its frames are too few
_LONGEST_MS = 500.0  # of each frame before the last
_FEW = 10  # epochs that are all shown
_HALVINGS = 50  # until a step is known as well as a number can be


class FilmedEpochs(NamedTuple):
    """Epochs, oldest first, and how long each but the last is seen, in milliseconds."""

    epochs: tuple[int, ...]
    milliseconds: float


def filmed_epochs(recording: Recording) -> FilmedEpochs:
    """Epochs from the first to the best between which the best validation loss falls evenly.

    Only kept epochs that were the best so far are shown. Where the loss falls by more than a step
    within one epoch, as at first, that is one step; the steps are as small as is affordable, so
    that a first loss far above all others leaves the rest its frames.

    Args:
        recording: The run, with at least one epoch.

    Returns:
        The first, the best, and between them so many that at most 60 are shown, and at most half
        of the best ones so far, or 10.
    """
    records = _records(recording)
    wanted = min(MOST_FRAMES, max(_FEW, len(records) // 2))
    shown = records
    if len(records) > wanted:
        low, high = 0.0, records[1].validation - records[-1].validation
        for _ in range(_HALVINGS):
            step = (low + high) / 2.0
            if len(_spread(records, step)) > wanted:
                low = step
            else:
                high = step
        shown = _spread(records, high)
    milliseconds = min(_LENGTH_MS / len(shown), _LONGEST_MS)
    return FilmedEpochs(tuple(losses.epoch for losses in shown), milliseconds)


def _records(recording: Recording) -> list[Losses]:
    """The kept epochs that were better than all kept before."""
    kept = {frame.epoch for frame in recording.frames}
    records: list[Losses] = []
    for losses in recording.losses:
        if losses.epoch in kept and (not records or losses.validation < records[-1].validation):
            records.append(losses)
    return records


def _spread(records: list[Losses], step: float) -> list[Losses]:
    """The first, those that are better than the one shown before by a step, and the best."""
    first, *between, best = records
    shown = [first]
    for losses in between:
        if shown[-1].validation - losses.validation >= step:
            shown.append(losses)
    return [*shown, best]


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
        compressed: The frames, oldest first.
        latest: The last one; None before any.
        milliseconds: How long it takes.
    """

    format: Format
    compressed: tuple[bytes, ...] = ()
    latest: Pixels | None = None
    milliseconds: float = 0.0

    @classmethod
    def begin(cls, suffix: str, like: Pixels) -> Animation:
        """An animation without frames.

        Args:
            suffix: Of the file: .gif, of 255 colours, or .webp, without loss.
            like: A picture of the colours that will be needed, (height, width, 3).

        Raises:
            ValueError: The suffix is another one.
        """
        match suffix.lower():
            case ".gif":
                return cls(_Gif(like))
            case ".webp":
                return cls(_WebP())
        raise ValueError(
            say(
                "{suffix!r} is no animated picture; use a name ending in .gif or .webp.",
                suffix=suffix,
            )
        )

    def with_frame(self, frame: Pixels, milliseconds: float) -> Animation:
        """The animation with one more frame.

        Args:
            frame: (height, width, 3).
            milliseconds: How long it is seen; GIF has that to the next hundredth of a second, with
                the right time in all.

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
        end = self.milliseconds + milliseconds
        duration = self._told(end) - self._told(self.milliseconds)
        added = self.format.compress(frame, self.latest, duration)
        compressed = (*self.compressed, added)
        return replace(self, compressed=compressed, latest=frame, milliseconds=end)

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

    def _told(self, milliseconds: float) -> int:
        """The nearest time that the format can tell, in milliseconds."""
        return self.format.step * round(milliseconds / self.format.step)


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
