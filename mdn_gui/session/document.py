"""What a person decides."""

from dataclasses import dataclass, field

from mdn_gui.core.settings import PRESETS, NetworkSettings, TrainingSettings
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


@dataclass(frozen=True, eq=False)
class Document:
    """What a person decides: it is what undoing brings back.

    Attributes:
        data: The rows.
        setup: The settings of the next run.
        view: What is looked at, and how.
    """

    data: Data = field(default_factory=Data)
    setup: Setup = field(default_factory=Setup)
    view: View = field(default_factory=View)
