"""What a person does in the form, as acts."""

from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.session import edits
from mdn_gui.session.document import Setup
from mdn_gui.session.edits import Act


def settings(network: NetworkSettings, training: TrainingSettings) -> Act:
    """Set all fields."""
    return Act(edits.setup(lambda _: Setup(network, training)), undo="settings")


def setting(name: str, value: object) -> Act:
    """Set one field, by the name of its setting."""
    edit = edits.setup(lambda setup: setup.having(name, value))
    return Act(edit, undo="settings", merge=name)


def preset(name: str) -> Act:
    """Choose a preset."""
    return Act(edits.preset(name), undo="settings")
