"""Going back through the epochs of a run, by hand or as time passes."""

import time
from bisect import bisect_left, bisect_right
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Slot

from mdn_gui.core.text import say
from mdn_gui.qt.control.state import State
from mdn_gui.session import edits
from mdn_gui.session.edits import Act, Edit
from mdn_gui.session.session import Session

FRAME_MS = 20
"""Time between two pictures of a playback; faster ones leave epochs out."""

SPEEDS = (0.5, 1000.0)
"""Lowest and highest speed of a playback, in epochs a second."""


def show_epoch(epoch: float) -> Act:
    """Show the kept epoch that is nearest; a playback ends."""

    def edited(session: Session) -> Session:
        frame = session.run.recording.nearest(epoch)
        return session if frame is None else _shown(session, frame.epoch, playing=False)

    return Act(edited)


def step(frames: int) -> Act:
    """Go so many kept epochs forwards, or backwards."""

    def edited(session: Session) -> Session:
        kept = _kept(session)
        if not kept:
            return session
        # The epoch shown may be kept no more: then the next one each way is the first step.
        here = session.view.epoch or session.epoch_shown or 0
        nearest = bisect_right(kept, here) - 1 if frames > 0 else bisect_left(kept, here)
        epoch = kept[int(np.clip(nearest + frames, 0, len(kept) - 1))]
        return _shown(session, epoch, playing=False)

    return Act(edited)


def live() -> Act:
    """Show the latest epoch while a run goes, else the best one."""

    def edited(session: Session) -> Session:
        if not session.run.recording.frames:
            return session
        latest, best = say("The latest epoch is shown."), say("The best is shown.")
        said = latest if session.run.busy else best
        return _showing(None, said, playing=False)(session)

    return Act(edited)


def play_or_hold() -> Act:
    """Play from the epoch shown to the last one, from the first if there is none left; hold."""

    def edited(session: Session) -> Session:
        if session.status.playing:
            return edits.status(lambda status: replace(status, playing=False))(session)
        kept = _kept(session)
        if not kept:
            return session
        epoch = session.view.epoch
        if epoch is None or epoch >= kept[-1]:
            return _shown(session, kept[0], playing=True)
        return _shown(session, kept[bisect_left(kept, epoch)], playing=True)

    return Act(edited)


def set_speed(epochs_per_second: float) -> Act:
    """Play so many epochs a second from now on."""
    speed = float(np.clip(epochs_per_second, *SPEEDS))
    edit = edits.view(lambda view: replace(view, playback_speed=speed))
    return Act(edit, undo=say("speed of the playback"), merge="playback speed")


class Playback(QObject):
    """Shows one epoch after the other as time passes, while the session says that it plays.

    Args:
        state: Holds the session.
    """

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._state = state
        # The moment and the epoch that a playback counts from.
        self._start = (0.0, 0)
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)
        state.changed.connect(self._on_state_changed)

    @Slot()
    def _on_timer_timeout(self) -> None:
        moment, epoch = self._start
        passed = time.monotonic() - moment
        self._state.edit(_played(epoch + self._state.session.view.playback_speed * passed))

    @Slot(object, object)
    def _on_state_changed(self, before: Session, session: Session) -> None:
        began = session.status.playing and not before.status.playing
        if began or before.view.playback_speed != session.view.playback_speed:
            self._start = (time.monotonic(), session.epoch_shown or 0)
        if session.status.playing and not self._timer.isActive():
            self._timer.start()
        elif not session.status.playing:
            self._timer.stop()


def _played(epoch: float) -> Edit:
    """Show the kept epoch that is nearest, and play on unless it is the last there will be."""

    def edited(session: Session) -> Session:
        frame = session.run.recording.nearest(epoch)
        if frame is None or not session.status.playing:
            return session
        ended = frame is session.run.recording.frames[-1] and not session.run.busy
        if frame.epoch == session.view.epoch and not ended:
            return session
        return _shown(session, frame.epoch, playing=not ended)

    return edited


def _kept(session: Session) -> list[int]:
    """The epochs whose networks are kept, the first one first."""
    return [frame.epoch for frame in session.run.recording.frames]


def _shown(session: Session, epoch: int, *, playing: bool) -> Session:
    """The session that shows a kept epoch."""
    stride = session.run.recording.stride
    said: str = say("Epoch {epoch} is shown.")
    if stride != 1:
        said = say(
            "Epoch {epoch} is shown. Of this run, the network of one epoch in {stride} is kept."
        )
    said = said.format(epoch=epoch, stride=stride)
    return _showing(epoch, said, playing=playing)(session)


def _showing(epoch: int | None, said: str, *, playing: bool) -> Edit:
    """Show an epoch, None for the latest or best, and say so."""
    return edits.one_after_another(
        edits.view(lambda view: replace(view, epoch=epoch)),
        edits.status(lambda status: replace(status, playing=playing, message=said)),
    )
