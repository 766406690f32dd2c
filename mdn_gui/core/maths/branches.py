"""The branches of mixtures: which components' means lie below the same mode of the density."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.maths.numerics import Floats, Indices

_LONGEST_STEP = 0.5  # widths of the density: longer ones would pass over narrow modes
_CLOSE = 0.03  # widths between two ends of the ascent that are one mode
_REMAINING = 2e-3  # widths to the mode at which the ascent ends
_STANDING = 1e-4  # widths of a step at which it ends wherever it is
_FALL = 1e-5  # nats: what less is may be rounding
_MOST_STEPS = 500
_FARTHEST = 1e18  # scales; its square is still a float32
_IN_CACHE = 16_384  # values of an array that are worked on together
_AT_ONCE = 2_000_000  # pairs of components

# Of an ensemble of 1,000 components it takes a thirteenth of the time to join those that all but
# coincide; at a temperature of 0.2, less than 0.6% of the probability moved to other components.
_FEW = 64
_CELL, _RATIO = 0.25, 0.5  # scales between means, and octaves between scales, that are joined
_LEAST_LOG_WEIGHT = -700.0  # its exponential is a number still
_MIXER = np.int64(0x2545F4914F6CDD1D)


def tempered(temperature: float, log_weights: Floats, means: Floats, scales: Floats) -> Floats:
    """Weights at another temperature of the branches, each of which keeps its proportions.

    Args:
        temperature: Divides the logarithms of the branches' weights; above 0.
        log_weights: Of Gaussian mixtures, `(..., components)`, normalised.
        means: `(..., components, outputs)`.
        scales: `(..., components, outputs)`.

    Returns:
        Logarithms of the weights up to a constant, `(..., components)`.
    """
    components = log_weights.shape[-1]
    flat = log_weights.reshape(-1, components)
    branch = branches(log_weights, means, scales).reshape(flat.shape)
    place = branch + components * np.arange(len(flat))[:, np.newaxis]
    heaviest = np.full(flat.size, -np.inf)
    np.maximum.at(heaviest, place.ravel(), flat.ravel())
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        of_heaviest = np.exp(flat - heaviest[place])
        sums = np.bincount(place.ravel(), of_heaviest.ravel(), flat.size)
        whole = (heaviest + np.log(sums))[place]
        alive = flat > -np.inf
        top = np.where(alive, whole, -np.inf).max(axis=-1, keepdims=True)
        result = np.where(alive, flat - whole + (whole - top) / temperature, -np.inf)
    return result.reshape(log_weights.shape)


def branches(log_weights: Floats, means: Floats, scales: Floats) -> Indices:
    """Find which components share a mode: an ascent of the density from their means ends there.

    The density is the joint one of all outputs. The ascent goes in fixed-point steps, lengthened by
    the secant of two, but never by more than half a width of the density, or it might pass over a
    mode. Two modes closer than a thirtieth of a width are one: no dip is seen between them. Of more
    than 64 components those that all but coincide, such as those of an ensemble's members, climb
    as one.

    Args:
        log_weights: Of Gaussian mixtures, `(..., components)`; of a component without a weight the
            branch says nothing.
        means: `(..., components, outputs)`.
        scales: `(..., components, outputs)`.

    Returns:
        A number for each component, from 0 and below that of components, `(..., components)`: the
        same of two that share a mode.

    Source:
        Carreira-Perpinan, "Mode-finding for mixtures of Gaussian distributions", IEEE Transactions
        on Pattern Analysis and Machine Intelligence 22 (2000), section 3.2, for the steps; Barzilai
        and Borwein, "Two-point step size gradient methods" (1988), for their length.
    """
    components, outputs = means.shape[-2:]
    flat = (
        log_weights.reshape(-1, components),
        means.reshape(-1, components, outputs),
        scales.reshape(-1, components, outputs),
    )
    if components > _FEW:
        flat, cell = _joined(*flat)
    branch = np.empty(flat[0].shape, np.intp)
    rows = max(1, _AT_ONCE // branch.shape[-1] ** 2)
    for first in range(0, len(branch), rows):
        part = slice(first, first + rows)
        branch[part] = _Ascent(*(values[part] for values in flat)).branches()
    if components > _FEW:
        branch = np.take_along_axis(branch, cell, axis=-1)
    return branch.reshape(log_weights.shape)


def modes(log_weights: Floats, means: Floats, scales: Floats) -> Floats:
    """Find the modes of the joint density that rise from the means of few components.

    Args:
        log_weights: As of `branches`, `(n, components)`.
        means: `(n, components, outputs)`.
        scales: `(n, components, outputs)`.

    Returns:
        Each mode once, `(n, components, outputs)`, to within a thousandth of a width of the
        density; not a number in places that are left over.
    """
    ascent = _Ascent(log_weights, means, scales)
    first = ascent.branches() == np.arange(log_weights.shape[-1])
    return np.where((first & (log_weights > -np.inf))[..., np.newaxis], ascent.ends, np.nan)


def _joined(
    log_weights: Floats, means: Floats, scales: Floats
) -> tuple[tuple[Floats, Floats, Floats], Indices]:
    """Replace components that all but coincide by one with their mean and variance.

    Returns:
        Weights, means and scales of fewer components, and which of them stands for each of those
        given, `(rows, components)`.
    """
    rows, outputs = len(means), means.shape[-1]
    alive = log_weights > -np.inf
    cell = _cells(alive, means, scales)
    cells = int(cell.max()) + 1
    flat = (cell + cells * np.arange(rows)[:, np.newaxis]).ravel()

    def summed(values: Floats) -> Floats:
        sums = np.bincount(flat, values.ravel(), rows * cells)
        return sums.reshape(rows, cells)

    weights = np.where(alive, np.exp(np.maximum(log_weights, _LEAST_LOG_WEIGHT)), 0.0)
    total = summed(weights)
    centres = np.zeros((rows, cells, outputs))
    spreads = np.ones((rows, cells, outputs))
    known = total > 0.0
    for output in range(outputs):
        mean, scale = means[..., output], scales[..., output]
        centre = summed(weights * mean)[known] / total[known]
        centres[known, output] = centre
        away = mean - np.take_along_axis(centres[..., output], cell, axis=-1)
        spread = np.where(alive, np.hypot(scale, away), 0.0)
        spreads[known, output] = np.sqrt(summed(weights * spread**2)[known] / total[known])
    with np.errstate(divide="ignore"):
        return (np.log(total), centres, spreads), cell


def _cells(alive: NDArray[np.bool_], means: Floats, scales: Floats) -> Indices:
    """Number cells of means and scales, from 0 in each row: that of each component."""
    key = np.zeros(alive.shape, np.int64)
    for output in range(means.shape[-1]):
        octave = np.floor(np.log2(scales[..., output]) / _RATIO)
        with np.errstate(over="ignore"):
            place = np.floor(means[..., output] / (_CELL * np.exp2(_RATIO * octave)))
        for number in (octave, place):
            key = key * _MIXER + np.clip(number, -_FARTHEST, _FARTHEST).astype(np.int64)
            key ^= key >> 29
    key[~alive] = -1  # all in one
    order = np.argsort(key, axis=-1, kind="stable")
    begins = np.diff(np.take_along_axis(key, order, axis=-1), axis=-1) != 0
    cell = np.zeros_like(order)
    np.put_along_axis(cell, order[:, 1:], begins.cumsum(axis=-1), axis=-1)
    return cell


class _Ascent:
    """Points that climb from the means of mixtures, `(rows, components, outputs)`.

    Point k of row n has the number n times the components plus k. Arrays have the rows, or the
    points, last, for sums over the first axis are fast. Lengths are in units of a row's narrowest
    scale of an output.
    """

    def __init__(self, log_weights: Floats, means: Floats, scales: Floats) -> None:
        self._shape = rows, components, outputs = means.shape
        tops = (log_weights - np.log(scales).sum(axis=-1)).T
        self._tops = np.ascontiguousarray(tops - tops.max(axis=0), np.float32)
        self._means, by_output = (
            np.ascontiguousarray(values.transpose(2, 1, 0)) for values in (means, scales)
        )
        units = by_output.min(axis=1)
        with np.errstate(over="ignore"):
            self._inverses = 1.0 / by_output
        self._narrowness = (units[:, np.newaxis] / by_output).astype(np.float32)
        self._units = units.repeat(components, axis=-1)
        self._starts = means.transpose(2, 0, 1).reshape(outputs, rows * components)
        self._points = self._starts.copy()
        self._widths = np.ones_like(self._points)
        self._alive = log_weights > -np.inf

    @property
    def ends(self) -> Floats:
        """Where the points are, `(rows, components, outputs)`."""
        rows, components, outputs = self._shape
        return self._points.reshape(outputs, rows, components).transpose(1, 2, 0)

    def branches(self) -> Indices:
        """The first component whose point ended where that of each did, `(rows, components)`."""
        rows, components, outputs = self._shape
        with np.errstate(all="ignore"):  # a point that is beyond doubles stays where it is
            self._climb()
            if outputs == 1:
                self._stop_at_first()
            close = np.ones((rows, components, components), np.bool_)
            for output in range(outputs):
                shape = (rows, components, 1)
                y = self._points[output].reshape(shape)
                reach = _CLOSE * (self._widths[output] * self._units[output]).reshape(shape)
                close &= np.abs(y - y.reshape(rows, 1, components)) < reach
        close &= self._alive[:, np.newaxis]
        close |= np.eye(components, dtype=np.bool_)
        return close.argmax(axis=-1)

    def _climb(self) -> None:
        """Let all points climb to the ends of their ascents."""
        points, active = self._points, np.flatnonzero(self._alive)
        step, plain, pull = (np.zeros_like(points) for _ in range(3))
        height = np.full(points.shape[1], -np.inf)
        for steps in range(_MOST_STEPS):
            reached, ascent, widths = self._ascents(active)
            self._widths[:, active] = widths
            fell = reached < height[active] - _FALL
            local = step[:, active] / widths
            size = np.sqrt(((ascent / widths) ** 2).sum(axis=0))
            # The curvature along the last step; where there is none, as long a step as may be.
            turned = (local * (pull[:, active] - ascent) / widths).sum(axis=0)
            concave = turned > 0.0
            longest = np.inf if steps else 1.0
            factor = np.where(concave, (local**2).sum(axis=0) / turned, longest)
            shortest = np.minimum(1.0, _LONGEST_STEP / size)
            factor = np.clip(factor, shortest, np.maximum(shortest, _LONGEST_STEP / size))
            ended = ((factor * size < _REMAINING) & concave) | ~(size > _STANDING)
            back = plain[:, active] - step[:, active]
            step[:, active] = np.where(fell, plain[:, active], factor * ascent)
            move = np.where(fell, back, np.where(size > 0.0, factor * ascent, 0.0))
            pull[:, active] = np.where(fell, pull[:, active], ascent)
            plain[:, active] = np.where(fell, plain[:, active], shortest * ascent)
            height[active] = np.where(fell, -np.inf, reached)
            points[:, active] += move * self._units[:, active]
            active = active[~ended | fell]
            if not active.size:
                return

    def _stop_at_first(self) -> None:
        """Bring points back that stepped over a mode where others ended, for it is in their way.

        So narrow a mode is not seen from afar. In a plane and beyond one climbs past it.
        """
        rows, components, _ = self._shape
        start, end = (each.reshape(rows, components, 1) for each in (self._starts, self._points))
        others = end.reshape(rows, 1, components)
        between = ((others - start) * (end - others) > 0.0) & self._alive[:, np.newaxis]
        away = np.where(between, np.abs(others - start), np.inf)
        away[:, range(components), range(components)] = np.abs(end - start)[..., 0]
        first = away.argmin(axis=-1)
        for values in (self._points, self._widths):
            found = np.take_along_axis(values.reshape(rows, components), first, axis=-1)
            values[:] = found.reshape(1, -1)

    def _ascents(self, active: Indices) -> tuple[Floats, Floats, Floats]:
        """Log-densities at points, fixed-point steps from there and widths of the density.

        Returns:
            `(points,)`, up to a constant of each row, and twice `(outputs, points)`.
        """
        outputs, components = self._shape[2], self._shape[1]
        reached = np.empty(active.size)
        ascent, widths = np.empty((outputs, active.size)), np.empty((outputs, active.size))
        at_once = max(1, _IN_CACHE // components)
        for first in range(0, active.size, at_once):
            part = slice(first, first + at_once)
            row = active[part] // components
            log_heights = self._tops.take(row, axis=-1)
            away, narrow = [], []
            for output in range(outputs):
                # The difference is precise in doubles, and then a float32 is enough.
                z = self._means[output].take(row, axis=-1)
                z -= self._points[output, active[part]]
                z *= self._inverses[output].take(row, axis=-1)
                away.append(np.clip(z, -_FARTHEST, _FARTHEST).astype(np.float32))
                narrow.append(self._narrowness[output].take(row, axis=-1))
                log_heights -= np.float32(0.5) * away[-1] * away[-1]
            top = log_heights.max(axis=0)
            heights = np.exp(log_heights - top)
            total = heights.sum(axis=0)
            for output in range(outputs):
                forces = heights * narrow[output]
                stiffness = (forces * narrow[output]).sum(axis=0)
                ascent[output, part] = (forces * away[output]).sum(axis=0) / stiffness
                widths[output, part] = np.sqrt(total / stiffness)
            reached[part] = top + np.log(total)
        return reached, ascent, widths
