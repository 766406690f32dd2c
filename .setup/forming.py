"""Trains the network whose forming the start page shows, and stores it as it was in between.

    python .setup/forming.py

writes resources/networks/inverse-sine.npz, which `mdn_gui/core/drawing/forming.py` reads. The
epochs are spread evenly over the fall of the validation loss, from the first one to the best.
TensorFlow's arithmetic differs between processors, so another machine stores slightly others.
"""

from pathlib import Path

import numpy as np

from mdn_gui.core.drawing.forming import FRAMES, PROBLEM
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.training import train

FILE = Path(__file__).parents[1] / "resources" / "networks" / "inverse-sine.npz"

NETWORK = NetworkSettings(hidden=(32, 32), activation="tanh", components=8, standardize=True)
TRAINING = TrainingSettings(
    epochs=300, batch_size=64, learning_rate=0.005, schedule="cosine", seed=1
)


def main() -> None:
    """Train, choose the epochs, and write the file."""
    epochs = list(train(PROBLEM.dataset(PROBLEM.rows, seed=0), NETWORK, TRAINING))
    losses = np.array([epoch.validation_loss for epoch in epochs])
    lowest = np.minimum.accumulate(losses)
    levels = np.linspace(losses[0], lowest[-1], FRAMES)
    # The first epoch that reaches each level; where one reaches several, those after it follow.
    reached = [int(np.argmax(lowest <= level)) for level in levels]
    for place in range(1, FRAMES):
        reached[place] = max(reached[place], reached[place - 1] + 1)
    kept = [epochs[place] for place in reached]
    last = kept[-1].network
    np.savez_compressed(
        FILE,
        epochs=np.array([epoch.number for epoch in kept], np.int16),
        parameters=np.concatenate([epoch.network.parameters for epoch in kept]).astype(np.float16),
        hidden=np.array(last.layout.hidden, np.int16),
        components=last.layout.components,
        log_floor=last.log_floor,
        shifts=np.concatenate([last.input_scaling.shift, last.target_scaling.shift]),
        scales=np.concatenate([last.input_scaling.scale, last.target_scaling.scale]),
    )


if __name__ == "__main__":
    main()
