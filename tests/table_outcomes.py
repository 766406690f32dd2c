"""What is to become of a table: read, or refused for what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from mdn_gui.core import tables
from mdn_gui.core.tables import TableError


@dataclass(frozen=True)
class Read:
    """A table that is read.

    Args:
        inputs: The column of x.
        targets: The column of y.
        first: Its first row.
        last: Its last row.
        rows: How many there are.
        left_out: How many more there are, which are left out.
    """

    inputs: str
    targets: str
    first: tuple[float, float]
    last: tuple[float, float]
    rows: int = 120
    left_out: int = 0

    def check(self, path: Path) -> None:
        shown = {column.name: column for column in tables.preview(path).columns}
        for name in (self.inputs, self.targets):
            assert shown[name].kind is not None
            assert shown[name].doubt is None
        data = tables.read(path, [self.inputs], [self.targets])
        both = np.hstack([data.inputs, data.targets])
        assert (len(both), data.left_out) == (self.rows, self.left_out)
        np.testing.assert_array_equal(both[[0, -1]], [self.first, self.last])


@dataclass(frozen=True)
class Refused:
    """A table that is refused, for the reason that is the right one.

    Args:
        sentence: How the sentence goes on behind the name of the file: a regular expression.
        chosen: The columns that are wanted.
        shown: Whether the table can be looked at nevertheless, and why it cannot be read is seen.
        readable: Other columns of it, which can be read.
    """

    sentence: str
    chosen: tuple[str, str]
    shown: bool = False
    readable: tuple[str, str] | None = None

    def check(self, path: Path) -> None:
        told = rf"{re.escape(path.name)}[,]? {self.sentence}"
        with pytest.raises(TableError, match=told) as raised:
            tables.read(path, self.chosen[:1], self.chosen[1:])
        message = str(raised.value)
        assert len(message) < 400
        assert "separated by commas" not in message or "spaces" in message
        if self.shown:
            columns = tables.describe(path).columns
            faults = [column.reason for column in columns if column.kind is None]
            assert any(f"{path.name}, {fault}" == message for fault in faults)
        else:
            with pytest.raises(TableError):
                tables.preview(path)
        if self.readable:
            tables.read(path, self.readable[:1], self.readable[1:])
