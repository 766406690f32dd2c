"""What each setting is called, and what it does, in the field's own words."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication


class SettingText(NamedTuple):
    """The label of a setting, and its tooltip."""

    label: str
    tip: str


def setting_texts() -> Mapping[str, SettingText]:
    """Label and tooltip of every field of the settings, in the language of the program."""
    return {**_network_texts(), **_training_texts()}


def _network_texts() -> dict[str, SettingText]:
    return {
        "hidden": SettingText(
            _tr("Hidden layers"),
            _tr("Width of each hidden layer, first to last; empty for a linear model."),
        ),
        "activation": SettingText(
            _tr("Activation"), _tr("The nonlinearity after each hidden layer.")
        ),
        "components": SettingText(
            _tr("Components"), _tr("Gaussian components of each member's mixture.")
        ),
        "members": SettingText(
            _tr("Members"),
            _tr("Networks trained side by side; the prediction is the mixture of their mixtures."),
        ),
        "scale_floor": SettingText(
            _tr("Scale floor"),
            _tr("Smallest scale a component may have, relative to the spread of the target."),
        ),
        "standardize": SettingText(
            _tr("Standardize x and y"),
            _tr("Bring input and target to mean 0 and spread 1 for the network."),
        ),
        "spread_means": SettingText(
            _tr("Spread the first means"),
            _tr(
                "Start the components' means at the quantiles of the target, so that no "
                "component starves, instead of all near zero."
            ),
        ),
    }


def _training_texts() -> dict[str, SettingText]:
    return {
        "epochs": SettingText(_tr("Epochs"), _tr("Passes over the training rows.")),
        "batch_size": SettingText(_tr("Batch size"), _tr("Rows per step.")),
        "learning_rate": SettingText(
            _tr("Learning rate"),
            _tr("Step size of Adam, such as 0.001 or 1e-3; the highest one of a schedule."),
        ),
        "schedule": SettingText(
            _tr("Schedule"),
            _tr("Constant learning rate, or one that falls to zero along half a cosine."),
        ),
        "validation_fraction": SettingText(
            _tr("Validation share"),
            _tr("Share of the rows held out at random; they pick the best epoch."),
        ),
        "seed": SettingText(
            _tr("Seed"), _tr("Seed of the split, the first weights and the order of the rows.")
        ),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)
