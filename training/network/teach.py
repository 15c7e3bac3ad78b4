#!/usr/bin/env python3
"""Mark every word of the training texts with what earlier runs together think of it, for a smaller reader to learn from.

    teach.py RUN.pt ... --shared DIR --vocabulary vocab.txt [--corpus records.jsonl] --out soft.pt

The tag scores are the mean over the runs, each with its own cut of the text into windows, as probabilities within each
tagger; `train.py --soft` takes them (Hinton, Vinyals & Dean 2015, at temperature 1). The file maps a text's key to
[words, tags] in half precision.
"""

import argparse

import torch

from data import collate, corpus, examples, polnear, text_key
from evaluate import HELD
from model import TAGGERS, load_run
from text import WINDOW, Pieces

BATCH = 16


@torch.no_grad()
def soft_tags(models, report, pieces):
    """Probabilities [words, tags], those of each tagger adding up to 1."""
    total = torch.zeros(len(report.spans), sum(TAGGERS.values()))
    for number, model in enumerate(models):
        windows = list(examples(report, pieces, start=WINDOW * (number + 1) // (len(models) + 1)))
        for n in range(0, len(windows), BATCH):
            batch = windows[n:n + BATCH]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                h = model.words(collate(batch))
            for row, e in zip(model.tag(h), batch):
                places = sorted(e.local, key=e.local.get)
                total[places] += row[:len(places)]
    mean = total / len(models)
    return torch.cat([torch.softmax(part, -1) for part in mean.split(list(TAGGERS.values()), -1)], -1).half()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+")
    parser.add_argument("--shared", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--corpus")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    pieces = Pieces(args.vocabulary)
    models = [load_run(run)[0] for run in args.runs]
    reports = list(polnear(f"{args.shared}/data/polnear/train.jsonl"))[:-HELD]
    if args.corpus:
        reports += corpus(args.corpus)
    soft = {}
    for n, report in enumerate(reports):
        soft[text_key(report.text)] = soft_tags(models, report, pieces)
        if n % 100 == 99:
            print(f"{n + 1} of {len(reports)}", flush=True)
    torch.save(soft, args.out)


if __name__ == "__main__":
    main()
