"""The joint density of two targets at one place: its picture, and what is said of both together."""

from dataclasses import dataclass
from math import log, pi, sqrt

import numpy as np

from mdn_gui.core import colour
from mdn_gui.core.colour import Colour
from mdn_gui.core.drawing.curves import MASSES, Band, band_outlines, levels_holding
from mdn_gui.core.drawing.images import Argb, coloured, coloured_by_level
from mdn_gui.core.field import Image
from mdn_gui.core.frozen import remade
from mdn_gui.core.maths.numerics import Floats, standardised
from mdn_gui.core.maths.univariate import normal_probability
from mdn_gui.core.mixture import Mixture

DEVIATIONS = (1.0, 2.0)
"""Standard deviations of a component at which it has an ellipse."""

_POINTS = 4096  # that levels are found from
_EVENED = 0.4  # power of a component's weight that its number of points is in proportion to
_GOLDEN_ANGLE = pi * (3.0 - sqrt(5.0))
_AROUND = 97  # points of an ellipse, the last of which is the first
_LEAST = float(np.finfo(np.float32).tiny)


@dataclass(frozen=True, eq=False)
class JointRequest:
    """What to show of two targets, and where; nobody changes its arrays.

    Attributes:
        mixture: A single one of two outputs, along x and along y.
        x_edges: Edges of the columns, `(columns + 1,)`, evenly spaced, in units of the first.
        y_edges: Edges of the pixels, `(pixels + 1,)`, evenly spaced, in units of the second.
        colours: Premultiplied 0xAARRGGBB, `(256,)`, from the ground to the strongest tone.
        colour: What the tones say; None for no image.
        truth: The true density of both outputs, whose outlines are asked for; None for none.
    """

    mixture: Mixture
    x_edges: Floats
    y_edges: Floats
    colours: Argb
    colour: Colour | None = Colour.PROBABILITY
    truth: Mixture | None = None


@dataclass(frozen=True, eq=False)
class JointPicture:
    """The joint density of two targets.

    Attributes:
        image: Premultiplied 0xAARRGGBB, `(pixels, columns)`, the largest y in the first row: each
            pixel as the tone of the smallest of the regions of `colour.MASSES` that holds it, of
            its density, or of the logarithm of that; None for none.
        bands: The outlines of the regions that hold 50% and 90%.
        true_bands: Those of the truth.
    """

    image: Argb | None
    bands: tuple[Band, ...]
    true_bands: tuple[Band, ...] = ()

    def __post_init__(self) -> None:
        if self.image is not None:
            self.image.setflags(write=False)
        for band in (*self.bands, *self.true_bands):
            for outline in band.outlines:
                outline.setflags(write=False)

    __reduce__ = remade


def paint_joint(request: JointRequest) -> JointPicture:
    """Compute the picture of two targets."""
    pixels, levels, bands = _regions(request.mixture, request)
    true_bands = () if request.truth is None else _regions(request.truth, request)[2]
    return JointPicture(_image(request, pixels, levels), bands, true_bands)


def _regions(mixture: Mixture, request: JointRequest) -> tuple[Image, Floats, tuple[Band, ...]]:
    """Pixels as of `pixel_probabilities`, levels of each column, and outlines."""
    edges = x_edges, y_edges = request.x_edges, request.y_edges
    pixels = pixel_probabilities(mixture, *edges)
    levels = np.repeat(joint_levels(mixture, pixels, *edges), len(pixels), axis=1)
    outlined = levels[[colour.MASSES.index(mass) for mass in MASSES]]
    return (
        pixels,
        levels,
        band_outlines(pixels, outlined, x_edges[:-1] / 2 + x_edges[1:] / 2, y_edges),
    )


def _image(request: JointRequest, pixels: Image, levels: Floats) -> Argb | None:
    if request.colour is None:
        return None
    if request.colour is Colour.PROBABILITY:
        return coloured_by_level(pixels, levels, request.colours)
    top = max(float(pixels.max()), _LEAST)
    logarithmic = request.colour is Colour.LOG_DENSITY
    return coloured(pixels, top, request.colours, logarithmic=logarithmic)


def pixel_probabilities(mixture: Mixture, x_edges: Floats, y_edges: Floats) -> Image:
    """Probability of each pixel, from normal distribution functions.

    No component falls between two pixels, however narrow it is, and all that lies within the edges
    adds up to its probability.

    Args:
        mixture: As of `JointRequest`.
        x_edges: Likewise.
        y_edges: Likewise.

    Returns:
        `(columns, pixels)`.
    """
    # The outputs of a component are independent: its image is a product of two vectors.
    along_x, along_y = (
        _interval_probabilities(mixture.marginal(output), edges)
        for output, edges in enumerate((x_edges, y_edges))
    )
    weighted = (mixture.weights * along_x).astype(np.float32)
    image: Image = weighted @ along_y.astype(np.float32).T
    return image


def _interval_probabilities(mixture: Mixture, edges: Floats) -> Floats:
    """Probability between edges `(n + 1,)` of each component of one output, `(n, components)`."""
    gaussian = mixture.gaussian
    z = standardised(
        mixture.seen(edges[:, np.newaxis]), gaussian.means[:, 0], gaussian.scales[:, 0]
    )
    return normal_probability(z[:-1], z[1:])


def joint_levels(mixture: Mixture, pixels: Image, x_edges: Floats, y_edges: Floats) -> Floats:
    """The probability of a pixel that the highest-density regions are above, wherever they lie.

    It is the quantile of p(Y) at 1 - mass for Y drawn from p, as of `curves.log_levels`. A sum over
    the pixels alone would know nothing of what lies outside of the view, and move with it. In place
    of random draws stand even ones, for which levels move no faster than the mixture does. Where
    one is in view, its density is that of its pixel: else a component narrower than that would
    have a level that no pixel reaches.

    Args:
        mixture: As of `JointRequest`.
        pixels: Their probabilities, `(columns, pixels)`.
        x_edges: As of `JointRequest`.
        y_edges: As of `JointRequest`.

    Returns:
        Logarithms, one for each of `colour.MASSES`, `(masses, 1)`.

    Source:
        Hyndman, "Computing and graphing highest density regions", The American Statistician 50
        (1996), pages 120-126: the level as a quantile of the density.
    """
    places, shares = _even_draws(mixture)
    low = np.array([x_edges[0], y_edges[0]])
    sizes = (np.array([x_edges[-1], y_edges[-1]]) - low) / pixels.shape
    with np.errstate(over="ignore"):
        at = (places - low) / sizes
    inside = ((at >= 0.0) & (at < pixels.shape)).all(axis=1)
    log_densities = np.empty(len(places))
    column, row = at[inside].astype(np.intp).T
    log_densities[inside] = np.log(np.maximum(pixels[column, row], _LEAST))
    beyond = mixture.log_prob(places[~inside]) + np.log(sizes).sum()
    log_densities[~inside] = np.maximum(beyond, log(_LEAST))
    return levels_holding(log_densities[np.newaxis], shares[np.newaxis], colour.MASSES)


def _even_draws(mixture: Mixture) -> tuple[Floats, Floats]:
    """Points that stand for a single mixture of two outputs, and for how much of it.

    Those of a component are spread as the seeds of a sunflower are: evenly in probability outwards,
    and each the golden angle further round. Small components have more of them than their due.

    Returns:
        `(n, 2)` and, up to a constant, `(n,)`.

    Source:
        Vogel, "A better way to construct the sunflower head", Mathematical Biosciences 44 (1979),
        pages 179-189.
    """
    gaussian, weights = mixture.gaussian, mixture.weights
    due = weights**_EVENED
    counts = np.ceil(_POINTS * due / due.sum()).astype(np.intp)
    component = np.repeat(np.arange(len(weights)), counts)
    number = np.arange(len(component)) - (np.cumsum(counts) - counts)[component]
    share_within = (number + 0.5) / counts[component]
    radius, angle = np.sqrt(-2.0 * np.log1p(-share_within)), _GOLDEN_ANGLE * number
    z = radius[:, np.newaxis] * np.column_stack([np.cos(angle), np.sin(angle)])
    t = gaussian.means[component] + gaussian.scales[component] * z
    return mixture.restored(t), (weights / np.maximum(counts, 1))[component]


def ellipses(mixture: Mixture) -> Floats:
    """Where each component of two outputs is so many standard deviations from its middle.

    Args:
        mixture: A single one of two outputs.

    Returns:
        Closed lines, `(components, deviations, points, 2)`, in units of y; of transformed outputs
        the ellipses are those of what is Gaussian.
    """
    angle = np.linspace(0.0, 2.0 * pi, _AROUND)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    z = np.multiply.outer(DEVIATIONS, circle)
    gaussian = mixture.gaussian
    means, scales = (part[:, np.newaxis, np.newaxis] for part in (gaussian.means, gaussian.scales))
    return mixture.restored(means + scales * z)


def correlation(mixture: Mixture) -> float:
    """Pearson's correlation of the two outputs of a single mixture.

    Returns:
        From -1 to 1; not a number where a mean or a standard deviation is beyond doubles.
    """
    # The outputs of a component are independent: only its mean tells of both.
    alive = mixture.weights > 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        z = (mixture.means[alive] - mixture.mean()) / mixture.standard_deviation()
        value = float(mixture.weights[alive] @ z.prod(axis=-1))
    return min(max(value, -1.0), 1.0) if np.isfinite(value) else np.nan
