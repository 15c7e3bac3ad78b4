#!/usr/bin/env python3
"""Score a trained reader on PolNeAR-shaped lines, in Python (the program itself is scored by `detente eval`).

    evaluate.py RUN.pt ... --shared DIR --vocabulary vocab.txt [--part dev|held]
"""

import argparse
import importlib.util
import json

from data import Report
from decode import Ensemble, read
from text import Pieces, words

HELD = 60     # articles at the end of the training part that are never trained on

SHORT = {"linked, lenient": "lenient", "linked, full": "full", "linked, exact": "exact", "source, exact span": "source",
         "cue, exact span": "cue", "content, exact span": "content", "speaker accuracy": "speaker"}


def scorer(shared):
    spec = importlib.util.spec_from_file_location("attribution", f"{shared}/score/attribution.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def attribution_scores(readers, articles, pieces, shared):
    module = scorer(shared)
    pairs = []
    for article in articles:
        text = article["text"]
        found = read(readers, Report(text, words(text), []), pieces)
        pairs.append((module.Article(text, article["attributions"]), module.Article(text, found)))
    s = module.score(pairs)
    return " ".join(f"{short} {s[name].get('f1', s[name].get('accuracy')):.4f}" for name, short in SHORT.items() if name in s)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", help="more than one: read as one, as the default reader is")
    parser.add_argument("--shared", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--part", default="dev")
    args = parser.parse_args()
    readers = Ensemble(args.runs)
    with open(f"{args.shared}/data/polnear/{'train' if args.part == 'held' else args.part}.jsonl", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    print(attribution_scores(readers, articles[-HELD:] if args.part == "held" else articles, Pieces(args.vocabulary), args.shared))


if __name__ == "__main__":
    main()
