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
    return {**_network_texts(), **_training_texts(), **_regularization_texts()}


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
            _tr("Step size, such as 0.001 or 1e-3; the highest one of a schedule."),
        ),
        "schedule": SettingText(
            _tr("Schedule"),
            _tr("Constant learning rate, or one that falls to zero along half a cosine."),
        ),
        "warm_up": SettingText(
            _tr("Warm-up"),
            _tr("Share of the run over which the learning rate first rises from zero."),
        ),
        "optimizer": SettingText(
            _tr("Optimizer"),
            _tr("Adam, whose weight decay is part of the gradient, or AdamW, whose is not."),
        ),
        "patience": SettingText(
            _tr("Patience"),
            _tr("Epochs without a lower validation loss after which the run ends; 0 for never."),
        ),
        "validation_fraction": SettingText(
            _tr("Validation share"),
            _tr("Share of the rows held out at random; they pick the best epoch."),
        ),
        "seed": SettingText(
            _tr("Seed"),
            _tr("Seed of the split, the first weights, the order of the rows, noise and dropout."),
        ),
    }


def _regularization_texts() -> dict[str, SettingText]:
    return {
        "weight_decay": SettingText(
            _tr("Weight decay"), _tr("Strength of the pull of the weights towards zero; 0 is off.")
        ),
        "dropout": SettingText(
            _tr("Dropout"), _tr("Share of the hidden units left out at random in each step.")
        ),
        "input_noise": SettingText(
            _tr("Input noise"),
            _tr("Noise added to x each time a row is used, relative to the spread of x."),
        ),
        "target_noise": SettingText(
            _tr("Target noise"),
            _tr(
                "Noise added to y each time a row is used, relative to the spread of y; it widens "
                "the density by as much."
            ),
        ),
        "beta": SettingText(
            _tr("Beta of beta-NLL"),
            _tr(
                "Weighs each row's gradient by its predicted variance to this power, so that "
                "rows of large spread are not neglected; 0 is the likelihood itself."
            ),
        ),
        "clip_norm": SettingText(
            _tr("Longest gradient"),
            _tr("Steps along a longer gradient are shortened to this; 0 for any length."),
        ),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)
