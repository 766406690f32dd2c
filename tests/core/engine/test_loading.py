"""How TensorFlow is brought in, each time in an interpreter of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_it_brings_tensorflow_and_leaves_the_garbage_collector_as_it_was() -> None:
    probe = """if True:
        import gc, os, sys
        from mdn_gui.core.engine.loading import load_tensorflow
        assert "tensorflow" not in sys.modules
        load_tensorflow()
        assert "tensorflow" in sys.modules
        assert gc.isenabled()
        assert os.environ["XLA_FLAGS"] == "--kept"
        assert os.environ["TF_ENABLE_ONEDNN_OPTS"] == "0"
        frozen = gc.get_freeze_count()
        assert frozen > 0
        cycle = []
        cycle.append(cycle)
        load_tensorflow()
        assert gc.get_freeze_count() <= frozen, "garbage was frozen"
        """
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TF_")}
    result = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=ROOT,
        env=environment | {"XLA_FLAGS": "--kept"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
