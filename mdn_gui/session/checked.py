"""What a check made of the network shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mdn_gui.core.network import Network

if TYPE_CHECKING:
    from mdn_gui.core.check import Check  # not needed by the first frame
    from mdn_gui.core.check.held_out import Part


@dataclass(frozen=True, eq=False)
class Checked:
    """A check, and what it is of.

    Attributes:
        network: With all its members.
        check: What was found; None where that could not be worked out.
        part: Which rows judged.
        failure: Why there is no check, as a sentence.
    """

    network: Network
    check: Check | None
    part: Part = "test"
    failure: str = ""
