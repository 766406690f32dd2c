"""Tables on their way to another process."""

import gc
import pickle
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import fields, replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import Category, Date, Number
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.trainer import Trainer
from mdn_gui.worker import messages
from mdn_gui.worker.handover import Handover, HandoverError, MappedRows
from mdn_gui.worker.messages import Job
from tests.listening import close
from tests.trainings import epoch, scripted
from tests.workers import working


def rows(seed: int = 0, count: int = 50_000) -> Dataset:
    x, y = np.random.default_rng(seed).normal(size=(2, count, 2))
    return Dataset(x, y[:, :1], ("a", "b"), ("y",))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def handover() -> Iterator[Handover]:
    handover = Handover()
    yield handover
    handover.close()


def test_what_is_mapped_is_what_was_handed_over(handover: Handover) -> None:
    dataset = rows()
    mapped = handover.mapped(dataset)
    other = mapped.dataset()
    for one, another in ((dataset.inputs, other.inputs), (dataset.targets, other.targets)):
        assert_array_equal(one, another)
        assert another.flags.c_contiguous
        with pytest.raises(ValueError, match="cannot set WRITEABLE"):
            another.setflags(write=True)
    assert (other.input_names, other.target_names) == (("a", "b"), ("y",))
    assert len(pickle.dumps(mapped)) < 1_000


def test_all_that_is_known_of_the_rows_goes_along(handover: Handover) -> None:
    levels = Category(("red", "green"), missing=True)
    dataset = Dataset(
        np.array([[0.5, 1.0], [2.5, np.nan], [1.5, 0.0]]),
        np.array([[1.0], [3.0], [2.0]]),
        ("a", "colour"),
        ("y",),
        (Number("log", unit="m"), levels),
        (Date("days", "2020-01-01"),),
        np.array([2.0, 0.5, 7.0]),
        4,
        ("4 rows without a target are left out.",),
    )
    other = pickle.loads(pickle.dumps(handover.mapped(dataset))).dataset()  # noqa: S301 - our own
    for field in fields(Dataset):
        assert_array_equal(getattr(other, field.name), getattr(dataset, field.name))
    assert other.weights is not None
    assert np.shares_memory(replace(other, left_out=0).weights, other.weights)


def test_rows_of_other_weights_are_in_another_file(handover: Handover) -> None:
    plain = rows(count=10)
    one, two = (replace(plain, weights=np.full(10, weight)) for weight in (1.0, 2.0))
    mapped = [handover.mapped(each) for each in (plain, one, two)]
    assert len({each.path for each in mapped}) == 3
    assert [each.dataset().weights is None for each in mapped] == [True, False, False]


def test_maps_and_arrays_that_nobody_can_write_to_are_not_copied_but_everything_else_is(
    handover: Handover,
) -> None:
    dataset = rows()
    other = handover.mapped(dataset).dataset()
    again = Dataset(other.inputs, other.targets, ("a", "b"), ("y",))
    assert np.shares_memory(again.inputs, other.inputs)
    array = np.zeros((3, 1))
    seen = array[:]
    seen.setflags(write=False)  # what it shows can still be written to
    for each in (array, seen):
        assert not np.shares_memory(Dataset(each, each, ("x",), ("y",)).inputs, array)
    array.setflags(write=False)
    assert np.shares_memory(Dataset(array, array, ("x",), ("y",)).inputs, array)


def test_a_table_is_written_once_for_as_long_as_it_is_there(
    handover: Handover, folder: Path
) -> None:
    dataset, copy = rows(), rows()
    mapped = handover.mapped(dataset)
    written = mapped.path.stat().st_mtime_ns
    assert handover.mapped(dataset) == handover.mapped(copy) == mapped
    handover.mapped(rows(1))
    gc.collect()
    assert files(folder) == [mapped.path], "that of a table which is let go of is gone"
    assert mapped.path.stat().st_mtime_ns == written
    del dataset
    gc.collect()
    assert files(folder) == [mapped.path]
    del copy
    gc.collect()
    assert files(folder) == []


def test_nobody_else_may_read_it(handover: Handover) -> None:
    dataset = rows()
    assert stat.S_IMODE(handover.mapped(dataset).folder.stat().st_mode) == 0o700


def test_a_file_that_somebody_removed_is_written_again(handover: Handover) -> None:
    dataset = rows()
    mapped = handover.mapped(dataset)
    mapped.path.unlink()
    with pytest.raises(HandoverError, match=r"The rows are gone from the folder .*; train again"):
        mapped.dataset()
    assert_array_equal(handover.mapped(dataset).dataset().inputs, dataset.inputs)


@pytest.mark.parametrize("size", [0, 8 * 1000, 8 * 1000 + 3])
def test_a_file_that_was_cut_short_is_named(handover: Handover, size: int) -> None:
    dataset = rows()
    mapped = handover.mapped(dataset)
    with mapped.path.open("r+b") as file:
        file.truncate(size)
    with pytest.raises(HandoverError, match=r"The rows are gone from the folder .*; train again"):
        mapped.dataset()


def test_where_somebody_removed_the_folder_another_one_takes_its_place(
    handover: Handover, folder: Path
) -> None:
    dataset, other = rows(), rows(1)
    shutil.rmtree(handover.mapped(dataset).folder)
    assert_array_equal(handover.mapped(other).dataset().inputs, other.inputs)
    assert_array_equal(handover.mapped(dataset).dataset().inputs, dataset.inputs)
    del dataset, other
    gc.collect()
    assert files(folder) == []
    handover.close()
    assert list(folder.iterdir()) == []


KILLED = """
import os, signal, sys, tempfile
import numpy as np
from mdn_gui.core.dataset import Dataset
from mdn_gui.worker.handover import Handover
tempfile.tempdir = sys.argv[1]
handover, dataset = Handover(), Dataset(np.ones((3, 1)), np.ones((3, 1)), ("x",), ("y",))
handover.mapped(dataset)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_is_removed_and_nothing_else(
    handover: Handover, folder: Path
) -> None:
    dataset, other = rows(), Handover()
    mine = handover.mapped(dataset).folder
    kept = folder / "kept"
    kept.mkdir()
    (kept / "file").touch()
    link = folder / mine.name.replace(mine.name[-3:], "lnk")
    link.symlink_to(kept)
    subprocess.run([sys.executable, "-c", KILLED, folder], check=False)
    left = set(folder.iterdir()) - {mine, kept, link}
    assert len(left) == 1
    another = other.mapped(dataset).folder
    assert set(folder.iterdir()) == {mine, kept, link, another}
    assert (kept / "file").exists()
    assert_array_equal(handover.mapped(dataset).dataset().inputs, dataset.inputs)
    other.close()


def test_a_folder_that_cannot_be_written_to_is_told_in_one_sentence(
    handover: Handover, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    with pytest.raises(HandoverError, match=r"\(No such file or directory\); make room there, or"):
        handover.mapped(rows())


def test_a_second_run_sends_nothing_of_the_rows_to_a_new_worker_either(
    qtbot: QtBot, folder: Path
) -> None:
    lines: list[Connection[Any, Any]] = []

    def connect() -> "Connection[Any, Any]":
        ours, theirs = Pipe()
        lines.append(theirs)
        return ours

    trainer = Trainer(connect)
    job = Job(rows(), NetworkSettings(), TrainingSettings())

    def started() -> MappedRows:
        """What arrives of a run."""
        trainer.start(job)
        while True:
            sent = lines[-1].recv_bytes()
            assert len(sent) < 2_000
            command = pickle.loads(sent)  # noqa: S301 - our own
            if isinstance(command, messages.Start):
                assert isinstance(command.job.table, MappedRows)
                return command.job.table

    trainer.warm_up(NetworkSettings(), TrainingSettings(), 2, 1)
    qtbot.waitUntil(lambda: bool(lines))
    first = started()
    written = first.path.stat().st_mtime_ns
    assert started() == first
    with qtbot.waitSignal(trainer.failed):
        lines[-1].close()
    trainer.warm_up(NetworkSettings(), TrainingSettings(), 2, 1)
    qtbot.waitUntil(lambda: len(lines) == 2)
    assert started() == first
    assert first.path.stat().st_mtime_ns == written
    assert len(files(folder)) == 1
    with qtbot.waitSignal(trainer.closed):
        trainer.close()
        lines[-1].close()
    assert list(folder.iterdir()) == []


def test_a_full_disk_fails_the_run_with_its_reason(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = Trainer(working(scripted(epoch(1))))
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    with qtbot.waitSignal(trainer.failed) as failure:
        trainer.start(Job(rows(), NetworkSettings(), TrainingSettings()))
    assert failure.args[1].startswith("The rows cannot be handed to the training")
    monkeypatch.setattr(tempfile, "tempdir", None)
    with qtbot.waitSignal(trainer.finished):
        trainer.start(Job(rows(), NetworkSettings(), TrainingSettings()))
    close(trainer, qtbot)
