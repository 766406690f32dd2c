"""When panels are painted: at most once a frame, and never so many at once that the GUI waits."""

from collections import deque
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from mdn_gui.core.session import Phase, Session

FRAME_MS = 16
"""Least time between two frames: what happens in between is shown together, and what happens
after a rest at once."""

TURN_MS = 1
"""A turn of showing panels ends with the first that took it past this: what that one asked for is
painted, and clicks and keys are heard, before the next."""

REST_MS = 4
"""Rest between two turns while a run goes, for then there is always something new to show."""

READING_MS = 1000
"""While a run goes, text that changed is shown this often: faster, nobody could read it."""


class Panel(Protocol):
    """What can show a session."""

    def show_session(self, session: Session) -> None:
        """Show it; cheap where nothing changed."""


class Frames(QObject):
    """Shows the latest session in every panel.

    Signals:
        drawn(session): Every panel that is due shows this session.

    Args:
        panels: In the order in which a person looks at them.
        texts: Panels of text, shown after the others, and seldom while a run goes.
        parent: The owner.
    """

    drawn = Signal(object)

    def __init__(
        self, panels: Sequence[Panel], texts: Sequence[Panel], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._panels, self._texts = tuple(panels), tuple(texts)
        # The session asked for, the one being shown, and the one that the texts show.
        self._latest = self._showing = self._told = Session()
        self._stale: deque[Panel] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._since_frame, self._since_texts = QElapsedTimer(), QElapsedTimer()
        self._since_frame.start()
        self._since_texts.start()

    def show(self, session: Session) -> None:
        """Show a session in every panel at once; for a window that nobody has seen yet."""
        self._latest = self._showing = self._told = session
        for panel in (*self._panels, *self._texts):
            panel.show_session(session)

    @Slot(object)
    def request(self, session: Session) -> None:
        """Show this session soon; a frame under way is finished first."""
        self._latest = session
        if not self._stale:
            self._timer.start(max(0, FRAME_MS - self._since_frame.elapsed()))

    @Slot()
    def _on_timer_timeout(self) -> None:
        if not self._stale:
            self._begin_frame()
        turn = QElapsedTimer()
        turn.start()
        while self._stale and turn.elapsed() < TURN_MS:
            self._stale.popleft().show_session(self._showing)
        if self._stale:
            self._timer.start(REST_MS if _running(self._showing) else 0)
        else:
            self._end_frame()

    def _begin_frame(self) -> None:
        self._since_frame.restart()
        self._showing = self._latest
        self._stale.extend(self._panels)
        first_network = self._told.network is None and self._showing.network is not None
        rested = self._since_texts.elapsed() >= READING_MS
        if rested or first_network or not _running(self._showing):
            self._since_texts.restart()
            self._told = self._showing
            self._stale.extend(self._texts)

    def _end_frame(self) -> None:
        self.drawn.emit(self._showing)
        if self._latest is not self._showing:
            self.request(self._latest)
        elif self._told is not self._showing:
            self._timer.start(max(0, READING_MS - self._since_texts.elapsed()))


def _running(session: Session) -> bool:
    """Whether epochs are arriving."""
    return session.phase is Phase.TRAINING
