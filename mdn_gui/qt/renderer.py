"""Painting pictures off the GUI's thread: in a process, or on threads where there is none.

A picture of the plane takes 10 to 30 ms. On the GUI's thread every frame of a run delayed clicks by
as much; in another process it shares no lock with the window, so a busy machine delays pictures
only.
"""

import logging
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from mdn_gui.qt.background import Background, Pool, Task, tell
from mdn_gui.worker.line import Connect, Link
from mdn_gui.worker.messages import Call, Close, Lost, News, Raised, Returned

_LOG = logging.getLogger(__name__)

_MOST_LOSSES = 2
"""Number of processes in a row that may end before they have answered; then threads paint."""


class Painter(QObject):
    """Calls the functions of tasks, one after the other, in a process of its own while it is open.

    Where the process ends unasked, another one takes its place and is given what is not answered.
    Where none stays, and while the painter is closed, threads of this process call the functions.

    Signals:
        unavailable(reason): No process stays; the reason as far as it is known.
    """

    unavailable = Signal(str)
    _heard = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._connect: Connect | None = None
        self._link: Link | None = None
        self._links = self._calls = self._losses = 0
        self._tasks: dict[int, Task] = {}
        self._heard.connect(self._on_heard)

    def open(self, connect: Connect) -> None:
        """Start the process, so that it is there before the first task.

        Args:
            connect: Starts it and returns the line to it; called on another thread.
        """
        self._connect, self._losses = connect, 0
        self._link = self._new_link(connect)

    def start(self, task: Task, /) -> None:
        """See to it that a task is answered or refused; its function must be one to be pickled."""
        if self._link is None:
            QThreadPool.globalInstance().start(task)
        else:
            self._calls += 1
            self._tasks[self._calls] = task
            self._link.send(Call(self._calls, task.function))

    def close(self) -> None:
        """End the process, and drop the tasks that it has not answered."""
        if self._link is not None:
            self._link.send(Close())
        self._link = None
        self._tasks.clear()

    def _new_link(self, connect: Connect) -> Link:
        self._links += 1
        # Told on the link's thread; the signal brings it to this one.
        link = Link(connect, partial(tell, self._heard, self._links))
        link.send(Call(0, int))  # nobody's: a process starts with its first call
        return link

    @Slot(int, object)
    def _on_heard(self, link: int, news: News) -> None:
        if link != self._links or self._link is None:
            return  # from one that was closed
        match news:
            case Returned(number, value) if task := self._tasks.pop(number, None):
                self._losses = 0
                task.answer(value)
            case Raised(number, message, details) if task := self._tasks.pop(number, None):
                self._losses = 0
                task.refuse(message, details)
            case Lost(reason):
                self._replace(reason)

    def _replace(self, reason: str) -> None:
        tasks, self._tasks = self._tasks, {}
        self._link = None
        self._losses += 1
        if self._connect is not None and self._losses < _MOST_LOSSES:
            _LOG.info("The process that paints ended; another one starts. %s", reason)
            self._link = self._new_link(self._connect)
        else:
            _LOG.warning("No process can paint; threads of the window do. %s", reason)
            self.unavailable.emit(reason)
        for task in tasks.values():
            self.start(task)


@cache
def painter() -> Painter:
    """The one painter of the program."""
    return Painter()


class Renderer(QObject):
    """Makes of the latest request a picture; requests that come faster than that are left out.

    Signals:
        rendered(picture, request): What `paint` returned, and what for.
        rested: Nothing is left to paint.

    Args:
        paint: Makes a picture of a request; called on another thread, or in another
            process, with frozen values.
        parent: The owner.
        pool: Where `paint` is called; on threads of this process by default.
    """

    rendered = Signal(object, object)
    rested = Signal()

    def __init__(
        self,
        paint: Callable[[Any], Any],
        parent: QObject | None = None,
        *,
        pool: Pool | None = None,
    ) -> None:
        super().__init__(parent)
        self._paint = paint
        self._begun: Any = None
        self._wanted: Any = None
        self._painting = False
        self._background = Background(self, pool=pool)
        self._background.done.connect(self._on_background_done)
        self._background.failed.connect(self._on_background_failed)

    @property
    def busy(self) -> bool:
        """Whether a picture is still to come."""
        return self._painting

    def request(self, request: Any) -> None:  # noqa: ANN401 - whatever `paint` takes
        """Ask for a picture; it takes the place of one that has not been begun."""
        if self._painting:
            self._wanted = request
        else:
            self._begin(request)

    def cancel(self) -> None:
        """Drop all requests; a picture that is being painted is not delivered."""
        self._background.cancel()
        self._wanted = self._begun = None  # they may hold much
        if self._painting:
            self._painting = False
            self.rested.emit()

    def _begin(self, request: Any) -> None:  # noqa: ANN401 - as `request` takes it
        self._painting, self._begun = True, request
        self._background.run(partial(self._paint, request))

    @Slot(object)
    def _on_background_done(self, picture: object) -> None:
        request, self._begun = self._begun, None
        self._go_on()
        self.rendered.emit(picture, request)
        if not self._painting:
            self.rested.emit()

    @Slot(str, str)
    def _on_background_failed(self, _message: str, details: str) -> None:
        _LOG.error("A picture could not be painted: %s", details)
        self._begun = None
        self._go_on()
        if not self._painting:
            self.rested.emit()

    def _go_on(self) -> None:
        request, self._wanted = self._wanted, None
        self._painting = False
        if request is not None:
            self._begin(request)
