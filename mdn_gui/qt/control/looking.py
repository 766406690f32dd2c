"""What a person looks at, and how, as acts: they change the view, never the training."""

from dataclasses import replace

import numpy as np

from mdn_gui.core.colour import Colour
from mdn_gui.core.text import say
from mdn_gui.core.typical import most_typical
from mdn_gui.qt.widgets.place_text import name_of_place
from mdn_gui.session import edits
from mdn_gui.session.edits import Act, Edit
from mdn_gui.session.session import Held, Session, Workspace
from mdn_gui.session.view import MOST_PLACES, Curve, Interval, Layer, Stretch

MOST_SMOOTHING = 0.99
"""The strongest smoothing that still shows how the losses change."""

_LOOKED_THROUGH = 2_000  # rows of a part of an input, for a typical one


def _drag(what: str, edit: Edit) -> Act:
    """One of many acts, as a drag, a slider or a number that is typed are; undone as one."""
    return Act(edit, undo=what, merge=what)


def _choice(what: str, edit: Edit) -> Act:
    """An act that stands alone."""
    return Act(edit, undo=what)


def show_workspace(workspace: Workspace) -> Act:
    """Go to a workspace, and leave a presentation; nobody undoes that."""
    there = edits.show_workspace(workspace)
    return Act(edits.one_after_another(edits.present(on=False), there))


def present(*, on: bool) -> Act:
    """Show field, density at x and temperature alone, or everything again."""
    return Act(edits.present(on=on))


def hold(held: Held | None) -> Act:
    """Look at something while a key is held; nobody undoes that."""
    return Act(edits.hold(held))


# x and y


def pick_x(session: Session, x: float) -> Act:
    """Stand at another x, if it is not locked.

    Args:
        session: What is looked at now.
        x: In the data's units.
    """
    return _move(session, session.resolved.across, edits.pick_x(x))


def move_x(session: Session, steps: int) -> Act:
    """Step along x, a hundredth of the sampled range or to the next value there is each."""
    return _move(session, session.resolved.across, edits.move_x(steps))


def set_input(session: Session, column: int, value: float) -> Act:
    """Stand at another value of an input, from 0, if it is not locked."""
    return _move(session, column, edits.set_input(column, value))


def _move(session: Session, column: int, edit: Edit) -> Act:
    """Move along an input, whose name is told where there are several."""
    name = session.data.input_names[column]
    if column in session.view.locked:
        return Act(edits.told(say("{name} is locked; unlock it to move it.", name=name)))
    several = session.data.columns[0] > 1
    what = say("place ({name})", name=name) if several else say("place")
    return Act(edit, undo=what, merge=f"input {column}")


def lock_input(column: int, *, on: bool) -> Act:
    """Let an input, from 0, keep its value wherever one goes, or no longer."""
    return _choice(say("lock of an input"), edits.lock_input(column, on=on))


def stand_at_middle() -> Act:
    """Stand at the most typical row."""
    return _choice(say("place"), edits.stand_at_middle)


def why_not_pinned(session: Session) -> str:
    """Why no place can be pinned, as a sentence; "" if one can."""
    if session.data.dataset is None:
        return say("Open a table or pick an example first: there is no place to pin.")
    if len(session.view.places) >= MOST_PLACES:
        return say("No more than {count} places can be pinned: unpin one first.", count=MOST_PLACES)
    return ""


def pin_place() -> Act:
    """Pin the place looked at, under a name made of its values, and say whether it could be."""

    def edited(session: Session) -> Session:
        after = edits.pin_place(name_of_place(session))(session)
        places = after.view.places
        pinned = [each.name for each in places if each.values == after.resolved.place]
        if not pinned:
            return edits.told(why_not_pinned(session))(session)
        said = say("This place is pinned already: {name}.", name=pinned[0])
        if after is not session:
            count, most = len(places), MOST_PLACES
            said = say("Pinned, {count} of {most}: {name}.", count=count, most=most, name=pinned[0])
        return edits.told(said)(after)

    return _choice(say("pinned place"), edited)


def rename_place(number: int, name: str) -> Act:
    """Call a pinned place something else."""
    return _choice(say("name of a place"), edits.rename_place(number, name))


def unpin_place(number: int) -> Act:
    """Compare a pinned place no longer."""
    return _choice(say("pinned place"), edits.unpin_place(number))


def go_to_place(number: int) -> Act:
    """Stand at a pinned place."""
    return _choice(say("place"), edits.go_to_place(number))


def show_input(column: int) -> Act:
    """Draw another input along x, from 0; the place stays."""
    return _choice(say("x axis"), edits.view(lambda view: replace(view, across=column)))


def show_target(column: int) -> Act:
    """Draw another target along y, from 0."""
    return _choice(say("y axis"), edits.show_target(column))


def show_jointly(column: int) -> Act:
    """Show another target jointly with the one along y, from 0."""
    return _choice(say("second target"), edits.show_jointly(column))


def condition(value: float | None) -> Act:
    """Take the second target to have this value; None for any."""
    return _drag(say("condition"), edits.view(lambda view: replace(view, given=value)))


def set_rectangle(rectangle: tuple[Interval, Interval] | None) -> Act:
    """Ask for the joint probability between values of both targets; None for none.

    Args:
        rectangle: Of the second target and of the one along y, the ends of each in any order.
    """
    kept = None
    if rectangle is not None:
        first, second = (Interval(*sorted(ends)) for ends in rectangle)
        kept = first, second
    return _drag(say("rectangle"), edits.view(lambda view: replace(view, rectangle=kept)))


def order_inputs(*, by_importance: bool) -> Act:
    """List the inputs by their importance, or in the order of the table."""
    edit = edits.view(lambda view: replace(view, by_importance=by_importance))
    return _choice(say("order of inputs"), edit)


def pick_row(row: int) -> Act:
    """Question a row, and stand at its x."""
    return _choice(say("row in question"), edits.pick_row(row))


def show_stretch(stretch: Stretch, where: str) -> Act:
    """Go to Explore, to a typical row of a part of an input, whose rows stand out there.

    Args:
        stretch: The part.
        where: It in words.
    """
    said = edits.told(say("Rows where {where} stand out until you go elsewhere.", where=where))

    def edited(session: Session) -> Session:
        dataset = session.data.dataset
        if dataset is None:
            return session
        rows = np.flatnonzero(stretch.holds(dataset.inputs))[:_LOOKED_THROUGH]
        there = edits.set_input(stretch.column, stretch.low)
        if rows.size:
            there = edits.pick_row(
                int(rows[most_typical(dataset.inputs[rows], dataset.input_kinds)])
            )
        seen = edits.view(
            lambda view: replace(
                view,
                across=stretch.column,
                stretch=stretch,
                layers=view.layers | {Layer.DATA, Layer.BANDS},
            )
        )
        return edits.one_after_another(there, seen, _explore(), said)(session)

    return _choice(say("rows that stand out"), edited)


def show_regions(target: int | None) -> Act:
    """Go to Explore, where the rows and the regions that should hold them are drawn.

    Args:
        target: The one that is drawn along y, from 0; None for the one that is.
    """
    other = edits.show_target(target) if target is not None else edits.one_after_another()
    drawn = edits.view(lambda view: replace(view, layers=view.layers | {Layer.DATA, Layer.BANDS}))
    return _choice(say("layers"), edits.one_after_another(other, drawn, _explore()))


def _explore() -> Edit:
    return show_workspace(Workspace.EXPLORE).edit


def pick_component(component: int | None) -> Act:
    """Emphasise a component everywhere; None for none."""
    return _choice(say("component"), edits.view(lambda view: replace(view, component=component)))


def set_interval(interval: Interval | None) -> Act:
    """Ask for the probability between two values of y; None for none."""
    kept = None if interval is None else Interval(*sorted(interval))
    return _drag(say("interval of y"), edits.view(lambda view: replace(view, interval=kept)))


def move_end(before: float, after: float) -> Act:
    """Move the end of the interval of y that is at `before`, if one is asked for."""
    return _drag(say("interval of y"), edits.move_end(before, after))


def set_curve(curve: Curve) -> Act:
    """Draw this of y at the chosen x."""
    return _choice(say("curve at x"), edits.view(lambda view: replace(view, curve=curve)))


def switch_member(place: int) -> Act:
    """Switch a member of the network shown off, or on again; the last one that is on stays on.

    Args:
        place: The member's, from 0.
    """
    return _choice(say("member"), edits.switch_member(place))


def set_nearness(nearness: float) -> Act:
    """Let rows count as near a place that are so many times as far from it as usual."""
    return _drag(say("how near counts"), edits.view(lambda view: replace(view, nearness=nearness)))


# Samples


def set_temperature(temperature: float) -> Act:
    """Look at another temperature."""
    edit = edits.view(lambda view: replace(view, temperature=temperature))
    return _drag(say("temperature"), edit)


def temper(*, branches: bool) -> Act:
    """Let the temperature be of the branches, or of the components."""
    edit = edits.view(lambda view: replace(view, tempers_branches=branches))
    return _choice(say("what the temperature is of"), edit)


def set_variance_factor(factor: float) -> Act:
    """Look at another width of the components."""
    return _drag(
        say("width factor"), edits.view(lambda view: replace(view, variance_factor=factor))
    )


def colour_components(*, by_member: bool) -> Act:
    """Give components at x the colours of their members, or each its own."""
    edit = edits.view(lambda view: replace(view, components_by_member=by_member))
    return _choice(say("colours of components"), edit)


def compare_temperatures(*, on: bool) -> Act:
    """Lay the densities at three temperatures over each other, or no longer."""
    edit = edits.view(lambda view: replace(view, compares_temperatures=on))
    return _choice(say("compared temperatures"), edit)


def set_seed(seed: int) -> Act:
    """Draw the samples of another seed."""
    return _drag(say("samples"), edits.view(lambda view: replace(view, sampling_seed=seed)))


def resample() -> Act:
    """Draw other samples, once there is a network to draw them from."""
    return _choice(say("samples"), edits.resample)


def set_samples_per_x(samples: int) -> Act:
    """Draw so many samples at each x."""
    edit = edits.view(lambda view: replace(view, samples_per_x=samples))
    return _choice(say("number of samples"), edit)


def colour_samples(*, by_component: bool) -> Act:
    """Give samples the colour of their component, or all the same one."""
    edit = edits.view(lambda view: replace(view, samples_by_component=by_component))
    return _choice(say("colours of samples"), edit)


# Plots


def set_layers(layers: frozenset[Layer]) -> Act:
    """Draw these layers, and no others."""
    return _choice(say("layers"), edits.view(lambda view: replace(view, layers=layers)))


def switch_layer(layer: Layer, *, on: bool) -> Act:
    """Draw a layer besides the others, or no longer."""
    return _choice(say("layers"), edits.switch_layer(layer, on=on))


def set_colour(colour: Colour) -> Act:
    """Let the tones of the density say this."""
    return _choice(say("colour"), edits.view(lambda view: replace(view, colour=colour)))


def scale_columns(*, per_column: bool) -> Act:
    """Scale each column of the density by its own highest value, or all by one."""
    return _choice(say("colour"), edits.view(lambda view: replace(view, per_column=per_column)))


def set_log_epochs(*, log: bool) -> Act:
    """Draw losses over a logarithmic axis, or a linear one."""
    return _choice(say("axis of epochs"), edits.view(lambda view: replace(view, log_epochs=log)))


def set_smoothing(smoothing: float) -> Act:
    """Smooth the losses; 0 shows them as they are."""
    kept = float(np.clip(smoothing, 0.0, MOST_SMOOTHING))
    return _drag(say("smoothing"), edits.view(lambda view: replace(view, smoothing=kept)))
