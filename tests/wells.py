"""A small table that some tests load."""

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.session.data import Data

WELLS = Dataset(np.arange(30.0)[:, None] ** 2, np.ones((30, 1)), ("depth",), ("age",))
LOADED = Data(WELLS, "wells.csv", ((-10.0, 90.0),))
