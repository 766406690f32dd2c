"""Notes on a run that ended, worked out while the window goes on."""

import logging
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from mdn_gui.core.ended_run import EndedRun, OnTestRows
from mdn_gui.core.settings import SETTINGS
from mdn_gui.core.text import say
from mdn_gui.qt.background import Background
from mdn_gui.qt.widgets.setting_fields import setting_label

_LOG = logging.getLogger(__name__)


class Inspector(QObject):
    """Finds out what to know before trusting a run's network; the last request wins.

    Signals:
        noted(notes, on_test_rows): The notes of `core.review`, as a tuple of texts, and the
            network's loss on test rows, None without any.

    Args:
        parent: The owner.
    """

    noted = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looking = Background(self)
        self._looking.done.connect(self._on_looking_done)
        self._looking.failed.connect(self._on_looking_failed)

    def look_at(self, run: EndedRun) -> None:
        """Look at a run that ended; `noted` follows."""
        labels = {name: f'"{setting_label(name)}"' for name in SETTINGS}
        self._looking.run(partial(_found, run, labels))

    def cancel(self) -> None:
        """Forget what was asked for."""
        self._looking.cancel()

    @Slot(object)
    def _on_looking_done(self, found: tuple[tuple[str, ...], OnTestRows | None]) -> None:
        self.noted.emit(*found)

    @Slot(str, str)
    def _on_looking_failed(self, message: str, details: str) -> None:
        _LOG.error("Looking at the network failed: %s", details)
        note = say("The network could not be looked at: {message}", message=message)
        self.noted.emit((note,), None)


def _found(run: EndedRun, labels: Mapping[str, str]) -> tuple[tuple[str, ...], OnTestRows | None]:
    from mdn_gui.core.review import review  # noqa: PLC0415 - not needed by the first frame

    found = review(run)
    return found.notes(labels.__getitem__), found.on_test_rows
