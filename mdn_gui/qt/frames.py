"""When panels are painted: at most once a frame, and never so many at once that the GUI waits."""

import logging
import traceback
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session

_LOG = logging.getLogger(__name__)

FRAME_MS = 16
"""Least time between two frames: what happens in between is shown together, and what happens
after a rest at once."""

TURN_MS = 0.3
"""A turn of showing the panels of a group ends with the first that took it past this: what that one
asked for is painted, and clicks and keys are heard, before the next."""

REST_MS = 4
"""Rest between two turns while a run goes: there is always something new to show then, and the
event loop would have no time for clicks."""

RESTS = 8
"""Times as long as it took to show them, panels that are no pictures of the plane rest while one
thing follows another that a person asks for; no longer than a curve."""

FILM_MS = 33
"""Pictures that follow each other this fast seem to move."""

CURVE_MS = 66
"""A curve that changes this often seems to change."""

CHART_MS = 150
"""A curve that grows this often seems to grow."""

READING_MS = 1000
"""Text that changes faster could not be read."""

LINE_EPOCHS = 2
"""A line needs so many."""


class Panel(Protocol):
    """What can show a session."""

    def show_session(self, session: Session) -> None:
        """Show it; cheap where nothing changed."""


class _Group:
    """Panels that are shown together.

    Attributes:
        panels: In the order in which they are shown.
        told: The session that they were shown last.
        spent: Milliseconds that this took.
    """

    def __init__(self, panels: Sequence[Panel], interval: int) -> None:
        self.panels, self._interval = list(panels), interval
        self.told = Session()
        self.spent = 0.0
        self._since = QElapsedTimer()
        self._since.start()

    def tell(self, session: Session) -> Sequence[Panel]:
        """The panels, which are shown this session now."""
        self._since.restart()
        self.told, self.spent = session, 0.0
        return self.panels

    def begins(self, session: Session) -> bool:
        """Whether it has a network, and the one shown before had none."""
        return self.told.network is None and session.network is not None

    def left(self, session: Session) -> int:
        """Milliseconds until the group is to be shown a session; 0 if now."""
        first_line = len(self.told.run.history) < LINE_EPOCHS <= len(session.run.history)
        if self.begins(session) or first_line:
            return 0
        asked = _asked(session) != _asked(self.told)
        going = _running(session) and _running(self.told)
        rest = self._interval if going and not asked else self._rest
        return max(0, rest - self._since.elapsed())

    @property
    def _rest(self) -> int:
        """Milliseconds until what a person asks for is shown, so that a drag does not wait for it.

        The density at x of a hundred components takes as long as all pictures of the plane.
        """
        return 0 if self._interval <= FILM_MS else min(round(RESTS * self.spent), CURVE_MS)


class Frames(QObject):
    """Shows the latest session in every panel.

    A panel that fails keeps no other from being shown, and is shown the next session.

    Signals:
        drawn(session): Every panel that is due was shown this session.
        failed(panel, error): A panel could not show a session; told once for each panel and kind
            of error, whose traceback is logged.

    Args:
        panels: In the order in which a person looks at them, by the least time in milliseconds
            from one session to the next that they are shown while a run goes: what nobody can
            read as fast as it changes would only take time from the training.
        parent: The owner.
    """

    drawn = Signal(object)
    failed = Signal(object, object)

    def __init__(
        self, panels: Mapping[int, Sequence[Panel]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._groups = {interval: _Group(group, interval) for interval, group in panels.items()}
        # The session asked for, and the one that the frame under way began with.
        self._latest = self._begun = Session()
        self._stale: deque[tuple[_Group, deque[Panel]]] = deque()
        self._told_failures: set[tuple[Panel, type[Exception]]] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._since_frame = QElapsedTimer()
        self._since_frame.start()

    def show(self, session: Session) -> None:
        """Show a session in every panel at once; for a window that nobody has seen yet."""
        self._latest = self._begun = session
        for group in self._groups.values():
            for panel in group.tell(session):
                self._show_in(panel, session)

    def add(self, interval: int, panel: Panel) -> None:
        """Show the latest session in one more panel, at once, and all that follow as in the others.

        Args:
            interval: The least time between two; one of those there were from the start.
            panel: It comes after those of the same interval.
        """
        self._groups[interval].panels.append(panel)
        self._show_in(panel, self._latest)

    @Slot(object)
    def request(self, session: Session) -> None:
        """Show this session soon; what is left of a frame under way shows it already.

        With a first network the frame begins anew: the plots may have been shown without one.
        """
        self._latest = session
        if not self._stale:
            due = min((group.left(session) for group in self._groups.values()), default=0)
            self._timer.start(max(due, FRAME_MS - self._since_frame.elapsed(), 0))

    @Slot()
    def _on_timer_timeout(self) -> None:
        if not self._stale or self._outdated:
            self._begin_frame()
        if self._stale:
            self._take_turn(*self._stale[0])
        if self._stale:
            self._timer.start(REST_MS if _running(self._latest) else 0)
        else:
            self._end_frame()

    def _take_turn(self, group: _Group, panels: deque[Panel]) -> None:
        turn = QElapsedTimer()
        turn.start()
        while panels and turn.nsecsElapsed() < 1e6 * TURN_MS and not self._outdated:
            # The latest session, not the one the frame began with: it has what a person did since.
            self._show_in(panels.popleft(), self._latest)
        group.spent += 1e-6 * turn.nsecsElapsed()
        if not panels:
            # No other group in this turn: threads that paint for this one may need the processor.
            self._stale.popleft()

    def _show_in(self, panel: Panel, session: Session) -> None:
        try:
            panel.show_session(session)
        except Exception as error:
            # Whatever it is: the panels after this one, and later sessions, are to be shown.
            failure = (panel, type(error))
            if failure not in self._told_failures:
                self._told_failures.add(failure)
                # As text, for the exception would keep what it went through.
                _LOG.error("%s failed: %s", type(panel).__name__, traceback.format_exc())
                self.failed.emit(panel, error)

    @property
    def _outdated(self) -> bool:
        return any(group.begins(self._latest) for group in self._groups.values())

    def _begin_frame(self) -> None:
        self._since_frame.restart()
        self._begun = self._latest
        self._stale.clear()
        for group in self._groups.values():
            if group.told is not self._begun and group.left(self._begun) == 0:
                self._stale.append((group, deque(group.tell(self._begun))))

    def _end_frame(self) -> None:
        behind = [group for group in self._groups.values() if group.told is not self._latest]
        if self._begun is self._latest and (_running(self._latest) or not behind):
            self.drawn.emit(self._latest)
        if behind:
            self.request(self._latest)


def _asked(session: Session) -> tuple[object, ...]:
    """What a person asks of the network, which is answered at once even while a run goes."""
    view, seen = session.view, session.resolved
    there = (seen.place, seen.across, seen.up)
    looked_at = (view.row, view.component, view.interval, view.curve)
    jointly = (view.joint, view.given, view.rectangle)
    shown = (view.run, view.switched_off, view.epoch)
    return (*there, *looked_at, *jointly, view.adjustment, view.sampling_seed, *shown)


def _running(session: Session) -> bool:
    """Whether epochs are arriving."""
    return session.led.phase is Phase.TRAINING
