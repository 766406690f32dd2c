"""Going back through the epochs of a run, by hand or as time passes."""

import time
from bisect import bisect_left, bisect_right
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Slot

from mdn_gui.core.recording import Frame
from mdn_gui.qt.control.state import State
from mdn_gui.session import edits
from mdn_gui.session.edits import Edit
from mdn_gui.session.session import Session

FRAME_MS = 20
"""Time between two pictures of a playback; faster ones leave epochs out."""

SPEEDS = (0.5, 1000.0)
"""Lowest and highest speed of a playback, in epochs a second."""


class Playback(QObject):
    """Shows an earlier epoch, or one after the other.

    Args:
        state: Holds the session.
    """

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._state = state
        # The moment and the epoch that a playback counts from.
        self._start = (0.0, 0.0)
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)
        state.changed.connect(self._on_state_changed)

    @Slot(float)
    def show_epoch(self, epoch: float) -> None:
        """Show the kept epoch that is nearest; a playback ends."""
        frame = self._state.session.run.recording.nearest(epoch)
        if frame is not None:
            self._show(frame, playing=False)

    @Slot(int)
    def step(self, frames: int) -> None:
        """Go so many kept epochs forwards, or backwards."""
        kept = [frame.epoch for frame in self._state.session.run.recording.frames]
        if kept:
            # The epoch shown may be kept no more: then the next one each way is the first step.
            here = self._here()
            nearest = bisect_right(kept, here) - 1 if frames > 0 else bisect_left(kept, here)
            self.show_epoch(kept[int(np.clip(nearest + frames, 0, len(kept) - 1))])

    @Slot()
    def live(self) -> None:
        """Show the latest epoch while a run goes, else the best one."""
        session = self._state.session
        if session.run.recording.frames:
            latest, best = self.tr("The latest epoch is shown."), self.tr("The best is shown.")
            said = latest if session.run.busy else best
            self._state.edit(_showing(None, said, playing=False))

    @Slot()
    def play_or_hold(self) -> None:
        """Play from the epoch shown to the last one, from the first if there is none left; hold."""
        session = self._state.session
        if session.status.playing:
            self._state.edit(edits.status(lambda status: replace(status, playing=False)))
        elif session.run.recording.frames:
            frames = session.run.recording.frames
            at_the_end = session.view.epoch is None or session.view.epoch >= frames[-1].epoch
            self._begin(frames[0] if at_the_end else frames[self._index()])

    @Slot(float)
    def set_speed(self, epochs_per_second: float) -> None:
        """Play so many epochs a second from now on."""
        speed = float(np.clip(epochs_per_second, *SPEEDS))
        edit = edits.view(lambda view: replace(view, playback_speed=speed))
        self._state.edit(edit, undo=self.tr("speed of the playback"), merge="playback speed")

    def _begin(self, frame: Frame) -> None:
        self._start = (time.monotonic(), float(frame.epoch))
        self._show(frame, playing=True)

    def _show(self, frame: Frame, *, playing: bool) -> None:
        self._state.edit(_showing(frame.epoch, self._shown(frame.epoch), playing=playing))

    def _shown(self, epoch: int) -> str:
        stride = self._state.session.run.recording.stride
        if stride == 1:
            return self.tr("Epoch {epoch} is shown.").format(epoch=epoch)
        text = self.tr(
            "Epoch {epoch} is shown. Of this run, the network of one epoch in {stride} is kept."
        )
        return text.format(epoch=epoch, stride=stride)

    def _index(self) -> int:
        kept = [frame.epoch for frame in self._state.session.run.recording.frames]
        return min(int(np.searchsorted(kept, self._here())), len(kept) - 1)

    def _here(self) -> float:
        return float(self._state.session.epoch_shown or 0)

    @Slot()
    def _on_timer_timeout(self) -> None:
        session = self._state.session
        run = session.run
        moment, epoch = self._start
        wanted = epoch + session.view.playback_speed * (time.monotonic() - moment)
        frames = run.recording.frames
        frame = run.recording.nearest(wanted)
        if frame is None or not session.status.playing:
            self._timer.stop()
        elif frame is frames[-1] and not run.busy:
            self._show(frame, playing=False)
        elif frame.epoch != session.view.epoch:
            self._show(frame, playing=True)

    @Slot(object, object)
    def _on_state_changed(self, before: Session, session: Session) -> None:
        playing = session.status.playing
        if before.view.playback_speed != session.view.playback_speed:
            self._start = (time.monotonic(), self._here())
        if playing and not self._timer.isActive():
            self._timer.start()
        elif not playing:
            self._timer.stop()


def _showing(epoch: int | None, said: str, *, playing: bool) -> Edit:
    """Show an epoch, None for the latest or best, and say so."""
    return edits.one_after_another(
        edits.view(lambda view: replace(view, epoch=epoch)),
        edits.status(lambda status: replace(status, playing=playing, message=said)),
    )
