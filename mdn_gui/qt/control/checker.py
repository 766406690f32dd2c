"""Whether the density shown is right, worked out while the window goes on."""

import logging
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Slot

from mdn_gui.core.holdout import Holdout
from mdn_gui.core.network import Network
from mdn_gui.core.table import Table
from mdn_gui.core.text import say
from mdn_gui.qt.background import Background
from mdn_gui.qt.control.state import State
from mdn_gui.session import edits
from mdn_gui.session.checked import Checked
from mdn_gui.session.session import Session, Workspace

_LOG = logging.getLogger(__name__)

_KEPT = 8  # checks: going back to a run or an epoch checks nothing anew


class Checker(QObject):
    """Checks the network shown once its run has ended, and another epoch when it is asked for.

    The last request wins; the latest checks are kept.

    Args:
        state: Holds the session.
    """

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._state = state
        self._asked: Network | None = None
        self._known: tuple[Checked, ...] = ()
        self._work = Background(self)
        self._work.done.connect(self._on_work_done)
        self._work.failed.connect(self._on_work_failed)
        state.changed.connect(self._on_state_changed)

    @Slot(object, object)
    def _on_state_changed(self, _before: Session, after: Session) -> None:
        wanted = _wanted(after)
        if self._asked is not None and self._asked is not wanted:
            self._work.cancel()
            self._asked = None
        if wanted is None or wanted is self._asked or after.checked is not None:
            return
        known = [each for each in self._known if each.network is wanted]
        if known:
            self._tell(known[0])
            return
        settings, table = after.run.settings, after.run.data.table
        if settings is not None and table is not None:
            self._asked = wanted
            self._work.run(partial(_checked, wanted, table, settings[1].holdout))

    @Slot(object)
    def _on_work_done(self, found: Checked) -> None:
        self._asked = None
        self._known = (found, *self._known)[:_KEPT]
        self._tell(found)

    @Slot(str, str)
    def _on_work_failed(self, message: str, details: str) -> None:
        network, self._asked = self._asked, None
        if network is not None:
            _LOG.error("Checking the network failed: %s", details)
            why = say("The density could not be checked: {message}", message=message)
            self._tell(Checked(network, None, failure=why))

    def _tell(self, found: Checked) -> None:
        self._state.edit(edits.status(lambda status: replace(status, checked=found)))


def _wanted(session: Session) -> Network | None:
    """What is to be checked now: of other epochs than the best only what is looked at."""
    looked_at = session.status.workspace is Workspace.CHECK and not session.status.presenting
    return session.to_check if looked_at or session.view.epoch is None else None


def _checked(network: Network, table: Table, holdout: Holdout) -> Checked:
    from mdn_gui.core.check import check_rows  # noqa: PLC0415 - not needed by the first frame
    from mdn_gui.core.check.held_out import held_out  # noqa: PLC0415 - likewise

    judges = held_out(network, table, holdout)
    return Checked(network, check_rows(judges.at, judges.rows, judges.training), judges.part)
