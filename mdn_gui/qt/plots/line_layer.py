"""The base of lines over a plot that another thread works out."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.renderer import Renderer
from mdn_gui.qt.widgets.pane import Memory


class LineLayer(QObject):
    """Draws what was asked for last.

    Signals:
        rested: What was asked for is drawn.

    Args:
        plot: Where it is drawn.
        paint: Works out of a request what is drawn; called on another thread, with frozen values.
    """

    rested = Signal()

    def __init__(self, plot: Plot, paint: Callable[[Any], Any]) -> None:
        super().__init__(plot)
        self._memory = Memory()
        self._renderer = Renderer(paint, self)
        self._renderer.rendered.connect(self._on_rendered)
        self._renderer.rested.connect(self.rested)

    @property
    def busy(self) -> bool:
        """Whether what was asked for is not drawn yet."""
        return self._renderer.busy

    def clear(self) -> None:
        """Draw nothing until something is asked for."""
        self._ask(None)

    def _ask(self, request: object) -> None:
        """Ask for what is drawn of a request, if it is another than last time; None for nothing."""
        if not self._memory.changed("request", request):
            return
        if request is not None:
            self._renderer.request(request)
        else:
            self._renderer.cancel()
            self._erase()

    @Slot(object, object)
    def _on_rendered(self, picture: Any, _request: object) -> None:  # noqa: ANN401 - of `paint`
        self._draw(picture)

    def _draw(self, picture: Any) -> None:  # noqa: ANN401 - what `paint` made
        raise NotImplementedError

    def _erase(self) -> None:
        raise NotImplementedError
