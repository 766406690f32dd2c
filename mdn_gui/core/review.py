"""What is said of a run after its end: its network against none, and how its losses went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np

from mdn_gui.core.baselines import MOST_ROWS, Baselines
from mdn_gui.core.columns import LOOKED_AT
from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.diagnosis import Diagnosis, diagnose
from mdn_gui.core.ended_run import EndedRun
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.rounding import exact, rounded
from mdn_gui.core.source import source_of

CONFIDENCE = 0.95
"""Of the interval of a gain."""

NEGLIGIBLE = 0.02
"""Nats that are too few to matter, however surely they are there."""

FEWEST_LATER = 5
"""With fewer epochs after the best, there is no telling where the losses were going."""

NOISE = 2.0
"""A rise of the validation loss by so many of its standard errors is more than noise."""

FAR_FROM_UNIT = 10.0
"""A column needs scaling where its values are about so many times larger, or smaller, than 1."""

_MOST_NATS = 1e100  # a row without a density costs no more: means and squares stay doubles

type Label = Callable[[str], str]
"""What a setting is called where the notes are read, given the name of its field."""


@dataclass(frozen=True, slots=True)
class Gain:
    """How many nats a network gains over a density that ignores the inputs, on the same rows.

    Attributes:
        rows: How many rows were scored.
        losses: Mean negative log-likelihood of the network and of the density, in nats of y in
            its own units.
        baseline: What the density is, the better of one Gaussian and a kernel density.
        nats: The density's loss less the network's; below 0 where the network is worse.
        interval: What the gain lies between with `CONFIDENCE`, by Student's t of the rows'
            differences; without bounds where a single row was scored.
    """

    rows: int
    losses: tuple[float, float]
    baseline: str
    nats: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Course:
    """How the losses of a run went.

    Attributes:
        epochs: How many there were.
        best: The epoch with the lowest validation loss.
        rise: The lowest validation loss of the later half of the epochs after the best, less the
            best one, in nats: a single bad epoch is no rise.
        noise: Standard error over rows of the difference between the last network's loss and the
            best one's, in nats.
        train_fell: Whether the train loss of the last epoch is below that of the best.
    """

    epochs: int
    best: int
    rise: float
    noise: float
    train_fell: bool

    @property
    def rose(self) -> bool:
        """Whether the validation loss rose by more than its noise, and by more than nothing."""
        long = self.epochs - self.best >= FEWEST_LATER
        return long and self.rise > max(NOISE * self.noise, NEGLIGIBLE)

    @property
    def first_is_best(self) -> bool:
        """Whether no epoch after the first made the network better."""
        return self.best == 1 and self.epochs > FEWEST_LATER


@dataclass(frozen=True, slots=True)
class Review:
    """What was found of a run.

    Attributes:
        diagnosis: Of its components and columns.
        gain: Over ignoring the inputs, on rows that it held out.
        course: Of its losses.
        unscaled: Name of a column that needed scaling and got none; empty if there is none.
        target_names: Names of the targets.
        learning_rate: What the run was trained with.
    """

    diagnosis: Diagnosis
    gain: Gain
    course: Course
    unscaled: str
    target_names: tuple[str, ...]
    learning_rate: float

    def notes(self, label: Label = str) -> tuple[str, ...]:
        """What a person should know before trusting the network, a few sentences each.

        Args:
            label: What to call a setting, given the name of its field.
        """
        found = (self._of_the_gain(label), self._of_the_course(label), *self.diagnosis.notes())
        return tuple(note for note in found if note)

    def _of_the_gain(self, label: Label) -> str:
        gain, (low, high) = self.gain, self.gain.interval
        if low > 0.0:
            return ""
        if low == -inf:
            return (
                "Whether this network predicts better than ignoring the inputs cannot be told: "
                f"one row is held out. Hold out more rows ({label('validation_fraction')})."
            )
        # Chance leaves two digits of the interval's width certain.
        digits = 10 * (high - low)
        nats, least, most = (rounded(value, digits) for value in (gain.nats, low, high))
        interval = f"{CONFIDENCE:.0%} interval"
        rows = f"on the {gain.rows:,} rows held out"
        own, other = (rounded(loss, digits / 10) for loss in gain.losses)
        losses = (
            f"Its mean loss there is {own} nats, that of {gain.baseline} fitted to the training "
            f"rows {other}."
        )
        if high < 0.0:
            # The other way round: by so much it is worse.
            nats, least, most = (rounded(-value, digits) for value in (gain.nats, high, low))
            return (
                f"Do not use this network: it predicts worse than ignoring the inputs by {nats} "
                f"nats ({interval} {least} to {most}, {rows}). {losses} {self._why_worse(label)}"
            )
        verdict = (
            "Do not use this network: it predicts no better than ignoring the inputs"
            if high < NEGLIGIBLE
            else "This network cannot be told apart from ignoring the inputs"
        )
        return (
            f"{verdict} (it gains {nats} nats, {interval} {least} to {most}, {rows}). {losses} "
            f"{self._why_same(label)}"
        )

    def _why_worse(self, label: Label) -> str:
        return self._scale(label) or (
            f"Usual causes: a learning rate that is too high ({exact(self.learning_rate)}), or "
            f"rows learnt by heart. Lower {label('learning_rate')}, or take the recommended "
            "settings."
        )

    def _why_same(self, label: Label) -> str:
        targets = ", ".join(map(repr, self.target_names[:3]))
        return self._scale(label) or (
            f"Usual causes: inputs that say little about {targets}, or too few rows. Choose other "
            "inputs, or add rows."
        )

    def _scale(self, label: Label) -> str:
        if not self.unscaled:
            return ""
        return (
            f"Usual cause: columns that are not scaled, such as {self.unscaled!r}. Standardize the "
            f"inputs and targets: turn on {label('standardize')}."
        )

    def _of_the_course(self, label: Label) -> str:
        course = self.course
        too_fast = self._scale(label) or (
            f"Usual cause: a learning rate that is too high ({exact(self.learning_rate)}). Lower "
            f"{label('learning_rate')} to a tenth."
        )
        if course.first_is_best:
            return (
                f"The first of {course.epochs} epochs is the best; no later one made the network "
                f"better. {too_fast}"
            )
        if not course.rose:
            return ""
        digits = 10 * course.noise
        rise = (
            f"After epoch {course.best} the validation loss rose by {rounded(course.rise, digits)} "
            f"nats (standard error {rounded(course.noise, digits)})"
        )
        if course.train_fell:
            return (
                f"{rise} while the train loss fell. Later epochs learnt the rows by heart; they "
                "are not used."
            )
        return f"{rise}, and the train loss did not fall. Later epochs are not used. {too_fast}"


def review(run: EndedRun) -> Review:
    """Look at a run that ended.

    Takes some tenths of a second, however large the table: of more rows, samples are looked at.
    A table that is streamed is read once.

    Args:
        run: What was trained, and on what.

    Returns:
        What was found.

    Raises:
        TableError: A streamed table cannot be read any more.
        ValueError: The columns do not fit the network, or there are too few rows to hold any out.
    """
    training, held_out = _parts(run)
    numbered = isinstance(run.data, Dataset)
    looked_at = run.data if isinstance(run.data, Dataset) else training
    log_density = run.best(held_out.inputs).log_prob(held_out.targets)
    return Review(
        diagnosis=diagnose(run.best, looked_at, numbered=numbered),
        gain=gain_over(Baselines.of(training.targets), log_density, held_out.targets),
        course=_course(run, held_out, log_density),
        unscaled="" if run.network_settings.standardize else _far_from_unit(training),
        target_names=training.target_names,
        learning_rate=run.training_settings.learning_rate,
    )


def gain_over(baselines: Baselines, log_density: Floats, targets: Floats) -> Gain:
    """Compare a network with densities that ignore the inputs, row by row.

    That the better of the two is chosen on the rows compared lets it look a little better than
    it is.

    Args:
        baselines: Fitted to other rows than these.
        log_density: The network's log-density of each row's targets, `(rows,)`, in nats.
        targets: `(rows, outputs)`, in units of y.

    Returns:
        The gain over the better of the two.
    """
    scores = np.maximum(log_density, -_MOST_NATS)
    others = {
        "one Gaussian": baselines.gaussian.log_prob(targets),
        "a kernel density": baselines.kernel.log_prob(targets),
    }
    baseline, best = max(others.items(), key=lambda each: float(each[1].mean()))
    best = np.maximum(best, -_MOST_NATS)
    rows = len(scores)
    nats, error = _mean_and_error(scores - best)
    reach = float(special.stdtrit(rows - 1, (1 + CONFIDENCE) / 2)) * error if rows > 1 else inf
    losses = (-float(scores.mean()), -float(best.mean()))
    return Gain(rows, losses, baseline, nats, (nats - reach, nats + reach))


def _mean_and_error(differences: Floats) -> tuple[float, float]:
    """The mean of independent differences, and its standard error; infinite for one alone."""
    count = len(differences)
    error = float(differences.std(ddof=1)) / sqrt(count) if count > 1 else inf
    return float(differences.mean()), error


def _course(run: EndedRun, held_out: Dataset, log_density: Floats) -> Course:
    best = min(run.losses, key=lambda losses: losses.validation)
    later = [losses.validation for losses in run.losses if losses.epoch > best.epoch]
    at_the_end = run.last(held_out.inputs).log_prob(held_out.targets)
    lost = np.clip(log_density - at_the_end, -_MOST_NATS, _MOST_NATS)
    return Course(
        epochs=run.losses[-1].epoch,
        best=best.epoch,
        rise=min(later[len(later) // 2 :], default=best.validation) - best.validation,
        noise=_mean_and_error(lost)[1],
        train_fell=run.losses[-1].train < best.train,
    )


def _parts(run: EndedRun) -> tuple[Dataset, Dataset]:
    """Samples of the rows trained on and of those held out."""
    data, settings = run.data, run.training_settings
    if isinstance(data, Dataset):
        # In a random order, so that the first ones are a sample.
        training, held_out = data.split_rows(settings.validation_fraction, settings.seed)
        return data.take(training[:MOST_ROWS]), data.take(held_out[:LOOKED_AT])
    source = source_of(data, settings.validation_fraction, settings.seed)
    return _some(source.training, MOST_ROWS), _some(source.held_out, LOOKED_AT)


def _some(dataset: Dataset, most: int) -> Dataset:
    if dataset.rows <= most:
        return dataset
    return dataset.take(np.random.default_rng(0).choice(dataset.rows, most, replace=False))


def _far_from_unit(training: Dataset) -> str:
    """A column whose values are far larger or smaller than those a network starts at, if any."""
    for names, values in (
        (training.target_names, training.targets),
        (training.input_names, training.inputs),
    ):
        scaling = Scaling.of(values)
        large = np.maximum(np.abs(scaling.shift), scaling.scale) > FAR_FROM_UNIT
        small = scaling.scale < 1 / FAR_FROM_UNIT
        if (large | small).any():
            return names[int((large | small).argmax())]
    return ""
