"""Saving a run as an animated picture: what is presented is drawn, epoch by epoch, unseen."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QProgressDialog, QPushButton, QWidget

from mdn_gui.core.animation import BEST_MS, Animation, Pixels, filmed_epochs
from mdn_gui.core.files.disk_files import check_writable
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.background import Background
from mdn_gui.qt.control.answering import answered
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.panels.presentation_bar import FilmCaption
from mdn_gui.qt.presentation import Presentation
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.session import edits
from mdn_gui.session.session import Session

SIZE = QSize(1280, 720)
"""Of a film, in pixels."""


@dataclass
class _Film:
    """What is under way.

    Attributes:
        path: The file.
        stage: Where it is drawn, on no screen.
        sessions: What to show: the last one for its colours, then all in turn.
        milliseconds: How long each but the last is seen.
        begin: Makes an animation with the colours of a picture.
        animation: What is compressed so far; None before the colours are known.
        compressing: Whether another thread makes the next one of it.
        asked: Whether the session to be drawn is still to be answered.
        waiting: A picture that has to wait for that.
        taken: How many pictures were handed on.
    """

    path: Path
    stage: Presentation
    sessions: tuple[Session, ...]
    milliseconds: float
    begin: Callable[[Pixels], Animation]
    animation: Animation | None = None
    compressing: bool = False
    asked: bool = False
    waiting: Pixels | None = None
    taken: int = 0

    @property
    def wanted(self) -> Session | None:
        """What to show; None when all were seen."""
        return self.sessions[self.taken] if self.taken < len(self.sessions) else None

    def compress(self, picture: Pixels) -> Callable[[], Animation]:
        """What makes the next animation of a picture."""
        if self.animation is None:
            return partial(self.begin, picture)
        last = self.taken == len(self.sessions) - 1
        return partial(self.animation.with_frame, picture, BEST_MS if last else self.milliseconds)


class Filming(QObject):
    """Draws one epoch after the other on no screen, and makes a file of the pictures.

    The window stays as it is, and what a person changes meanwhile is in no picture. A picture is
    compressed on another thread while the next epoch is drawn.

    Signals:
        progressed(done, total): So many pictures are ready.
        done(path): The file is written.
        failed(message, details): It is not, nor is anything left of it.
        cancelled: A person did not want it any more.

    Args:
        window: What the dialog belongs to.
        controller: Holds the session that is filmed.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(str, str)
    cancelled = Signal()

    def __init__(self, window: QWidget, controller: Controller) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self._film: _Film | None = None
        self._written = Path()
        self._dialog: QProgressDialog | None = None
        # A turn of the event loop, for what a session makes the plots do in the next one.
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._on_turn_timeout)
        self._answering = Background(self)
        self._answering.done.connect(self._on_answering_done)
        self._answering.failed.connect(self._fail)
        self._compressing, self._writing = Background(self), Background(self)
        self._compressing.done.connect(self._on_compressing_done)
        self._compressing.failed.connect(self._on_compressing_failed)
        self._writing.done.connect(self._on_writing_done)
        self._writing.failed.connect(self._on_writing_failed)

    @Slot(object)
    def film(self, path: Path) -> None:
        """Film the run shown, from its first epoch to the best; a file that exists is replaced.

        Args:
            path: Ends in .gif or .webp.
        """
        session = self._controller.session
        refusal = self._refusal(path, session)
        if refusal:
            self.failed.emit(refusal, "")
            return
        (*epochs, _), milliseconds = filmed_epochs(session.run.recording)
        best = _at(session, None)
        sessions = (best, *(_at(session, epoch) for epoch in epochs), best)
        begin = partial(Animation.begin, path.suffix)
        self._film = _Film(path, _stage(), sessions, milliseconds, begin)
        self._film.stage.rested.connect(self._turn.start)
        self._open_dialog(len(sessions) - 1)
        self._show(best)

    @Slot()
    def cancel(self) -> None:
        """Cancel the film; has no effect once all pictures are ready and the file is written."""
        if self._film is not None:
            self._end()
            self.cancelled.emit()

    def _show(self, session: Session) -> None:
        """Have a session answered, and then draw it."""
        if self._film is not None:
            self._film.asked = True
            self._answering.run(partial(answered, session))

    @Slot(object)
    def _on_answering_done(self, session: Session) -> None:
        if self._film is not None:
            self._film.asked = False
            self._film.stage.show_session(session)
            self._turn.start()

    @Slot()
    def _on_turn_timeout(self) -> None:
        """Take a picture, once the epoch is drawn."""
        film = self._film
        if film is None or film.wanted is None or film.waiting is not None:
            return
        if film.asked or film.stage.busy:
            return
        picture = _pixels(film.stage)
        if not film.stage.busy:  # as it is if an axis had to change its size to be painted
            film.waiting = picture
            self._hand_on()

    def _hand_on(self) -> None:
        """Have the waiting picture compressed, if the one before it is, and show the next epoch."""
        film = self._film
        if film is None or film.waiting is None or film.compressing:
            return
        self._compressing.run(film.compress(film.waiting))
        film.compressing, film.waiting = True, None
        film.taken += 1
        if film.wanted is not None:
            self._show(film.wanted)

    @Slot(object)
    def _on_compressing_done(self, animation: Animation) -> None:
        film = self._film
        if film is None:
            return
        film.animation, film.compressing = animation, False
        ready, total = len(animation.compressed), len(film.sessions) - 1
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

    @Slot(str, str)
    def _fail(self, message: str, details: str = "") -> None:
        self._end()
        self.failed.emit(message, details)

    def _end(self) -> None:
        film, self._film = self._film, None
        dialog, self._dialog = self._dialog, None
        self._answering.cancel()
        self._compressing.cancel()
        if dialog is not None:
            dialog.close()
        if film is not None:
            film.stage.deleteLater()

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
        says = say_count("Drawing {count} picture.", "Drawing {count} pictures.", pictures)
        cancel = say("Cancel")
        dialog = QProgressDialog(says, cancel, 0, pictures, self._window)
        dialog.setObjectName("film_progress")
        dialog.setWindowTitle(say("Saving an animation"))
        # A button of one's own would leave the dialog two shortcuts for Escape, and so none.
        [button] = dialog.findChildren(QPushButton)
        tip = say("Save no animation.")
        describe(button, cancel, tip)
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.canceled.connect(self.cancel)
        self.progressed.connect(dialog.setValue)
        dialog.show()
        self._dialog = dialog


def _stage() -> Presentation:
    """Where a film is drawn: to Qt it is shown, but on no screen."""
    stage = Presentation(FilmCaption(), always_fine=True)
    stage.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    stage.resize(SIZE)
    stage.show()
    return stage


def _at(session: Session, epoch: int | None) -> Session:
    """A session at another epoch, None for the best, and at rest."""
    shown = edits.view(lambda view: replace(view, epoch=epoch))
    rests = edits.status(lambda status: replace(status, playing=False))
    return edits.one_after_another(shown, rests)(session)


def _pixels(stage: Presentation) -> Pixels:
    image = stage.picture()
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()
