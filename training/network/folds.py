#!/usr/bin/env python3
"""Measure the acts between a marked source and target by cross-validation on PLV's training sentences.

    folds.py START.pt --shared DIR --vocabulary vocab.txt [--acts own.jsonl ...] [--epochs 6] [--folds 5] [--json OUT]

Each fold starts anew from START.pt, a run that has not seen those sentences, and learns from the other folds and our own
sentences. Prints macro-F1 over the classes of all held-out sentences together, with a 95 % interval (1,000 bootstrap
samples of sentences), and F1 by class.
"""

import argparse
import json
import random

import torch
from torch.nn import functional as F

from data import batches, collate, plover
from losses import plover_logits
from model import PLOVER, Reader
from text import Pieces
from train import parameters


def macro(pairs):
    """Mean F1 over the classes that occur, and each class's."""
    scores = {}
    for c, name in enumerate(PLOVER):
        hits = sum(g == p == c for g, p in pairs)
        gold, guessed = sum(g == c for g, _ in pairs), sum(p == c for _, p in pairs)
        if gold:
            scores[name] = 2 * hits / (gold + guessed)
    return sum(scores.values()) / len(scores), scores


def fit(model, rows, args, rng):
    groups = parameters(model, args.lr, args.head_lr)
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    rates = [g["lr"] for g in groups]
    todo = [b for _ in range(args.epochs) for b in batches(rows, args.batch, rng)]
    model.train()
    for step, batch in enumerate(todo):
        for g, rate in zip(optimizer.param_groups, rates):
            g["lr"] = rate * min(1, (step + 1) / 20) * (1.02 - step / len(todo))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            h = model.words(collate(batch))
        gold = torch.tensor([e.act for e in batch])
        loss = F.cross_entropy(plover_logits(model, h, batch), gold, label_smoothing=0.1)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for g in groups for p in g["params"]], 1.0)
        optimizer.step()


def guesses(model, rows):
    model.eval()
    with torch.no_grad():
        for e in rows:
            h = model.words(collate([e]))
            yield int(plover_logits(model, h, [e])[0].argmax())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("start")
    parser.add_argument("--shared", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--acts", nargs="*", default=[])
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--lr", type=float, default=2e-4)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    pieces = Pieces(args.vocabulary)
    rows = plover(f"{args.shared}/data/plover/train.jsonl", pieces)
    own = [e for path in args.acts for e in plover(path, pieces)]
    rng.shuffle(rows)
    start = torch.load(args.start)
    pairs = []
    for fold in range(args.folds):
        model = Reader(start["layers"])
        model.load_earlier({name: weights for name, weights in start["model"].items() if not name.startswith("plover.")})
        fit(model, [e for i, e in enumerate(rows) if i % args.folds != fold] + own, args, rng)
        held = rows[fold::args.folds]
        pairs += zip([e.act for e in held], guesses(model, held))
        print(f"fold {fold + 1}: macro-F1 so far {macro(pairs)[0]:.3f}", flush=True)
    score, classes = macro(pairs)
    drawn = sorted(macro(rng.choices(pairs, k=len(pairs)))[0] for _ in range(1000))
    result = {"macro_f1": round(score, 4), "interval": [round(drawn[25], 4), round(drawn[974], 4)], "classes": {k: round(v, 3) for k, v in classes.items()}}
    print(json.dumps(result, indent=1))
    if args.json:
        with open(args.json, "w", encoding="utf-8") as out:
            json.dump(result, out)


if __name__ == "__main__":
    main()
