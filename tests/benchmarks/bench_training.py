"""The tutorial's recipe here against the same recipe through Keras's own `fit`, in one process."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from statistics import median
from typing import NamedTuple

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import PRESETS, TrainingSettings
from mdn_gui.core.training import fit, warm_up
from tests.benchmarks.figure import Figure
from tests.benchmarks.stopwatch import Time, timed

ROWS = 3000
ROUNDS = 3
RUNS = 5
"""Runs here in each round, for one run of Keras, which takes as long as many of them."""


class Round(NamedTuple):
    """What runs took one after the other, so that what disturbs one disturbs the other.

    Attributes:
        counted: A run here with its compilation.
        apart: Runs here without.
        keras_counted: The run of Keras with its tracing.
        keras_apart: The run of Keras without.
    """

    counted: Time
    apart: list[Time]
    keras_counted: Time
    keras_apart: Time


def run() -> Iterator[Figure]:
    """Compile, train, and let Keras do the same, in turns."""
    network, training = PRESETS["tutorial"]
    dataset = EXAMPLES["inverse-sine"].dataset(ROWS, 0)
    warm_up(network, replace(training, batch_size=64))  # imports TensorFlow, compiles another
    rounds = [_round(dataset, training) for _ in range(ROUNDS)]
    apart = [taken for each in rounds for taken in each.apart]
    keras_apart = [each.keras_apart for each in rounds]
    yield _ratio("200 epochs of `tutorial`, compilation apart", 60, apart, keras_apart)
    counted = [each.counted for each in rounds]
    keras_counted = [each.keras_counted for each in rounds]
    yield _ratio("the same, compilation counted", 9, counted, keras_counted)
    yield _cost_of_weights(dataset, training)


def _cost_of_weights(dataset: Dataset, training: TrainingSettings) -> Figure:
    """Runs of rows with weights and without, in turns."""
    weights = np.random.default_rng(0).integers(1, 6, dataset.rows).astype(float)
    tables = [dataset, replace(dataset, weights=weights)]
    network, ratios = PRESETS["tutorial"][0], []
    for number in range(1 + ROUNDS * RUNS):
        plain, weighted = (timed(partial(fit, rows, network, training)) for rows in tables)
        if number > 0:  # the first ones compile
            ratios.append(weighted.computed / plain.computed)
    ratio = median(ratios)
    measured = f"{ratio:.2f}x in processor time ({min(ratios):.2f} to {max(ratios):.2f})"
    return Figure("200 epochs of rows with weights", "at most 1.15x", measured, ratio <= 1.15)


def _round(dataset: Dataset, training: TrainingSettings) -> Round:
    def train() -> None:
        fit(dataset, PRESETS["tutorial"][0], training)

    _forget_compiled_programs()
    counted = timed(train)
    apart = [timed(train) for _ in range(RUNS)]
    return Round(counted, apart, *_keras_times(dataset, training))


def _forget_compiled_programs() -> None:
    """The last round, or another benchmark, has compiled the one whose compilation is counted."""
    from mdn_gui.core.engine.program import program  # noqa: PLC0415 - imports TensorFlow

    program.cache_clear()


def _keras_times(dataset: Dataset, training: TrainingSettings) -> tuple[Time, Time]:
    """What `fit` takes with and without its first epoch's tracing."""
    import keras  # noqa: PLC0415 - only once TensorFlow is loaded as the program loads it

    from mdn_gui.core.keras_model import MDN, MixtureNegativeLogLikelihood  # noqa: PLC0415 - likewise

    model = keras.Sequential(
        [
            keras.Input((1,)),
            keras.layers.Dense(15, "relu"),
            keras.layers.Dense(15, "relu"),
            MDN(10),
        ]
    )
    model.compile(keras.optimizers.Adam(training.learning_rate), MixtureNegativeLogLikelihood(10))
    x, y = dataset.inputs.astype("float32"), dataset.targets.astype("float32")

    def train(epochs: int) -> None:
        model.fit(
            x,
            y,
            batch_size=training.batch_size,
            epochs=epochs,
            validation_split=training.validation_fraction,
            verbose=0,
        )

    first, apart = timed(lambda: train(1)), timed(lambda: train(training.epochs))
    later = (training.epochs - 1) / training.epochs
    return Time(*(one + all_ * later for one, all_ in zip(first, apart, strict=True))), apart


def _ratio(what: str, asked: float, ours: list[Time], keras: list[Time]) -> Figure:
    """Of the medians by the clock; by processors beside it."""
    passed, computed = (
        median(theirs) / median(own)
        for theirs, own in zip(zip(*keras, strict=True), zip(*ours, strict=True), strict=True)
    )
    times = f"{_spread(ours, 2)}; Keras {_spread(keras, 1)}"
    measured = f"{passed:.1f}x ({times}; {computed:.1f}x in processor time)"
    return Figure(what, f"at least {asked:g}x Keras", measured, passed >= asked)


def _spread(times: list[Time], digits: int) -> str:
    passed = sorted(each.passed for each in times)
    low, middle, high = (f"{each:.{digits}f}" for each in (passed[0], median(passed), passed[-1]))
    return f"{middle} s, {low} to {high} s"
