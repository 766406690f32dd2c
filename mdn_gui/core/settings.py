"""Frozen, validated settings of a network and of a training run."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

Activation = Literal["relu", "silu", "tanh", "gelu"]
Schedule = Literal["constant", "cosine"]
Optimizer = Literal["adam", "adamw"]

ACTIVATIONS: tuple[Activation, ...] = get_args(Activation)
SCHEDULES: tuple[Schedule, ...] = get_args(Schedule)
OPTIMIZERS: tuple[Optimizer, ...] = get_args(Optimizer)


class Range(NamedTuple):
    """The values a numeric setting may take, both ends included."""

    low: float
    high: float


RANGES: Mapping[str, Range] = MappingProxyType(
    {
        "hidden": Range(1, 4096),
        "components": Range(1, 200),
        "members": Range(1, 20),
        "scale_floor": Range(1e-9, 1.0),
        "epochs": Range(1, 100_000),
        "batch_size": Range(1, 65_536),
        "learning_rate": Range(1e-7, 10.0),
        "warm_up": Range(0.0, 0.9),
        "weight_decay": Range(0.0, 10.0),
        "dropout": Range(0.0, 0.9),
        "input_noise": Range(0.0, 10.0),
        "target_noise": Range(0.0, 10.0),
        "beta": Range(0.0, 1.0),
        "clip_norm": Range(0.0, 1e6),
        "patience": Range(0, 100_000),
        "validation_fraction": Range(0.01, 0.9),
        "seed": Range(0, 2**31 - 1),
    }
)
"""What each numeric setting may be; a form offers exactly these."""

MAX_HIDDEN_LAYERS = 8


def _check_values(settings: "NetworkSettings | TrainingSettings") -> None:
    for field in fields(settings):
        value = getattr(settings, field.name)
        if field.type is bool:
            _check_flag(field.name, value)
        elif field.name in RANGES and field.name != "hidden":
            _check_number(field.name, value, whole=field.type is int)


def _check_number(name: str, value: float, *, whole: bool) -> None:
    low, high = RANGES[name]
    kind = "a whole number" if whole else "a number"
    fits = isinstance(value, int) if whole else isinstance(value, int | float)
    if isinstance(value, bool) or not fits or not low <= value <= high:
        raise ValueError(f"{name} is {value!r}; use {kind} from {low:.10g} to {high:.10g}.")


def _check_flag(name: str, value: bool) -> None:  # noqa: FBT001 - the value is what is checked
    fits = isinstance(value, bool)
    if not fits:
        raise ValueError(f"{name} is {value!r}; use True or False.")


def _check_hidden(hidden: tuple[int, ...]) -> None:
    fits = isinstance(hidden, list | tuple)
    if not fits:
        raise ValueError(f"hidden is {hidden!r}; use a sequence of widths, such as (15, 15).")
    if len(hidden) > MAX_HIDDEN_LAYERS:
        raise ValueError(f"hidden has {len(hidden)} layers; use at most {MAX_HIDDEN_LAYERS}.")
    for width in hidden:
        _check_number("hidden", width, whole=True)


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ValueError(f"{name} is {value!r}; use one of {', '.join(choices)}.")


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """What a mixture density network is made of.

    Attributes:
        hidden: Width of each hidden layer, first to last; may be empty (a linear model).
        activation: The nonlinearity after each hidden layer.
        components: Gaussian components K of each member's mixture.
        members: Networks trained side by side; the prediction is the mixture of their mixtures.
        standardize: Whether inputs and targets are brought to mean 0 and spread 1 for the network.
        spread_means: Whether the components' means start at the quantiles of the targets, so that
            no component starves, instead of all near zero.
        scale_floor: Smallest scale a component may have, relative to the spread of each target.

    Raises:
        ValueError: A value outside `RANGES`, or an unknown activation.
    """

    hidden: tuple[int, ...] = (15, 15)
    activation: Activation = "relu"
    components: int = 10
    members: int = 1
    standardize: bool = False
    spread_means: bool = False
    scale_floor: float = 1e-3

    def __post_init__(self) -> None:
        _check_values(self)
        _check_hidden(self.hidden)
        _check_choice("activation", self.activation, ACTIVATIONS)
        object.__setattr__(self, "hidden", tuple(self.hidden))


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How a network is trained.

    Attributes:
        epochs: Passes over the training rows.
        batch_size: Rows per step.
        learning_rate: Step size of the optimizer; the highest one of a schedule.
        schedule: "constant", or "cosine": falling to zero along half a cosine over the run
            (Loshchilov and Hutter 2017).
        warm_up: Share of the run over which the rate first rises from zero.
        optimizer: "adam" (Kingma and Ba 2015), whose weight decay is part of the gradient, or
            "adamw" (Loshchilov and Hutter 2019), whose weight decay is not.
        weight_decay: Strength of the pull of the kernels towards zero; biases are free.
        dropout: Share of the hidden units left out at random in each step (Srivastava et al. 2014).
        input_noise: Standard deviation of the noise added to the inputs each time a row is used,
            relative to the spread of each (Rothfuss et al. 2019).
        target_noise: The same for the targets. It widens the density by as much.
        beta: Exponent of beta-NLL (Seitzer et al. 2022): each row's gradient is weighted by its
            predicted variance to this power. 0 is the likelihood itself.
        clip_norm: Longest gradient of one network in one step (Pascanu et al. 2013); 0 for any.
        patience: Epochs without a lower validation loss after which the run ends; 0 for never.
        validation_fraction: Share of the rows held out at random, to pick the best epoch.
        seed: Seed of the split, the first weights, the order of the rows, noise and dropout.

    Raises:
        ValueError: A value outside `RANGES`, or an unknown schedule or optimizer.
    """

    epochs: int = 200
    batch_size: int = 128
    learning_rate: float = 1e-3
    schedule: Schedule = "constant"
    warm_up: float = 0.0
    optimizer: Optimizer = "adam"
    weight_decay: float = 0.0
    dropout: float = 0.0
    input_noise: float = 0.0
    target_noise: float = 0.0
    beta: float = 0.0
    clip_norm: float = 0.0
    patience: int = 0
    validation_fraction: float = 0.15
    seed: int = 0

    def __post_init__(self) -> None:
        _check_values(self)
        _check_choice("schedule", self.schedule, SCHEDULES)
        _check_choice("optimizer", self.optimizer, OPTIMIZERS)


def recommended(rows: int, inputs: int) -> tuple[NetworkSettings, TrainingSettings]:
    """Choose settings by the size of a table.

    How much a table can teach grows with its rows per input, n / P, so most rules are in it:

    - **Network**: two layers of 64, from 30,000 rows on of 128; SiLU; standardized; the means
      start at the quantiles of the targets.
    - **Components**: 0.37 √(n / P), from 1 to 20: few rows cannot tell many apart.
    - **Members**: 5 below 3,000 rows per input, where one network's luck matters and five cost
      little; else 1.
    - **Batch**: 32 rows for up to 2,000, then in proportion to √n, up to 1,024: small tables need
      the many noisy steps, large ones the speed.
    - **Epochs**: 3,300 / n^0.3, from 20 to 600, so that a million rows take minutes. A run ends
      early after a third of them without a better one; the best is kept.
    - **Optimizer**: AdamW with a cosine and a warm-up of a twentieth, at 0.01, from 2,000 rows on
      at 0.005. Gradients are cut to length 1 (Pascanu et al. 2013), so that no outlier throws the
      weights away.
    - **Weight decay**: 10 P / n, at most 1 (Loshchilov and Hutter 2019): each row speaks against
      the belief that weights are small.
    - **Fewer than 100 rows**: noise of 7 / n on the targets (Rothfuss et al. 2019), for a density
      cannot be finer than the rows are many, and 30% held out instead of 15%.
    - **Dropout, beta-NLL and noise** otherwise stay off: with the rest in place, none lowered the
      loss on fresh rows by more than it cost elsewhere.

    The rules were tuned on scikit-learn's diabetes and Friedman tables of 300 to 10,000 rows,
    the geyser and the earthquakes of R's datasets, and the inverse sine.

    Args:
        rows: Rows of the table, held-out ones included, copies not.
        inputs: Columns of x.

    Returns:
        The network's and the training's settings.
    """
    per_input = rows / inputs
    width = 64 if rows < 30_000 else 128
    network = NetworkSettings(
        hidden=(width, width),
        activation="silu",
        components=max(1, min(20, round(0.37 * math.sqrt(per_input)))),
        members=5 if per_input < 3_000 else 1,
        standardize=True,
        spread_means=True,
    )
    epochs = max(20, min(600, round(3_300 / rows**0.3)))
    training = TrainingSettings(
        epochs=epochs,
        # A power of two, as memory is laid out.
        batch_size=max(32, min(1_024, 2 ** round(math.log2(32 * math.sqrt(rows / 1_400))))),
        learning_rate=0.01 if rows < 2_000 else 0.005,
        schedule="cosine",
        warm_up=0.05,
        optimizer="adamw",
        weight_decay=round(min(1.0, 10 / per_input), 4),
        target_noise=round(7 / rows, 4) if rows < 100 else 0.0,
        clip_norm=1.0,
        patience=epochs // 3,
        validation_fraction=0.3 if rows < 100 else 0.15,
    )
    return network, training


PRESETS: Mapping[str, tuple[NetworkSettings, TrainingSettings]] = MappingProxyType(
    {
        "recommended": recommended(rows=3_000, inputs=1),
        "tutorial": (NetworkSettings(), TrainingSettings()),
    }
)
"""Settings by name: the default, before there is a table, and the recipe of the tutorial this
project started from."""
