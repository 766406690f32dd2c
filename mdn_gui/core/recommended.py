"""Settings for a table of a given size, with no tuning."""

import math

from mdn_gui.core.settings import NetworkSettings, TrainingSettings

MANY_ROWS = 3_000
"""From here on one network is enough: the data decide, not the luck of the first weights."""


def recommended(
    rows: int, inputs: int, outputs: int = 1
) -> tuple[NetworkSettings, TrainingSettings]:
    """Choose settings by the size of a table.

    What a table can teach grows with the rows per input, n / P, so that most rules are in it:

    - **Network**: two layers of 64, SiLU, standardized; means start at the quantiles of y.
    - **Components**: 0.37 √(n / P), at most 20: few rows cannot tell many apart.
    - **Members**: 5 below 3,000 rows, where one network's luck matters and five cost little; else 1.
    - **Batch**: 32 rows up to 1,000, then growing with √n up to 1,024: small tables need the many
      noisy steps, large ones the speed.
    - **Epochs**: 600 below 600 rows, then falling with √n to no fewer than 20, so that a million
      rows take minutes. The best epoch is kept; a run ends early after a third of the epochs
      without a better one.
    - **Optimizer**: AdamW at 0.003, a cosine with a warm-up of a twentieth; gradients no longer
      than 1, so that no outlier throws the weights away.
    - **Weight decay**: 15 P / n, at most 1 (Loshchilov and Hutter 2019): each row speaks against
      the prior that weights are small.

    Args:
        rows: Rows of the table, held-out ones included, copies not.
        inputs: Columns of x.
        outputs: Columns of y.

    Returns:
        The network's and the training's settings.
    """
    per_input = rows / inputs
    network = NetworkSettings(
        hidden=(64, 64),
        activation="silu",
        components=max(1, min(20, round(0.37 * math.sqrt(per_input)))),
        members=5 if rows < MANY_ROWS else 1,
        standardize=True,
        spread_means=True,
    )
    epochs = max(20, min(600, round(300 * math.sqrt(3_000 / rows))))
    training = TrainingSettings(
        epochs=epochs,
        batch_size=_batch_size(rows),
        learning_rate=3e-3,
        schedule="cosine",
        warm_up=0.05,
        optimizer="adamw",
        weight_decay=round(min(1.0, 15 / per_input), 4),
        clip_norm=1.0,
        patience=epochs // 3,
    )
    return network, training


def _batch_size(rows: int) -> int:
    """A power of two."""
    wanted = 32 * math.sqrt(max(rows, 1_000) / 1_000) * (rows / 1_000) ** 0.3
    return max(32, min(1_024, 2 ** round(math.log2(wanted))))
