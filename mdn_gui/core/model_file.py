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

from mdn_gui import __version__
from mdn_gui.core.files.atomic_file import check_writable, followed, replacing
from mdn_gui.core.files.model_archive import Members, write_members
from mdn_gui.core.files.model_error import ModelFileError
from mdn_gui.core.files.model_fields import Fields
from mdn_gui.core.files.model_manifest import FORMAT, FORMAT_VERSION, described, description
from mdn_gui.core.model import Model

__all__ = ["ModelFileError", "check_destination", "load", "save"]

_MANIFEST = "model.json"
_LARGEST_MANIFEST = 2**24


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
    with _read(file), file.open("rb") as content:
        members = Members(content)
        if _MANIFEST not in members:
            raise ModelFileError(f"{file.name} is an archive but no model; choose a model file.")
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
        if file.exists() and not _is_model(file):
            raise ModelFileError(
                f"{file} exists and is not a model file; choose another name, or remove it first."
            )
        check_writable(followed(file).parent)


def _check_format(file: Path, manifest: Fields) -> None:
    if manifest.text("format") != FORMAT:
        raise ModelFileError(f"{file.name} is an archive but no model; choose a model file.")
    version = manifest.whole("format_version")
    if version > FORMAT_VERSION:
        raise ModelFileError(
            f"{file.name} was made by a newer version of MDN Studio "
            f"({manifest.text('written_by')!r}); update this one ({__version__})."
        )
    if version < 1:
        raise ValueError(f"field 'format_version' is {version}")


def _is_model(file: Path) -> bool:
    """Whether there is a model in a file, whole or not."""
    if not file.is_file():
        return False
    try:
        with file.open("rb") as content:
            manifest = Fields.parse(Members(content).read(_MANIFEST, _LARGEST_MANIFEST))
            return manifest.text("format") == FORMAT
    except ValueError:
        return False


@contextmanager
def _read(file: Path) -> Iterator[None]:
    """Say of whatever goes wrong which file it was and what to do."""
    try:
        yield
    except ModelFileError:
        raise
    except FileNotFoundError as error:
        raise ModelFileError(
            f"{file} does not exist; check the name or choose another file."
        ) from error
    except IsADirectoryError as error:
        raise ModelFileError(f"{file} is a folder; choose a model file in it.") from error
    except OSError as error:
        raise ModelFileError(f"{file} cannot be read ({error.strerror or error}).") from error
    except ValueError as error:
        raise ModelFileError(
            f"{file.name} cannot be used as a model: {str(error).rstrip('.')}; "
            "copy it again from where it came, or train it anew."
        ) from error


@contextmanager
def _written(file: Path) -> Iterator[None]:
    """Say of whatever goes wrong which file it was and what to do."""
    try:
        yield
    except OSError as error:
        raise ModelFileError(
            f"{file} cannot be written ({error.strerror or error}); "
            "choose another folder, or make room or permission in this one."
        ) from error
