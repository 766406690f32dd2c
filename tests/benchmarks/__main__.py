"""Run every benchmark, or those named: `python -m tests.benchmarks [NAME ...]`."""

import importlib
import sys
from pathlib import Path


def main(names: list[str]) -> None:
    """Print a line for each figure, as soon as it is measured."""
    available = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    for module in available:
        if names and module.removeprefix("bench_") not in names:
            continue
        print(f"\n{module.removeprefix('bench_')}", flush=True)
        for figure in importlib.import_module(f"tests.benchmarks.{module}").run():
            mark = "met   " if figure.met else "MISSED"
            print(f"  {mark} {figure.what}: {figure.measured}; asked {figure.asked}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
