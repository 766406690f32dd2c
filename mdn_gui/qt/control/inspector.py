"""Notes on a run that ended, worked out while the window goes on."""

import logging
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from mdn_gui.core.ended_run import EndedRun
from mdn_gui.core.settings import SETTINGS
from mdn_gui.qt.background import Background
from mdn_gui.qt.widgets.setting_fields import setting_label

_LOG = logging.getLogger(__name__)


class Inspector(QObject):
    """Finds out what to know before trusting a run's network; the last request wins.

    Signals:
        noted(notes): The notes of `core.review`, as a tuple of texts.

    Args:
        parent: The owner.
    """

    noted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looking = Background(self)
        self._looking.done.connect(self.noted)
        self._looking.failed.connect(self._on_looking_failed)

    def look_at(self, run: EndedRun) -> None:
        """Look at a run that ended; `noted` follows."""
        labels = {name: f'"{setting_label(name)}"' for name in SETTINGS}
        self._looking.run(partial(_notes, run, labels))

    def cancel(self) -> None:
        """Forget what was asked for."""
        self._looking.cancel()

    @Slot(str, str)
    def _on_looking_failed(self, message: str, details: str) -> None:
        _LOG.error("Looking at the network failed: %s", details)
        note = self.tr("The network could not be looked at: {message}")
        self.noted.emit((note.format(message=message),))


def _notes(run: EndedRun, labels: Mapping[str, str]) -> tuple[str, ...]:
    from mdn_gui.core.review import review  # noqa: PLC0415 - no run has ended in the first frame

    return review(run).notes(labels.__getitem__)
