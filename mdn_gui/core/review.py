"""Notes on a run after its end: its gain over ignoring the inputs, and the course of its losses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.atoms import Cells
from mdn_gui.core.baselines import MOST_ROWS
from mdn_gui.core.columns import LOOKED_AT
from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.diagnosis import Diagnosis, diagnose
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.ended_run import EndedRun, OnTestRows
from mdn_gui.core.evaluation import held_out_scores
from mdn_gui.core.gains import (
    CONFIDENCE,
    MOST_NATS,
    Densities,
    Gain,
    Score,
    by_fold,
    gain_over,
    ignoring_inputs,
    mean_and_error,
    of_the_network,
    simpler,
)
from mdn_gui.core.maths.change_of_variables import seen
from mdn_gui.core.maths.rounding import exact, rounded
from mdn_gui.core.maths.weighted import weighted_mean
from mdn_gui.core.network import Network
from mdn_gui.core.text import say, say_count

NEGLIGIBLE = 0.02
"""Nats that are too few to matter, however surely they are there."""

FEWEST_LATER = 5
"""With fewer epochs after the best, there is no telling where the losses were going."""

NOISE = 2.0
"""A rise of the validation loss by so many of its standard errors is more than noise."""

FAR_FROM_UNIT = 10.0
"""A column needs scaling where its values are about so many times larger, or smaller, than 1."""

type Label = Callable[[str], str]
"""What a setting is called where the notes are read, given the name of its field."""


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
        fall: By how much the best validation loss is below the lowest of the first three quarters
            of the epochs, in nats; infinite where there is no such epoch.
    """

    epochs: int
    best: int
    rise: float
    noise: float
    train_fell: bool
    fall: float

    @property
    def unfinished(self) -> bool:
        """Whether the validation loss was still falling, by more than nothing, when it ended."""
        return self.epochs - self.best < FEWEST_LATER and self.fall > NEGLIGIBLE

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
        gain: Over ignoring the inputs, on test rows if there are any, or else on validation rows.
        over_simpler: Over densities that are simpler than a mixture, the simplest first, on the
            same rows.
        on_test_rows: The network's loss on all test rows; None without any.
        course: Of its losses.
        unscaled: Name of a column that needed scaling and got none; empty if there is none.
        target_names: Names of the targets.
        learning_rate: What the run was trained with.
    """

    diagnosis: Diagnosis
    gain: Gain
    over_simpler: tuple[Gain, ...]
    on_test_rows: OnTestRows | None
    course: Course
    unscaled: str
    target_names: tuple[str, ...]
    learning_rate: float

    @property
    def tested(self) -> bool:
        """Whether the gain is on test rows."""
        return self.on_test_rows is not None

    def notes(self, label: Label = str) -> tuple[str, ...]:
        """What a person should know before trusting the network, a few sentences each.

        Args:
            label: What to call a setting, given the name of its field.
        """
        found = (
            self._of_the_gain(label) or self._of_simpler_ones(),
            self._of_the_course(label),
            *self.diagnosis.notes(),
        )
        return tuple(note for note in found if note)

    def _of_the_gain(self, label: Label) -> str:
        low, high = self.gain.interval
        if low > 0.0:
            return ""
        if low == -inf:
            fraction = "test_fraction" if self.tested else "validation_fraction"
            return say(
                "Whether this network predicts better than ignoring the inputs cannot be told: "
                "one row is held out. Hold out more rows ({setting}).",
                setting=label(fraction),
            )
        unfinished = self._unfinished(label)
        if high < 0.0:
            text = say(
                "Do not use this network: it predicts worse than ignoring the inputs by {gain}. "
                "{losses} {why}"
            )
            if unfinished:
                text = say(
                    "Do not use this network yet: it predicts worse than ignoring the inputs by "
                    "{gain}. {losses} {why}"
                )
            why = unfinished or self._why_worse(label)
            return text.format(
                gain=self._gain_text(self.gain, -1), losses=self._losses_text(), why=why
            )
        verdict = say("This network cannot be told apart from ignoring the inputs")
        if high < NEGLIGIBLE:
            verdict = say("Do not use this network: it predicts no better than ignoring the inputs")
        if high < NEGLIGIBLE and unfinished:
            verdict = say(
                "Do not use this network yet: it predicts no better than ignoring the inputs"
            )
        return say(
            "{verdict}. It gains {gain}. {losses} {why}",
            verdict=verdict,
            gain=self._gain_text(self.gain),
            losses=self._losses_text(),
            why=unfinished or self._why_same(label),
        )

    def _of_simpler_ones(self) -> str:
        """Say that the simplest would do that predicts as well, if there is one."""
        found = (gain for gain in self.over_simpler if gain.interval[1] < NEGLIGIBLE)
        as_good = next(found, None)
        if as_good is None:
            return ""
        return say(
            "{baseline} would do: this network gains {gain} over it.",
            baseline=as_good.baseline,
            gain=self._gain_text(as_good),
        )

    def _unfinished(self, label: Label) -> str:
        """Say that the run was too short, if it was, and what may have slowed it."""
        # Of a density at an atom, longer training makes the spike thinner without end.
        if not self.course.unfinished or self.diagnosis.atoms:
            return ""
        told = say_count(
            "Training has not converged: it ended after {count} epoch. Train for more epochs "
            "({setting}).",
            "Training has not converged: the validation loss was still falling at the end of the "
            "{count:,} epochs. Train for more epochs ({setting}).",
            self.course.epochs,
            setting=label("epochs"),
        )
        return " ".join(filter(None, (told, self._scale(label))))

    def _gain_text(self, gain: Gain, sign: int = 1) -> str:
        """By how much the network is better, or with a sign of -1 worse, and how sure that is."""
        low, high = sorted(sign * end for end in gain.interval)
        digits = _certain(gain)
        nats, least, most = (rounded(value, digits) for value in (sign * gain.nats, low, high))
        on_rows = (
            say_count("on the {count} test row", "on the {count:,} test rows", gain.rows)
            if self.tested
            else say_count(
                "on the {count} row held out", "on the {count:,} rows held out", gain.rows
            )
        )
        return say(
            "{nats} nats ({confidence:.0%} interval {least} to {most}, {on_rows})",
            nats=nats,
            confidence=CONFIDENCE,
            least=least,
            most=most,
            on_rows=on_rows,
        )

    def _losses_text(self) -> str:
        own, other = (rounded(loss, _certain(self.gain) / 10) for loss in self.gain.losses)
        return say(
            "Its mean loss there is {own} nats, that of {baseline} fitted to the training rows "
            "{other}.",
            own=own,
            baseline=self.gain.baseline,
            other=other,
        )

    def _why_worse(self, label: Label) -> str:
        if told := self._scale(label):
            return told
        if self.diagnosis.atoms:
            floor = self.diagnosis.atoms[0].scale_floor
            return say(
                "Usual cause: components much thinner or wider than the values are rounded. Try "
                "{setting} at {floor}.",
                setting=label("scale_floor"),
                floor=exact(float(f"{floor:.1g}")),
            )
        return say(
            "Usual causes: a learning rate that is too high ({learning_rate}), or rows learnt by "
            "heart. Lower {setting}, or take the recommended settings.",
            learning_rate=exact(self.learning_rate),
            setting=label("learning_rate"),
        )

    def _why_same(self, label: Label) -> str:
        targets = ", ".join(map(repr, self.target_names[:3]))
        return self._scale(label) or (
            say(
                "Usual causes: inputs that say little about {targets}, or too few rows. Choose "
                "other inputs, or add rows.",
                targets=targets,
            )
        )

    def _scale(self, label: Label) -> str:
        if not self.unscaled:
            return ""
        return say(
            "Usual cause: columns that are not scaled, such as {column!r}. Standardize "
            "the inputs and targets: turn on {setting}.",
            column=self.unscaled,
            setting=label("standardize"),
        )

    def _of_the_course(self, label: Label) -> str:
        course = self.course
        cause = self._scale(label) or (
            say(
                "Usual cause: a learning rate that is too high ({learning_rate}). Lower "
                "{setting} to a tenth.",
                learning_rate=exact(self.learning_rate),
                setting=label("learning_rate"),
            )
        )
        if course.first_is_best:
            return say(
                "The first of {epochs} epochs is the best; no later one made the network "
                "better. {cause}",
                epochs=course.epochs,
                cause=cause,
            )
        if not course.rose:
            return ""
        digits = 10 * course.noise
        rise = say(
            "After epoch {best} the validation loss rose by {rise} nats (standard error {noise})",
            best=course.best,
            rise=rounded(course.rise, digits),
            noise=rounded(course.noise, digits),
        )
        if course.train_fell:
            return say(
                "{rise} while the train loss fell. Later epochs learnt the rows by heart; they "
                "are not used.",
                rise=rise,
            )
        return say(
            "{rise}, and the train loss did not fall. Later epochs are not used. {cause}",
            rise=rise,
            cause=cause,
        )


def _certain(gain: Gain) -> float:
    """Of what size the digits are, for chance leaves two of the interval's width certain."""
    low, high = gain.interval
    return 10 * (high - low)


def review(run: EndedRun) -> Review:
    """Look at a run that ended.

    Takes some tenths of a second, for of many rows samples are looked at; only the loss on test
    rows is of all of them, which takes some seconds for the most there can be. A table that is
    streamed is read once.

    Args:
        run: What was trained, and on what.

    Returns:
        What was found.

    Raises:
        TableError: A streamed table cannot be read any more.
        ValueError: The columns do not fit the network, or there are too few rows to hold any out.
    """
    source = run.data.source(run.training_settings.holdout)
    training, validation = _some(source.training, MOST_ROWS), _some(source.validation, LOOKED_AT)
    judges = validation if source.test is None else _some(source.test, LOOKED_AT)
    numbered = isinstance(run.data, Dataset)
    looked_at = run.data if isinstance(run.data, Dataset) else training
    cells = Cells.of(looked_at)
    folds = None if source.folds is None else source.folds[: training.rows]

    def scored(score: Score) -> Densities:
        if source.test is None and folds is not None:
            return by_fold(score, run.best, training, judges, folds, cells=cells)
        return score(run.best, training, judges, cells)

    (own,) = scored(of_the_network).values()
    return Review(
        diagnosis=diagnose(run.best, looked_at, numbered=numbered),
        gain=gain_over(own, scored(ignoring_inputs), judges.weights),
        over_simpler=tuple(
            gain_over(own, {name: density}, judges.weights)
            for name, density in scored(simpler).items()
        ),
        on_test_rows=None if source.test is None else _on_test_rows(run.best, source.test, cells),
        course=_course(run, validation, None if folds is None else folds[: validation.rows]),
        unscaled=(
            "" if run.network_settings.standardize else _far_from_unit(training, run.best.encoding)
        ),
        target_names=training.target_names,
        learning_rate=run.training_settings.learning_rate,
    )


def _on_test_rows(network: Network, test: Dataset, cells: Cells | None) -> OnTestRows:
    scores = np.maximum(held_out_scores(network, test, None, cells), -MOST_NATS)
    loss = -float(weighted_mean(scores, test.weights))
    return OnTestRows(loss, test.rows, by_cells=cells is not None)


def _course(run: EndedRun, validation: Dataset, folds: NDArray[np.intp] | None) -> Course:
    best = min(run.losses, key=lambda losses: losses.validation)
    later = [losses.validation for losses in run.losses if losses.epoch > best.epoch]
    last = run.losses[-1].epoch
    early = [losses.validation for losses in run.losses if 4 * losses.epoch <= 3 * last]
    at_best, at_the_end = (
        held_out_scores(network, validation, folds, None) for network in (run.best, run.last)
    )
    lost = np.clip(at_best - at_the_end, -MOST_NATS, MOST_NATS)
    return Course(
        epochs=last,
        best=best.epoch,
        rise=min(later[len(later) // 2 :], default=best.validation) - best.validation,
        noise=mean_and_error(lost, validation.weights)[1],
        train_fell=run.losses[-1].train < best.train,
        fall=min(early, default=inf) - best.validation,
    )


def _some(dataset: Dataset, most: int) -> Dataset:
    # In the order of their hashes, so that the first ones are a sample.
    return dataset if dataset.rows <= most else dataset.take(np.arange(most))


def _far_from_unit(training: Dataset, encoding: Encoding) -> str:
    """A column of which a network sees far larger or smaller values than it starts at, if any."""
    scaled = np.flatnonzero(encoding.scaled)
    of_inputs = [training.input_names[column] for column in encoding.column_of[scaled]]
    for names, values in (
        (training.target_names, seen(training.targets, training.target_kinds)),
        (of_inputs, encoding(training.inputs)[:, scaled]),
    ):
        scaling = Scaling.of(values, training.weights)
        large = np.maximum(np.abs(scaling.shift), scaling.scale) > FAR_FROM_UNIT
        small = scaling.scale < 1 / FAR_FROM_UNIT
        if (large | small).any():
            return names[int((large | small).argmax())]
    return ""
