"""A trained network together with what one needs to know to use it."""

from dataclasses import dataclass
from math import isfinite

import numpy as np

from mdn_gui.core.network import Network
from mdn_gui.core.reading import Reading
from mdn_gui.core.recipes import networks_kept
from mdn_gui.core.roles import Role, Roles
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.text import say


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """How a network came to be.

    Attributes:
        table: Name of the table it learned from, without the folder.
        rows: Rows of that table, those held out included.
        epochs: Epochs that the run took, which may be fewer than were planned.
        best_loss: Validation loss of the network, in nats of the targets in their own units.
        recoveries: How often the run went back to its last good weights.
        program_version: Version of the program that trained it.

    Raises:
        ValueError: A number is out of range.
    """

    table: str
    rows: int
    epochs: int
    best_loss: float
    recoveries: int
    program_version: str

    def __post_init__(self) -> None:
        for name, least in (("rows", 1), ("epochs", 1), ("recoveries", 0)):
            value = getattr(self, name)
            if value < least:
                raise ValueError(
                    say(
                        "{name} is {value!r}; it must be at least {least}.",
                        name=name,
                        value=value,
                        least=least,
                    )
                )
        if not isfinite(self.best_loss):
            raise ValueError(
                say("best_loss is {best_loss!r}; it must be finite.", best_loss=self.best_loss)
            )


@dataclass(frozen=True, eq=False)
class Model:
    """A network, the columns it goes from and to, and how it was trained.

    Attributes:
        network: What predicts.
        input_names: Names of the columns of x.
        target_names: Names of the columns of y.
        network_settings: The network's shape.
        training_settings: How it was trained.
        record: What came of it.
        reading: How the table was understood; None if that is not known.
        weight_name: The column that said how many rows each row stands for; "" for none.

    Raises:
        ValueError: The network does not fit the columns or the settings, a column is named twice,
            or a weight is not finite.
    """

    network: Network
    input_names: tuple[str, ...]
    target_names: tuple[str, ...]
    network_settings: NetworkSettings
    training_settings: TrainingSettings
    record: TrainingRecord
    reading: Reading | None = None
    weight_name: str = ""

    @property
    def roles(self) -> Roles:
        """What the columns of any table are for, and what each stands for."""
        kinds = (*self.network.encoding.kinds, *self.network.target_kinds)
        names = (*self.input_names, *self.target_names)
        columns = () if self.reading is None else self.reading.columns
        marks = {column.name: column.told_marks for column in columns}
        details = {
            name: Role(known=kind, missing_marks=marks.get(name, ()))
            for name, kind in zip(names, kinds, strict=True)
        }
        if self.weight_name:
            details[self.weight_name] = Role(missing_marks=marks.get(self.weight_name, ()))
        return Roles(self.input_names, self.target_names, self.weight_name, details)

    def __post_init__(self) -> None:
        for field in ("input_names", "target_names"):
            object.__setattr__(self, field, tuple(getattr(self, field)))
        layout, settings = self.network.layout, self.network_settings
        weight = (self.weight_name,) if self.weight_name else ()
        names = (*self.input_names, *self.target_names, *weight)
        columns = self.network.columns, layout.outputs
        if (len(self.input_names), len(self.target_names)) != columns:
            raise ValueError(
                say(
                    "the network goes from {inputs} columns to {outputs}, but the names are "
                    "{input_names} and {target_names}.",
                    inputs=columns[0],
                    outputs=columns[1],
                    input_names=self.input_names,
                    target_names=self.target_names,
                )
            )
        if len(set(names)) < len(names):
            raise ValueError(say("a column is named twice in {names}.", names=names))
        built = (layout.hidden, layout.components, layout.members, self.network.activation)
        kept = networks_kept(settings, self.training_settings)
        told = (settings.hidden, settings.components, kept, settings.activation)
        if built != told:
            raise ValueError(
                say("the network is {built}, but its settings say {told}.", built=built, told=told)
            )
        if not (self.network.finite and np.isfinite(self.network.log_floor).all()):
            raise ValueError(say("a weight is not a finite number."))
