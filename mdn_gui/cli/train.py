"""`mdn train`: a network fitted to a table and saved."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mdn_gui import __version__
from mdn_gui.cli.progress import progress_on
from mdn_gui.cli.setting_options import chosen_settings, option
from mdn_gui.cli.table_notes import tell_rows
from mdn_gui.cli.terminal import CommandError, Interruption, chatter_held_back
from mdn_gui.core import model_file, training
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.encoding import feature_count
from mdn_gui.core.ended_run import EndedRun, OnTestRows
from mdn_gui.core.engine.loading import load_tensorflow, tensorflow_loaded
from mdn_gui.core.files.disk_files import resolved
from mdn_gui.core.memory import check_memory
from mdn_gui.core.model import Model, TrainingRecord
from mdn_gui.core.recording import Losses
from mdn_gui.core.review import review
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.table import Table
from mdn_gui.core.tables import open_rows
from mdn_gui.core.text import say, say_count
from mdn_gui.core.training import DivergedError, Epoch
from mdn_gui.table_options import columns_of


@dataclass
class Outcome:
    """What came of a run.

    Attributes:
        last: The last epoch that ended; None if none did.
        losses: Of every epoch that ended, oldest first.
        best_epoch: The last one that brought a better network.
        fault: Why the run broke down, if it did.
        stopped: Whether Ctrl-C ended it.
    """

    last: Epoch | None = None
    losses: list[Losses] = field(default_factory=list)
    best_epoch: int = 0
    fault: str | None = None
    stopped: bool = False

    def add(self, epoch: Epoch) -> None:
        """Take in an epoch that ended."""
        if self.last is None or epoch.best_loss != self.last.best_loss:
            self.best_epoch = epoch.number
        self.losses.append(Losses(epoch.number, epoch.train_loss, epoch.validation_loss))
        self.last = epoch


@dataclass(frozen=True)
class Engine:
    """What trains; another one in tests.

    Attributes:
        prepare: Loads what `train` needs.
        train: See `training.train`.
    """

    prepare: Callable[[], None] = load_tensorflow
    train: Callable[..., Iterator[Epoch]] = field(default=training.train)


def run_train(arguments: Namespace, engine: Engine = Engine()) -> None:
    """Train and save, and say on the output what came of it.

    Args:
        arguments: With `table` and how it is read, what its columns are for, `out`, `preset`,
            `quiet` and the settings.
        engine: What trains.

    Raises:
        TableError: The table cannot be read.
        ModelFileError: The model cannot be saved, or could not be once it is trained.
        CommandError: The rows cannot be trained on, or there is too little memory for it; or the
            run broke down or was stopped before there was a network; or it broke down later, and
            the best network has been saved.
    """
    model_file.check_destination(arguments.out)
    roles, options = columns_of(arguments)
    data = open_rows(arguments.table, roles, options)
    rows = data.distinct_rows if isinstance(data, Dataset) else data.rows
    settings = chosen_settings(arguments, rows, len(roles.inputs))
    _check(data, settings)
    model_file.check_size(*settings, feature_count(data.input_kinds), len(roles.targets))
    if not arguments.quiet:
        tell_rows(data, arguments)
        if settings[1].folds > 1:
            print(
                say(
                    "Validation losses are out of fold: each row is judged by the members that did "
                    "not learn from it."
                ),
                file=sys.stderr,
            )
        print(say("Preparing TensorFlow ..."), file=sys.stderr, flush=True)
    with chatter_held_back():
        engine.prepare()
    outcome = _train(data, settings, engine, quiet=arguments.quiet)
    if outcome.last is None:
        raise CommandError(
            outcome.fault
            or say("stopped by Ctrl-C before an epoch ended; there is no network to save.")
        )
    model = _model(arguments, data, settings, outcome.last, roles.weight)
    model_file.save(model, arguments.out)
    _report(arguments, model, outcome, outcome.last)
    if not arguments.quiet:
        run = EndedRun(
            data, *settings, tuple(outcome.losses), outcome.last.best, outcome.last.network
        )
        found = review(run)
        if found.on_test_rows is not None:
            print(_on_test_rows(found.on_test_rows))
        for note in found.notes(option):
            print(say("Note: {note}", note=note))


def _on_test_rows(found: OnTestRows) -> str:
    text = say_count(
        "Test loss {loss:.6g} nats, on {count} row that neither trained the network nor picked its "
        "epoch.",
        "Test loss {loss:.6g} nats, on {count:,} rows that neither trained the network nor picked "
        "its epoch.",
        found.rows,
        loss=found.loss,
    )
    return say("{text} It is of rounded values.", text=text) if found.by_cells else text


def _check(data: Table, settings: tuple[NetworkSettings, TrainingSettings]) -> None:
    """Refuse a run that is too large, or that leaves no rows, before TensorFlow is imported.

    Where memory runs out within its libraries, they end the process.
    """
    try:
        _ = settings[1].holdout
        check_memory(data, *settings, loads_tensorflow=not tensorflow_loaded())
    except ValueError as error:
        raise CommandError(str(error)) from error


def _train(
    data: Table,
    settings: tuple[NetworkSettings, TrainingSettings],
    engine: Engine,
    *,
    quiet: bool,
) -> Outcome:
    """Run until the end, a fault or Ctrl-C."""
    outcome = Outcome()
    progress = progress_on(sys.stderr, settings[1].epochs, quiet=quiet)
    with Interruption() as interruption, progress:

        def proceed(epochs: float) -> bool:
            progress.passed(epochs)
            outcome.stopped = interruption.asked
            return not interruption.asked

        try:
            for epoch in engine.train(data, *settings, proceed):
                outcome.add(epoch)
                progress.epoch_done(epoch)
        except (DivergedError, ValueError) as error:
            outcome.fault = str(error)
        except MemoryError:
            outcome.fault = say(
                "There was not enough memory; a smaller network or batch needs less."
            )
    return outcome


def _model(
    arguments: Namespace,
    data: Table,
    settings: tuple[NetworkSettings, TrainingSettings],
    last: Epoch,
    weight_name: str,
) -> Model:
    record = TrainingRecord(
        table=resolved(arguments.table).name,
        rows=data.rows,
        epochs=last.number,
        best_loss=float(last.best_loss),
        recoveries=last.recoveries,
        program_version=__version__,
    )
    network = last.best.without_rows(tempered=True) if arguments.without_rows else last.best
    return Model(
        network,
        data.input_names,
        data.target_names,
        *settings,
        record,
        data.reading,
        weight_name,
    )


def _report(arguments: Namespace, model: Model, outcome: Outcome, last: Epoch) -> None:
    """Say what came of a run that left a network."""
    settings = model.training_settings
    if outcome.fault:
        raise CommandError(
            say(
                "{fault}; the best network so far, of epoch {best_epoch}, is saved in {out}.",
                fault=outcome.fault.rstrip("."),
                best_epoch=outcome.best_epoch,
                out=arguments.out,
            )
        )
    if outcome.stopped:
        print(
            say_count(
                "mdn train: stopped by Ctrl-C after {number} of {count} epoch; the best network so "
                "far, of epoch {best_epoch}, is saved in {out}.",
                "mdn train: stopped by Ctrl-C after {number} of {count} epochs; the best network "
                "so far, of epoch {best_epoch}, is saved in {out}.",
                settings.epochs,
                number=last.number,
                best_epoch=outcome.best_epoch,
                out=arguments.out,
            ),
            file=sys.stderr,
        )
    if arguments.quiet:
        return
    if last.number < settings.epochs and not outcome.stopped:
        print(
            say_count(
                "Ended early: no lower validation loss for {count} epoch.",
                "Ended early: no lower validation loss for {count} epochs.",
                settings.patience,
            )
        )
    if last.recoveries:
        print(_went_back(last.recoveries))
    print(
        say_count(
            "Best of {count} epoch: {best_epoch}, validation loss {best_loss:.6g} nats.",
            "Best of {count} epochs: {best_epoch}, validation loss {best_loss:.6g} nats.",
            last.number,
            best_epoch=outcome.best_epoch,
            best_loss=last.best_loss,
        )
    )
    print(_saved(model, arguments.out))


def _went_back(recoveries: int) -> str:
    return say_count(
        "Went back to the last good weights once, at half the learning rate: a loss had stopped "
        "being a finite number.",
        "Went back to the last good weights {count} times, at half the learning rate: a loss had "
        "stopped being a finite number.",
        recoveries,
    )


def _saved(model: Model, out: Path) -> str:
    """Where the model is, and which rows the file holds."""
    rows = model.network.rows
    if rows is None:
        return say(
            "Saved in {out}, without training rows: where a prediction is a guess will not be "
            "known.",
            out=out,
        )
    return say_count(
        "Saved in {out}, with the inputs of {count} training row (--without-rows leaves them out).",
        "Saved in {out}, with the inputs of {count:,} training rows (--without-rows leaves them "
        "out).",
        len(rows.inputs),
        out=out,
    )
