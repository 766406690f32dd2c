"""Notes on a network, worked out while the window goes on."""

import logging
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.diagnosis import diagnose
from mdn_gui.core.network import Network
from mdn_gui.qt.background import Background

_LOG = logging.getLogger(__name__)


class Inspector(QObject):
    """Finds out what to know before trusting a network; the last request wins.

    Signals:
        noted(notes): The notes of `core.diagnosis`, as a tuple of sentences.

    Args:
        parent: The owner.
    """

    noted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looking = Background(self)
        self._looking.done.connect(self.noted)
        self._looking.failed.connect(self._on_looking_failed)

    def look_at(self, network: Network, dataset: Dataset) -> None:
        """Look at a network and at rows it learned from; `noted` follows."""
        self._looking.run(partial(_notes, network, dataset))

    def cancel(self) -> None:
        """Forget what was asked for."""
        self._looking.cancel()

    @Slot(str, str)
    def _on_looking_failed(self, message: str, details: str) -> None:
        _LOG.error("Looking at the network failed: %s", details)
        note = self.tr("The network could not be looked at: {message}")
        self.noted.emit((note.format(message=message),))


def _notes(network: Network, dataset: Dataset) -> tuple[str, ...]:
    return diagnose(network, dataset).notes()
