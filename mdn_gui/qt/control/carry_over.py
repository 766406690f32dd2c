"""What a person has chosen to see of one table, and what of it goes over to the next."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from mdn_gui.core.text import say, say_count
from mdn_gui.session.view import Layer, View

_FRAME = frozenset({Layer.GRID, Layer.LEGEND})
_DEFAULT = View().layers

OF_COLUMNS = (
    "place",
    "locked",
    "places",
    "across",
    "up",
    "joint",
    "given",
    "rectangle",
    "interval",
    "by_importance",
)
"""What of a view is about the columns of its rows: it stays with them."""


class CarryOver(NamedTuple):
    """How to look at other data.

    Attributes:
        view: What to look at then.
        told: What is reset and what is kept, as sentences; nothing where all is as at first.
    """

    view: View
    told: tuple[str, ...]


def carry_over(
    view: View,
    again: View | None,
    *,
    title: str,
    truth_known: bool,
    own_settings: bool,
    own_parts: bool = False,
) -> CarryOver:
    """Work out how to look at data of another origin, or of one that was left before.

    Args:
        view: What is looked at before, with the layers and factors that were chosen.
        again: What was looked at of the other data last; None if they were not loaded before.
        title: What the data that are left are called.
        truth_known: Whether the other data are of a built-in problem.
        own_settings: Whether the settings stay, though others are recommended for these data.
        own_parts: Whether only those stay that say which rows are for what.
    """
    layers = drawable(view.layers, truth_known=truth_known)
    # What was sharpened for other data would be taken for what these are like.
    own = again or View()
    after = replace(
        view,
        **{name: getattr(own, name) for name in OF_COLUMNS},
        layers=layers,
        temperature=1.0,
        tempers_branches=False,
        variance_factor=1.0,
        nearness=1.0,
        row=None,
        stretch=None,
    )
    told = [_told_of_layers(view.layers, layers)]
    if view.temperature != 1.0:
        told.append(say("The temperature is 1 again."))
    if view.tempers_branches:
        told.append(say("The temperature is of components again."))
    if view.variance_factor != 1.0:
        told.append(say("The width factor is 1 again."))
    if view.nearness != 1.0:
        told.append(say("How near counts is 1 again."))
    if again != view:
        told += _told_of_columns(view, own, title)
    if own_settings:
        told.append(say("The settings are yours, not those recommended for these rows."))
    if own_parts:
        told.append(say("The training, validation and test parts are divided as you set it."))
    return CarryOver(after, tuple(sentence for sentence in told if sentence))


def _told_of_columns(before: View, after: View, title: str) -> Iterator[str]:
    """That what is of the columns of one table stays with it."""
    if before.places:
        yield say("The pinned places come back with {title}.", title=title)
    if any(asked is not None for asked in (before.interval, before.given, before.rectangle)):
        yield say("What was asked of its targets comes back with {title}.", title=title)
    if after.places:
        yield say_count(
            "{count} pinned place is back.", "{count} pinned places are back.", len(after.places)
        )


def drawable(layers: frozenset[Layer], *, truth_known: bool) -> frozenset[Layer]:
    """Leave out what cannot be drawn, and see to it that something is drawn before a run.

    Args:
        layers: Those chosen.
        truth_known: Whether there is a truth to draw.

    Returns:
        The layers chosen that can be drawn; with the rows, if else nothing were seen until a
        network is trained; those of the first start, if nothing that was chosen is left.
    """
    truth = frozenset({Layer.TRUTH})
    kept = layers if truth_known else layers - truth
    if not kept - _FRAME:
        return kept | _DEFAULT
    return kept if kept & ({Layer.DATA} | truth) else kept | {Layer.DATA}


def _told_of_layers(before: frozenset[Layer], after: frozenset[Layer]) -> str:
    if before == after:
        return "" if before == _DEFAULT else say("The layers are kept.")
    told = []
    if Layer.TRUTH in before - after:
        told.append(say("The truth is known of examples only: its layer is off."))
    if Layer.DATA in after - before:
        told.append(say("The rows are shown."))
    return " ".join(told)
