"""Frozen, validated settings of a network and of a training run.

Each setting is stated once, at its field: what it may be, where a form has it, what it is called
and what it does. Checks, the form of the window and the options of the command are derived.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Literal, get_args

from mdn_gui.core.holdout import MOST_ROWS, Holdout
from mdn_gui.core.setting import Range, Setting, setting
from mdn_gui.core.text import say

Activation = Literal["relu", "silu", "tanh", "gelu"]
Schedule = Literal["constant", "cosine"]
Optimizer = Literal["adam", "adamw"]

ACTIVATIONS: tuple[Activation, ...] = get_args(Activation)
SCHEDULES: tuple[Schedule, ...] = get_args(Schedule)
OPTIMIZERS: tuple[Optimizer, ...] = get_args(Optimizer)


def described(settings: "type[NetworkSettings | TrainingSettings]") -> Mapping[str, Setting]:
    """The description of each field of a class of settings, by its name."""
    return {field.name: field.metadata["setting"] for field in fields(settings)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSettings:
    """What a mixture density network is made of; each field says what it is for.

    Raises:
        ValueError: A value that its field's description does not allow.
    """

    hidden: tuple[int, ...] = setting(
        (15, 15),
        limits=(1, 4096),
        group="Network",
        label=say("Hidden layers"),
        tip=say("Width of each hidden layer, first to last; without any, the model is linear."),
    )
    activation: Activation = setting(
        "relu",
        choices=dict(zip(ACTIVATIONS, ("ReLU", "SiLU", "tanh", "GELU"), strict=True)),
        group="Network",
        label=say("Activation"),
        tip=say("The nonlinearity after each hidden layer."),
    )
    components: int = setting(
        10,
        limits=(1, 200),
        group="Network",
        label=say("Components"),
        tip=say("How many Gaussian components each member's mixture has."),
    )
    members: int = setting(
        1,
        limits=(1, 20),
        group="Network",
        label=say("Members of each recipe and fold"),
        tip=say(
            "How many networks are trained of each recipe and fold; times recipes and folds, that "
            "is the number of members. The prediction is the mixture of their mixtures."
        ),
    )
    scale_floor: float = setting(
        1e-3,
        limits=(1e-9, 1.0),
        group="Network",
        label=say("Scale floor"),
        tip=say("Smallest scale a component may have, relative to the spread of each target."),
    )
    standardize: bool = setting(
        False,  # noqa: FBT003 - a default
        group="Network",
        label=say("Standardize x and y"),
        tip=say("Bring inputs and targets to mean 0 and spread 1 for the network."),
    )
    spread_means: bool = setting(
        False,  # noqa: FBT003 - a default
        group="Network",
        label=say("Spread initial means"),
        tip=say(
            "Start the components' means at the quantiles of the targets, so that no component "
            "starves, instead of all near zero."
        ),
    )

    def __post_init__(self) -> None:
        _check(self)
        object.__setattr__(self, "hidden", tuple(self.hidden))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSettings:
    """How a network is trained; each field says what it is for.

    Raises:
        ValueError: A value that its field's description does not allow.
    """

    epochs: int = setting(
        200,
        limits=(1, 100_000),
        group="Training",
        label=say("Epochs"),
        tip=say("Passes over the training rows."),
    )
    patience: int = setting(
        0,
        limits=(0, 100_000),
        group="Training",
        label=say("Patience"),
        tip=say("Epochs without a lower validation loss after which the run ends; 0 for never."),
    )
    batch_size: int = setting(
        128,
        limits=(1, 65_536),
        group="Training",
        label=say("Batch size"),
        tip=say("Rows per step."),
    )
    # Kingma and Ba 2015; Loshchilov and Hutter 2019.
    optimizer: Optimizer = setting(
        "adam",
        choices=dict(zip(OPTIMIZERS, ("Adam", "AdamW"), strict=True)),
        group="Training",
        label=say("Optimizer"),
        tip=say(
            "Rule of the steps: Adam, whose weight decay is part of the gradient, or AdamW, whose "
            "is not."
        ),
    )
    learning_rate: float = setting(
        1e-3,
        limits=(1e-7, 10.0),
        group="Training",
        label=say("Learning rate"),
        tip=say(
            "Step size of the optimizer, such as 0.001 or 1e-3; the highest one of a schedule."
        ),
    )
    # Loshchilov and Hutter 2017.
    schedule: Schedule = setting(
        "constant",
        choices=dict(zip(SCHEDULES, (say("Constant"), say("Cosine")), strict=True)),
        group="Training",
        label=say("Schedule"),
        tip=say(
            "Constant learning rate, or one that falls to zero along half a cosine over the run."
        ),
    )
    warm_up: float = setting(
        0.0,
        limits=(0.0, 0.9),
        step=0.01,
        group="Training",
        label=say("Warm-up"),
        tip=say("Share of the run over which the learning rate first rises from zero."),
    )
    weight_decay: float = setting(
        0.0,
        limits=(0.0, 10.0),
        step=1e-4,
        group="Regularization",
        label=say("Weight decay"),
        tip=say("Strength of the pull of the weights, but not the biases, towards zero; 0 is off."),
    )
    # Srivastava et al. 2014.
    dropout: float = setting(
        0.0,
        limits=(0.0, 0.9),
        step=0.05,
        group="Regularization",
        label=say("Dropout"),
        tip=say("Share of the hidden units left out at random in each step."),
    )
    # Standard deviations, as in Rothfuss et al. 2019.
    input_noise: float = setting(
        0.0,
        limits=(0.0, 10.0),
        step=0.01,
        group="Regularization",
        label=say("Input noise"),
        tip=say(
            "Noise added to the inputs each time a row is used, relative to the spread of each."
        ),
    )
    target_noise: float = setting(
        0.0,
        limits=(0.0, 10.0),
        step=0.01,
        group="Regularization",
        label=say("Target noise"),
        tip=say(
            "Noise added to the targets each time a row is used, relative to the spread of each; "
            "it widens the density by as much."
        ),
    )
    # Seitzer et al. 2022.
    beta: float = setting(
        0.0,
        limits=(0.0, 1.0),
        step=0.1,
        group="Regularization",
        label=say("Beta of beta-NLL"),
        tip=say(
            "Weighs each row's gradient by its predicted variance to this power, so that rows of "
            "large spread are not neglected; 0 is the likelihood itself."
        ),
    )
    # Pascanu et al. 2013.
    clip_norm: float = setting(
        0.0,
        limits=(0.0, 1e6),
        step=1.0,
        group="Regularization",
        label=say("Gradient clipping (norm)"),
        tip=say(
            "Steps along a longer gradient of one network are shortened to this; 0 for any length."
        ),
    )
    validation_fraction: float = setting(
        0.15,
        limits=(0.01, 0.9),
        group="Data",
        label=say("Validation fraction"),
        tip=say(
            "Share of the rows held out at random, which pick the best epoch; with several folds, "
            "that of each, as far as there are rows."
        ),
    )
    recipes: int = setting(
        1,
        limits=(1, 3),
        group="Training",
        label=say("Recipes"),
        tip=say(
            "How many recipes are trained, each by so many members: these settings, then the same "
            "with a sixteenth of the weight decay and no target noise, then with neither."
        ),
    )
    # Yao et al. 2018; Huang et al. 2017; Gneiting and Ranjan 2013.
    stacking: bool = setting(
        False,  # noqa: FBT003 - a default
        group="Training",
        label=say("Stack"),
        tip=say(
            "Keep each member at its own best epoch and at the best one of all together, and weigh "
            "the recipes by how well they predict rows that were held out, instead of equally. "
            "With 1 fold, members are weighed too, and all scales are adjusted by one factor when "
            "the run ends by itself."
        ),
    )
    # Stone 1974.
    folds: int = setting(
        1,
        limits=(1, 10),
        group="Data",
        label=say("Folds"),
        tip=say(
            "Number of parts of the rows, each as large as the validation fraction, which members "
            "of their own hold out. With 1, all members hold out the same rows."
        ),
    )
    test_fraction: float = setting(
        0.0,
        limits=(0.0, 0.5),
        step=0.05,
        group="Data",
        label=say("Test fraction"),
        tip=say(
            "Share of the rows that judge the network: they neither train it nor pick the epoch."
        ),
    )
    seed: int = setting(
        0,
        limits=(0, 2**31 - 1),
        group="Data",
        label=say("Seed"),
        tip=say("Seed of the split, the first weights, the order of the rows, noise and dropout."),
    )

    @property
    def holdout(self) -> Holdout:
        """Which rows are held out.

        Raises:
            ValueError: None would be left to train on.
        """
        return Holdout(self.validation_fraction, self.test_fraction, self.seed, self.folds)

    def __post_init__(self) -> None:
        _check(self)


def _check(settings: NetworkSettings | TrainingSettings) -> None:
    for name, each in described(type(settings)).items():
        each.check(name, getattr(settings, name))


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {**described(NetworkSettings), **described(TrainingSettings)}
)
"""What each setting is, by the name of its field."""

RANGES: Mapping[str, Range] = MappingProxyType(
    {name: limits for name, each in SETTINGS.items() if (limits := each.limits) is not None}
)
"""What each numeric setting may be."""


PARTS = tuple(name for name, each in SETTINGS.items() if each.group == "Data")
"""The settings of which rows are for what, by the names of their fields."""


def recommended(rows: int, inputs: int) -> tuple[NetworkSettings, TrainingSettings]:
    """Choose settings by the size of a table.

    How much a table can teach grows with its rows per input, n / P, so some rules are in it:

    - **Network**: three layers of 64, from 30,000 rows on four; SiLU; standardized; the means start
      at the quantiles of the targets.
    - **Components**: 0.37 √(n / P), from 1 to 20: few rows cannot tell many apart.
    - **Members**: two recipes, with the weight decay and noise below and with a sixteenth of that
      decay and no noise, each with five members, stacked: none is right for all tables, and
      held-out rows tell which is right for this one. Each counts as of its own best epoch and as of
      that of all together, which fits more closely; both predict best. From 500 rows per input on
      one recipe; of 3,500 rows and more three members from 1,500 per input on, and beyond 262,144
      a single network as `quick` chooses.
    - **Held out**: 10% of the rows, or ten, but no more than 20%: where y follows x closely, more
      rows to train on tell more than more to judge by. Each member holds out others (a fold), so
      that more rows judge; from 3,500 rows on all hold out the same, which judge the mixture of all
      and its width.
    - **Batch**: 32 rows for up to 1,000, then 64 √(n / 1,400), up to 1,024: small tables need the
      many noisy steps, large ones the speed.
    - **Epochs**: 3,000 / n^0.3, at most 270, so that a quarter of a million rows take minutes. A
      run ends early after a fifth of 3,000 / n^0.3, at most 108, without a better one. 430 epochs
      of fewer than 300 rows gained up to 0.08 nats where y follows x closely, and lost up to 0.04
      elsewhere; held-out rows, at a third of the run or at its end, did not tell which.
    - **Optimizer**: AdamW with a cosine and a warm-up of a twentieth, at 0.02, from 2,000 rows on
      at 0.01. Gradients are cut to length 1 (Pascanu et al. 2013), so that no outlier throws the
      weights away.
    - **Weight decay**: 10 P / n, at most 1 (Loshchilov and Hutter 2019): each row speaks against
      the belief that weights are small.
    - **Fewer than 100 rows**: noise of 7 / n on the targets (Rothfuss et al. 2019), for a density
      cannot be finer than the rows are many.
    - **Dropout, beta-NLL and noise** otherwise stay off: with the rest in place, none lowered the
      loss on fresh rows by more than it cost elsewhere.

    The rules were tuned on scikit-learn's diabetes and Friedman tables of 300 to 10,000 rows,
    the geyser and the earthquakes of R's datasets, and the inverse sine; all but components, noise
    and weight decay on eight regression tables of the UCI repository: concrete slump, servo, stock,
    pendulum, airfoil, SML, elevators and kin40k.

    Args:
        rows: Rows of the table, held-out ones included, copies not; whatever they weigh, for a row
            of weight 5 tells no more than one.
        inputs: Columns of x.

    Returns:
        The network's and the training's settings.
    """
    network, training = quick(rows, inputs)
    if rows > MOST_ROWS:
        return network, training
    apart = rows < 3_500  # each member holds out rows of its own
    each = 5 if apart or rows < 1_500 * inputs else 3
    network = replace(
        network, hidden=(64,) * (3 if rows < 30_000 else 4), members=1 if apart else each
    )
    return network, replace(
        training,
        epochs=min(270, round(0.9 * training.epochs)),
        batch_size=32 if rows < 1_000 else _batch_size(64 * math.sqrt(rows / 1_400)),
        learning_rate=2 * training.learning_rate,
        patience=max(9, round(0.18 * training.epochs)),
        recipes=2 if rows < 500 * inputs else 1,
        folds=each if apart else 1,
        # Rounded down, for a fold is rounded up to whole rows.
        validation_fraction=math.floor(1_000 * min(max(0.1, 10 / rows), 0.2)) / 1_000,
        stacking=True,
    )


def quick(rows: int, inputs: int) -> tuple[NetworkSettings, TrainingSettings]:
    """Choose settings by the size of a table for one network, which is there soon.

    As `recommended`, but for two hidden layers, from 30,000 rows on of 128, half the learning rate,
    batches of half the size from 1,000 rows on, 3,300 / n^0.3 epochs, at most 600, an early end
    after a third of them without a better one, and 15% held out, of fewer than 100 rows 30%; the
    best is kept.

    Args:
        rows: As of `recommended`.
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
        standardize=True,
        spread_means=True,
    )
    epochs = max(20, min(600, round(3_300 / rows**0.3)))
    training = TrainingSettings(
        epochs=epochs,
        batch_size=_batch_size(32 * math.sqrt(rows / 1_400)),
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


def _batch_size(rows: float) -> int:
    """The power of two next to it, as memory is laid out, from 32 to 1,024."""
    return max(32, min(1_024, int(2 ** round(math.log2(rows)))))


TUTORIAL = (NetworkSettings(), TrainingSettings())
"""The recipe of the tutorial this project started from."""

PRESETS: Mapping[str, tuple[NetworkSettings, TrainingSettings]] = MappingProxyType(
    {
        "recommended": recommended(rows=3_000, inputs=1),
        "quick": quick(rows=3_000, inputs=1),
        "tutorial": TUTORIAL,
    }
)
"""Settings by name: the default, before there is a table, one network, and the tutorial's."""

FEWEST_TESTED = 1_000
TEST_FRACTION = 0.15
"""From so many rows on, such a share of them is for test in the window and in `mdn train`."""


def presets_for(rows: int, inputs: int) -> Mapping[str, tuple[NetworkSettings, TrainingSettings]]:
    """The settings by name that the window and `mdn train` start from.

    Args:
        rows: Rows of the table, copies not.
        inputs: Columns of x.

    Returns:
        `PRESETS`, all but the tutorial's being those for such a table; from `FEWEST_TESTED` rows on
        with a test part.
    """
    share = TEST_FRACTION if rows >= FEWEST_TESTED else 0.0
    of_size = {"recommended": recommended(rows, inputs), "quick": quick(rows, inputs)}
    named = {**PRESETS, **of_size}
    return {
        name: (network, replace(training, test_fraction=share))
        for name, (network, training) in named.items()
    }
