#!/usr/bin/env python3
"""Score a trained reader on PolNeAR-shaped lines, in Python (the program itself is scored by `detente eval`).

    evaluate.py RUN.pt --shared DIR --vocabulary vocab.txt [--part dev|held]
"""

import argparse
import importlib.util
import json
import sys

import torch

from data import Report, polnear
from decode import read
from model import load_run
from text import Pieces

HELD = 60     # articles at the end of the training part that are never trained on

SHORT = {"linked, lenient": "lenient", "linked, full": "full", "linked, exact": "exact", "source, exact span": "source",
         "cue, exact span": "cue", "content, exact span": "content", "speaker accuracy": "speaker"}


def scorer(shared):
    spec = importlib.util.spec_from_file_location("attribution", f"{shared}/score/attribution.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def attribution_scores(model, reports, pieces, shared="../shared"):
    import os
    module = scorer(os.environ.get("DETENTE_SHARED", shared))

    def spans(report, a):
        return {r: [[report.spans[w][0], report.spans[w][1]] for w in getattr(a, r)] for r in ("source", "cue", "content")}

    pairs = []
    for r in reports:
        gold = module.Article(r.text, [spans(r, a) for a in r.outer])
        pairs.append((gold, module.Article(r.text, read(model, r, pieces))))
    s = module.score(pairs)
    return " ".join(f"{short} {s[name].get('f1', s[name].get('accuracy')):.4f}" for name, short in SHORT.items() if name in s)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run")
    parser.add_argument("--shared", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--part", default="dev")
    args = parser.parse_args()
    model, _ = load_run(args.run)
    reports = list(polnear(f"{args.shared}/data/polnear/{'train' if args.part == 'held' else args.part}.jsonl"))
    print(attribution_scores(model, reports[-HELD:] if args.part == "held" else reports, Pieces(args.vocabulary), args.shared))


if __name__ == "__main__":
    main()
