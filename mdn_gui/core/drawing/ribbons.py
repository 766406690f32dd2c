"""The components of mixtures as ribbons over an image: a band of mean ± scale, a core at the mean.

Each ribbon is a layer of its own optical depth, minus the logarithm of the light that it lets
through. The depths of all add up, and what they add is coloured by their depth-weighted mean, so
that no ribbon lies above another.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.drawing.colouring import Argb
from mdn_gui.core.field import Image
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture

LEAST_WEIGHT = 1e-3
"""Components below this weight are not drawn."""

BAND_OPACITY, CORE_OPACITY = 0.5, 0.9
"""At weight 1; they fall with the root of the weight, so that small components can be seen."""

FADED = 0.2
"""Share of their opacity that the others keep while one component is emphasised."""

_OPAQUE = 255.0
_LEAST_DEPTH = 1e-6  # far below what changes a byte
_ROWS = 32  # of an image that stay in the cache


def over(
    image: Argb,
    mixture: Mixture,
    y_edges: Floats,
    colours: NDArray[np.uint8],
    selected: int | None,
) -> Argb:
    """Lay the components over an image.

    Args:
        image: Premultiplied, 0xAARRGGBB, `(pixels, columns)`, the largest y in the first row.
        mixture: Of each column, batch shape `(columns,)`, with one output.
        y_edges: Edges of the pixels, `(pixels + 1,)`, increasing and evenly spaced, in units of y.
        colours: Red, green and blue, `(n, 3)`; component k has colour k modulo n.
        selected: The emphasised component; None, or one that is not there, for none.

    Returns:
        A new image, of the same kind.
    """
    rows = len(image)
    pixel = (y_edges[-1] - y_edges[0]) / rows
    centres = (y_edges[-1] - mixture.means[..., 0]) / pixel
    halves = np.stack([mixture.scales[..., 0] / pixel, _core_halves(centres)])
    ends = np.clip(np.stack([centres - halves, centres + halves]), 0.0, rows)
    # As the bytes of a colour lie in memory, the opacity last.
    bgra = np.full((4, mixture.components), _OPAQUE)
    bgra[:3] = colours[np.arange(mixture.components) % len(colours), ::-1].T
    filled = _filled(ends, _depths(mixture.weights, selected), bgra, rows)
    result = np.empty_like(image)
    for first in range(0, rows, _ROWS):
        block = slice(first, first + _ROWS)
        result[block] = _blended(image[block], filled[block])
    return result


def _core_halves(centres: Floats) -> Floats:
    """Half the height of each core, in pixels: a steep one must not fall apart into dots."""
    if len(centres) < 2:
        return np.full_like(centres, 0.5)
    return np.maximum(0.5 * np.abs(np.gradient(centres, axis=0)), 0.5)


def _depths(weights: Floats, selected: int | None) -> Floats:
    """Optical depths of bands and cores, `(2, columns, components)`."""
    components = weights.shape[1]
    strength = np.where(weights < LEAST_WEIGHT, 0.0, np.sqrt(weights))
    if selected is not None and selected < components:
        strength *= np.where(np.arange(components) == selected, 1.0, FADED)
    depths: Floats = -np.log1p(-np.stack([BAND_OPACITY * strength, CORE_OPACITY * strength]))
    return depths


def _filled(ends: Floats, depths: Floats, bgra: Floats, rows: int) -> Image:
    """Sum over ribbons of their colours times depth, where they cover a pixel.

    Only the ends of the ribbons are written; running sums down the rows fill them.

    Args:
        ends: Where ribbons begin and end, in rows from the first, within the image,
            `(2, 2, columns, components)`: ends, then bands and cores.
        depths: `(2, columns, components)`.
        bgra: `(4, components)`.
        rows: Of the image.

    Returns:
        `(rows, 4, columns)`.
    """
    columns = depths.shape[1]
    row = ends.astype(np.intp)
    # A ribbon that covers a part of a pixel has that part of its depth there.
    steps = depths * np.array([1.0, -1.0])[:, None, None, None]
    later = steps * (ends - row)
    parts = np.stack([steps - later, later])
    places = np.stack([row, row + 1]) * 4 * columns + np.arange(columns)[:, None]
    filled = np.zeros((rows + 2, 4, columns), np.float32)
    for channel, value in enumerate(bgra):
        here = (places + channel * columns).ravel()
        np.add.at(filled.reshape(-1), here, (parts * value).astype(np.float32).ravel())
    # numpy.cumsum down the rows takes four times as long.
    for row_above, this_row in pairwise(filled):
        np.add(row_above, this_row, out=this_row)
    return filled[:rows]


def _blended(image: Argb, light: Image) -> Argb:
    """The image behind the light `(pixels, 4, columns)`: bytes of the colours times depth."""
    depth = light[:, 3] / np.float32(_OPAQUE)
    passing = np.exp(-depth)
    # What a pixel shows of its ribbons' colours times depth; it tends to 1 where they are thin.
    shown = (1.0 - passing) / np.maximum(depth, _LEAST_DEPTH)
    behind = image.view(np.uint8).reshape(*image.shape, 4)
    result = np.empty_like(behind)
    for channel in range(4):
        value: Image = np.multiply(behind[..., channel], passing, dtype=np.float32)
        value += light[:, channel] * shown
        value += 0.5
        result[..., channel] = value
    return result.view(np.uint32)[..., 0]
