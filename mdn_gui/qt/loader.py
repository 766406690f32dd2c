"""Loading data: a built-in problem, or a table whose columns a person picks."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import QObject, QTemporaryDir, Signal, Slot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.files.disk_files import digest
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.kept_table import KeptTable, kept
from mdn_gui.core.reading import UNSAID, ReadingOptions
from mdn_gui.core.roles import Role, Roles
from mdn_gui.core.steps import BrokenOff, listening, step
from mdn_gui.core.system_memory import release_unused
from mdn_gui.core.text import say
from mdn_gui.qt.background import Background, tell
from mdn_gui.session.data import DRAWN, Data, FromFile, drawable, looked_at, of_example

MOST_SAMPLED = 100_000
"""Of a table that is streamed, so many rows are drawn and shown."""


type Chosen = tuple[Roles, ReadingOptions]
"""What columns are for, and how their table is read."""


class _Work(QObject):
    """What one request does on another thread: tells its steps, and ends where it is dropped.

    Args:
        table: What is kept of the table that it reads.
    """

    told = Signal(object, str, float)

    def __init__(self, table: KeptTable) -> None:
        super().__init__()
        self.dropped = False
        self._table = table

    def do(self, function: Callable[[], object]) -> object:
        """Call a function, and give back the memory that it took and needs no more."""
        try:
            with listening(self._listen), self._table.in_use():
                return function()
        finally:
            release_unused()

    def _listen(self, what: str, share: float) -> None:
        if self.dropped:
            raise BrokenOff
        tell(self.told, self, what, share)


class Loader(QObject):
    """Reads in the background; the last request wins.

    From a look through a table on, what was read of it is kept for the next reading, until its rows
    are loaded, something else is asked for, or `let_go` says that nobody asks again.

    Signals:
        loaded(data, parts): `Data` are ready, and what was set of their parts.
        columns_wanted(path, preview): A table needs its columns picked; see `read_table`.
        read_otherwise(preview): The table whose columns are picked, as it is read now.
        unreadable_so(message): It cannot be read as it was wanted.
        failed(message, details): What was asked for cannot be read.
        started(name): Reading a file began.
        progressed(step, share): A step of that begins; which share of all is done, from 0 to 1.
        ended: The file is read, cannot be read, or is not to be any more.
        training_wanted: The data that were loaded last are to be trained on.
        opened(path): The data that were loaded last are of this file of the person's.
    """

    loaded = Signal(object, object)
    columns_wanted = Signal(object, object)
    read_otherwise = Signal(object)
    unreadable_so = Signal(str)
    failed = Signal(str, str)
    started = Signal(str)
    progressed = Signal(str, float)
    ended = Signal()
    training_wanted = Signal()
    opened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        plain = (TableError,)
        self._table, self._freeing = KeptTable(), Background(self)
        self._previewing = Background(self, plain=plain)
        self._again = Background(self, plain=plain)
        self._reading = Background(self, plain=plain)
        self._path, self._trains = Path(), False
        self._parts: Mapping[str, object] = {}
        self._work: _Work | None = None
        self._rereads = False  # what is under way is a look in another way
        self._pasted: QTemporaryDir | None = None  # where pasted tables are, each in its own folder
        self._previewing.done.connect(self._on_previewing_done)
        self._previewing.failed.connect(self._on_previewing_failed)
        self._again.done.connect(self._on_again_done)
        self._again.failed.connect(self._on_again_failed)
        self._reading.done.connect(self._on_reading_done)
        self._reading.failed.connect(self._on_failed)

    def load_example(self, name: str, *, trains: bool = False) -> None:
        """Draw the rows of a built-in problem; quick enough to be done at once.

        Args:
            name: The problem's.
            trains: Whether the person wishes to train on them.
        """
        self.let_go()
        self._tell(of_example(EXAMPLES[name], EXAMPLES[name].rows), {}, trains=trains)

    def open_table(self, path: Path, options: ReadingOptions = UNSAID) -> None:
        """Look through a table; `columns_wanted` follows.

        Args:
            path: The table.
            options: What the person says of the file.
        """
        self.let_go()
        self._path = path
        self._begin(self._previewing, partial(_preview, path, options))

    def preview_again(
        self, path: Path, options: ReadingOptions, details: Mapping[str, Role]
    ) -> None:
        """Look through a table in another way; `read_otherwise` or `unreadable_so` follows.

        Only what depends on the other way is read again.

        Args:
            path: The table whose columns are picked.
            options: What the person says of the file.
            details: What the person says of its columns.
        """
        self._drop()
        self._path = path
        self._begin(self._again, partial(_preview, path, options, details))

    def paste_table(self, text: str) -> None:
        """Look through a table that was copied as text; `columns_wanted` follows.

        It becomes a file of the program's, which lasts as long as the loader, so that all that can
        be done with the table of a file can be done with it.

        Args:
            text: With tabs or commas, or another separator that files have, between the cells.
        """
        self.let_go()
        if self._pasted is None:
            self._pasted = QTemporaryDir()
        folder = Path(mkdtemp(dir=self._pasted.path()))
        self._path = folder / say("Pasted table")
        self._begin(self._previewing, partial(_preview_text, self._path, text))

    def read_table(
        self,
        path: Path,
        roles: Roles,
        options: ReadingOptions = UNSAID,
        *,
        trains: bool = False,
        parts: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """Read columns of a table; `loaded` follows.

        Args:
            path: The table.
            roles: What its columns are for.
            options: What the person says of the file.
            trains: Whether the person wishes to train on them.
            parts: What the person set of which rows are for what, by the names of the settings.
        """
        self._drop()
        self._path, self._trains, self._parts = path, trains, parts
        self._begin(self._reading, partial(_read, path, roles, options))

    def read_chosen(self, path: Path, chosen: Callable[[], Chosen], *, trains: bool) -> None:
        """Read columns of a table that files may have to tell; `loaded` follows.

        Args:
            path: The table.
            chosen: What its columns are for, and how it is read; called on another thread.
            trains: Whether the person wishes to train on them.
        """
        self._drop()
        self._path, self._trains, self._parts = path, trains, {}
        self._begin(self._reading, partial(_read_chosen, path, chosen))

    @Slot()
    def cancel(self) -> None:
        """Forget what was asked for; what is under way ends with the step that it is at."""
        again = self._rereads
        self._drop()
        if again:
            self.unreadable_so.emit(
                say("Reading was cancelled: the table is shown as it was read before.")
            )

    def let_go(self) -> None:
        """Forget what was asked for, and what was read of a table; nobody asks for it again."""
        self._drop()
        table, self._table = self._table, KeptTable()
        self._freeing.run(table.forget)

    def _drop(self) -> None:
        for background in (self._previewing, self._again, self._reading):
            background.cancel()
        self._end()

    def _begin(self, background: Background, function: Callable[[], object]) -> None:
        self._work, self._rereads = _Work(self._table), background is self._again
        self._work.told.connect(self._on_work_told)
        self.started.emit(self._path.name)
        background.run(partial(self._work.do, function))

    def _end(self) -> None:
        work, self._work, self._rereads = self._work, None, False
        if work is not None:
            work.dropped = True
            self.ended.emit()

    @Slot(object, str, float)
    def _on_work_told(self, work: _Work, what: str, share: float) -> None:
        if work is self._work:
            self.progressed.emit(what, share)

    @Slot(str, str)
    def _on_failed(self, message: str, details: str) -> None:
        self._end()
        self.failed.emit(message, details)

    @Slot(str, str)
    def _on_previewing_failed(self, message: str, details: str) -> None:
        self.let_go()
        self.failed.emit(message, details)

    @Slot(object)
    def _on_previewing_done(self, preview: object) -> None:
        self._end()
        self.columns_wanted.emit(self._path, preview)

    @Slot(object)
    def _on_again_done(self, preview: object) -> None:
        self._end()
        self.read_otherwise.emit(preview)

    @Slot(str, str)
    def _on_again_failed(self, message: str, details: str) -> None:
        self._end()
        self.unreadable_so.emit(message)
        if details:  # what nobody expected
            self.failed.emit(message, details)

    @Slot(object)
    def _on_reading_done(self, data: Data) -> None:
        self.let_go()
        path = self._path  # whoever is told may ask for another
        self._tell(data, self._parts, trains=self._trains)
        if self._pasted is None or not path.is_relative_to(self._pasted.path()):
            self.opened.emit(path)

    def _tell(self, data: Data, parts: Mapping[str, object], *, trains: bool) -> None:
        self.loaded.emit(data, parts)
        if trains:
            self.training_wanted.emit()


def _preview(
    path: Path, options: ReadingOptions, details: Mapping[str, Role] | None = None
) -> object:
    from mdn_gui.core import tables  # noqa: PLC0415 - not needed by the first frame

    return tables.preview(path, options, details)


def _preview_text(path: Path, text: str) -> object:
    path.write_text(text, encoding="utf-8", newline="")
    return _preview(path, UNSAID)


def _read(path: Path, roles: Roles, options: ReadingOptions) -> Data:
    from mdn_gui.core import tables  # noqa: PLC0415 - see `_preview`
    from mdn_gui.core.table import sampled  # noqa: PLC0415 - likewise
    from mdn_gui.core.typical import most_typical  # noqa: PLC0415 - likewise

    table = tables.open_rows(path, roles, options)
    stream = None if isinstance(table, Dataset) else table
    dataset = table if isinstance(table, Dataset) else sampled(table, MOST_SAMPLED)
    _check_drawable(path.name, dataset)
    kept().clear()  # the question for its columns ends
    origin = FromFile(path.absolute(), roles, options, digest(path))
    # What takes long of a million rows is done here, and not while the window waits.
    step(say("copies of rows"), 0.75)
    distinct = dataset.distinct_rows if stream is None else stream.rows
    step(say("the most typical row"), 0.85)
    columns = zip(dataset.inputs.T, dataset.input_kinds, strict=True)
    ranges = tuple(looked_at(values, kind) for values, kind in columns)
    typical = None
    if len(ranges) > 1:  # one input has a median, which is as typical
        typical = most_typical(dataset.inputs, dataset.input_kinds)
    data = Data(dataset, path.name, ranges, origin, distinct, typical, stream)
    data.prepare()
    return data


def _read_chosen(path: Path, chosen: Callable[[], Chosen]) -> Data:
    roles, options = chosen()
    if not (roles.inputs and roles.targets):
        raise TableError(
            say(
                "{file} needs an input and a target, and what was given names none; name both, or "
                "open the table alone and choose its columns.",
                file=path.name,
            )
        )
    return _read(path, roles, options)


def _check_drawable(file: str, dataset: Dataset) -> None:
    """Refuse rows that the window cannot draw.

    Raises:
        TableError: The numbers of a column are too large or too close to each other.
    """
    names = (*dataset.input_names, *dataset.target_names)
    for name, values in zip(names, (*dataset.inputs.T, *dataset.targets.T), strict=True):
        if not drawable(values):
            raise TableError(
                say(
                    "{file}, column {name!r} reaches from {low:g} to {high:g}, and the window "
                    "draws numbers up to {greatest:g} that are {nearest:g} apart or more; choose "
                    "another unit for it.",
                    file=file,
                    name=name,
                    low=np.nanmin(values),
                    high=np.nanmax(values),
                    greatest=DRAWN,
                    nearest=1 / DRAWN,
                )
            )
