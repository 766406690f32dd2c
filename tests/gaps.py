"""A table with inputs that are missing here and there, and the network of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.kinds import NUMBER, Category, Number
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.roles import Roles

KINDS = (NUMBER, Number(missing=True), Category(("clay", "loam"), missing=True))
NAMES = ("depth", "moisture", "soil")
ROLES = Roles(NAMES, ("rise",), missing="keep")
RANGES = ((-1.0, 11.0), (18.0, 42.0), (-0.5, 1.5))
"""In which the inputs are looked at."""

ROWS = 60
APART, SCALE = 3.0, 0.4
"""Where moisture is missing there are two branches, so far above and below 0."""

_DRY = np.arange(ROWS) % 4 == 3  # moisture is missing
_UNKNOWN = np.arange(ROWS) % 5 == 4  # soil is
_SIGN = np.where(np.arange(ROWS) % 8 == 3, 1.0, -1.0)

INPUTS = np.column_stack(
    [
        np.round(np.linspace(0.0, 10.0, ROWS), 2),
        np.where(_DRY, np.nan, np.round(np.linspace(20.0, 40.0, ROWS)[::-1], 1)),
        np.where(_UNKNOWN, np.nan, np.arange(ROWS) % 2.0),
    ]
)
RISE = np.round(np.where(_DRY, APART * _SIGN, 0.0) + 0.4 * np.sin(np.arange(ROWS)), 2)


def dataset() -> Dataset:
    """The rows in memory."""
    return Dataset(INPUTS, RISE[:, np.newaxis], NAMES, ("rise",), KINDS)


def write(path: Path) -> Path:
    """The rows as a table of text, with nothing in a cell that is missing."""
    lines = ["depth,moisture,soil,rise"]
    for (depth, moisture, soil), rise in zip(INPUTS.tolist(), RISE.tolist(), strict=True):
        level = "" if np.isnan(soil) else ("clay", "loam")[int(soil)]
        lines.append(f"{depth},{'' if np.isnan(moisture) else moisture},{level},{rise}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def network(_epoch: int = 0) -> Network:
    """Two components, which lie together but where moisture is missing."""
    encoding = Encoding(KINDS)
    kernel = np.zeros((encoding.features, 6))
    kernel[2, 2:4] = -APART, APART  # the means, from the feature that is 1 for a missing cell
    bias = [0.0, 0.0, 0.0, 0.0, np.log(SCALE), np.log(SCALE)]
    made = Network(
        layout=Layout(1, inputs=encoding.features, hidden=(), components=2, outputs=1),
        activation="relu",
        parameters=np.append(kernel.ravel(), bias)[None].astype(np.float32),
        input_scaling=Scaling.identity(encoding.features),
        target_scaling=Scaling.identity(1),
        log_floor=np.full(1, -100.0),
        encoding=encoding,
    )
    return replace(made, rows=TrainingRows(INPUTS, ROWS, RISE[:, np.newaxis], KINDS))
