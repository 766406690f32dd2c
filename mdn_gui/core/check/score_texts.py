"""What scores are called."""

from __future__ import annotations

from mdn_gui.core.text import say


def score_name(name: str) -> str:
    """What a person reads of a score, by the name that `Score` and `Skill` have for it."""
    return {
        "nll": say("negative log-likelihood (nats)"),
        "energy": say("energy score"),
        "crps": say("CRPS"),
        "rmse": say("root mean squared error of the mean"),
        "squared_error": say("mean squared error of the mean"),
        "mae": say("mean absolute error of the mean"),
        "standard_deviation": say("mean standard deviation"),
        "coverage": say("coverage of central intervals"),
        "width": say("mean width of central intervals"),
        "interval_score": say("interval score"),
        "region_coverage": say("coverage of highest-density regions"),
        "region_size": say("mean size of highest-density regions"),
    }[name]
