"""What was decided of the columns of a table, taken from a file of roles or from a model."""

from pathlib import Path

from mdn_gui.core import model_file
from mdn_gui.core.files.model_fields import ModelFileError
from mdn_gui.core.files.roles_file import SavedColumns, read_roles_file, with_uses
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.reading import read_as


def load(path: Path) -> SavedColumns:
    """Read what columns are for, and how a table is read.

    Args:
        path: A file of roles, or a model, whose table was understood and used so.

    Raises:
        TableError: It cannot be read, or says something that is no role.
    """
    if not model_file.is_model(path):
        return read_roles_file(path)
    try:
        model = model_file.load(path)
    except ModelFileError as error:
        raise TableError(str(error)) from error
    roles = model.roles
    return SavedColumns(with_uses(roles), roles.missing, read_as(model.reading))
