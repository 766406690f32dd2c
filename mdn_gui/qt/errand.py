"""Doing one job with the window and leaving: train, save a picture and samples, quit."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from mdn_gui.core.export import write_points
from mdn_gui.core.session import Session
from mdn_gui.qt.control.controller import Controller


@dataclass(frozen=True)
class Wanted:
    """What to save after training; None for what is not wanted."""

    snapshot: Path | None = None
    samples: Path | None = None

    @property
    def anything(self) -> bool:
        """Whether there is anything to save."""
        return self.snapshot is not None or self.samples is not None


class Errand(QObject):
    """Waits for the run's end and for the window to show it, then saves what is wanted.

    Signals:
        done(lines): What was written where, one line each.
        failed(message): It could not be done.

    Args:
        window: What a picture shows.
        wanted: What to save.
    """

    done = Signal(str)
    failed = Signal(str)

    def __init__(self, window: QWidget, wanted: Wanted) -> None:
        super().__init__(window)
        self._window, self._wanted = window, wanted
        self._controller: Controller | None = None
        self._end: Session | None = None

    def watch(self, controller: Controller) -> None:
        """Listen to the training's end."""
        self._controller = controller
        controller.training.run_ended.connect(self._on_run_ended)
        controller.training.failed.connect(self._on_failed)
        controller.training.abandoned.connect(self._on_abandoned)

    @Slot()
    def _on_run_ended(self) -> None:
        if self._controller is None or self._controller.session.network is None:
            self.failed.emit(self.tr("Stopped before the first epoch ended: nothing to save."))
        else:
            self._end = self._controller.session

    @Slot()
    def _on_abandoned(self) -> None:
        self.failed.emit(self.tr("The run was given up before it ended: nothing to save."))

    @Slot(str, str)
    def _on_failed(self, message: str, _details: str) -> None:
        self.failed.emit(message)

    @Slot(object)
    def on_drawn(self, session: Session) -> None:
        """Save, once what is drawn is the run's end."""
        # A session from before the run, not busy either, may be drawn late.
        if self._end is None or session.history is not self._end.history or session.notes is None:
            return
        self._end = None
        try:
            self.done.emit("\n".join(self._save(session)))
        except OSError as error:
            # What the system says has a number and a name; what `_save` says is a sentence.
            self.failed.emit(self._unwritable(error.filename) if error.filename else str(error))

    def _save(self, session: Session) -> list[str]:
        lines = []
        if self._wanted.snapshot:
            self._wanted.snapshot.parent.mkdir(parents=True, exist_ok=True)
            if not self._window.grab().save(str(self._wanted.snapshot)):
                raise OSError(self._unpicturable(self._wanted.snapshot))
            lines.append(self.tr("Picture: {path}").format(path=self._wanted.snapshot))
        if self._wanted.samples and session.dataset:
            names = (*session.dataset.input_names, *session.dataset.target_names)
            self._wanted.samples.parent.mkdir(parents=True, exist_ok=True)
            write_points(self._wanted.samples, names, session.samples())
            lines.append(self.tr("Samples: {path}").format(path=self._wanted.samples))
        return lines

    def _unwritable(self, path: str) -> str:
        return self.tr(
            "{path} could not be written; choose a folder that may be written to."
        ).format(path=path)

    def _unpicturable(self, path: Path) -> str:
        return self.tr(
            "{path} could not be written; use a name ending in .png, in a folder that may be "
            "written to."
        ).format(path=path)
