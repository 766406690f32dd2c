"""The list of runs, as acts: named, put in order, compared, restored, deleted."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Slot

from mdn_gui.core.comparison import Candidate, Comparison, compare
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.text import say
from mdn_gui.qt.background import Background
from mdn_gui.qt.control.state import State
from mdn_gui.session import edits
from mdn_gui.session.document import Listing, Setup
from mdn_gui.session.edits import Act, Edit
from mdn_gui.session.run import NamedRun
from mdn_gui.session.session import Session


def first_name(number: int) -> str:
    """What a run is called until a person calls it something else."""
    return say("Run {number}", number=number)


def name_of(session: Session, number: int) -> str:
    """What a run is called."""
    return dict(session.document.listed).get(number, first_name(number))


def listing(number: int) -> Edit:
    """List a run in its place, if it is not listed, as one that was deleted."""
    name = first_name(number)

    def listed(listings: tuple[Listing, ...]) -> tuple[Listing, ...]:
        if number in dict(listings):
            return listings
        earlier = sum(each.number < number for each in listings)
        return (*listings[:earlier], Listing(number, name), *listings[earlier:])

    return edits.listed(listed)


def rename(number: int, name: str) -> Act:
    """Call a run something else; a name of nothing but blanks changes nothing."""
    new = Listing(number, name.strip())

    def renamed(listings: tuple[Listing, ...]) -> tuple[Listing, ...]:
        return tuple(new if each.number == number and new.name else each for each in listings)

    return Act(edits.listed(renamed), undo=say("name of a run"))


def move(number: int, places: int) -> Act:
    """Move a run so many places down the list, or up where that is below 0."""

    def moved(listings: tuple[Listing, ...]) -> tuple[Listing, ...]:
        place = next((at for at, each in enumerate(listings) if each.number == number), None)
        if place is None:
            return listings
        rest = [*listings[:place], *listings[place + 1 :]]
        rest.insert(max(0, place + places), listings[place])
        return tuple(rest)

    return Act(edits.listed(moved), undo=say("order of runs"), merge="order of runs")


def remove(numbers: tuple[int, ...]) -> Act:
    """Take runs that ended out of the list; one that is shown stays shown."""

    def edited(session: Session) -> Session:
        gone = [each for each in session.listed if each.run.number in numbers and not each.run.busy]
        if not gone:
            return session
        said = say("Deleted: {names}.", names=", ".join(each.name for each in gone))
        removed = edits.unlisted(*(each.run.number for each in gone))
        return edits.one_after_another(removed, edits.told(said))(session)

    return Act(edited, undo=say("deletion of runs"))


def restore(number: int) -> Act:
    """Put a run's settings into force."""

    def edited(session: Session) -> Session:
        found = _listed(session, number)
        if found is None or found.run.settings is None:
            return session
        settings = Setup(*found.run.settings)
        said = say("The settings of {name} are in force again.", name=found.name)
        return edits.one_after_another(edits.setup(lambda _: settings), edits.told(said))(session)

    return Act(edited, undo=say("settings"))


def choose_compared(numbers: tuple[int, ...]) -> Act:
    """Compare two runs; with fewer there is nothing to compare."""

    def edited(session: Session) -> Session:
        there = tuple(number for number in numbers if _listed(session, number) is not None)
        return edits.view(lambda view: replace(view, compared=there))(session)

    # What is selected in a list is not undone: it would come between what is.
    return Act(edited)


class Comparing(QObject):
    """Compares the two runs that are chosen for it.

    Args:
        state: Holds the session.
    """

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._state = state
        self._work = Background(self)
        self._work.done.connect(self._on_work_done)
        self._work.failed.connect(self._on_work_failed)
        state.changed.connect(self._on_state_changed)

    @Slot(object, object)
    def _on_state_changed(self, before: Session, after: Session) -> None:
        # The reason why two cannot be compared calls them by their names.
        named = bool(after.status.incomparable)
        if _compared_in(before, named=named) == _compared_in(after, named=named):
            return
        self._work.cancel()
        reason, pair = "", after.compared
        if len(pair) == 2:
            going = [each.name for each in pair if each.run.busy]
            if going:
                reason = say("{name} is under way: it is compared once it has ended.")
                reason = reason.format(name=going[0])
            elif any(each.run.data.stream for each in pair):
                reason = say("Runs on a table that is streamed are compared by their losses alone.")
            else:
                first, second = map(_candidate, pair)
                self._work.run(partial(compare, first, second))
        self._state.edit(_found(None, reason))

    @Slot(object)
    def _on_work_done(self, comparison: Comparison) -> None:
        self._state.edit(_found(comparison, ""))

    @Slot(str, str)
    def _on_work_failed(self, message: str, _details: str) -> None:
        self._state.edit(_found(None, message))


def _listed(session: Session, number: int) -> NamedRun | None:
    """A run; None if it is deleted, which a panel that has not caught up may not know."""
    return next((each for each in session.listed if each.run.number == number), None)


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
    assert isinstance(ended.data, Dataset)  # noqa: S101 - `Comparing` sees to it
    return Candidate(named.name, ended.data, ended.best, ended.training_settings)


def _found(comparison: Comparison | None, incomparable: str) -> Edit:
    return edits.status(
        lambda status: replace(status, comparison=comparison, incomparable=incomparable)
    )
