"""A table and a model of its columns."""

from pathlib import Path

import numpy as np
import pytest

from mdn_gui.core import model_file
from tests.models import small_model


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Thirty rows of a, b and y, and a column of text."""
    path = tmp_path / "table.csv"
    values = np.random.default_rng(0).normal(size=(30, 3))
    lines = [",".join([*map(repr, row), "text"]) for row in values.tolist()]
    path.write_text("\n".join(["a,b,y,kind", *lines]) + "\n")
    return path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model from a and b to y."""
    path = tmp_path / "model.mdn"
    model_file.save(small_model(), path)
    return path
