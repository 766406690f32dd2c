"""Keeping what native libraries say unasked away from the terminal."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_STDERR = 2


@contextmanager
def chatter_held_back() -> Iterator[None]:
    """Catch whatever is written to the process's stderr, and show it only after an exception.

    TensorFlow's libraries write notices about missing GPU drivers past Python and past their own
    log level, while they are loaded. Where loading fails, these are what one needs to see.
    """
    sys.stderr.flush()
    with tempfile.TemporaryFile() as caught:
        terminal = os.dup(_STDERR)
        os.dup2(caught.fileno(), _STDERR)
        try:
            yield
        except Exception:
            sys.stderr.flush()
            caught.seek(0)
            with suppress(OSError), os.fdopen(os.dup(terminal), "wb") as shown:
                shutil.copyfileobj(caught, shown)
            raise
        finally:
            sys.stderr.flush()
            os.dup2(terminal, _STDERR)
            os.close(terminal)
