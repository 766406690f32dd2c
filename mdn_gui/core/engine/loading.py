"""Importing TensorFlow with the settings that suit small programs."""

import gc
import importlib
import os
import sys

_ENVIRONMENT = {
    # Small operations lose more to the overhead of these than they gain.
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false --xla_cpu_prefer_vector_width=512",
    # Handing a step's small operations to other threads cost 100 microseconds a chunk.
    "TF_NUM_INTRAOP_THREADS": "1",
    # Silences most notices about a missing GPU; TensorFlow 2.21 prints lines about CUDA drivers
    # at any level, which are harmless. Exceptions still come.
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


def tensorflow_loaded() -> bool:
    """Whether TensorFlow is in this process already."""
    return "tensorflow" in sys.modules


def load_tensorflow() -> None:
    """Import TensorFlow.

    The import makes hundreds of thousands of objects that stay alive. Each garbage collection among
    them would stop every thread for tens of milliseconds, so they are frozen.
    """
    if tensorflow_loaded():
        return  # what has become garbage since must not be frozen
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    gc.disable()
    try:
        importlib.import_module("tensorflow")
    finally:
        gc.freeze()
        gc.enable()
