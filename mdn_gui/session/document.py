"""What a person decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from mdn_gui.core.settings import PARTS, PRESETS, NetworkSettings, TrainingSettings
from mdn_gui.session.data import Data, Settings
from mdn_gui.session.view import View


@dataclass(frozen=True)
class Setup:
    """What the next run is trained with, as set in the form.

    Attributes:
        network: The network's shape.
        training: How it is trained.
    """

    network: NetworkSettings = PRESETS["recommended"][0]
    training: TrainingSettings = PRESETS["recommended"][1]

    @property
    def settings(self) -> Settings:
        """Both."""
        return self.network, self.training

    def having(self, name: str, value: Any) -> Self:  # noqa: ANN401 - of whichever kind it is
        """The same with another value of one setting.

        Args:
            name: Of a field of either part; no name is in both.
            value: What it is to be.

        Raises:
            ValueError: The setting cannot have this value.
        """
        change = {name: value}
        if name in {each.name for each in fields(self.network)}:
            return replace(self, network=replace(self.network, **change))
        return replace(self, training=replace(self.training, **change))

    def own_parts(self, presets: Mapping[str, Settings]) -> tuple[str, Mapping[str, Any]]:
        """The preset that this is but for its parts of the rows, and the parts that differ.

        Args:
            presets: By their names.

        Returns:
            Its name, "" where other settings differ too; and values by the names of the settings.
        """
        ours = {name: getattr(self.training, name) for name in PARTS}
        for name, (network, training) in presets.items():
            if Setup(network, replace(training, **ours)) == self:
                own = {part: ours[part] for part in PARTS if ours[part] != getattr(training, part)}
                return name, own
        return "", {}

    def for_rows(self, before: Mapping[str, Settings], after: Mapping[str, Settings]) -> "Setup":
        """The settings once other rows are loaded.

        A preset stays one, as it is for these rows; what a person set stays.

        Args:
            before: The presets of the rows that this is for.
            after: Those of the other rows.
        """
        name, own = self.own_parts(before)
        if not name:
            return self
        network, training = after[name]
        return Setup(network, replace(training, **own))


class Listing(NamedTuple):
    """A run in the list of runs.

    Attributes:
        number: The run's.
        name: What a person calls it.
    """

    number: int
    name: str


@dataclass(frozen=True, eq=False)
class Document:
    """What a person decides: it is what undoing brings back.

    Attributes:
        data: The rows.
        setup: The settings of the next run.
        view: What is looked at, and how.
        listed: The runs that are listed, in their order.
        earlier: How rows were looked at that others took the place of, by their `Data.subject`.
    """

    data: Data = field(default_factory=Data)
    setup: Setup = field(default_factory=Setup)
    view: View = field(default_factory=View)
    listed: tuple[Listing, ...] = ()
    earlier: Mapping[tuple[object, ...], View] = MappingProxyType({})

    @property
    def parts(self) -> tuple[object, ...]:
        """Everything in the document: documents with equal parts are the same."""
        return self.data, self.setup, self.view, self.listed, self.earlier

    @property
    def views(self) -> Mapping[tuple[object, ...], View]:
        """How all rows are looked at, or were last, by their subjects."""
        return {**self.earlier, self.data.subject: self.view}

    def leaving(self, view: View) -> Self:
        """The same with the view of the rows that are to be loaded; that of those now is kept."""
        return replace(self, view=view, earlier=self.views)
