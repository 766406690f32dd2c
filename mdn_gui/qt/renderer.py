"""Painting pictures off the GUI's thread, one at a time."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from mdn_gui.qt.background import Background, Pool

_LOG = logging.getLogger(__name__)


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
        """Want no picture any more."""
        self._background.cancel()
        self._wanted = self._begun = None  # they may hold much
        if self._painting:
            self._painting = False
            self.rested.emit()

    def _begin(self, request: Any) -> None:  # noqa: ANN401
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
