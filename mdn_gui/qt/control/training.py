"""Runs: starting, holding, ending and continuing them, and what news of them change."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mdn_gui.core.ended_run import OnTestRows
from mdn_gui.core.recipes import members_of
from mdn_gui.core.recording import Losses
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.table import Table
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.control.clock import Clock
from mdn_gui.qt.control.inspector import Inspector
from mdn_gui.qt.control.run_list import first_name, listing, name_of
from mdn_gui.qt.control.state import State
from mdn_gui.qt.trainer import Trainer
from mdn_gui.session import edits
from mdn_gui.session.affordable import affordable
from mdn_gui.session.data import Settings
from mdn_gui.session.edits import Edit
from mdn_gui.session.run import Phase, Run
from mdn_gui.session.session import Session, Tool, Workspace
from mdn_gui.worker.messages import EpochsDone, Job

SETTLED_MS = 500
"""The training is prepared once settings have been unchanged for so long: typing is faster."""

_SEEN = edits.show_workspace(Workspace.EXPLORE)
"""Follows whatever lets a run go: no other workspace shows the training."""


class Training(QObject):
    """Leads the runs.

    Signals:
        run_ended: A run ended as planned, or was stopped.
        abandoned: The run under way is no longer wanted.
        failed(message, details): A run ended with an error; what was good of it is shown.

    Args:
        state: Holds the session.
        trainer: Leads the worker, which trains.
    """

    run_ended = Signal()
    abandoned = Signal()
    failed = Signal(str, str)

    def __init__(self, state: State, trainer: Trainer) -> None:
        super().__init__(state)
        self._state, self._trainer = state, trainer
        self._ending = ""  # what was said of the last run's end
        # Numbers of runs: whose network is looked at, for notes, and which ended last by itself.
        self._looked_at = self._heard_end = 0
        self._clock = Clock()
        self._settled = QTimer(self, singleShot=True)
        self._settled.timeout.connect(self.prepare)
        self._inspector = Inspector(self)
        self._inspector.noted.connect(self._on_inspector_noted)
        state.changed.connect(self._on_state_changed)
        trainer.epochs_done.connect(self._on_trainer_epochs_done)
        trainer.progressed.connect(self._on_trainer_progressed)
        trainer.held.connect(self._on_trainer_held)
        trainer.finished.connect(self._on_trainer_finished)
        trainer.failed.connect(self._on_trainer_failed)

    @property
    def _session(self) -> Session:
        return self._state.session

    def _edit(self, *steps: Edit) -> None:
        self._state.edit(edits.one_after_another(*steps))

    @Slot(object, object)
    def _on_state_changed(self, before: Session, after: Session) -> None:
        if _prepared_for(before) != _prepared_for(after):
            self._settled.start(SETTLED_MS)
        if before.status.speed != after.status.speed:
            self._trainer.set_speed(after.status.speed)
        if _can_go_on(before) and not _can_go_on(after):
            self._let_go(before.under_way)
        run = after.under_way
        if run is not None and before.run.number == run.number != after.run.number:
            goes_on = say("{name} goes on.", name=name_of(after, run.number))
            self._edit(edits.told(f"{after.status.message} {goes_on}"))
        if before.runs is not after.runs or before.run is not after.run:
            self._look_at_ended(after)

    def _let_go(self, abandoned: Run | None) -> None:
        """Have the worker keep nothing of the last run, and prepare for the next.

        Args:
            abandoned: It was under way, unless it ended by itself; None if none was.
        """
        if abandoned is not None and abandoned.number != self._heard_end:
            self._clock.hold()
            self.abandoned.emit()
        self._trainer.stop()
        self._trainer.forget()
        self._settled.start(0)

    def _look_at_ended(self, session: Session) -> None:
        """Have the network shown looked at, once; while a run trains, it needs the processor."""
        if session.under_way is not None:
            self._inspector.cancel()
            self._looked_at = 0
            return
        run, ended = session.run, session.run.ended_run
        if ended is not None and run.notes is None and run.number != self._looked_at:
            self._looked_at = run.number
            self._inspector.look_at(ended)

    @Slot()
    def prepare(self) -> None:
        """Have all that the next run needs compiled, so that it starts at once."""
        self._trainer.warm_up(*_prepared_for(self._session))

    # What a person does

    @Slot()
    def train(self) -> None:
        """Start a run with the settings of the form."""
        self._start(held=False)

    @Slot()
    def step(self) -> None:
        """Train for one epoch and hold: of the run under way, or of a new one where none is shown.

        A run that ended is left as it is: its notes would go for an epoch that nobody notices.
        """
        run = self._session.led
        if run.phase is Phase.STOPPING:
            return
        if run.busy:
            self._clock.go()
            self._trainer.step()
            self._edit(self._phase(Phase.TRAINING), _SEEN, self._told(say("One more epoch.")))
        elif self._session.network is None:
            self._start(held=True)

    @Slot(int)
    def extend(self, epochs: int) -> None:
        """Train the run shown, which ended, for so many epochs more, with its own settings."""
        session = self._session
        if not session.run.extendable or session.under_way is not None:
            return
        self._clock.go()
        self._trainer.extend(epochs)
        number, passed = session.run.number, len(session.run.history)
        said = say("Training goes on after epoch {epoch}.", epoch=passed)
        self._edit(
            edits.run(
                number,
                lambda run: replace(
                    run,
                    phase=Phase.TRAINING,
                    epochs_planned=passed + epochs,
                    progress=float(passed),
                    notes=None,
                    on_test_rows=None,
                    importance=None,
                    ended="",
                ),
            ),
            edits.no_epoch_chosen,
            listing(number),
            _SEEN,
            edits.told(said),
        )

    @Slot()
    def pause_or_resume(self) -> None:
        """Hold the run, or let it go on."""
        phase = self._session.led.phase
        if phase is Phase.TRAINING:
            self._trainer.pause()
            self._clock.hold()
            self._edit(self._phase(Phase.PAUSED), self._told(say("Paused.")))
        elif phase is Phase.PAUSED:
            self._clock.go()
            self._trainer.resume()
            self._edit(self._phase(Phase.TRAINING), _SEEN, self._told(say("Training goes on.")))

    @Slot()
    def train_or_pause(self) -> None:
        """What the space bar does: start a run, or pause or resume the one under way."""
        if self._session.under_way is not None:
            self.pause_or_resume()
        else:
            self.train()

    @Slot()
    def stop(self) -> None:
        """End the run; the best network so far stays."""
        if self._session.under_way is not None:
            self._trainer.stop()
            self._edit(self._phase(Phase.STOPPING), self._told(say("Stopping.")))

    @Slot()
    def reset(self) -> None:
        """Show no run any more; data and settings stay, and the run in the list of runs."""
        self._edit(abandon(), edits.told(say("No network is shown; the run stays in the list.")))

    def _start(self, *, held: bool) -> None:
        session, table = self._session, self._session.data.table
        if table is None or session.under_way is not None:
            return
        if session.status.refusal:
            self._edit(edits.told(session.status.refusal))
            return
        job = Job(table, *session.setup.settings)
        if not self._can_begin(table, session.setup.settings):
            return
        self._clock.reset()
        self._settled.stop()
        run = Run(
            number=self._trainer.start(job, held=held),
            data=session.data,
            settings=session.setup.settings,
            phase=Phase.TRAINING,
            epochs_planned=session.setup.training.epochs,
        )
        self._edit(
            edits.forgotten,
            edits.begun(run, first_name(run.number)),
            edits.take_tool(Tool.LOOK),
            _SEEN,
            edits.told(say("Training started.")),
        )

    def _can_begin(self, table: Table, settings: Settings) -> bool:
        """Whether there are rows and memory for a run; if not, the person is told, and no more."""
        from mdn_gui.core.memory import (  # noqa: PLC0415 - not needed by the first frame
            check_memory,
            needed_by,
        )

        # The worker holds the last run, so that it can go on, until the next one begins.
        held = next((run for run in self._session.runs.values() if run.extendable), None)
        freed = 0
        if held is not None and held.data.table is not None and held.settings is not None:
            freed = needed_by(held.data.table, *held.settings)
        try:
            _ = settings[1].holdout
            # TensorFlow is in another process, which looks again before it trains.
            check_memory(table, *settings, loads_tensorflow=False, freed=freed)
        except ValueError as error:
            self._edit(edits.told(str(error)))
            self.failed.emit(str(error), "")
            return False
        return True

    # News of the training

    def _under_way(self, number: int) -> Run | None:
        """The run of that number; None if it is no longer under way, as late news find it."""
        run = self._session.under_way
        return run if run is not None and run.number == number else None

    @Slot(object)
    def _on_trainer_epochs_done(self, news: EpochsDone) -> None:
        run = self._under_way(news.run)
        if run is None:
            return
        (*_, latest) = news.frames

        def add(run: Run) -> Run:
            recording = run.recording.with_epochs(news.losses, news.frames, news.best)
            return replace(run, recording=recording, recoveries=news.recoveries)

        steps = [edits.run(run.number, add), self._progress(run, float(latest.epoch))]
        if news.recoveries > run.recoveries:
            said = say(
                "A loss was not a finite number: back to the last good weights, at half the rate."
            )
            steps.append(edits.told(said))
        self._edit(*steps)

    @Slot(int, float)
    def _on_trainer_progressed(self, number: int, passed: float) -> None:
        run = self._under_way(number)
        if run is not None:
            self._edit(self._progress(run, passed))

    @Slot(int)
    def _on_trainer_held(self, number: int) -> None:
        run = self._under_way(number)
        if run is not None and run.phase is Phase.TRAINING:
            self._clock.hold()
            message = say("Paused after epoch {epoch}.", epoch=len(run.history))
            self._edit(self._phase(Phase.PAUSED), self._told(message))

    @Slot(int, bool)
    def _on_trainer_finished(self, number: int, stopped: bool) -> None:  # noqa: FBT001 - a signal's argument
        run = self._under_way(number)
        if run is not None:
            message = say("Stopped.") if stopped else self._finished(run)
            self._end(run, message, extendable=True)
            self.run_ended.emit()

    @Slot(int, str, str)
    def _on_trainer_failed(self, number: int, message: str, details: str) -> None:
        run = self._under_way(number)
        if run is not None:
            named = self._named(run, message)
            self._end(run, message, extendable=False)
            self.failed.emit(named, details)

    def _finished(self, run: Run) -> str:
        if len(run.history) == run.epochs_planned or run.settings is None:
            return say("Training finished.")
        patience = run.settings[1].patience
        if run.settings[1].stacking:
            return say_count(
                "Training ended early: the members together got hardly better for {count} epoch.",
                "Training ended early: the members together got hardly better for {count} epochs.",
                patience,
            )
        if len(members_of(*run.settings)) > 1:
            return say_count(
                "Training ended early: no member got better for {count} epoch.",
                "Training ended early: no member got better for {count} epochs.",
                patience,
            )
        return say_count(
            "Training ended early: no better epoch for {count} epoch.",
            "Training ended early: no better epoch for {count} epochs.",
            patience,
        )

    def _end(self, run: Run, message: str, *, extendable: bool) -> None:
        self._clock.hold()
        session, self._heard_end = self._session, run.number
        going_on = extendable and run.best is not None
        ended = edits.ended(run.number, message, self._clock.seconds, extendable=going_on)
        message, shown = self._named(run, message), run is session.run
        if shown and session.view.epoch is None and run.best and run.best_network:
            message = f"{message} {self._shown(run, run.best)}"
        left = self._left(ended(session))
        self._ending = f"{message} {left}" if left else message
        self._edit(ended, affordable, edits.told(self._ending))

    def _told(self, said: str) -> Edit:
        """Say what happens to the run that the buttons lead."""
        return edits.told(self._named(self._session.led, said))

    def _named(self, run: Run, said: str) -> str:
        """What is said of a run; by its name if another one is shown."""
        session = self._session
        return said if run is session.run else f"{name_of(session, run.number)}: {said}"

    def _shown(self, run: Run, best: Losses) -> str:
        settings = run.settings
        if settings is not None and settings[1].stacking:
            return say(
                "Members are shown as of their own best epochs and as of epoch {epoch}, by their "
                "shares.",
                epoch=best.epoch,
            )
        if settings is not None and len(members_of(*settings)) > 1:
            return say("Each member is shown as of its own best epoch.")
        shown = say("The network of epoch {epoch}, the best, is shown.")
        return shown.format(epoch=best.epoch)

    def _left(self, session: Session) -> str:
        """Which runs will leave the list for want of memory, as a sentence; "" if none do."""
        kept = dict(affordable(session).document.listed)
        left = [name for number, name in session.document.listed if number not in kept]
        said = say("{names} left the list: the runs held more than 2 GB.")
        return said.format(names=", ".join(left)) if left else ""

    @Slot(object, object)
    def _on_inspector_noted(self, notes: tuple[str, ...], on_test_rows: OnTestRows | None) -> None:
        message = self._session.status.message
        told = self._looked_at == self._heard_end and message == self._ending
        if notes and told:  # nothing has happened since
            count = say_count("{count} note.", "{count} notes.", len(notes))
            message = f"{message} {count}"
        noted = edits.run(
            self._looked_at, lambda run: replace(run, notes=notes, on_test_rows=on_test_rows)
        )
        self._edit(noted, edits.told(message))

    def _progress(self, run: Run, passed: float) -> Edit:
        if passed > 0.0 and run.phase is Phase.TRAINING:
            # What goes before the first steps is preparation, such as importing TensorFlow.
            self._clock.go()
        seconds, left = self._clock.seconds, self._clock.left(passed, run.epochs_planned)
        return edits.run(
            run.number,
            lambda run: replace(run, progress=passed, seconds=seconds, seconds_left=left),
        )

    def _phase(self, phase: Phase) -> Edit:
        """Let the run under way be in a phase."""
        seconds = self._clock.seconds
        return edits.run(self._session.led.number, lambda run: run.in_phase(phase, seconds))


def abandon() -> Edit:
    """End the run under way, if there is one; show none, and let none go on."""
    return edits.abandoned(say("Run cancelled."))


def _can_go_on(session: Session) -> bool:
    """Whether the worker holds a run, under way or ended, so that it can go on."""
    return any(run.busy or run.extendable for run in session.runs.values())


def _prepared_for(session: Session) -> tuple[NetworkSettings, TrainingSettings, int, int]:
    """The settings of the next run, and of how many columns."""
    return *session.setup.settings, *session.data.columns
