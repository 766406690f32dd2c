"""Points too many to be drawn one by one, as an image of how many lie where."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.maths.numerics import Floats

MOST_POINTS = 20_000
"""More points than that are drawn as an image."""


def crowd_image(
    x: Floats,
    y: Floats,
    kinds: NDArray[np.integer],
    edges: tuple[Floats, Floats],
    colours: Sequence[int],
    *,
    opacities: tuple[float, float],
) -> NDArray[np.uint32]:
    """Draw points as an image: each pixel in the colour of the kind most frequent there.

    The more points a pixel holds, the less transparent it is, by the logarithm of their number.

    Args:
        x: `(n,)`.
        y: `(n,)`.
        kinds: What each point is, from 0, `(n,)`.
        edges: Of the pixels, `(columns + 1,)` in x and `(pixels + 1,)` in y, increasing and evenly
            spaced; points beyond them are left out.
        colours: Of the kinds, 0xRRGGBB; repeated after the last.
        opacities: From 0 to 1: the least that a pixel with a point has, and what the one with the
            most points has.

    Returns:
        Premultiplied colours 0xAARRGGBB, `(pixels, columns)`, the largest y first; 0 where no
        point is.
    """
    columns, rows = len(edges[0]) - 1, len(edges[1]) - 1
    column, inside = _pixel(x, edges[0])
    row, inside_y = _pixel(y, edges[1])
    inside &= inside_y
    place = ((rows - 1 - row) * columns + column)[inside]
    kind = kinds[inside] % len(colours)
    image = np.zeros(rows * columns, np.uint32)
    if not len(place):
        return image.reshape(rows, columns)
    occupied, total, commonest = _by_place(place, kind)
    share = np.log1p(total) / np.log1p(total.max())
    colour = np.asarray(colours, np.uint32)[commonest]
    faintest, strongest = opacities
    image[occupied] = _premultiplied(colour, faintest + (strongest - faintest) * share)
    return image.reshape(rows, columns)


def _by_place(
    place: NDArray[np.intp], kind: NDArray[np.integer]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """The places where points are; for each, how many, and their most frequent kind."""
    kinds = int(kind.max()) + 1
    pairs, counts = np.unique(place * kinds + kind, return_counts=True)
    places, kind_there = np.divmod(pairs, kinds)
    # By place, and there the most frequent kind last, the first of equals.
    order = np.lexsort((-kind_there, counts, places))
    occupied, first = np.unique(places, return_index=True)
    last = np.append(first[1:], len(places)) - 1
    return occupied, np.add.reduceat(counts, first), kind_there[order][last]


def _premultiplied(colour: NDArray[np.uint32], alpha: Floats) -> NDArray[np.uint32]:
    pixels = np.round(255 * alpha).astype(np.uint32) << np.uint32(24)
    for shift in np.array([16, 8, 0], np.uint32):
        channel = (colour >> shift) & np.uint32(0xFF)
        pixels |= np.round(channel * alpha).astype(np.uint32) << shift
    return pixels


def _pixel(values: Floats, edges: Floats) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The pixel of each value, and whether it is one of the image."""
    pixels = len(edges) - 1
    position = (values - edges[0]) * (pixels / (edges[-1] - edges[0]))
    inside = (position >= 0) & (position < pixels)
    return np.clip(position, 0, pixels - 1).astype(np.intp), inside
