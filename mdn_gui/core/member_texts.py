"""How many members a run has, what they are, and what they count in its prediction, as texts."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from mdn_gui.core.network import Network, Share
from mdn_gui.core.recipes import members_of
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.text import say, say_count

UNKNOWN = "–"
"""What stands for what is not known of a member."""


class MemberText(NamedTuple):
    """A member of a network.

    Attributes:
        number: From 1.
        recipe: The recipe that it followed, from 1.
        fold: The fold that it held out, from 1.
        epoch: The epoch that its weights are of.
        share: What it counts in the prediction, in percent.
    """

    number: str
    recipe: str
    fold: str
    epoch: str
    share: str


def member_texts(network: Network) -> tuple[MemberText, ...]:
    """Each member of a network; of one from an old file, only the shares are known."""
    unknown = Share(recipe=0, fold=0, epoch=0, weight=0.0)
    ensemble = network.ensemble or (unknown,) * network.layout.members
    return tuple(
        MemberText(str(number), *_history(each), _percent(share))
        for number, (each, share) in enumerate(
            zip(ensemble, network.shares.tolist(), strict=True), start=1
        )
    )


def members_text(members: int, networks: int) -> str:
    """How many members a network has.

    Args:
        members: Those that were trained.
        networks: Those that the network is made of: twice as many where each is there as of two
            epochs.
    """
    if networks == 2 * members:
        return say_count("{count} member at 2 epochs", "{count} members, each at 2 epochs", members)
    return say_count("{count} member", "{count} members", networks)


def planned_members(network: NetworkSettings, training: TrainingSettings) -> str:
    """How many members a run trains and why, such as "10 members: 2 recipes × 5 folds"."""
    count = len(members_of(network, training))
    text = members_text(count, count)
    recipes, folds = training.recipes, training.folds
    if recipes * folds == 1:
        return text
    factors: list[str] = [f"{network.members}"] if network.members > 1 else []
    if recipes > 1:
        factors.append(say_count("{count} recipe", "{count} recipes", recipes))
    if folds > 1:
        factors.append(say_count("{count} fold", "{count} folds", folds))
    return say("{members}: {factors}", members=text, factors=" × ".join(factors))


def members_in_all(network: NetworkSettings, training: TrainingSettings) -> str:
    """What stands beside the setting of members, as of `planned_members`; "" where they agree."""
    more = training.recipes * training.folds > 1
    return planned_members(network, training) if more else ""


def _history(share: Share) -> tuple[str, str, str]:
    """Recipe, fold and epoch of a member."""
    if share.epoch == 0:
        return UNKNOWN, UNKNOWN, UNKNOWN
    return str(share.recipe + 1), str(share.fold + 1), f"{share.epoch:,}"


def _percent(share: float) -> str:
    """A share as a person would write it: 6.3% for 0.0625, and 0.04% for 0.0004."""
    percent = 100 * Decimal(repr(share))
    unit = Decimal("0.1") if percent == 0 or percent >= Decimal("0.1") else Decimal("0.01")
    return f"{percent.quantize(unit, ROUND_HALF_UP).normalize():f}%"
