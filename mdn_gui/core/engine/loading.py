"""Bringing TensorFlow in without freezing the thread that draws the window."""

import ctypes
import gc
import importlib
import importlib.util
import os
import sys
from pathlib import Path

_ENVIRONMENT = {
    # Small operations lose more to the overhead of these than they gain.
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false --xla_cpu_prefer_vector_width=512",
    # Handing a step's small operations to other threads takes longer than doing them.
    "TF_NUM_INTRAOP_THREADS": "1",
    # Its notices about a missing GPU are not for the person at the window; exceptions still come.
    "TF_CPP_MIN_LOG_LEVEL": "3",
}
_SHARED_LIBRARIES = ("libtensorflow_framework.so.2", "libtensorflow_cc.so.2")


def load_tensorflow() -> None:
    """Import TensorFlow on the calling thread, holding Python's lock as little as can be.

    Opening the shared libraries releases the lock, which importing them does not, so they are
    opened first. Collecting garbage among the hundreds of thousands of objects that the import
    makes would hold the lock for long stretches, so they are kept out of its sight.
    """
    if "tensorflow" in sys.modules:
        return  # what has become garbage since must not be frozen
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    _open_shared_libraries()
    gc.disable()
    try:
        importlib.import_module("tensorflow")
    finally:
        gc.freeze()
        gc.enable()


def _open_shared_libraries() -> None:
    spec = importlib.util.find_spec("tensorflow")
    if spec is None or spec.origin is None:
        return
    for name in _SHARED_LIBRARIES:
        library = Path(spec.origin).parent / name
        if library.exists():  # other systems name them otherwise, and import them well without
            ctypes.CDLL(str(library))
