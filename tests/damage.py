"""Files as bad disks and lines leave them."""

from collections.abc import Iterator

import numpy as np


def damaged(content: bytes, count: int, first: int = 0) -> Iterator[bytes]:
    """Change a few bytes of a file, a few times; always the same ones.

    Args:
        content: The file.
        count: How many damaged ones are wanted; the last third is cut off too.
        first: The first byte that may change.
    """
    rng = np.random.default_rng(0)
    for number in range(count):
        file = np.frombuffer(content, np.uint8).copy()
        places = rng.integers(first, len(file), rng.choice((1, 2, 4)))
        file[places] = rng.choice((0, 255, int(rng.integers(256))), len(places))
        end = len(file) if 3 * number < 2 * count else int(rng.integers(first, len(file)))
        yield file[:end].tobytes()
