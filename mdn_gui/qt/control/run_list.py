"""The list of runs: named, put in order, compared, restored, deleted."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from mdn_gui.core.comparison import Candidate, Comparison, compare
from mdn_gui.core.dataset import Dataset
from mdn_gui.qt.background import Background
from mdn_gui.qt.control.state import State
from mdn_gui.session import edits
from mdn_gui.session.affordable import affordable
from mdn_gui.session.document import Listing
from mdn_gui.session.edits import Edit
from mdn_gui.session.run import NamedRun
from mdn_gui.session.session import Session


class RunList(QObject):
    """Changes the list of runs.

    Signals:
        settings_wanted(network, training): A run's settings are to be in force again.

    Args:
        state: Holds the session.
    """

    settings_wanted = Signal(object, object)

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._state = state
        self._comparing = Background(self)
        self._comparing.done.connect(self._on_comparing_done)
        self._comparing.failed.connect(self._on_comparing_failed)
        state.changed.connect(self._on_state_changed)

    def first_name(self, number: int) -> str:
        """What a run is called until a person calls it something else."""
        return self.tr("Run {number}").format(number=number)

    def name(self, number: int) -> str:
        """What a run is called."""
        listed = dict(self._state.session.document.listed)
        return listed.get(number, self.first_name(number))

    def listing(self, number: int) -> Edit:
        """List a run in its place, if it is not listed, as one that was deleted."""
        name = self.first_name(number)

        def listed(listings: tuple[Listing, ...]) -> tuple[Listing, ...]:
            if number in dict(listings):
                return listings
            earlier = sum(listing.number < number for listing in listings)
            return (*listings[:earlier], Listing(number, name), *listings[earlier:])

        return edits.listed(listed)

    def without(self, *numbers: int) -> Edit:
        """List these runs no more."""
        return edits.listed(
            lambda listings: tuple(each for each in listings if each.number not in numbers)
        )

    def told_of_leaving(self, session: Session) -> str:
        """Which runs will leave the list for want of memory, as a sentence; "" if none do."""
        kept = dict(affordable(session).document.listed)
        left = [name for number, name in session.document.listed if number not in kept]
        said = self.tr("{names} left the list: the runs held more than 2 GB.")
        return said.format(names=", ".join(left)) if left else ""

    @Slot(int, str)
    def rename(self, number: int, name: str) -> None:
        """Call a run something else; a name of nothing but blanks changes nothing."""
        if name.strip():
            new = Listing(number, name.strip())
            renamed = edits.listed(
                lambda listings: tuple(new if each.number == number else each for each in listings)
            )
            self._state.edit(renamed, undo=self.tr("name of a run"))

    @Slot(int, int)
    def move(self, number: int, places: int) -> None:
        """Move a run so many places down the list, or up where that is below 0."""

        def moved(listings: tuple[Listing, ...]) -> tuple[Listing, ...]:
            rest = [each for each in listings if each.number != number]
            if len(rest) == len(listings):
                return listings
            place = next(at for at, each in enumerate(listings) if each.number == number)
            rest.insert(max(0, place + places), listings[place])
            return tuple(rest)

        self._state.edit(edits.listed(moved), undo=self.tr("order of runs"), merge="order of runs")

    @Slot(object)
    def remove(self, numbers: tuple[int, ...]) -> None:
        """Take runs that ended out of the list; one that is shown stays shown."""
        gone = [each for number in numbers if (each := self._run(number)) and not each.run.busy]
        if gone:
            said = self.tr("Deleted: {names}.").format(names=", ".join(each.name for each in gone))
            removed = self.without(*(each.run.number for each in gone))
            edit = edits.one_after_another(removed, edits.told(said))
            self._state.edit(edit, undo=self.tr("deletion of runs"))

    @Slot(int)
    def restore(self, number: int) -> None:
        """Put a run's settings into force."""
        found = self._run(number)
        if found is None or found.run.settings is None:
            return
        self.settings_wanted.emit(*found.run.settings)
        message = self.tr("The settings of {name} are in force again.")
        self._state.edit(edits.told(message.format(name=found.name)))

    @Slot(object)
    def compare(self, numbers: tuple[int, ...]) -> None:
        """Compare two runs; with fewer there is nothing to compare."""
        there = tuple(number for number in numbers if self._run(number) is not None)
        # What is selected in a list is not undone: it would come between what is.
        self._state.edit(edits.view(lambda view: replace(view, compared=there)))

    def _run(self, number: int) -> NamedRun | None:
        """A run; None if it is deleted, which a panel that has not caught up may not know."""
        listed = self._state.session.listed
        return next((each for each in listed if each.run.number == number), None)

    @Slot(object, object)
    def _on_state_changed(self, before: Session, after: Session) -> None:
        # The reason why two cannot be compared calls them by their names.
        named = bool(after.status.incomparable)
        if _compared_in(before, named=named) == _compared_in(after, named=named):
            return
        self._comparing.cancel()
        reason, pair = "", after.compared
        if len(pair) == 2:
            going = [each.name for each in pair if each.run.busy]
            if going:
                reason = self.tr("{name} is under way: it is compared once it has ended.")
                reason = reason.format(name=going[0])
            else:
                first, second = map(_candidate, pair)
                self._comparing.run(partial(compare, first, second))
        self._state.edit(_compared(None, reason))

    @Slot(object)
    def _on_comparing_done(self, comparison: Comparison) -> None:
        self._state.edit(_compared(comparison, ""))

    @Slot(str, str)
    def _on_comparing_failed(self, message: str, _details: str) -> None:
        self._state.edit(_compared(None, message))


def _compared_in(session: Session, *, named: bool) -> list[tuple[object, ...]]:
    """What a comparison follows from: the runs, how far they are, and perhaps their names."""
    return [
        (each.run.number, each.run.busy or each.run.best_network, named and each.name)
        for each in session.compared
    ]


def _candidate(named: NamedRun) -> Candidate:
    """A run that ended as one of two that are compared."""
    ended = named.run.ended_run
    assert ended is not None  # noqa: S101 - tells mypy what every run of the list has left
    assert isinstance(ended.data, Dataset)  # noqa: S101 - likewise: the window streams no rows
    return Candidate(named.name, ended.data, ended.best, ended.training_settings)


def _compared(comparison: Comparison | None, incomparable: str) -> Edit:
    return edits.status(
        lambda status: replace(status, comparison=comparison, incomparable=incomparable)
    )
