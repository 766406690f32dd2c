"""The samples shown as the content of a file."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from mdn_gui.core.training_rows import TrainingRows
from mdn_gui.session.samples import samples_csv
from tests.networks import known_network, loaded
from tests.sessions import changed


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_samples_tell_how_many_rows_are_near() -> None:
    rows = TrainingRows(np.linspace(-1.0, 1.0, 400)[:, None], 400)
    network = known_network([1.0], [0.0], [1.0])
    session = changed(loaded(), network=network)
    assert rows_of(samples_csv(session))[0] == ["x", "y"]
    header, *lines = rows_of(samples_csv(changed(session, network=replace(network, rows=rows))))
    assert header == ["x", "y", "rows_near"]
    for x, _, near in lines:
        # Half of those within the reach, on average; none beyond the rows.
        inside = abs(float(x)) < 1.0 - rows.evidence.reach[0]
        expected = 200.0 * rows.evidence.reach[0] if inside else 0.0
        assert not inside or float(near) == pytest.approx(expected, rel=0.05)
        assert abs(float(x)) < 1.0 + rows.evidence.reach[0] or float(near) == 0.0
