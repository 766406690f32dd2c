"""Checks as the program makes them."""

from collections.abc import Iterator

import pytest
from threadpoolctl import threadpool_limits


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """As in the program: two threads of matrices of this size take four times as long as one."""
    with threadpool_limits(1, "blas"):
        yield
