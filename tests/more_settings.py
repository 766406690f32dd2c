"""Settings with one more than the program has, to find what follows from describing it."""

from dataclasses import dataclass

from mdn_gui.core.setting import setting
from mdn_gui.core.settings import TrainingSettings


@dataclass(frozen=True, slots=True)
class MoreTraining(TrainingSettings):
    """Settings of a training that knows momentum."""

    momentum: float = setting(
        0.9,
        limits=(0.0, 0.99),
        step=0.03,
        group="Regularization",
        label="Momentum",
        tip="Share of the last step that the next one keeps.",
    )
