"""The tutorial's recipe here against the same recipe through Keras's own `fit`, in one process."""

import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import numpy as np

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import PRESETS, TrainingSettings
from mdn_gui.core.training import train, warm_up
from tests.benchmarks.figure import Figure

ROWS = 3000
REPEATS = 5


def run() -> Iterator[Figure]:
    """Compile, train, and let Keras do the same."""
    network, training = PRESETS["tutorial"]
    dataset = EXAMPLES["inverse-sine"].dataset(ROWS, 0)
    warm_up(network, replace(training, batch_size=64))  # imports TensorFlow, compiles another
    _forget_compiled_programs()
    first = _seconds_of_run(training)
    runs = sorted(_seconds_of_run(training) for _ in range(REPEATS))
    ours = median(runs)
    keras_apart, keras_counted = _keras_seconds(
        dataset.inputs.astype(np.float32), dataset.targets.astype(np.float32), training
    )
    spread = f"{runs[0]:.2f} to {runs[-1]:.2f} s, median {ours:.2f} s; Keras {keras_apart:.1f} s"
    yield _ratio("200 epochs of `tutorial`, compilation apart", 35, keras_apart / ours, spread)
    counted = f"{first:.2f} s; Keras {keras_counted:.1f} s"
    yield _ratio("the same, compilation counted", 9, keras_counted / first, counted)


def _forget_compiled_programs() -> None:
    """Another benchmark may have compiled the one whose compilation is counted here."""
    from mdn_gui.core.program import program  # noqa: PLC0415 - imports TensorFlow

    program.cache_clear()


def _seconds_of_run(settings: TrainingSettings) -> float:
    dataset = EXAMPLES["inverse-sine"].dataset(ROWS, 0)
    start = time.perf_counter()
    for _ in train(dataset, PRESETS["tutorial"][0], settings):
        pass
    return time.perf_counter() - start


def _keras_seconds(x: np.ndarray, y: np.ndarray, settings: TrainingSettings) -> tuple[float, float]:
    """Seconds of `fit` without and with its first epoch's tracing."""
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
    model.compile(keras.optimizers.Adam(settings.learning_rate), MixtureNegativeLogLikelihood(10))
    start = time.perf_counter()
    model.fit(x, y, batch_size=settings.batch_size, epochs=1, validation_split=0.15, verbose=0)
    first = time.perf_counter() - start
    start = time.perf_counter()
    model.fit(
        x,
        y,
        batch_size=settings.batch_size,
        epochs=settings.epochs,
        validation_split=settings.validation_fraction,
        verbose=0,
    )
    apart = time.perf_counter() - start
    return apart, apart * (settings.epochs - 1) / settings.epochs + first


def _ratio(what: str, asked: float, ratio: float, how: str) -> Figure:
    return Figure(what, f"{asked}x Keras", f"{ratio:.0f}x ({how})", ratio >= asked)
