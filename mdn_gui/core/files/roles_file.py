"""Files that say what the columns of tables are for: JSON, one object with an entry a column."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from mdn_gui.core.files.disk_files import open_regular
from mdn_gui.core.files.model_fields import Fields
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.roles import Role
from mdn_gui.core.text import say

_LARGEST = 1_000_000
_NAMES = tuple(field.name for field in fields(Role) if field.name != "known")


def read_roles_file(path: Path) -> Mapping[str, Role]:
    """Read what columns are for.

    Args:
        path: A file such as `{"price": {"use": "target", "transform": "log"}}`: by the name of each
            column, the fields of its `Role`.

    Returns:
        The roles by the names of their columns.

    Raises:
        TableError: The file cannot be read, or says something that is no role.
    """
    try:
        with open_regular(path) as file:
            content = Fields.parse(file.read(_LARGEST))
        return {name: _role(content.fields(name)) for name in content.names}
    except OSError as error:
        raise TableError(
            say(
                "{path} cannot be read ({reason}); choose another file of roles.",
                path=path,
                reason=error.strerror or error,
            )
        ) from error
    except ValueError as error:
        raise TableError(
            say(
                "{name} is no file of roles: {reason}; correct it.",
                name=path.name,
                reason=str(error).rstrip("."),
            )
        ) from error


def _role(stated: Fields) -> Role:
    unknown = [name for name in stated.names if name not in _NAMES]
    if unknown:
        raise ValueError(
            say(
                "{field!r} is none of {known}", field=unknown[0], known=", ".join(map(repr, _NAMES))
            )
        )
    return stated.build(Role, _NAMES)
