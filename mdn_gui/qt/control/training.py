"""Runs: starting, holding, ending and continuing them, and what news of them change."""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mdn_gui.core.memory import NotEnoughMemoryError, check_memory, needed_by
from mdn_gui.core.network import Network
from mdn_gui.core.recording import Losses, Recording
from mdn_gui.core.review import EndedRun
from mdn_gui.core.session import Phase, Session, Tool
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.control.clock import Clock
from mdn_gui.qt.control.inspector import Inspector
from mdn_gui.qt.control.run_list import RunList
from mdn_gui.qt.control.state import State
from mdn_gui.qt.trainer import Trainer
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
        self._settled.timeout.connect(self._on_settled_timeout)
        self._inspector = Inspector(self)
        self._inspector.noted.connect(self._on_inspector_noted)
        trainer.epochs_done.connect(self._on_trainer_epochs_done)
        trainer.progressed.connect(self._on_trainer_progressed)
        trainer.held.connect(self._on_trainer_held)
        trainer.finished.connect(self._on_trainer_finished)
        trainer.failed.connect(self._on_trainer_failed)

    @property
    def _session(self) -> Session:
        return self._state.session

    def _update(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Session, checked there
        self._state.update(**changes)

    @Slot(object, object)
    def set_settings(self, network: NetworkSettings, training: TrainingSettings) -> None:
        """Take over the form; prepare for it once it stands."""
        self._settled.start(SETTLED_MS)
        self._update(network_settings=network, training_settings=training)

    @Slot(str)
    def refuse(self, reason: str) -> None:
        """Start no run, for a text in the form is no number; "" for all are."""
        if reason != self._session.refusal:
            self._update(refusal=reason)

    @Slot()
    def _on_settled_timeout(self) -> None:
        self._trainer.warm_up(*self._session.settings)

    # What a person does

    @Slot()
    def train(self) -> None:
        """Start a run with the settings of the form."""
        self._start(held=False)

    @Slot()
    def step(self) -> None:
        """Train for one epoch and hold: of the run under way, of the last one, or of a new one."""
        session = self._session
        if session.phase is Phase.STOPPING:
            return
        if session.busy:
            self._clock.go()
            self._trainer.step()
            self._update(phase=Phase.TRAINING, message=self.tr("One more epoch."))
        elif session.extendable:
            self.extend(1)
        else:
            self._start(held=True)

    @Slot(int)
    def extend(self, epochs: int) -> None:
        """Train the run that ended for so many epochs more, with its own settings."""
        session = self._session
        if not session.extendable or session.busy:
            return
        self._clock.go()
        self._inspector.cancel()
        self._trainer.extend(epochs)
        self._update(
            phase=Phase.TRAINING,
            epochs_planned=len(session.history) + epochs,
            progress=float(len(session.history)),
            epoch=None,
            playing=False,
            notes=None,
            message=self.tr("Training goes on after epoch {epoch}.").format(
                epoch=len(session.history)
            ),
        )

    @Slot()
    def pause_or_resume(self) -> None:
        """Hold the run, or let it go on."""
        session = self._session
        if session.phase is Phase.TRAINING:
            self._trainer.pause()
            self._clock.hold()
            self._update(phase=Phase.PAUSED, seconds_left=None, message=self.tr("Paused."))
        elif session.phase is Phase.PAUSED:
            self._clock.go()
            self._trainer.resume()
            self._update(phase=Phase.TRAINING, message=self.tr("Training goes on."))

    @Slot()
    def train_or_pause(self) -> None:
        """What the space bar does: start a run, or pause or resume the one under way."""
        if self._session.busy:
            self.pause_or_resume()
        else:
            self.train()

    @Slot(object)
    def set_speed(self, epochs_per_second: float | None) -> None:
        """Train at most so many epochs a second; None for as fast as it goes."""
        self._trainer.set_speed(epochs_per_second)
        self._update(speed=epochs_per_second)

    @Slot()
    def stop(self) -> None:
        """End the run; the best network so far stays."""
        if self._session.busy:
            self._trainer.stop()
            self._update(phase=Phase.STOPPING, message=self.tr("Stopping."))

    @Slot()
    def reset(self) -> None:
        """Show no run any more; data and settings stay, and the run in the list of runs."""
        self.abandon()
        self._update(message=self.tr("Reset: no network is trained."))

    def abandon(self) -> None:
        """End the run and show it no more; prepare for the next."""
        if self._session.busy:
            self.abandoned.emit()
        self._keep_run(self.tr("Abandoned."))
        self._trainer.stop()
        self._trainer.forget()
        self._inspector.cancel()
        self._run = 0
        self._settled.start(0)
        self._update(**_NO_RUN)

    def _start(self, *, held: bool) -> None:
        session = self._session
        if session.dataset is None or session.busy:
            return
        if session.refusal:
            self._update(message=session.refusal)
            return
        job = Job(session.dataset, *session.settings)
        if not self._affordable(job):
            return
        self._clock.reset()
        self._settled.stop()
        self._inspector.cancel()
        self._job = job
        self._run = self._trainer.start(job, held=held)
        self._update(
            **_NO_RUN
            | {
                "run": self._run_list.next_number(),
                "phase": Phase.TRAINING,
                "run_settings": session.settings,
                "epochs_planned": session.training_settings.epochs,
                "tool": Tool.LOOK,
                "message": self.tr("Training started."),
            }
        )

    def _affordable(self, job: Job) -> bool:
        """Whether there is memory for a run; if not, the person is told, and nothing changes."""
        settings = job.network_settings, job.training_settings
        # The worker holds the last run, so that it can go on, until the next one begins.
        last = self._job
        freed = (
            needed_by(last.dataset, last.network_settings, last.training_settings)
            if last is not None and self._session.extendable
            else 0
        )
        try:
            # TensorFlow is in another process, which looks again before it trains.
            check_memory(job.dataset, *settings, loads_tensorflow=False, freed=freed)
        except NotEnoughMemoryError as error:
            self._update(message=str(error))
            self.failed.emit(str(error), "")
            return False
        return True

    # News of the training

    @Slot(object)
    def _on_trainer_epochs_done(self, news: EpochsDone) -> None:
        if news.run != self._run:
            return
        session, (*_, latest) = self._session, news.frames
        recording = session.recording.with_epochs(news.losses, news.frames, news.best)
        changes = self._progress(float(latest.epoch)) | {"recording": recording}
        if session.epoch is None:
            changes["network"] = latest.network
        if news.recoveries > session.recoveries:
            changes["recoveries"] = news.recoveries
            changes["message"] = self.tr(
                "A loss was not a finite number: back to the last good weights, at half the rate."
            )
        self._update(**changes)

    @Slot(int, float)
    def _on_trainer_progressed(self, run: int, passed: float) -> None:
        if run == self._run:
            self._update(**self._progress(passed))

    @Slot(int)
    def _on_trainer_held(self, run: int) -> None:
        if run == self._run and self._session.phase is Phase.TRAINING:
            self._clock.hold()
            message = self.tr("Paused after epoch {epoch}.")
            message = message.format(epoch=len(self._session.history))
            self._update(phase=Phase.PAUSED, seconds_left=None, message=message)

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
        if len(self._session.history) == self._session.epochs_planned or self._job is None:
            return self.tr("Training finished.")
        ended = self.tr("Training ended early: no better epoch for {patience} epochs.")
        if self._job.network_settings.members > 1:
            ended = self.tr("Training ended early: no member got better for {patience} epochs.")
        return ended.format(patience=self._job.training_settings.patience)

    def _end(self, message: str, *, extendable: bool) -> None:
        self._clock.hold()
        left = self._keep_run(message)
        session = self._session
        if session.epoch is None and session.best is not None and session.best_network is not None:
            message = f"{message} {self._shown(session.best, session.best_network)}"
            self._update(network=session.best_network)
        if left:
            message = f"{message} {left}"
        self._ending = message
        self._update(
            phase=Phase.IDLE,
            seconds_left=None,
            extendable=extendable and session.best is not None,
            message=message,
        )
        if session.best_network is not None and self._job is not None:
            self._inspector.look_at(_ended(self._job, session.recording, session.best_network))

    def _shown(self, best: Losses, network: Network) -> str:
        if network.layout.members > 1:
            return self.tr("Each member is shown as of its own best epoch.")
        shown = self.tr("The network of epoch {epoch}, the best, is shown.")
        return shown.format(epoch=best.epoch)

    def _keep_run(self, ended: str) -> str:
        if self._session.busy and self._job is not None:
            return self._run_list.keep(self._job, self._clock.seconds, ended)
        return ""

    @Slot(object)
    def _on_inspector_noted(self, notes: tuple[str, ...]) -> None:
        message = self._session.message
        if notes and message == self._ending:  # nothing has happened since
            count = self.tr("1 note.") if len(notes) == 1 else self.tr("{count} notes.")
            message = f"{message} {count.format(count=len(notes))}"
        self._update(notes=notes, message=message)

    def _progress(self, passed: float) -> dict[str, Any]:
        if passed > 0.0 and self._session.phase is Phase.TRAINING:
            # What goes before the first steps is preparation, such as importing TensorFlow.
            self._clock.go()
        left = self._clock.left(passed, self._session.epochs_planned)
        return {"progress": passed, "seconds_left": left}


def _ended(job: Job, recording: Recording, best: Network) -> EndedRun:
    return EndedRun(
        data=job.dataset,
        network_settings=job.network_settings,
        training_settings=job.training_settings,
        losses=recording.losses,
        best=best,
        last=recording.frames[-1].network,
    )


_NO_RUN: dict[str, Any] = {
    "run": None,
    "run_settings": None,
    "phase": Phase.IDLE,
    "extendable": False,
    "epochs_planned": 0,
    "progress": 0.0,
    "seconds_left": None,
    "recording": Recording(),
    "epoch": None,
    "playing": False,
    "network": None,
    "recoveries": 0,
    "notes": None,
    "component": None,
}
