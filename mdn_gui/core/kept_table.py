"""What was read of a table, kept for its next reading: a person decides one thing at a time.

A choice on the page of a table's columns, such as a mark of missing values, changes few of them. So
while the page is open, the cells that were split from the file and what was found out of each
column are kept, each with all that it depends on, and used again where that is the same. What reads
a table does not know who waits for it, so what is kept is of the thread's context, as `core.steps`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import Lock
from typing import Any

from mdn_gui.core.system_memory import release_unused

_KEPT: ContextVar[KeptTable | None] = ContextVar("kept", default=None)


class KeptTable:
    """What was read of one table.

    One reading at a time uses it: another waits until that one ends, or breaks off at its next
    step.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: dict[Hashable, tuple[object, Any]] = {}
        self._source: object = None

    def forget(self) -> None:
        """Give the memory back, once no reading uses it; that may take a while."""
        with self._lock:
            self.clear()
        release_unused()

    def clear(self) -> None:
        """Forget all; for the reading that uses it."""
        self._made, self._source = {}, None

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep what is read inside, and use what is kept."""
        with self._lock:
            token = _KEPT.set(self)
            try:
                yield
            finally:
                _KEPT.reset(token)

    def opened[T](self, source: object, opens: Callable[[], T]) -> T:
        """The table that is kept if it is of this source; else open it, and forget all others."""
        if source != self._source or "table" not in self._made:
            table = opens()  # or, where that fails, what is kept stays
            self._made = {"table": (source, table)}
            self._source = source
        found: T = self._made["table"][1]
        return found

    def recall(self, place: Hashable) -> tuple[object, Any]:
        """What is kept at a place, behind what it was made of; nothing of None if there is none."""
        return self._made.get(place, (None, None))

    def keep(self, place: Hashable, made_of: object, value: object) -> None:
        """Keep a value at a place, in place of what was there."""
        self._made[place] = made_of, value


def kept() -> KeptTable:
    """What is kept for the reading under way; of no use to another if nothing is."""
    return _KEPT.get() or KeptTable()


def once[K, V](place: Hashable, made_of: K, make: Callable[[K], V]) -> V:
    """Make a value, unless the one that is kept was made of the same.

    Args:
        place: What the value is; there is one at a place.
        made_of: All that it depends on.
        make: Makes it.
    """
    table = kept()
    known, value = table.recall(place)
    if known is None or known != made_of:
        value = make(made_of)
        table.keep(place, made_of, value)
    made: V = value
    return made


def stamp_of(path: Path) -> tuple[object, ...]:
    """What tells whether a file, or those in a folder, are still the same."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return tuple((str(file), _state(file)) for file in files)


def _state(file: Path) -> tuple[int, int] | None:
    try:
        state = file.stat()
    except (OSError, ValueError):  # whoever opens it says why
        return None
    return state.st_size, state.st_mtime_ns
