"""How fine the pictures of a plot are: coarse while one follows another, fine at rest."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mdn_gui.qt.widgets.pane import Memory
from mdn_gui.session.session import Session

FINE, COARSE = 1, 2
"""Pixels of the screen for each of a picture, each way."""

REST_MS = 35
"""Pictures that are wanted sooner than that after the one before was asked for, or painted, follow
each other too fast to be fine."""


class Fineness(QObject):
    """Tells it for each session shown.

    Signals:
        rested: The last picture was a coarse one, and no other followed: a fine one is due.

    Args:
        parent: The owner.
    """

    rested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memory = Memory()
        self._coarse = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)

    @property
    def unsettled(self) -> bool:
        """Whether a fine picture is still to come."""
        return self._coarse and self._rest.isActive()

    def of(self, session: Session) -> int:
        """Pixels of the screen for each of the picture of a session."""
        if session.run.busy or session.status.playing:
            # Another one follows at once: finer ones would only be fewer.
            return COARSE
        if self._memory.changed("picture", session.line):
            self._coarse = self._rest.isActive()
            self._rest.start()
        elif not self._rest.isActive():
            self._coarse = False
        return COARSE if self._coarse else FINE

    @Slot()
    def begin_rest(self) -> None:
        """Rest from now on: a picture is painted.

        Counted from when it was asked for, the time that a fine one takes would look like a rest,
        and pictures once fine would stay so, and slow, however fast they follow.
        """
        self._rest.start()

    @Slot()
    def _on_rest_timeout(self) -> None:
        if self._coarse:
            self.rested.emit()
