"""The picture of the plane: all that the main plot shows of a network, as arrays ready to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from math import pi, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core import colour
from mdn_gui.core.colour import Colour
from mdn_gui.core.drawing.curves import (
    LEAST_WEIGHT,
    LINES,
    MASSES,
    QUICK,
    TONES,
    Band,
    band_outlines,
    drawn_levels,
    drawn_median,
    over,
)
from mdn_gui.core.drawing.images import (
    Argb,
    coloured,
    coloured_by_level,
    column_tops,
    common_top,
)
from mdn_gui.core.drawing.truth import known_density, known_levels
from mdn_gui.core.examples.conditional import Conditional
from mdn_gui.core.field import NARROWEST, Image, density_field, sum_of_bells
from mdn_gui.core.frozen import remade
from mdn_gui.core.levels import BAND
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.predictor import Line

_MEDIAN_PRECISION = 0.05  # pixels
# Beyond, the densities of a pixel are no float32.
_SMALLEST_PIXEL, _LARGEST_PIXEL = 1e-30, 1e30
_SCALING_COLUMNS = 64
_WIDEST_COLUMN = 0.2  # of the distance between two levels, for a gap between their bands
_FARTHEST = 1e150  # its square is still a float


@dataclass(frozen=True, eq=False)
class PictureRequest:
    """What to show of a network, or of the truth, and where; nobody changes its arrays.

    Attributes:
        line: What is drawn, along x. Of the truth there are densities and bands alone.
        x_edges: Edges of the columns, `(columns + 1,)`, evenly spaced, in units of x.
        y_edges: Edges of the pixels, `(pixels + 1,)`, evenly spaced, in units of y.
        density: Whether the image shows the density.
        colour: What the tones of the density say.
        per_column: Whether each column is scaled by its own highest density in the picture, so
            that modes are seen everywhere; else one scale serves all. Probabilities are of each
            column anyway.
        scaled_by: The part of the plane that this one scale is made for, first and last x, lowest
            and highest y; None for the picture's own.
        quick: Whether another picture follows at once: the tones may be less precise.
        mean: Whether the mean is asked for.
        median: Whether the median is asked for.
        bands: Whether the outlines of the highest-density regions are asked for.
        components: Whether the image shows the components.
        colours: Premultiplied 0xAARRGGBB, `(256,)`, from the ground to the strongest tone.
        component_colours: Red, green and blue, `(n, 3)`; component k has colour k modulo n.
        title: What is written over the picture, once it is seen.
        selected: The component that is emphasised; None for none.
    """

    line: Line | Conditional
    x_edges: Floats
    y_edges: Floats
    density: bool = False
    colour: Colour = Colour.PROBABILITY
    per_column: bool = False
    mean: bool = False
    median: bool = False
    bands: bool = False
    components: bool = False
    colours: Argb = field(default_factory=lambda: np.zeros(256, np.uint32))
    component_colours: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((1, 3), np.uint8))
    title: str = ""
    selected: int | None = None
    scaled_by: tuple[tuple[float, float], tuple[float, float]] | None = None
    quick: bool = False

    @property
    def x(self) -> Floats:
        """Centres of the columns, `(columns,)`."""
        return self.x_edges[:-1] / 2 + self.x_edges[1:] / 2


@dataclass(frozen=True, eq=False)
class Picture:
    """What was asked for; None where it was not, or where there is nothing to show.

    Attributes:
        x: Centres of the columns, `(columns,)`.
        image: Premultiplied 0xAARRGGBB, `(pixels, columns)`, the largest y in the first row.
        top: The density of the strongest colour; None where there is no one density of it.
        mean: `(columns,)`, in units of y.
        median: `(columns,)`, in units of y.
        bands: One for each probability; empty where they were not asked for.
        selected: Mean less scale, mean, and mean plus scale of the emphasised component,
            `(3, columns)`, in units of y; not a number where it has hardly any weight.
    """

    x: Floats
    image: Argb | None = None
    top: float | None = None
    mean: Floats | None = None
    median: Floats | None = None
    bands: tuple[Band, ...] = ()
    selected: Floats | None = None

    def __post_init__(self) -> None:
        outlines = [line for band in self.bands for line in band.outlines]
        lines = [self.mean, self.median, self.selected, *outlines]
        arrays = [self.x, self.image, *lines]
        for array in arrays:
            if array is not None:
                array.setflags(write=False)

    __reduce__ = remade


def paint(request: PictureRequest) -> Picture:
    """Compute a picture.

    Args:
        request: What to show.

    Returns:
        The picture; one with nothing in it if the network's weights are no numbers, if its
        prediction overflows so far out, or if the edges enclose nothing.
    """
    if not _drawable(request):
        return Picture(request.x)
    if isinstance(request.line, Conditional):
        return _of_truth(request, request.line)
    if (parts := _parts(request)) != [request]:
        return _in_parts(request, [paint(part) for part in parts])
    levels = request.line.levels
    mixture = _predicted(request.line, request.line.places(levels or request.x))
    if mixture is None:
        return Picture(request.x)
    # Each level by itself, as if it were a picture: nothing is interpolated between two of them.
    return _painted(request, mixture, len(levels) or 1)


def paint_side_by_side(requests: Sequence[PictureRequest]) -> tuple[Picture, ...]:
    """Compute images of several lines at once, in a fraction of the time of one after the other.

    Args:
        requests: At least one; all of the truth, or all of the same predictor, axis of y and look,
            and as wide. They ask for an image of the density alone, scaled in each column.

    Returns:
        A picture for each, as of `paint`; all of numbers are empty where one of them is.
    """
    parts = [_parts(each) for each in requests]
    alike: dict[int, list[PictureRequest]] = {}  # by how wide they are
    for each in chain.from_iterable(parts):
        if isinstance(each.line, Line) and not each.line.levels:
            alike.setdefault(len(each.x), []).append(each)
    painted = {
        each: picture
        for together in alike.values()
        for each, picture in zip(together, _painted_at_once(together), strict=True)
    }
    found = [[painted.get(part) or paint(part) for part in of_one] for of_one in parts]
    return tuple(
        pictures[0] if of_one == [request] else _in_parts(request, pictures)
        for request, of_one, pictures in zip(requests, parts, found, strict=True)
    )


def _parts(request: PictureRequest) -> list[PictureRequest]:
    """Requests for the parts of a picture that are painted by themselves; it itself if it is one.

    Of what is along numbers, each column of a part is a place at which a network can predict.
    """
    columns = [slice(0, len(request.x))]
    if isinstance(request.line, Conditional) or (parts := request.line.parts(request.x)) == columns:
        return [request]
    return [replace(request, x_edges=request.x_edges[part.start : part.stop + 1]) for part in parts]


def _in_parts(request: PictureRequest, pictures: Sequence[Picture]) -> Picture:
    """A picture of parts, from left to right; between them it shows nothing."""
    starts = np.searchsorted(request.x, [picture.x[0] for picture in pictures]).tolist()
    parts = [
        slice(start, start + len(picture.x))
        for start, picture in zip(starts, pictures, strict=True)
    ]

    def together(name: str, outside: float) -> NDArray[Any] | None:
        found = [getattr(picture, name) for picture in pictures]
        first = next((values for values in found if values is not None), None)
        if first is None:
            return None
        whole = np.full((*first.shape[:-1], len(request.x)), outside, first.dtype)
        for part, values in zip(parts, found, strict=True):
            whole[..., part] = outside if values is None else values
        if name != "image":  # or where there is no gap a line would go on from part to part
            whole[..., [part.stop - 1 for part in parts[:-1]]] = outside
        return whole

    outlines = [[band.outlines for band in picture.bands] for picture in pictures if picture.bands]
    return Picture(
        request.x,
        image=together("image", 0),
        top=next((picture.top for picture in pictures if picture.top is not None), None),
        mean=together("mean", np.nan),
        median=together("median", np.nan),
        bands=tuple(
            Band(mass, tuple(chain.from_iterable(of_mass)))
            for mass, of_mass in zip(MASSES, zip(*outlines, strict=True), strict=False)
        ),
        selected=together("selected", np.nan),
    )


def _painted_at_once(requests: Sequence[PictureRequest]) -> tuple[Picture, ...]:
    """`paint_side_by_side` of lines of a network along numbers."""
    lines = [(each.line, each.x) for each in requests if isinstance(each.line, Line)]
    mixture = None
    if all(map(_drawable, requests)):
        mixture = _predicted(lines[0][0], np.concatenate([line.places(x) for line, x in lines]))
    if mixture is None:
        return tuple(Picture(each.x) for each in requests)
    image = _painted(requests[0], mixture, len(requests)).image
    assert image is not None  # noqa: S101 - tells mypy what was asked for
    images = np.split(image, len(requests), axis=1)
    return tuple(
        Picture(request.x, image=np.ascontiguousarray(own))
        for request, own in zip(requests, images, strict=True)
    )


class _LevelBands(NamedTuple):
    """The columns of a picture along a category: a band for each level, with gaps between them.

    Attributes:
        level: Of each column, `(columns,)`.
        gaps: Which columns are between two bands and show nothing, `(columns,)`; none where a level
            has few columns.
    """

    level: NDArray[np.intp]
    gaps: NDArray[np.bool_]

    @classmethod
    def of(cls, request: PictureRequest) -> _LevelBands | None:
        """Those of a request; None where it is not along a category."""
        if isinstance(request.line, Conditional) or not request.line.levels:
            return None
        levels = request.line.snapped(request.x)
        apart = np.abs(request.x - levels)
        few = request.x_edges[1] - request.x_edges[0] > _WIDEST_COLUMN
        return cls(levels.astype(np.intp), apart > (1.0 if few else BAND) / 2)

    @property
    def columns(self) -> list[slice]:
        """Those of each band, from left to right."""
        shown = np.where(self.gaps, -1, self.level)
        starts = np.flatnonzero(np.diff(shown, prepend=-1))
        ends = [*starts[1:].tolist(), len(shown)]
        spans = zip(starts.tolist(), ends, strict=True)
        return [slice(start, end) for start, end in spans if shown[start] >= 0]

    def interrupted(self, line: Floats | None) -> Floats | None:
        """Lines `(..., columns)`, which do not go on from band to band."""
        if line is None:
            return None
        within = np.zeros(len(self.level), np.bool_)
        for band in self.columns:
            within[band.start : band.stop - 1] = True  # or where there is no gap it would go on
        cut: Floats = np.where(within, line, np.nan)
        return cut


def _painted(request: PictureRequest, mixture: Mixture, pictures: int = 1) -> Picture:
    """Pictures of mixtures `(columns,)`, so many side by side."""
    x, y_edges, pixel = request.x, request.y_edges, _pixel(request.y_edges)
    density = density_field(mixture, y_edges) if request.density or request.bands else None
    levels = None
    if _needs_levels(request):
        narrowest = NARROWEST * pixel
        precision = LINES if request.bands else QUICK if request.quick else TONES
        levels = drawn_levels(mixture, colour.MASSES, narrowest, precision, pictures)
    bands = _LevelBands.of(request)
    if bands is not None:
        mixture = mixture[bands.level]
        density = None if density is None else density[bands.level]
        levels = None if levels is None else levels[:, bands.level]
    image, top = _image(request, density, levels)
    if request.components:
        if image is None:
            image = np.zeros((len(y_edges) - 1, len(x)), np.uint32)
        image = over(image, mixture, y_edges, request.component_colours, request.selected)
    mean = mixture.mean()[:, 0] if request.mean else None
    median = drawn_median(mixture, _MEDIAN_PRECISION * pixel) if request.median else None
    selected = _selected(mixture, request.selected)
    if bands is not None:
        mean, median, selected = map(bands.interrupted, (mean, median, selected))
        if image is not None:
            image[:, bands.gaps] = 0
    return Picture(
        x,
        image=image,
        top=top,
        mean=mean,
        median=median,
        bands=_bands(request, density, levels, x, bands),
        selected=selected,
    )


def _of_truth(request: PictureRequest, truth: Conditional) -> Picture:
    x = request.x
    density, levels = known_density(truth, x, request.y_edges), None
    if _needs_levels(request):
        levels = known_levels(truth, x, request.y_edges, density, colour.MASSES)
    image, top = _image(request, density, levels)
    return Picture(x, image=image, top=top, bands=_bands(request, density, levels, x))


def _needs_levels(request: PictureRequest) -> bool:
    return request.bands or (request.density and request.colour is Colour.PROBABILITY)


def _bands(
    request: PictureRequest,
    density: Image | None,
    levels: Floats | None,
    x: Floats,
    bands: _LevelBands | None = None,
) -> tuple[Band, ...]:
    if not request.bands or density is None or levels is None:
        return ()
    outlined = levels[[colour.MASSES.index(mass) for mass in MASSES]]
    parts = [slice(None)] if bands is None else bands.columns
    of_parts = [
        band_outlines(density[part], outlined[:, part], x[part], request.y_edges) for part in parts
    ]
    return tuple(
        Band(mass, tuple(line for band in of_mass for line in band.outlines))
        for mass, of_mass in zip(MASSES, zip(*of_parts, strict=True), strict=True)
    )


def _selected(mixture: Mixture, component: int | None) -> Floats | None:
    if component is None or component >= mixture.components:
        return None
    mean, scale = mixture.means[:, component, 0], mixture.scales[:, component, 0]
    lines: Floats = mean + np.outer([-1.0, 0.0, 1.0], scale)
    lines[:, mixture.weights[:, component] < LEAST_WEIGHT] = np.nan
    return lines


def _drawable(request: PictureRequest) -> bool:
    """Whether the edges enclose pixels whose densities are numbers."""
    if not (_encloses(request.x_edges) and _encloses(request.y_edges)):
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        return _SMALLEST_PIXEL < _pixel(request.y_edges) < _LARGEST_PIXEL


def _pixel(y_edges: Floats) -> float:
    """Height of a pixel, in units of y."""
    return float((y_edges[-1] - y_edges[0]) / (len(y_edges) - 1))


def _predicted(line: Line, places: Floats) -> Mixture | None:
    """The mixtures at places `(n, inputs)`, or None where there is nothing to show."""
    if not line.predictor.network.finite:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        try:
            mixture = line.at(places)
        except ValueError:  # a mean or a scale is not finite
            return None
    return mixture if np.abs(mixture.means).max() < _FARTHEST else None


def _encloses(edges: Floats) -> bool:
    return len(edges) > 1 and bool(np.isfinite(edges).all()) and bool(edges[-1] > edges[0])


def _scaled_by(request: PictureRequest, density: Image) -> Image:
    """Densities that decide the colours, whatever part of the plane is looked at.

    At the means of the components, where modes are, and drawn as wide as in the picture.
    """
    if request.scaled_by is None:
        return density
    x = np.linspace(*request.scaled_by[0], _SCALING_COLUMNS)
    if isinstance(request.line, Line) and request.line.levels:
        x = np.array(request.line.levels)
    y_edges = np.linspace(*request.scaled_by[1], len(request.y_edges))
    if isinstance(request.line, Conditional):
        return known_density(request.line, x, y_edges)
    try:
        mixture = request.line(x)
    except ValueError:  # a mean or a scale is not finite there
        return density
    if mixture.transformed:
        return density_field(mixture, y_edges)
    pixel = _pixel(request.y_edges)
    scales = np.maximum(mixture.scales[..., 0] / pixel, NARROWEST)
    low, high = request.scaled_by[1]
    means = (mixture.means[..., 0] - low) / pixel
    heights = mixture.weights / (scales * (sqrt(2 * pi) * pixel))
    return sum_of_bells(heights, means, scales, np.clip(means, 0.0, (high - low) / pixel))


def _image(
    request: PictureRequest, density: Image | None, levels: Floats | None
) -> tuple[Argb | None, float | None]:
    """The image of the density and the density of its strongest colour."""
    if not request.density or density is None:
        return None, None
    if levels is not None and request.colour is Colour.PROBABILITY:
        return coloured_by_level(density, levels, request.colours), None
    top = None if request.per_column else common_top(_scaled_by(request, density))
    tops = column_tops(density) if top is None else top
    logarithmic = request.colour is Colour.LOG_DENSITY
    return coloured(density, tops, request.colours, logarithmic=logarithmic), top
