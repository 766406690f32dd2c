"""Models as files: a zip archive of `model.json` and .npy arrays, none of it executable.

`model.json` holds the format's name and version, the columns, the settings, how the model was
trained, and for every array its shape, type and SHA-256. Members that are not named there are
left alone, so that other programs, and later versions, may add theirs.

A file is written beside its place and renamed when it is on the disk; reading one trusts nothing.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from mdn_gui import __version__
from mdn_gui.core.evidence import MOST_CELLS, MOST_ROWS
from mdn_gui.core.files.disk_files import check_writable, open_regular, replacing, resolved
from mdn_gui.core.files.model_archive import Members, write_members
from mdn_gui.core.files.model_fields import Fields, ModelFileError, shortened
from mdn_gui.core.files.model_manifest import FORMAT, FORMAT_VERSION, described, description
from mdn_gui.core.layout import Layout
from mdn_gui.core.model import Model
from mdn_gui.core.recipes import networks_kept
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.text import say

__all__ = ["ModelFileError", "check_destination", "check_size", "is_model", "load", "save"]

LARGEST = 256_000_000
"""Bytes that a model file may have: a network of 60 million parameters has fewer."""

_MAGIC, _MANIFEST = b"PK", "model.json"
_LARGEST_MANIFEST = 16_000_000


def save(model: Model, path: str | os.PathLike[str]) -> None:
    """Write a model to a file; the same model gives the same bytes.

    Args:
        model: The model.
        path: The file; one that exists is replaced, and stays as it is where this fails.

    Raises:
        ModelFileError: The file cannot be written.
    """
    manifest, arrays = description(model)
    # Escaped, so that even names that are not valid Unicode come back as they were.
    text = json.dumps(manifest, indent=1, allow_nan=False, ensure_ascii=True)
    if len(text) > _LARGEST_MANIFEST or sum(map(len, arrays.values())) > LARGEST - len(text):
        raise ModelFileError(
            say(
                "{path} would have more than the {largest} of a model file, or more than "
                "{largest_manifest} of names; use fewer columns or a smaller network.",
                path=path,
                largest=_megabytes(LARGEST),
                largest_manifest=_megabytes(_LARGEST_MANIFEST),
            )
        )
    with _written(Path(path)), replacing(Path(path)) as file:
        write_members(file, {_MANIFEST: text.encode(), **arrays})


def load(path: str | os.PathLike[str]) -> Model:
    """Read a model from a file.

    Args:
        path: The file.

    Returns:
        The model, equal to the one that was saved to the last bit.

    Raises:
        ModelFileError: The file cannot be read, is damaged, holds no model, or one of a later
            format.
    """
    file = Path(path)
    with _read(file), open_regular(file) as content:
        _check_size(file, content)
        if not _MAGIC.startswith(content.read(len(_MAGIC))):
            raise ModelFileError(
                say("{name} is no model file; choose one that mdn train wrote.", name=file.name)
            )
        members = Members(content)
        if _MANIFEST not in members:
            raise ModelFileError(
                say("{name} is an archive but no model; choose a model file.", name=file.name)
            )
        manifest = Fields.parse(members.read(_MANIFEST, _LARGEST_MANIFEST))
        _check_format(file, manifest)
        return described(manifest, members)


def check_destination(path: str | os.PathLike[str]) -> None:
    """Find out, before the work is done, whether a model can be saved to a file.

    Args:
        path: The file.

    Raises:
        ModelFileError: Its folder cannot be written to, or it exists and is no model: such a file
            is not to be replaced.
    """
    file = Path(path)
    with _written(file):
        if file.exists() and not is_model(file):
            raise ModelFileError(
                say(
                    "{file} exists and is not a model file; choose another name, or remove it "
                    "first.",
                    file=file,
                )
            )
        check_writable(resolved(file).parent)


def check_size(
    network: NetworkSettings, training: TrainingSettings, inputs: int, outputs: int
) -> None:
    """Find out, before it is trained, whether a network can be saved.

    Args:
        network: What it is made of.
        training: How it is trained.
        inputs: What a network sees of the columns of x, see `core.encoding.feature_count`.
        outputs: Columns of y.

    Raises:
        ModelFileError: With the training rows that are kept, it takes more than `LARGEST` bytes.
    """
    kept = networks_kept(network, training)
    layout = Layout(kept, inputs, network.hidden, network.components, outputs)
    size = 4 * layout.members * layout.size + 8 * min(MOST_CELLS, MOST_ROWS * inputs)
    if size > LARGEST:
        raise ModelFileError(
            say(
                "A network with so many parameters takes {size}, and a model file has at most "
                "{largest}; choose fewer or narrower hidden layers, or fewer members.",
                size=_megabytes(size),
                largest=_megabytes(LARGEST),
            )
        )


def is_model(file: Path) -> bool:
    """Tell whether there is a model in a file, of any version, whole or not."""
    if not file.is_file():
        return False
    try:
        with open_regular(file) as content:
            manifest = Fields.parse(Members(content).read(_MANIFEST, _LARGEST_MANIFEST))
            return manifest.text("format") == FORMAT
    except (OSError, ValueError):
        return False


def _check_format(file: Path, manifest: Fields) -> None:
    if manifest.text("format") != FORMAT:
        raise ModelFileError(
            say("{name} is an archive but no model; choose a model file.", name=file.name)
        )
    version = manifest.whole("format_version")
    if version > FORMAT_VERSION:
        raise ModelFileError(
            say(
                "{name} was made by a newer version of MDN Studio ({writer!r}); update this "
                "one ({version}).",
                name=file.name,
                writer=shortened(manifest.text("written_by")),
                version=__version__,
            )
        )
    if version < 1:
        raise ValueError(say("field 'format_version' is {version}", version=version))


def _check_size(file: Path, content: BinaryIO) -> None:
    size = os.fstat(content.fileno()).st_size
    if size > LARGEST:
        raise ModelFileError(
            say(
                "{name} has {size}, and a model file at most {largest}; choose a model file.",
                name=file.name,
                size=_megabytes(size),
                largest=_megabytes(LARGEST),
            )
        )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


@contextmanager
def _read(file: Path) -> Iterator[None]:
    """Say of whatever goes wrong which file it was and what to do."""
    try:
        yield
    except ModelFileError:
        raise
    except FileNotFoundError as error:
        raise ModelFileError(
            say("{path} does not exist; check the name or choose another file.", path=file)
        ) from error
    except IsADirectoryError as error:
        raise ModelFileError(
            say("{file} is a folder; choose a model file in it.", file=file)
        ) from error
    except OSError as error:
        raise ModelFileError(
            say(
                "{file} cannot be read ({reason}); choose a model file.",
                file=file,
                reason=error.strerror or error,
            )
        ) from error
    except ValueError as error:
        raise ModelFileError(
            say(
                "{name} cannot be used as a model: {error}; copy it again from where it came, "
                "or train it anew.",
                name=file.name,
                error=str(error).rstrip("."),
            )
        ) from error


@contextmanager
def _written(file: Path) -> Iterator[None]:
    """Say of whatever goes wrong which file it was and what to do."""
    try:
        yield
    except OSError as error:
        raise ModelFileError(
            say(
                "{file} cannot be written ({reason}); choose another folder, or make room or "
                "permission in this one.",
                file=file,
                reason=error.strerror or error,
            )
        ) from error
