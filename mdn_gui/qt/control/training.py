"""One state, one loop: every event makes a new session, and `session_changed` tells the panels."""

import time
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mdn_gui.core.session import Layer, Losses, Phase, Session
from mdn_gui.core.settings import RANGES, NetworkSettings, TrainingSettings, recommended
from mdn_gui.qt.inspector import Inspector
from mdn_gui.qt.loader import Loaded
from mdn_gui.qt.trainer import Job, Trainer

SETTLED_MS = 500
"""Settings that stand for this long are prepared for; a number is typed faster."""


class Controller(QObject):
    """Holds the session and changes it: by a person's choices, by news of the training.

    Signals:
        session_changed(session): There is a new session.
        run_ended: A run ended as planned, or was stopped.
        failed(message, details): A run ended with an error; what was good of it is shown.

    Args:
        trainer: Trains on its own thread.
        parent: The owner.
    """

    session_changed = Signal(object)
    run_ended = Signal()
    failed = Signal(str, str)

    def __init__(self, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = Session()
        self._trainer = trainer
        self._run = 0
        # Where the clock of the time left was set: the moment, and the epochs passed by then;
        # at the first news, for what goes before is preparation.
        self._clock: tuple[float, float] | None = None
        self._settled = QTimer(self, singleShot=True)
        self._settled.timeout.connect(self._on_settled_timeout)
        self._inspector = Inspector(self)
        self._inspector.noted.connect(self._on_inspector_noted)
        trainer.epoch_done.connect(self._on_trainer_epoch_done)
        trainer.progressed.connect(self._on_trainer_progressed)
        trainer.finished.connect(self._on_trainer_finished)
        trainer.failed.connect(self._on_trainer_failed)

    @property
    def session(self) -> Session:
        """What is shown now."""
        return self._session

    def _update(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Session, checked there
        self._session = replace(self._session, **changes)
        self.session_changed.emit(self._session)

    # Data

    @Slot(object)
    def show_data(self, loaded: Loaded) -> None:
        """Show other data; what was trained on the last is gone with it.

        Settings that are the recommended ones stay so, for these rows; others are a person's.
        """
        self._abandon_run()
        self._settled.start(0)
        session, dataset = self._session, loaded.dataset
        suited = recommended(dataset.distinct_rows, inputs=1)
        untouched = session.settings == session.recommended
        network, training = suited if untouched else session.settings
        self._update(
            dataset=dataset,
            recommended=suited,
            network_settings=network,
            training_settings=training,
            title=loaded.title,
            sampled_range=loaded.sampled_range,
            x=float(np.median(dataset.inputs[:, 0])),
            # What was sharpened for other data would be taken for what these are like.
            temperature=1.0,
            spread=1.0,
            message=self.tr("{title}: {rows} rows loaded.").format(
                title=loaded.title, rows=f"{dataset.rows:,}"
            ),
            **_NO_RUN,
        )

    # Training

    @Slot(object, object)
    def set_settings(self, network: NetworkSettings, training: TrainingSettings) -> None:
        """Take over the form."""
        self._settled.start(SETTLED_MS)
        self._update(network_settings=network, training_settings=training)

    @Slot()
    def train(self) -> None:
        """Start a run with the settings of the form."""
        session = self._session
        if session.dataset is None or session.busy:
            return
        self._clock = None
        self._settled.stop()
        self._inspector.cancel()
        self._run = self._trainer.start(Job(session.dataset, *session.settings))
        self._update(
            **_NO_RUN
            | {
                "phase": Phase.TRAINING,
                "epochs_planned": session.training_settings.epochs,
                "message": self.tr("Training started."),
            }
        )

    @Slot()
    def pause_or_resume(self) -> None:
        """Hold the run, or let it go on."""
        session = self._session
        if session.phase is Phase.TRAINING:
            self._trainer.pause()
            self._update(phase=Phase.PAUSED, seconds_left=None, message=self.tr("Paused."))
        elif session.phase is Phase.PAUSED:
            self._clock = None
            self._trainer.resume()
            self._update(phase=Phase.TRAINING, message=self.tr("Training goes on."))

    @Slot()
    def train_or_pause(self) -> None:
        """What the space bar does: start a run, or pause or resume the one under way."""
        if self._session.busy:
            self.pause_or_resume()
        else:
            self.train()

    @Slot()
    def stop(self) -> None:
        """End the run; the best network so far stays."""
        if self._session.busy:
            self._trainer.stop()
            self._update(phase=Phase.STOPPING, message=self.tr("Stopping."))

    @Slot()
    def reset(self) -> None:
        """Forget the run and its network; data and settings stay."""
        self._abandon_run()
        self._update(message=self.tr("Reset: no network is trained."), **_NO_RUN)

    def _abandon_run(self) -> None:
        self._trainer.stop()
        self._inspector.cancel()
        self._run = 0

    @Slot()
    def _on_settled_timeout(self) -> None:
        self._trainer.warm_up(*self._session.settings)

    # Looking

    @Slot(float)
    def pick_x(self, x: float) -> None:
        """Stand at another x."""
        self._update(x=x)

    def move_x(self, steps: int) -> None:
        """Step along x, a hundredth of the sampled range each."""
        low, high = self._session.sampled_range
        self._update(x=self._session.x + steps * (high - low) / 100)

    @Slot(float, float)
    def set_sampling(self, temperature: float, spread: float) -> None:
        """Look at another temperature and spread."""
        self._update(temperature=temperature, spread=spread)

    @Slot(int)
    def set_seed(self, seed: int) -> None:
        """Draw the samples of another seed."""
        self._update(sampling_seed=seed)

    @Slot()
    def resample(self) -> None:
        """Draw other samples: those of the next seed; the last one is followed by the first."""
        low, high = RANGES["seed"]
        following = self._session.sampling_seed + 1
        self._update(sampling_seed=following if following <= high else int(low))

    @Slot(object)
    def set_layers(self, layers: frozenset[Layer]) -> None:
        """Draw these layers."""
        self._update(layers=layers)

    # News of the training

    @Slot(int, object)
    def _on_trainer_epoch_done(self, run: int, epoch: Any) -> None:  # noqa: ANN401 - core.training.Epoch, which must not be imported here
        if run != self._run:
            return
        losses = Losses(epoch.number, epoch.train_loss, epoch.validation_loss)
        session = self._session
        changes = self._progress(float(epoch.number))
        if session.best is None or losses.validation < session.best.validation:
            changes["best"] = losses
        if epoch.recoveries > session.recoveries:
            changes["recoveries"] = epoch.recoveries
            changes["message"] = self.tr(
                "A loss was not a finite number: back to the last good weights, at half the rate."
            )
        history = (*session.history, losses)
        self._update(history=history, network=epoch.network, best_network=epoch.best, **changes)

    @Slot(int, float)
    def _on_trainer_progressed(self, run: int, passed: float) -> None:
        if run == self._run:
            self._update(**self._progress(passed))

    @Slot(int, bool)
    def _on_trainer_finished(self, run: int, stopped: bool) -> None:  # noqa: FBT001 - a signal's argument
        if run == self._run:
            self._end(self.tr("Stopped.") if stopped else self._finished())
            self.run_ended.emit()

    @Slot(int, str, str)
    def _on_trainer_failed(self, run: int, message: str, details: str) -> None:
        if run == self._run:
            self._end(message)
            self.failed.emit(message, details)

    def _finished(self) -> str:
        if len(self._session.history) == self._session.epochs_planned:
            return self.tr("Training finished.")
        ended = self.tr("Training ended early: no better epoch for {patience} epochs.")
        return ended.format(patience=self._session.training_settings.patience)

    def _end(self, message: str) -> None:
        session = self._session
        if session.best is not None:
            shown = self.tr("The network of epoch {epoch}, the best, is shown.")
            if session.network is not None and session.network.layout.members > 1:
                shown = self.tr("Each member is shown as of its own best epoch.")
            message = f"{message} {shown.format(epoch=session.best.epoch)}"
        self._update(
            phase=Phase.IDLE, seconds_left=None, network=session.best_network, message=message
        )
        if session.best_network is not None and session.dataset is not None:
            self._inspector.look_at(session.best_network, session.dataset)

    @Slot(object)
    def _on_inspector_noted(self, notes: tuple[str, ...]) -> None:
        message = self._session.message
        if notes:
            message = f"{message} {self._counted(len(notes))}"
        self._update(notes=notes, message=message)

    def _counted(self, notes: int) -> str:
        if notes == 1:
            return self.tr("1 note.")
        return self.tr("{count} notes.").format(count=notes)

    def _progress(self, passed: float) -> dict[str, Any]:
        if self._clock is None:
            self._clock = (time.monotonic(), passed)
        start, already = self._clock
        seconds_left = None
        if self._session.phase is Phase.TRAINING and passed > already:
            pace = (time.monotonic() - start) / (passed - already)
            seconds_left = pace * (self._session.epochs_planned - passed)
        return {"progress": passed, "seconds_left": seconds_left}


_NO_RUN: dict[str, Any] = {
    "phase": Phase.IDLE,
    "epochs_planned": 0,
    "progress": 0.0,
    "seconds_left": None,
    "history": (),
    "best": None,
    "network": None,
    "best_network": None,
    "recoveries": 0,
    "notes": None,
}
