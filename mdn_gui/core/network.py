"""A trained mixture density network, predicting in NumPy."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mdn_gui.core.dataset import Scaling
from mdn_gui.core.encoding import PLAIN, Encoding, check_origins
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.frozen import remade
from mdn_gui.core.kinds import NUMBER, Category, Kind, Number
from mdn_gui.core.layers import Layers
from mdn_gui.core.layout import Layout
from mdn_gui.core.maths import special
from mdn_gui.core.maths.change_of_variables import seen, spreads_in_units
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.text import say
from mdn_gui.core.transformed_mixture import in_units_of_y

Floats = NDArray[np.float64]

COUNTED_ROWS, LEAST_COUNTED_ROWS, COUNTED_PRODUCTS = 1_000, 250, 12_000_000
"""Training rows whose responsibilities are computed, and the products that this may take: the
window needs them for every epoch that it shows at another temperature than 1, some 30 times a
second. 20,000 rows of five members took 650 ms, 2,550 took 60."""

LARGEST_LOG_SCALE = 300.0
"""Above this, far from the data it learned from, a component's variance would overflow."""


class Share(NamedTuple):
    """What a member of a network is, and what it counts in the prediction.

    Attributes:
        recipe: The recipe that it followed, as its place in `core.recipes.RECIPES`.
        fold: The fold that it held out, from 0.
        epoch: The epoch that its weights are of.
        weight: Its share of the mixture.
    """

    recipe: int
    fold: int
    epoch: int
    weight: float


@dataclass(frozen=True, eq=False)
class Network:
    """Frozen weights and scalings; calling it gives p(y | x) in the data's own units.

    One network is an ensemble of one: its prediction is the mixture of its members' mixtures.

    Attributes:
        layout: The architecture.
        activation: The nonlinearity after each hidden layer.
        parameters: Weights as trained, float32, (members, layout.size); read-only.
        input_scaling: From the inputs' units to the network's.
        target_scaling: From the targets' units to the network's.
        log_floor: Logarithm of the smallest scale a component may have, in the network's units and
            before `scale_factor`, float32, (outputs,).
        rows: Some of the training rows; None if nothing is known of them.
        counts: How many of some of these rows each component is responsible for,
            (members, components), of a network that came from a file; None to work it out of the
            rows, or if not known.
        encoding: From the columns of x in the data's terms to the layout's inputs; plain numbers
            if nothing is given.
        target_kinds: What the columns of y are; plain numbers if nothing is given.
        ensemble: What each member is, and its share of the prediction; if nothing is given, all
            have equal ones.
        scale_factor: Multiplies the scales of all components, see `core.stacking.scale_factor`; it
            is that of a mixture, and a member alone has none.
        single: Whether the layers compute in single precision, which is enough for pictures and
            takes a third of the time.

    Raises:
        ValueError: An array, the encoding, the kinds or the ensemble do not fit the layout, a
            target is a category, the origin of a date is none, or the factor is not positive.
    """

    layout: Layout
    activation: str
    parameters: NDArray[np.float32]
    input_scaling: Scaling
    target_scaling: Scaling
    log_floor: NDArray[np.float32]
    rows: TrainingRows | None = None
    counts: Floats | None = None
    encoding: Encoding = PLAIN
    target_kinds: tuple[Kind, ...] = ()
    ensemble: tuple[Share, ...] = ()
    scale_factor: float = 1.0
    single: bool = False

    def __post_init__(self) -> None:
        self._check_kinds()
        self._check_ensemble()
        if not 0.0 < self.scale_factor < np.inf:
            raise ValueError(
                say("scale_factor is {factor}; use a positive number.", factor=self.scale_factor)
            )
        expected = (self.layout.members, self.layout.size)
        if self.parameters.shape != expected:
            raise ValueError(
                say(
                    "parameters have shape {shape}; need {expected}.",
                    shape=self.parameters.shape,
                    expected=expected,
                )
            )
        if self.log_floor.shape != (self.layout.outputs,):
            raise ValueError(
                say(
                    "log_floor has shape {shape}; need ({outputs},).",
                    shape=self.log_floor.shape,
                    outputs=self.layout.outputs,
                )
            )
        shape = (self.layout.members, self.layout.components)
        if self.counts is not None and self.counts.shape != shape:
            raise ValueError(
                say(
                    "counts have shape {shape}; need {expected}.",
                    shape=self.counts.shape,
                    expected=shape,
                )
            )
        if self.counts is not None and not (self.counts >= 0.0).all():
            raise ValueError(say("counts of rows must be 0 or more."))
        for name in ("parameters", "log_floor", "counts"):
            array = getattr(self, name)
            if array is not None and array.flags.writeable:
                array = array.copy()
                array.flags.writeable = False
                object.__setattr__(self, name, array)

    __reduce__ = remade

    def _check_kinds(self) -> None:
        if not self.encoding.kinds:
            object.__setattr__(self, "encoding", Encoding.of_numbers(self.layout.inputs))
        kinds = tuple(self.target_kinds) or (NUMBER,) * self.layout.outputs
        object.__setattr__(self, "target_kinds", kinds)
        check_origins(kinds)
        fit = (self.encoding.features, len(kinds)) == (self.layout.inputs, self.layout.outputs)
        if not fit or any(isinstance(kind, Category) for kind in kinds):
            raise ValueError(
                say(
                    "a network of {inputs} features and {outputs} outputs does not fit columns of "
                    "{features} features and {count} targets, each a number or a date.",
                    inputs=self.layout.inputs,
                    outputs=self.layout.outputs,
                    features=self.encoding.features,
                    count=len(kinds),
                )
            )

    def _check_ensemble(self) -> None:
        weights = [share.weight for share in self.ensemble]
        if not weights:
            return
        fit = len(weights) == self.layout.members and np.isclose(sum(weights), 1.0)
        if not fit or min(weights) < 0.0:
            raise ValueError(
                say(
                    "an ensemble of {members} members needs as many weights of 0 or more with the "
                    "sum 1, but has {weights}.",
                    members=self.layout.members,
                    weights=weights,
                )
            )

    def __call__(self, x: ArrayLike) -> Mixture:
        """The mixture at each row of inputs.

        Args:
            x: (n, columns), or (n,) where there is one column; in the data's terms, see
                `core.kinds`.

        Returns:
            A mixture of members × components with batch shape (n,), in the data's units: of
            Gaussians, or a `TransformedMixture` where a target is seen as a logarithm or a logit.

        Raises:
            ValueError: The shape of `x` does not fit the network's columns, or it cannot be
                encoded, see `Encoding`.
        """
        return in_units_of_y(self._gaussian(x), self._targets)

    def features(self, x: ArrayLike) -> Floats:
        """What the layers see of rows: encoded and scaled, (n, layout.inputs), for x as of a call.

        Raises:
            ValueError: As of a call.
        """
        return self._rows(x)

    @property
    def columns(self) -> int:
        """Number of columns of x."""
        return self.encoding.columns

    @cached_property
    def input_units(self) -> Floats:
        """About how far the values of each column of x spread, (columns,); 1 of a category."""
        first = np.searchsorted(self.encoding.column_of, np.arange(self.columns))
        units = np.where(self.encoding.scaled, self.input_scaling.scale, 1.0)[first]
        return spreads_in_units(self.encoding.kinds, self.input_scaling.shift[first], units)

    @cached_property
    def target_units(self) -> Floats:
        """About how far the values of each target spread, (outputs,)."""
        scaling = self.target_scaling
        return spreads_in_units(self.target_kinds, scaling.shift, scaling.scale)

    @cached_property
    def _targets(self) -> tuple[Number, ...]:
        """What transforms each target."""
        return tuple(kind if isinstance(kind, Number) else NUMBER for kind in self.target_kinds)

    def _gaussian(self, x: ArrayLike, log_shares: Floats | None = None) -> Mixture:
        """The mixtures of what the network sees of the targets, unscaled."""
        shares = self._log_shares if log_shares is None else log_shares
        logits, means, log_scales = self._raw(self._rows(x))
        scale, shift = self.target_scaling.scale, self.target_scaling.shift
        # Members first so far; the mixture wants (n, members × K).
        log_weights = special.log_softmax(logits, axis=-1) + shares[:, None, None]
        return Mixture(
            _pool(log_weights),
            _pool(means) * scale + shift,
            np.exp(np.minimum(_pool(log_scales), LARGEST_LOG_SCALE)) * scale * self.scale_factor,
        )

    def tempered(
        self,
        x: ArrayLike,
        temperature: float = 1.0,
        variance_factor: float = 1.0,
        *,
        branches: bool = False,
    ) -> Mixture:
        """The mixture at each row of inputs, at another temperature.

        Components that no training row speaks for have no part in it: at a temperature above 1
        they would wake, wherever they lie. At 1 all of them are there.

        Args:
            x: As of a call.
            temperature: Divides the logits of the component weights; above 0.
            variance_factor: Multiplies the variances of what is Gaussian; above 0.
            branches: Whether the temperature is of branches, see `Mixture.tempered`: those of the
                mixture of all members.

        Returns:
            As of a call.

        Raises:
            ValueError: The shape of `x` does not fit, or a factor is not positive and finite.
        """
        mixture = self._gaussian(x)
        if temperature != 1.0:
            mixture = _only_supported(mixture, self.supported.ravel())
        mixture = mixture.tempered(temperature, variance_factor, branches=branches)
        return in_units_of_y(mixture, self._targets)

    def apart(
        self,
        x: ArrayLike,
        temperature: float = 1.0,
        variance_factor: float = 1.0,
        *,
        branches: bool = False,
    ) -> Mixture:
        """`tempered` of each of `members()`, in a tenth of the time of one after the other.

        Returns:
            Mixtures of components with batch shape (n, members).

        Raises:
            ValueError: As of `tempered`.
        """
        mixture = self._apart(x)
        if temperature != 1.0:
            mixture = _only_supported(mixture, self.supported)
        unadjusted = Mixture(
            mixture.log_weights, mixture.means, mixture.scales / self.scale_factor
        )  # a member alone has no factor
        mixture = unadjusted.tempered(temperature, variance_factor, branches=branches)
        return in_units_of_y(mixture, self._targets)

    def _apart(self, x: ArrayLike) -> Mixture:
        """The Gaussian mixtures of the members, with batch shape (n, members)."""
        equal = np.zeros(self.layout.members)  # of members that have no share as well
        mixture = self._gaussian(x, log_shares=equal)
        parts = (mixture.log_weights, mixture.means, mixture.scales)
        return Mixture(*(_by_member(part, self.layout.members) for part in parts))

    @cached_property
    def effective_counts(self) -> Floats | None:
        """How many training rows each component is responsible for, (members, components).

        The sum of its responsibilities within its own member (else each of five members would be
        responsible for a fifth of every row), over some of the training rows, each of which counts
        once, whatever its weight; None if these are not known.

        Source:
            Bishop, "Pattern Recognition and Machine Learning" (2006), equation 9.27.
        """
        if self.counts is not None:
            return self.counts
        if self.rows is None or self.rows.targets is None or not self.finite:
            return None
        some = slice(None, None, -(-len(self.rows.inputs) // self._counted_rows))
        targets = self.rows.targets[some]
        try:
            members = self._apart(self.rows.inputs[some])
        except ValueError:  # a mean or a scale overflows
            return None
        t = seen(targets, self.target_kinds)
        counts: Floats = members.responsibilities(t[:, None]).sum(axis=0)
        return counts

    @cached_property
    def supported(self) -> NDArray[np.bool_]:
        """Which components training rows speak for, (members, components).

        Those responsible for one row at least, of those asked about; of a member that has none,
        its foremost; all where nothing is known of the rows.
        """
        counts = self.effective_counts
        if counts is None:
            return np.ones((self.layout.members, self.layout.components), np.bool_)
        supported: NDArray[np.bool_] = counts >= np.minimum(1.0, counts.max(axis=1, keepdims=True))
        return supported

    def without_rows(self, *, tempered: bool, single: bool = False) -> Network:
        """The same predictions without the training rows, which weigh more than all else.

        Args:
            tempered: Whether `tempered` should predict the same too; its counts of rows, which
                take a while to work out, go along then.
            single: Whether single precision is enough.
        """
        counts = self.effective_counts if tempered else None
        return replace(self, rows=None, counts=counts, single=single)

    @cached_property
    def shares(self) -> Floats:
        """What each member counts in the prediction, (members,), with the sum 1."""
        if not self.ensemble:
            return np.full(self.layout.members, 1.0 / self.layout.members)
        return np.array([share.weight for share in self.ensemble])

    @cached_property
    def _log_shares(self) -> Floats:
        with np.errstate(divide="ignore"):
            return np.log(self.shares)

    def members(self) -> tuple[Network, ...]:
        """Each member as a network of its own."""
        return tuple(self._only([member]) for member in range(self.layout.members))

    def holding_out(self, fold: int) -> Network:
        """The members that held out a fold, their shares in the same proportion.

        Where nothing is known of the members, all held out the same rows.

        Raises:
            ValueError: There are none, or they have no share in the prediction.
        """
        if not self.ensemble:
            return self
        held_out = [place for place, each in enumerate(self.ensemble) if each.fold == fold]
        if not self.shares[held_out].any():
            raise ValueError(say("the prediction has no part of any of these members."))
        return self._only(held_out)

    def without(self, members: Collection[int]) -> Network:
        """The network with some members switched off, the others' shares in the same proportion.

        Args:
            members: Their places, from 0. They stay in their places, with no share.

        Raises:
            ValueError: No other member has a share in the prediction.
        """
        left = self.shares.copy()
        left[list(members)] = 0.0
        if not left.any():
            raise ValueError(say("one member must stay switched on."))
        weights = (left / left.sum()).tolist()
        factor = self.scale_factor if np.count_nonzero(left) > 1 else 1.0
        ensemble = self.ensemble or (Share(0, 0, 0, 1.0),) * len(weights)
        shares = zip(ensemble, weights, strict=True)
        ensemble = tuple(each._replace(weight=own) for each, own in shares)
        return replace(self, ensemble=ensemble, scale_factor=factor)

    def _only(self, members: Sequence[int]) -> Network:
        """Some members, their shares in the same proportion; one has all."""
        chosen = list(members)
        ensemble: list[Share] = []
        if self.ensemble and len(chosen) > 1:
            total = float(self.shares[chosen].sum())
            shares = [self.ensemble[member] for member in chosen]
            ensemble = [each._replace(weight=each.weight / total) for each in shares]
        return replace(
            self,
            layout=replace(self.layout, members=len(chosen)),
            parameters=self.parameters[chosen],
            counts=None if self.counts is None else self.counts[chosen],
            ensemble=tuple(ensemble),
            scale_factor=self.scale_factor if len(chosen) > 1 else 1.0,
        )

    def member_variance(self, x: ArrayLike) -> Floats:
        """How much the members disagree: the variance of their means (Lakshminarayanan 2017).

        It is the part of the mixture's variance that more data would take away; what remains of
        `network(x).variance()` without it is the mean of the members' own variances.

        Args:
            x: As of a call.

        Returns:
            (n, outputs), in squared units of the data; zeros where there is one member; else
            infinite where the mean of one is.

        Raises:
            ValueError: The shape of `x` does not fit the network's inputs.
        """
        used = np.flatnonzero(self.shares)
        means = np.stack([self._only([member])(x).mean() for member in used.tolist()])
        if len(means) == 1:
            return np.zeros(means.shape[1:])
        known = np.isfinite(means).all(axis=0)
        means = np.where(known, means, 0.0)
        shares = self.shares[used, None, None]
        with np.errstate(over="ignore"):
            variance = (shares * (means - (shares * means).sum(axis=0)) ** 2).sum(axis=0)
        return np.where(known, variance, np.inf)

    @property
    def finite(self) -> bool:
        """Whether every weight is a number."""
        return bool(np.isfinite(self.parameters).all())

    def _raw(self, x: Floats) -> tuple[Floats, Floats, Floats]:
        """Logits (members, n, K), means and log-scales (members, n, K, outputs), scaled units."""
        values = self._layers(x)
        components, outputs = self.layout.components, self.layout.outputs
        logits, means, raw = np.split(values, [components, components * (1 + outputs)], axis=-1)
        shape = (*values.shape[:-1], components, outputs)
        return logits, means.reshape(shape), np.logaddexp(raw.reshape(shape), self.log_floor)

    @property
    def _counted_rows(self) -> int:
        affordable = COUNTED_PRODUCTS // self.parameters.size
        return max(LEAST_COUNTED_ROWS, min(COUNTED_ROWS, affordable))

    @cached_property
    def _layers(self) -> Layers:
        return Layers.of(self.layout, self.parameters, self.activation, single=self.single)

    def _rows(self, x: ArrayLike) -> Floats:
        rows = np.asarray(x, np.float64)
        if rows.ndim == 1 and self.columns == 1:
            rows = rows[:, None]
        if rows.ndim != 2 or rows.shape[1] != self.columns:
            raise ValueError(
                say(
                    "x has shape {shape}; need (rows, {inputs}).",
                    shape=rows.shape,
                    inputs=self.columns,
                )
            )
        return self.input_scaling.apply(self.encoding(rows))


def _pool(values: Floats) -> Floats:
    """From (members, n, K, ...) to (n, members × K, ...)."""
    moved = np.moveaxis(values, 0, 1)
    return moved.reshape(moved.shape[0], -1, *moved.shape[3:])


def _only_supported(mixture: Mixture, supported: NDArray[np.bool_]) -> Mixture:
    """The mixture without the components that no row speaks for, `(..., components)`."""
    if supported.all():
        return mixture
    log_weights = np.where(supported, mixture.log_weights, -np.inf)
    return Mixture(log_weights, mixture.means, mixture.scales)


def _by_member(values: Floats, members: int) -> Floats:
    """From (n, members × K, ...) to (n, members, K, ...)."""
    return values.reshape(len(values), members, -1, *values.shape[2:])
