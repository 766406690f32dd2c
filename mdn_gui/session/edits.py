"""Pure functions that make a session of the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mdn_gui.core.network import Network
from mdn_gui.core.settings import RANGES
from mdn_gui.session.data import Data
from mdn_gui.session.document import Document, Listing, Setup
from mdn_gui.session.run import Phase, Run
from mdn_gui.session.session import UNANSWERED, Held, Session, Status, Tool, Workspace
from mdn_gui.session.view import MOST_PLACES, Layer, PinnedPlace, View

if TYPE_CHECKING:
    from mdn_gui.core.importance import Importance  # not needed by the first frame

type Edit = Callable[[Session], Session]
"""Returns a new session, given the current one; it keeps nothing of an older one."""


class Act(NamedTuple):
    """What a person does: an edit, and how it is undone.

    Attributes:
        edit: What it changes.
        undo: What it was, as a noun, for it to be undone; "" for what nobody undoes.
        merge: Of which kind it is: acts of one kind that follow each other fast, as in a drag, are
            undone together; "" for one that stands alone.
    """

    edit: Edit
    undo: str = ""
    merge: str = ""


def one_after_another(*edits: Edit) -> Edit:
    """Several edits as one."""

    def edited(session: Session) -> Session:
        for edit in edits:
            session = edit(session)
        return session

    return edited


def data(change: Callable[[Data], Data]) -> Edit:
    """Change the rows."""
    return document(lambda document: replace(document, data=change(document.data)))


def setup(change: Callable[[Setup], Setup]) -> Edit:
    """Change the settings of the next run; what is refused in a field goes."""
    return one_after_another(_setup(change), nothing_refused)


def setting(name: str, value: object) -> Edit:
    """Change one setting of the next run; what is refused in its field goes."""
    return one_after_another(_setup(lambda setup: setup.having(name, value)), refuse(name, ""))


def preset(name: str) -> Edit:
    """Put the settings of a preset of the rows into force."""

    def edited(session: Session) -> Session:
        return setup(lambda _: Setup(*session.data.presets[name]))(session)

    return edited


def view(change: Callable[[View], View]) -> Edit:
    """Change what is looked at, and how."""
    return document(lambda document: replace(document, view=change(document.view)))


def run(number: int, change: Callable[[Run], Run]) -> Edit:
    """Change a run, shown or not, if there is one of this number."""

    def edited(session: Session) -> Session:
        before = session.runs.get(number)
        if before is None or (after := change(before)) is before:
            return session
        return replace(session, runs={**session.runs, number: after})

    return edited


def begun(new: Run, name: str) -> Edit:
    """Begin a run of another number than any before; it is listed last, and shown.

    Args:
        new: The run.
        name: What it is called.
    """

    def edited(session: Session) -> Session:
        session = replace(session, runs={**session.runs, new.number: new})
        return one_after_another(
            listed(lambda listings: (*listings, Listing(new.number, name))), shown(new.number)
        )(session)

    return edited


def shown(number: int | None) -> Edit:
    """Show a run of the rows loaded, as it is now or ended, with all members; None for none."""
    nothing = frozenset[int]()
    return one_after_another(
        view(lambda view: replace(view, run=number, component=None, switched_off=nothing)),
        no_epoch_chosen,
    )


def no_epoch_chosen(session: Session) -> Session:
    """Show the latest epoch of a run under way, the best one of another."""
    return one_after_another(
        view(lambda view: replace(view, epoch=None)),
        status(lambda status: replace(status, playing=False)),
    )(session)


def listed(change: Callable[[tuple[Listing, ...]], tuple[Listing, ...]]) -> Edit:
    """List other runs; those that are not listed any more are not compared."""

    def edited(session: Session) -> Session:
        listings = change(session.document.listed)
        numbers = {listing.number for listing in listings}
        compared = tuple(number for number in session.view.compared if number in numbers)
        return document(
            lambda document: replace(
                document, listed=listings, view=replace(document.view, compared=compared)
            )
        )(session)

    return edited


def unlisted(*numbers: int) -> Edit:
    """List these runs no more."""
    return listed(lambda listings: tuple(each for each in listings if each.number not in numbers))


def ended(number: int, how: str, seconds: float, *, extendable: bool) -> Edit:
    """End a run; one that left no network is listed no more.

    Args:
        number: The run's.
        how: It ended, as a sentence.
        seconds: How long it trained, without pauses.
        extendable: Whether it can be trained for more epochs.
    """

    def edited(session: Session) -> Session:
        end = run(
            number,
            lambda run: replace(
                run.in_phase(Phase.IDLE, seconds), ended=how, extendable=extendable
            ),
        )
        left_none = session.runs[number].best_network is None
        # The best network may have other members in these places than the latest one had.
        all_on = view(lambda view: replace(view, switched_off=frozenset()))
        return one_after_another(
            end,
            unlisted(number) if left_none else _nothing,
            all_on if session.view.run == number else _nothing,
        )(session)

    return edited


def with_importance(number: int, network: Network, importance: Importance) -> Edit:
    """Note the importance of the inputs to the best network of a run, unless that may be another.

    Args:
        number: The run's.
        network: What the importance was found of.
        importance: What was found.
    """

    def change(run: Run) -> Run:
        same = run.best_network is network and not run.busy
        return replace(run, importance=importance) if same else run

    return run(number, change)


def forgotten(session: Session) -> Session:
    """Let no run that ended go on."""
    for each in session.runs.values():
        if each.extendable:
            session = run(each.number, lambda run: replace(run, extendable=False))(session)
    return session


def abandoned(how: str) -> Edit:
    """End the run under way, if there is one, let none go on, and show none.

    Args:
        how: The run under way ended, as a sentence.
    """

    def edited(session: Session) -> Session:
        going = session.under_way
        end: Edit = _nothing
        if going is not None:
            end = ended(going.number, how, going.seconds, extendable=False)
        return one_after_another(end, forgotten, shown(None))(session)

    return edited


def status(change: Callable[[Status], Status]) -> Edit:
    """Change what happens now."""
    return lambda session: replace(session, status=change(session.status))


def take_tool(tool: Tool) -> Edit:
    """Let the mouse do this in the main plot."""
    return status(lambda status: replace(status, tool=tool))


def at_speed(epochs_per_second: float | None) -> Edit:
    """Let a run do at most so many epochs a second; None for as many as there can be."""
    return status(lambda status: replace(status, speed=epochs_per_second))


def told(message: str) -> Edit:
    """Say what happened, in one sentence."""
    return status(lambda status: replace(status, message=message))


def pick_x(x: float) -> Edit:
    """Stand at another x; the other inputs stay."""
    return lambda session: _standing_at(session, session.resolved.moved(x))


def move_x(steps: int) -> Edit:
    """Step along x, see `Data.stepped`."""

    def edited(session: Session) -> Session:
        seen = session.resolved
        return pick_x(session.data.stepped(seen.across, seen.x, steps))(session)

    return edited


def set_input(column: int, value: float) -> Edit:
    """Stand at another value of an input, from 0; the others stay."""

    def edited(session: Session) -> Session:
        place = list(session.resolved.place)
        if column >= len(place):  # typed in a pane that shows other data
            return session
        place[column] = value
        return _standing_at(session, place)

    return edited


def stand_at_middle(session: Session) -> Session:
    """Stand where one stands first, at the most typical row."""
    return _standing_at(session, session.data.middle)


def lock_input(column: int, *, on: bool) -> Edit:
    """Let an input, from 0, keep its value wherever one goes, or no longer."""
    one = frozenset({column})
    return view(lambda view: replace(view, locked=view.locked | one if on else view.locked - one))


def _standing_at(session: Session, place: Sequence[float], row: int | None = None) -> Session:
    """A session at a place but for inputs that are locked, see `Data.standing`.

    Args:
        session: The one before.
        place: A value for each input.
        row: The row that is questioned there.
    """
    values = list(session.data.standing(place))
    for column in session.view.locked:
        values[column] = session.resolved.place[column]
    there = tuple(values)
    return view(lambda view: replace(view, place=there, row=row, stretch=None))(session)


def pin_place(name: str) -> Edit:
    """Pin the place looked at, if there are rows, it is not pinned yet, and one more can be.

    Args:
        name: What it is called.
    """

    def edited(session: Session) -> Session:
        places, values = session.view.places, session.resolved.place
        numbers = set(range(MOST_PLACES)) - {each.number for each in places}
        known = values in {each.values for each in places}
        if session.data.dataset is None or known or not numbers:
            return session
        pinned = PinnedPlace(min(numbers), name, values)
        return view(lambda view: replace(view, places=(*places, pinned)))(session)

    return edited


def rename_place(number: int, name: str) -> Edit:
    """Call a pinned place something else; a name of nothing but blanks changes nothing."""

    def renamed(place: PinnedPlace) -> PinnedPlace:
        return place._replace(name=name.strip() or place.name) if place.number == number else place

    return view(lambda view: replace(view, places=tuple(map(renamed, view.places))))


def unpin_place(number: int) -> Edit:
    """Compare a pinned place no longer."""

    def change(view: View) -> View:
        left = tuple(each for each in view.places if each.number != number)
        return replace(view, places=left)

    return view(change)


def go_to_place(number: int) -> Edit:
    """Stand at a pinned place, if it is still pinned."""

    def edited(session: Session) -> Session:
        found = [each.values for each in session.view.places if each.number == number]
        return _standing_at(session, found[0]) if found else session

    return edited


def show_target(column: int) -> Edit:
    """Draw another target along y, from 0; what was asked of the one before ends."""

    def change(view: View) -> View:
        if view.up == column:
            return view
        return replace(view, up=column, interval=None, given=None, rectangle=None)

    return view(change)


def show_jointly(column: int) -> Edit:
    """Show another target jointly with that along y, from 0; what was asked of both ends."""

    def edited(session: Session) -> Session:
        if session.resolved.joint == column:
            return session
        change = view(lambda view: replace(view, joint=column, given=None, rectangle=None))
        return change(session)

    return edited


def pick_row(row: int) -> Edit:
    """Question a data point, and stand where it lies."""

    def edited(session: Session) -> Session:
        dataset = session.data.dataset
        if dataset is None or row >= dataset.rows:  # picked in a pane that shows other data
            return session
        return _standing_at(session, dataset.inputs[row].tolist(), row)

    return edited


def resample(session: Session) -> Session:
    """Draw other samples: those of the next seed; the last one is followed by the first."""
    if session.network is None:
        return session
    low, high = RANGES["seed"]
    following = session.view.sampling_seed + 1
    seed = following if following <= high else int(low)
    return view(lambda view: replace(view, sampling_seed=seed))(session)


def move_end(before: float, after: float) -> Edit:
    """Move the end of the interval of y that is nearest to `before`, if one is asked for."""
    return view(
        lambda view: replace(view, interval=view.interval and view.interval.moved(before, after))
    )


def switch_layer(layer: Layer, *, on: bool) -> Edit:
    """Draw a layer besides the others, or no longer."""
    one = frozenset({layer})
    return view(lambda view: replace(view, layers=view.layers | one if on else view.layers - one))


def switch_member(place: int) -> Edit:
    """Switch a member of the network shown off, or on again, if it can be.

    Args:
        place: The member's, from 0.
    """

    def edited(session: Session) -> Session:
        if session.network is None or not session.can_switch(place):
            return session
        members = session.network.layout.members
        beyond = {each for each in session.view.switched_off if each >= members}
        off = (session.switched_off ^ {place}) | beyond
        return view(lambda view: replace(view, switched_off=off))(session)

    return edited


def refuse(name: str, reason: str) -> Edit:
    """Start no run while a text in a field is no number.

    Args:
        name: The field's.
        reason: Why, as a sentence; "" where its text is one.
    """

    def edited(session: Session) -> Session:
        before = session.status.refusals
        if before.get(name, "") == reason:
            return session
        after = {key: told for key, told in {**before, name: reason}.items() if told}
        return status(lambda status: replace(status, refusals=after))(session)

    return edited


def nothing_refused(session: Session) -> Session:
    """Let every field show what is in force, whatever is refused there; a question stays open."""
    kept = {key: told for key, told in session.status.refusals.items() if key == UNANSWERED}
    if kept == session.status.refusals:
        return session
    return status(lambda status: replace(status, refusals=kept))(session)


def hold(held: Held | None) -> Edit:
    """Look at something while a key is held; None once it is released."""

    def edited(session: Session) -> Session:
        if held is session.status.held:
            return session
        return status(lambda status: replace(status, held=held))(session)

    return edited


def show_workspace(workspace: Workspace) -> Edit:
    """Go to a workspace."""

    def edited(session: Session) -> Session:
        if workspace is session.status.workspace:
            return session
        return status(lambda status: replace(status, workspace=workspace))(session)

    return edited


def present(*, on: bool) -> Edit:
    """Show field, density at x and temperature alone, or everything again."""

    def edited(session: Session) -> Session:
        if on is session.status.presenting:
            return session
        return status(lambda status: replace(status, presenting=on))(session)

    return edited


def _nothing(session: Session) -> Session:
    return session


def _setup(change: Callable[[Setup], Setup]) -> Edit:
    return document(lambda document: replace(document, setup=change(document.setup)))


def document(change: Callable[[Document], Document]) -> Edit:
    """Change what a person decides."""

    def edited(session: Session) -> Session:
        before, after = session.document, change(session.document)
        # What changes nothing is no step that could be undone.
        return session if before.parts == after.parts else replace(session, document=after)

    return edited
