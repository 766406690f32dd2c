"""Runs: starting, holding, ending and continuing them, and what news of them change."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mdn_gui.core.memory import NotEnoughMemoryError, check_memory, needed_by
from mdn_gui.core.network import Network
from mdn_gui.core.recording import Losses, Recording
from mdn_gui.core.review import EndedRun
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.control.clock import Clock
from mdn_gui.qt.control.inspector import Inspector
from mdn_gui.qt.control.run_list import RunList
from mdn_gui.qt.control.state import State
from mdn_gui.qt.trainer import Trainer
from mdn_gui.session import edits
from mdn_gui.session.document import Setup
from mdn_gui.session.edits import Edit
from mdn_gui.session.run import Phase, Run
from mdn_gui.session.session import Session, Tool
from mdn_gui.worker.messages import EpochsDone, Job

SETTLED_MS = 500
"""Settings that stand for this long are prepared for; a number is typed faster."""


class Training(QObject):
    """Leads the runs.

    Signals:
        run_ended: A run ended as planned, or was stopped.
        abandoned: The run under way is no longer wanted.
        failed(message, details): A run ended with an error; what was good of it is shown.

    Args:
        state: Holds the session.
        run_list: Keeps the runs that ended.
        trainer: Leads the worker, which trains.
    """

    run_ended = Signal()
    abandoned = Signal()
    failed = Signal(str, str)

    def __init__(self, state: State, run_list: RunList, trainer: Trainer) -> None:
        super().__init__(state)
        self._state, self._run_list, self._trainer = state, run_list, trainer
        # What is trained, and its number with the trainer; 0 for none.
        self._job: Job | None = None
        self._run = 0
        self._ending = ""  # what was said of the last run's end
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
    def set_settings(self, network: NetworkSettings, training: TrainingSettings) -> None:
        """Take over the form."""
        self._set_up(edits.setup(lambda _: Setup(network, training)))

    @Slot(str, object)
    def set_setting(self, name: str, value: object) -> None:
        """Take over one setting of the form, by the name of its field."""
        self._set_up(edits.setup(lambda setup: setup.having(name, value)), merge=name)

    @Slot(str)
    def choose_preset(self, name: str) -> None:
        """Take over all settings of a preset; "recommended" are those for the rows loaded."""
        self._set_up(edits.preset(name))

    def _set_up(self, edit: Edit, merge: str = "") -> None:
        self._state.edit(edit, undo=self.tr("settings"), merge=merge)

    @Slot(str)
    def refuse(self, reason: str) -> None:
        """Start no run, for a text in the form is no number; "" for all are."""
        if reason != self._session.status.refusal:
            self._edit(edits.status(lambda status: replace(status, refusal=reason)))

    @Slot(object, object)
    def _on_state_changed(self, before: Session, after: Session) -> None:
        if _prepared_for(before) != _prepared_for(after):
            self._settled.start(SETTLED_MS)  # prepare for what stands
        undone = before.data.dataset is not after.data.dataset
        if undone and after.run.number is not None and after.run is before.run:
            # No network is shown over rows of other data.
            said = after.status.message
            if after.run.busy:
                said = f"{said} {self.tr('The run on the rows before is ended.')}"
            self._edit(self.abandon(), edits.told(said))

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
        """Train for one epoch and hold: of the run under way, of the last one, or of a new one."""
        session = self._session
        run = session.run
        if run.phase is Phase.STOPPING:
            return
        if run.busy:
            self._clock.go()
            self._trainer.step()
            self._edit(_phase(Phase.TRAINING), edits.told(self.tr("One more epoch.")))
        elif run.extendable:
            self.extend(1)
        else:
            self._start(held=True)

    @Slot(int)
    def extend(self, epochs: int) -> None:
        """Train the run that ended for so many epochs more, with its own settings."""
        session = self._session
        if not session.run.extendable or session.run.busy:
            return
        self._clock.go()
        self._inspector.cancel()
        self._trainer.extend(epochs)
        passed = len(session.run.history)
        said = self.tr("Training goes on after epoch {epoch}.").format(epoch=passed)
        self._edit(
            edits.run(
                lambda run: replace(
                    run,
                    phase=Phase.TRAINING,
                    epochs_planned=passed + epochs,
                    progress=float(passed),
                    notes=None,
                )
            ),
            _NO_EPOCH_CHOSEN,
            edits.told(said),
        )

    @Slot()
    def pause_or_resume(self) -> None:
        """Hold the run, or let it go on."""
        session = self._session
        if session.run.phase is Phase.TRAINING:
            self._trainer.pause()
            self._clock.hold()
            self._edit(_phase(Phase.PAUSED), edits.told(self.tr("Paused.")))
        elif session.run.phase is Phase.PAUSED:
            self._clock.go()
            self._trainer.resume()
            self._edit(_phase(Phase.TRAINING), edits.told(self.tr("Training goes on.")))

    @Slot()
    def train_or_pause(self) -> None:
        """What the space bar does: start a run, or pause or resume the one under way."""
        if self._session.run.busy:
            self.pause_or_resume()
        else:
            self.train()

    @Slot(object)
    def set_speed(self, epochs_per_second: float | None) -> None:
        """Train at most so many epochs a second; None for as fast as it goes."""
        self._trainer.set_speed(epochs_per_second)
        self._edit(edits.status(lambda status: replace(status, speed=epochs_per_second)))

    @Slot()
    def stop(self) -> None:
        """End the run; the best network so far stays."""
        if self._session.run.busy:
            self._trainer.stop()
            self._edit(_phase(Phase.STOPPING), edits.told(self.tr("Stopping.")))

    @Slot()
    def reset(self) -> None:
        """Show no run any more; data and settings stay, and the run in the list of runs."""
        self._edit(self.abandon(), edits.told(self.tr("Reset: no network is trained.")))

    def abandon(self) -> Edit:
        """End the run; prepare for the next.

        Returns:
            Puts it into the list of runs, and shows it no more.
        """
        if self._session.run.busy:
            self.abandoned.emit()
        kept, _ = self._keep_run(self.tr("Abandoned."))
        self._trainer.stop()
        self._trainer.forget()
        self._inspector.cancel()
        self._run = 0
        self._settled.start(0)
        return edits.one_after_another(kept, _another_run(Run()))

    def _start(self, *, held: bool) -> None:
        session = self._session
        if session.data.dataset is None or session.run.busy:
            return
        if session.status.refusal:
            self._edit(edits.told(session.status.refusal))
            return
        job = Job(session.data.dataset, *session.setup.settings)
        if not self._affordable(job):
            return
        self._clock.reset()
        self._settled.stop()
        self._inspector.cancel()
        self._job = job
        self._run = self._trainer.start(job, held=held)
        run = Run(
            number=self._run_list.next_number(),
            data=session.data,
            settings=session.setup.settings,
            phase=Phase.TRAINING,
            epochs_planned=session.setup.training.epochs,
        )
        self._edit(
            _another_run(run),
            edits.status(lambda status: replace(status, tool=Tool.LOOK)),
            edits.told(self.tr("Training started.")),
        )

    def _affordable(self, job: Job) -> bool:
        """Whether there is memory for a run; if not, the person is told, and nothing changes."""
        settings = job.network_settings, job.training_settings
        # The worker holds the last run, so that it can go on, until the next one begins.
        last = self._job
        freed = (
            needed_by(last.dataset, last.network_settings, last.training_settings)
            if last is not None and self._session.run.extendable
            else 0
        )
        try:
            # TensorFlow is in another process, which looks again before it trains.
            check_memory(job.dataset, *settings, loads_tensorflow=False, freed=freed)
        except NotEnoughMemoryError as error:
            self._edit(edits.told(str(error)))
            self.failed.emit(str(error), "")
            return False
        return True

    # News of the training

    @Slot(object)
    def _on_trainer_epochs_done(self, news: EpochsDone) -> None:
        if news.run != self._run:
            return
        (*_, latest) = news.frames

        def add(run: Run) -> Run:
            recording = run.recording.with_epochs(news.losses, news.frames, news.best)
            return replace(run, recording=recording, recoveries=news.recoveries)

        steps = [edits.run(add), self._progress(float(latest.epoch))]
        if news.recoveries > self._session.run.recoveries:
            said = self.tr(
                "A loss was not a finite number: back to the last good weights, at half the rate."
            )
            steps.append(edits.told(said))
        self._edit(*steps)

    @Slot(int, float)
    def _on_trainer_progressed(self, run: int, passed: float) -> None:
        if run == self._run:
            self._edit(self._progress(passed))

    @Slot(int)
    def _on_trainer_held(self, run: int) -> None:
        if run == self._run and self._session.run.phase is Phase.TRAINING:
            self._clock.hold()
            message = self.tr("Paused after epoch {epoch}.")
            message = message.format(epoch=len(self._session.run.history))
            self._edit(_phase(Phase.PAUSED), edits.told(message))

    @Slot(int, bool)
    def _on_trainer_finished(self, run: int, stopped: bool) -> None:  # noqa: FBT001 - a signal's argument
        if run == self._run:
            self._end(self.tr("Stopped.") if stopped else self._finished(), extendable=True)
            self.run_ended.emit()

    @Slot(int, str, str)
    def _on_trainer_failed(self, run: int, message: str, details: str) -> None:
        if run == self._run:
            self._end(message, extendable=False)
            self.failed.emit(message, details)

    def _finished(self) -> str:
        if len(self._session.run.history) == self._session.run.epochs_planned or self._job is None:
            return self.tr("Training finished.")
        ended = self.tr("Training ended early: no better epoch for {patience} epochs.")
        if self._job.network_settings.members > 1:
            ended = self.tr("Training ended early: no member got better for {patience} epochs.")
        return ended.format(patience=self._job.training_settings.patience)

    def _end(self, message: str, *, extendable: bool) -> None:
        self._clock.hold()
        session = self._session
        kept, left = self._keep_run(message)
        if session.view.epoch is None and session.run.best and session.run.best_network:
            message = f"{message} {self._shown(session.run.best, session.run.best_network)}"
        if left:
            message = f"{message} {left}"
        self._ending = message
        going_on = extendable and session.run.best is not None
        self._edit(
            kept,
            _phase(Phase.IDLE),
            edits.run(lambda run: replace(run, extendable=going_on)),
            edits.told(message),
        )
        if session.run.best_network is not None and self._job is not None:
            best = session.run.best_network
            self._inspector.look_at(_ended(self._job, session.run.recording, best))

    def _shown(self, best: Losses, network: Network) -> str:
        if network.layout.members > 1:
            return self.tr("Each member is shown as of its own best epoch.")
        shown = self.tr("The network of epoch {epoch}, the best, is shown.")
        return shown.format(epoch=best.epoch)

    def _keep_run(self, ended: str) -> tuple[Edit, str]:
        if self._session.run.busy and self._job is not None:
            return self._run_list.keep(self._job, self._clock.seconds, ended)
        return edits.one_after_another(), ""

    @Slot(object)
    def _on_inspector_noted(self, notes: tuple[str, ...]) -> None:
        message = self._session.status.message
        if notes and message == self._ending:  # nothing has happened since
            count = self.tr("1 note.") if len(notes) == 1 else self.tr("{count} notes.")
            message = f"{message} {count.format(count=len(notes))}"
        self._edit(edits.run(lambda run: replace(run, notes=notes)), edits.told(message))

    def _progress(self, passed: float) -> Edit:
        run = self._session.run
        if passed > 0.0 and run.phase is Phase.TRAINING:
            # What goes before the first steps is preparation, such as importing TensorFlow.
            self._clock.go()
        left = self._clock.left(passed, run.epochs_planned)
        return edits.run(lambda run: replace(run, progress=passed, seconds_left=left))


def _prepared_for(session: Session) -> tuple[NetworkSettings, TrainingSettings, int, int]:
    """The settings of the next run, and of how many columns."""
    return *session.setup.settings, *session.data.columns


def _ended(job: Job, recording: Recording, best: Network) -> EndedRun:
    return EndedRun(
        data=job.dataset,
        network_settings=job.network_settings,
        training_settings=job.training_settings,
        losses=recording.losses,
        best=best,
        last=recording.frames[-1].network,
    )


def _phase(phase: Phase) -> Edit:
    """Be in a phase; a run that does not train has no time left."""

    def change(run: Run) -> Run:
        left = run.seconds_left if phase in {Phase.TRAINING, Phase.STOPPING} else None
        return replace(run, phase=phase, seconds_left=left)

    return edits.run(change)


def _another_run(run: Run) -> Edit:
    """Show another run, whose components are others."""
    return edits.one_after_another(
        edits.run(lambda _: run),
        edits.view(lambda view: replace(view, component=None)),
        _NO_EPOCH_CHOSEN,
    )


_NO_EPOCH_CHOSEN: Edit = edits.one_after_another(
    edits.view(lambda view: replace(view, epoch=None)),
    edits.status(lambda status: replace(status, playing=False)),
)
