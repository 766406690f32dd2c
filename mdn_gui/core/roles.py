"""What the columns of a table are for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Roles:
    """Which columns are inputs and which are targets; all others are left out.

    Attributes:
        inputs: Names of the columns of x, in the order of a network's inputs.
        targets: Names of the columns of y, in the order of its outputs.
    """

    inputs: tuple[str, ...]
    targets: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are used, inputs first."""
        return *self.inputs, *self.targets
