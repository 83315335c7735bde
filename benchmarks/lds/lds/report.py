"""Compares kept scores with kept retrainings.

    python -m lds.report --setup FOLDER --retrained FILE.jsonl --scores FOLDER

The scores folder holds METHOD.npy (float32 [options, queries, records]) and METHOD.json (peers.scores).
A method's option is the one with the best score on tuning masks and tuning queries, and what is
reported comes from the others.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lds.setup import read_lines
from lds.statistics import bootstrap, ceiling, predicted, spearman

DRAWS = 1000
OURS = "openledger"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--setup", type=Path, required=True)
    parser.add_argument("--retrained", type=Path, required=True)
    parser.add_argument("--scores", type=Path, required=True)
    arguments = parser.parse_args()
    facts = json.loads((arguments.setup / "setup.json").read_text("utf-8"))
    masks = np.load(arguments.setup / "masks.npy")
    splits = np.array([line["split"] for line in read_lines(arguments.setup / "queries.jsonl")])
    first, *seeds = sorted({line["seed"] for line in read_lines(arguments.retrained)})
    results = {seed: results_of(arguments.retrained, seed) for seed in (first, *seeds)}

    tuning = sorted(mask for mask in results[first] if mask < facts["tuningMasks"])
    reporting = sorted(mask for mask in results[first] if mask >= facts["tuningMasks"])

    def score(values: NDArray[np.float32], chosen: list[int], split: str) -> float:
        rows = splits == split
        actual = actual_of(results[first], chosen)[rows]
        return float(spearman(predicted(values[rows], masks[chosen]), actual).mean())

    methods: dict[str, dict[str, Any]] = {}
    for path in sorted(arguments.scores.glob("*.npy")):
        every = np.load(path)
        tuned = [score(values, tuning, "tuning") for values in every]
        best = int(np.argmax(tuned))
        methods[path.stem] = {
            "name": path.stem,
            "option": best,
            "tuning": [round(value, 4) for value in tuned],
            "lds": round(score(every[best], reporting, "reporting"), 4),
            "facts": json.loads(path.with_suffix(".json").read_text("utf-8")),
        }

    report: dict[str, Any] = {
        "tuningMasks": len(tuning),
        "reportingMasks": len(reporting),
        "queries": int((splits == "reporting").sum()),
        "methods": sorted(methods.values(), key=lambda entry: -entry["lds"]),
    }
    both = sorted(set(results[first]) & set(results[seeds[0]])) if seeds else []
    if both:
        rows = splits == "reporting"
        one, other = (actual_of(results[seed], both)[rows] for seed in (first, seeds[0]))
        report["ceiling"] = {"masks": len(both), "value": round(ceiling(one, other), 4)}
    rows = splits == "reporting"
    actual = actual_of(results[first], reporting)[rows]

    def prediction(entry: dict[str, Any]) -> NDArray[np.float64]:
        values = np.load(arguments.scores / f"{entry['name']}.npy")[entry["option"]]
        return predicted(values[rows], masks[reporting])

    ours = [entry for entry in report["methods"] if entry["name"].startswith(OURS)]
    peers = [entry for entry in report["methods"] if not entry["name"].startswith(OURS)]
    report["differences"] = []
    for entry in ours if peers else []:
        low, high = bootstrap(prediction(entry), prediction(peers[0]), actual, DRAWS, seed=1)
        report["differences"].append(
            {
                "ours": entry["name"],
                "peer": peers[0]["name"],
                "ratio": round(entry["lds"] / peers[0]["lds"], 4),
                "low": round(low, 4),
                "high": round(high, 4),
            }
        )
    print(json.dumps(report))


def results_of(path: Path, seed: int) -> dict[int, NDArray[np.float64]]:
    """By mask: log-probabilities [queries]."""
    return {
        line["mask"]: np.array(line["logProbabilities"]) / 10_000
        for line in read_lines(path)
        if line["seed"] == seed
    }


def actual_of(results: dict[int, NDArray[np.float64]], masks: list[int]) -> NDArray[np.float64]:
    """[queries, masks]."""
    return np.stack([results[mask] for mask in masks], 1)


if __name__ == "__main__":
    main()
