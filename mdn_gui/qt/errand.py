"""A job of the window without a person: train, save a picture and samples, quit."""

import logging
import traceback
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from mdn_gui.core.files.disk_files import writing
from mdn_gui.core.text import say
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.exports import picture_content
from mdn_gui.session.samples import samples_csv
from mdn_gui.session.session import Session

_LOG = logging.getLogger(__name__)


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
            self.failed.emit(say("Stopped before the first epoch ended: nothing to save."))
        else:
            self._end = self._controller.session

    @Slot()
    def _on_abandoned(self) -> None:
        self.failed.emit(say("Run cancelled: nothing to save."))

    @Slot(str, str)
    def _on_failed(self, message: str, _details: str) -> None:
        self.failed.emit(message)

    @Slot(object)
    def on_drawn(self, session: Session) -> None:
        """Save, once what is drawn is the run's end."""
        # A session from before the run, not busy either, may be drawn late.
        if (
            self._end is None
            or session.run.history is not self._end.run.history
            or session.run.notes is None
        ):
            return
        self._end = None
        try:
            lines = self._save(session)
        except OSError as error:
            self.failed.emit(self._unwritable(error))
        except Exception as error:
            # Whatever it is: nobody is there to end a program that waits for ever. Logged as text,
            # for the exception would keep the window.
            _LOG.error("Saving failed: %s", traceback.format_exc())
            self.failed.emit(str(error) or type(error).__name__)
        else:
            self.done.emit("\n".join(lines))

    def _save(self, session: Session) -> list[str]:
        lines: list[str] = []
        if self._wanted.snapshot:
            path = self._wanted.snapshot
            _write(path, picture_content(self._window.grab(), path.suffix))
            lines.append(say("Picture: {path}", path=path))
        if self._wanted.samples and session.data.dataset:
            path = self._wanted.samples
            _write(path, samples_csv(session))
            lines.append(say("Samples: {path}", path=path))
        return lines

    def _unwritable(self, error: OSError) -> str:
        return say(
            "{path} could not be written ({reason}); choose another folder.",
            path=error.filename,
            reason=error.strerror,
        )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with writing(path) as file:
        file.write(content)
