"""Handing tables to another process: each is written to a file once and memory-mapped there."""

import hashlib
import os
import shutil
import sys
import tempfile
import threading
import weakref
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.text import say

if sys.platform != "win32":
    import fcntl

_PREFIX = "mdn-studio-rows-"


class HandoverError(ValueError):
    """A table cannot be handed to another process; the text says why, and what to do."""


@dataclass(frozen=True)
class MappedRows:
    """A dataset in a file.

    Attributes:
        folder: Where the file is; its name is the digest.
        digest: SHA-256 of the file, in hexadecimal digits.
        rows: How many rows it has.
        arrays: Names of the dataset's arrays, and the numbers of their columns. Each is in the
            file row by row, one behind the other.
        others: What else the dataset has, by name.
    """

    folder: Path
    digest: str
    rows: int
    arrays: Mapping[str, tuple[int, ...]]
    others: Mapping[str, Any]

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / self.digest

    def dataset(self) -> Dataset:
        """Map the file; its values are not copied.

        Raises:
            HandoverError: It is gone, or not whole.
        """
        shapes = [(self.rows, *columns) for columns in self.arrays.values()]
        numbers = sum(map(prod, shapes))
        try:
            values = np.memmap(self.path, np.float64, "r")
        except (OSError, ValueError) as error:  # it has no bytes, or part of a number
            raise self._gone(getattr(error, "strerror", None) or error) from error
        if len(values) != numbers:
            found = say("{found:,} of {all:,} numbers are there", found=len(values), all=numbers)
            raise self._gone(found)
        parts = np.split(values, np.cumsum([prod(shape) for shape in shapes])[:-1])
        arrays: dict[str, Any] = {
            name: part.reshape(shape)
            for name, part, shape in zip(self.arrays, parts, shapes, strict=True)
        }
        return Dataset(**arrays, **self.others)

    def _gone(self, reason: object) -> HandoverError:
        return HandoverError(
            say(
                "The rows are gone from the folder {folder} ({reason}); train again.",
                folder=self.folder,
                reason=reason,
            )
        )


class Handover:
    """Hands datasets to other processes, each through one file, however often it is handed over.

    The files are in a folder that no other user can read; where somebody has removed it, as some
    systems do from time to time, there is a new one. A file is removed with the last dataset of its
    content, and what killed processes of the same user left goes once a folder is made. May be used
    by several threads.
    """

    def __init__(self) -> None:
        self._writing = threading.Lock()
        self._folder: _Folder | None = None
        self._mapped: weakref.WeakKeyDictionary[Dataset, MappedRows] = weakref.WeakKeyDictionary()
        # How many datasets use each file. The finalizer of a dataset must not wait while another is
        # written, and may run in the thread that counts: hence a lock of its own, and a reentrant
        # one.
        self._counting = threading.RLock()
        self._holders = Counter[Path]()

    def mapped(self, dataset: Dataset) -> MappedRows:
        """Write a dataset to a file, unless it is there.

        Raises:
            HandoverError: It cannot be written, as where the disk is full.
        """
        with self._writing:
            try:
                if self._folder is not None and not self._folder.path.is_dir():
                    self._folder.remove()
                    self._folder = None
                    self._mapped.clear()
                mapped = self._mapped.get(dataset) or self._noted(dataset)
                if not mapped.path.exists():
                    _write(dataset, mapped.path)
            except OSError as error:
                raise HandoverError(
                    say(
                        "The rows cannot be handed to the training, for no file can be written "
                        "to the folder for temporary ones ({reason}); make room there, or name "
                        "another folder in the variable TMPDIR and start again.",
                        reason=error.strerror or error,
                    )
                ) from error
            return mapped

    def close(self) -> None:
        """Remove the files."""
        if self._folder is not None:
            self._folder.remove()

    def _noted(self, dataset: Dataset) -> MappedRows:
        """Find out which file is a dataset's, and remove the file with it."""
        if self._folder is None:
            self._folder = _Folder()
            _remove_left_behind(self._folder.path.parent)
        digest = hashlib.sha256()
        arrays = _arrays(dataset)
        for values in arrays.values():
            digest.update(values)
        columns = {name: values.shape[1:] for name, values in arrays.items()}
        given = {field.name: getattr(dataset, field.name) for field in fields(Dataset)}
        others = {name: value for name, value in given.items() if name not in arrays}
        mapped = MappedRows(self._folder.path, digest.hexdigest(), dataset.rows, columns, others)
        with self._counting:
            self._holders[mapped.path] += 1
        weakref.finalize(dataset, self._let_go, mapped.path).atexit = False
        self._mapped[dataset] = mapped
        return mapped

    def _let_go(self, path: Path) -> None:
        with self._counting:
            self._holders[path] -= 1
            if not self._holders[path]:
                del self._holders[path]
                with suppress(OSError):  # another process has it open; it goes with the folder
                    path.unlink(missing_ok=True)


class _Folder:
    """A folder for temporary files, locked for as long as its process lives.

    Raises:
        OSError: It cannot be made.
    """

    def __init__(self) -> None:
        while True:
            # Where another process has a file open, some systems do not remove it.
            self._made = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
            self.path = Path(self._made.name)
            with suppress(FileNotFoundError):
                self._lock = _locked(self.path, wait=True)
                if self.path.is_dir():
                    return
            # Another process took it for one left behind, before it was locked.

    def remove(self) -> None:
        """Remove the folder and what is in it; it may be gone."""
        self._made.cleanup()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _locked(folder: Path, *, wait: bool) -> int | None:
    """Lock a folder; the lock ends with the process, however that ends.

    Returns:
        What to close to unlock it; None where folders cannot be locked, as on Windows.

    Raises:
        OSError: It is no folder or not to be opened; or another process has locked it, unless one
            waits for that.
    """
    if sys.platform == "win32":
        return None
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return lock


def _remove_left_behind(parent: Path) -> None:
    """Remove folders of this user which no living process has locked."""
    if sys.platform == "win32":
        return
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.lstat().st_uid != os.getuid():
                continue
            lock = _locked(folder, wait=False)
            shutil.rmtree(folder, ignore_errors=True)
            if lock is not None:
                os.close(lock)


def _arrays(dataset: Dataset) -> dict[str, NDArray[np.float64]]:
    """The arrays of a dataset by name, in the order in which a file has them."""
    names = ("inputs", "targets", "weights", "numbers")
    arrays = {name: getattr(dataset, name) for name in names}
    return {name: values for name, values in arrays.items() if values is not None}


def _write(dataset: Dataset, path: Path) -> None:
    """Write all values, or nothing."""
    try:
        with path.open("xb") as file:
            for values in _arrays(dataset).values():
                file.write(values)
    except OSError:
        path.unlink(missing_ok=True)
        raise
