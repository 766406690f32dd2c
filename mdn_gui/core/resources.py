"""Where the files that ship with the program are: icons and sample tables."""

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def resource(*parts: str) -> Path:
    """The path of a file in `resources`.

    A wheel carries the folder inside the package; a checkout has it beside the package.
    """
    inside = _PACKAGE / "resources"
    return (inside if inside.is_dir() else _PACKAGE.parent / "resources").joinpath(*parts)
