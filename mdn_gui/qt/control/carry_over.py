"""What a person has chosen to see of one table, and what of it goes over to the next."""

from dataclasses import replace
from typing import NamedTuple

from mdn_gui.core.text import say
from mdn_gui.session.view import Layer, View

_FRAME = frozenset({Layer.GRID, Layer.LEGEND})
_DEFAULT = View().layers


class CarryOver(NamedTuple):
    """How to look at other data.

    Attributes:
        view: What to look at then.
        told: What is reset and what is kept, as sentences; nothing where all is as at first.
    """

    view: View
    told: tuple[str, ...]


def carry_over(view: View, *, truth_known: bool, own_settings: bool) -> CarryOver:
    """Work out how to look at data of another origin, of which there is no network yet.

    Args:
        view: What is looked at before, with the layers and factors that were chosen.
        truth_known: Whether the other data are of a built-in problem.
        own_settings: Whether the settings stay, though others are recommended for these data.
    """
    layers = drawable(view.layers, truth_known=truth_known)
    # What was sharpened for other data would be taken for what these are like.
    after = replace(
        view,
        locked=frozenset(),
        places=(),
        across=0,
        up=0,
        joint=None,
        given=None,
        rectangle=None,
        by_importance=False,
        layers=layers,
        temperature=1.0,
        tempers_branches=False,
        variance_factor=1.0,
        nearness=1.0,
        interval=None,
        row=None,
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
    if view.interval is not None:
        told.append(say("The interval of y is reset."))
    if view.places:
        told.append(say("The pinned places are reset."))
    if view.given is not None or view.rectangle is not None:
        told.append(say("What was asked of two targets is reset."))
    if own_settings:
        told.append(say("The settings are yours, not those recommended for these rows."))
    return CarryOver(after, tuple(sentence for sentence in told if sentence))


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
