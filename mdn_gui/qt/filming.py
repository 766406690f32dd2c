"""Saving a run as an animated picture: each epoch is shown, and the window's plots are captured."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QProgressDialog, QPushButton, QWidget

from mdn_gui.core.animation import Animation, Pixels, filmed_epochs
from mdn_gui.core.files.disk_files import check_writable
from mdn_gui.core.recording import Recording
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.background import Background
from mdn_gui.qt.control import playback
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.session.session import Session


@dataclass
class _Film:
    """What is under way.

    Attributes:
        path: The file.
        recording: The run.
        before: The epoch that was revisited when it began.
        epochs: Those to show: the last one for its colours, then all in turn.
        begin: Makes an animation with the colours of a picture.
        animation: What is compressed so far; None before the colours are known.
        compressing: Whether another thread makes the next one of it.
        waiting: A picture that has to wait for that.
        taken: How many pictures were handed on.
        size: Of every picture, (height, width, 3); None before the first.
    """

    path: Path
    recording: Recording
    before: int | None
    epochs: tuple[int, ...]
    begin: Callable[[Pixels], Animation]
    animation: Animation | None = None
    compressing: bool = False
    waiting: Pixels | None = None
    taken: int = 0
    size: tuple[int, ...] | None = None

    @property
    def wanted(self) -> int | None:
        """The epoch to show; None when all were seen."""
        return self.epochs[self.taken] if self.taken < len(self.epochs) else None

    def is_of(self, session: Session) -> bool:
        """Whether the run is still the one shown, and at rest."""
        return session.run.recording is self.recording and not session.run.busy


class Filming(QObject):
    """Shows one epoch after the other, takes a picture of each, and makes a file of them.

    The window stays usable: what a person changes meanwhile is in the picture. A picture is
    compressed on another thread while the next epoch is drawn.

    Signals:
        progressed(done, total): So many pictures are ready.
        done(path): The file is written.
        failed(message, details): It is not, nor is anything left of it.
        cancelled: A person did not want it any more.

    Args:
        widget: What the pictures show.
        controller: Shows the epochs.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(str, str)
    cancelled = Signal()

    def __init__(self, widget: QWidget, controller: Controller) -> None:
        super().__init__(widget)
        self._widget, self._controller = widget, controller
        self._film: _Film | None = None
        self._written = Path()
        self._dialog: QProgressDialog | None = None
        self._compressing, self._writing = Background(self), Background(self)
        self._compressing.done.connect(self._on_compressing_done)
        self._compressing.failed.connect(self._on_compressing_failed)
        self._writing.done.connect(self._on_writing_done)
        self._writing.failed.connect(self._on_writing_failed)
        controller.state.changed.connect(self._on_state_changed)

    @Slot(object)
    def film(self, path: Path) -> None:
        """Film the run shown, as fast as it is played back; a file that exists is replaced.

        Args:
            path: Ends in .gif or .webp.
        """
        session = self._controller.session
        refusal = self._refusal(path, session)
        if refusal:
            self.failed.emit(refusal, "")
            return
        epochs, milliseconds = filmed_epochs(session.run.recording, session.view.playback_speed)
        begin = partial(Animation.begin, path.suffix, milliseconds)
        shown = (epochs[-1], *epochs)
        self._film = _Film(path, session.run.recording, session.view.epoch, shown, begin)
        self._open_dialog(len(epochs))
        self._show(shown[0])

    @Slot()
    def cancel(self) -> None:
        """Cancel the film; has no effect once all pictures are ready and the file is written."""
        if self._film is not None:
            self._end()
            self.cancelled.emit()

    @Slot(object)
    def on_drawn(self, session: Session) -> None:
        """Take a picture, once the window shows the epoch."""
        film = self._film
        if film is None or film.wanted is None or film.waiting is not None:
            return
        if session.view.epoch == film.wanted and session.run.recording is film.recording:
            film.waiting = self._picture()
            if film.size not in {None, film.waiting.shape}:
                self._fail(say("The window changed its size: save the animation again."))
                return
            film.size = film.waiting.shape
            self._hand_on()
        elif self._controller.session.view.epoch != film.wanted:
            # The person went to another epoch.
            self._show(film.wanted)

    def _hand_on(self) -> None:
        """Have the waiting picture compressed, if the one before it is, and show the next epoch."""
        film = self._film
        if film is None or film.waiting is None or film.compressing:
            return
        add = film.begin if film.animation is None else film.animation.with_frame
        self._compressing.run(partial(add, film.waiting))
        film.compressing, film.waiting = True, None
        film.taken += 1
        if film.wanted is None:
            self._show(film.before)
        else:
            self._show(film.wanted)

    @Slot(object)
    def _on_compressing_done(self, animation: Animation) -> None:
        film = self._film
        if film is None:
            return
        film.animation, film.compressing = animation, False
        ready, total = len(animation.compressed), len(film.epochs) - 1
        self.progressed.emit(ready, total)
        if ready < total:
            self._hand_on()
        else:
            self._end()
            self._written = film.path
            self._writing.run(partial(animation.write, film.path))

    @Slot(str, str)
    def _on_compressing_failed(self, message: str, details: str) -> None:
        self._fail(message, details)

    @Slot(object)
    def _on_writing_done(self, _nothing: None) -> None:
        self.done.emit(self._written)

    @Slot(str, str)
    def _on_writing_failed(self, _message: str, details: str) -> None:
        self.failed.emit(self._unwritable(self._written), details)

    @Slot(object, object)
    def _on_state_changed(self, _before: Session, session: Session) -> None:
        film = self._film
        if film is not None and film.wanted is not None and not film.is_of(session):
            self._fail(say("The run shown changed, so the animation was not saved."))

    def _fail(self, message: str, details: str = "") -> None:
        self._end()
        self.failed.emit(message, details)

    def _end(self) -> None:
        film, self._film = self._film, None
        dialog, self._dialog = self._dialog, None
        self._compressing.cancel()
        if dialog is not None:
            dialog.close()
        unfinished = film is not None and film.wanted is not None
        if film is not None and unfinished and film.is_of(self._controller.session):
            self._show(film.before)

    def _show(self, epoch: int | None) -> None:
        act = playback.live() if epoch is None else playback.show_epoch(epoch)
        self._controller.state.edit(*act)

    def _picture(self) -> Pixels:
        image = self._widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()

    def _refusal(self, path: Path, session: Session) -> str:
        """Why it cannot be filmed; empty if it can."""
        if self._film is not None:
            return say("An animation is being saved: wait for it, or cancel it.")
        if not session.run.recording.frames:
            return say("Train a network first: no epoch is recorded.")
        if session.run.busy:
            return say("A run is under way: stop it first.")
        try:
            check_writable(path.parent)
        except OSError:
            return self._unwritable(path)
        return ""

    def _unwritable(self, path: Path) -> str:
        return say(
            "{name} could not be written; choose a folder that may be written to.", name=path.name
        )

    def _open_dialog(self, pictures: int) -> None:
        says = say_count(
            "Showing {count} epoch.", "Showing {count} epochs, one after the other.", pictures
        )
        cancel = say("Cancel")
        dialog = QProgressDialog(says, cancel, 0, pictures, self._widget.window())
        dialog.setObjectName("film_progress")
        dialog.setWindowTitle(say("Saving an animation"))
        # A button of one's own would leave the dialog two shortcuts for Escape, and so none.
        [button] = dialog.findChildren(QPushButton)
        tip = say("Save no animation, and show again what was shown before.")
        describe(button, cancel, tip)
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.canceled.connect(self.cancel)
        self.progressed.connect(dialog.setValue)
        dialog.show()
        self._dialog = dialog
