#!/usr/bin/env python3
"""Fit the confidence of statements: logistic regression of "is it right" on the network's evidence.

    calibrate.py RUN.pt ... --shared DIR --vocabulary vocab.txt --out calibration.json

The fit on outer attributions serves nested ones as well, which PolNeAR does not mark. Right means paired by `score/attribution.py`'s lenient rule. Fitted on the slice of the training part that is never trained
on; the expected calibration error printed is on that slice, by two-fold cross-fitting. The features are those of
`crates/reading/src/attribution.rs` (`Evidence::features`), as log odds kept within ±6.
"""

import argparse
import json

import torch

from data import examples, polnear
from decode import Ensemble, attributions
from evaluate import HELD, scorer
from text import Pieces

BINS = 10


def logit(p):
    p = min(max(p, 1e-9), 1 - 1e-9)
    return min(max(float(torch.logit(torch.tensor(p, dtype=torch.float64))), -6), 6)


def evidence(scores, tags, a):
    """As `Evidence` in Rust: least role probability in the cue, mean over the content, best content link, source link."""
    p = torch.softmax(scores, -1)

    def role(w):
        kind = (tags[w] + 1) // 2
        return float(sum(p[w, t] for t in range(p.shape[1]) if (t + 1) // 2 == kind))

    cue = min(role(w) for w in range(*a["cue"][0]))
    words = [w for x, y in a["content"] for w in range(x, y)]
    return [logit(cue), logit(sum(role(w) for w in words) / len(words)), logit(a["p"][1]), logit(a["p"][0] if a["source"] else 0.5)]


@torch.no_grad()
def rows(readers, reports, pieces, module):
    """(features, right) of every attribution found."""
    out = []
    for report in reports:
        gold = module.Article(report.text, [{r: [list(report.spans[w]) for w in getattr(a, r)] for r in ("source", "cue", "content")} for a in report.outer])
        found, features = [], []
        for e in examples(report, pieces):
            scores, links = readers.scores([e])
            scores = scores["outer"][0]
            index = sorted(e.local, key=e.local.get)
            tags = readers.crfs["outer"].best(scores[:len(e.first)])
            for a in attributions(readers, tags, links, 0, "outer"):
                found.append({r: [[report.spans[index[x]][0], report.spans[index[y - 1]][1]] for x, y in a[r]] for r in ("source", "cue", "content")})
                features.append(evidence(scores, tags, a))
        guess = module.Article(report.text, found)
        ranked = sorted(((module.dice(g["content"], p["content"]), i, j) for i, g in enumerate(gold.attributions) for j, p in enumerate(guess.attributions)
                         if g["cue"] & p["cue"] and module.dice(g["content"], p["content"]) >= 0.5), reverse=True)
        used, right = set(), set()
        for _, i, j in ranked:
            if i not in used and j not in right:
                used.add(i)
                right.add(j)
        out += [(f, float(j in right)) for j, f in enumerate(features)]
    return out


def fit(data):
    x = torch.tensor([[1.0] + f for f, _ in data], dtype=torch.float64)
    y = torch.tensor([r for _, r in data], dtype=torch.float64)
    w = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([w], max_iter=200)

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ w, y) + 1e-3 * (w[1:] ** 2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return w.detach()


def error(w, data):
    """Expected calibration error in ten bins of equal width."""
    bins = [[] for _ in range(BINS)]
    for f, right in data:
        p = float(torch.sigmoid(w[0] + sum(a * b for a, b in zip(w[1:], f))))
        bins[min(int(p * BINS), BINS - 1)].append((p, right))
    return sum(abs(sum(p for p, _ in b) - sum(r for _, r in b)) for b in bins) / len(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", help="more than one: read as one, as the default reader is")
    parser.add_argument("--shared", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    readers = Ensemble(args.runs)
    held = list(polnear(f"{args.shared}/data/polnear/train.jsonl"))[-HELD:]
    data = rows(readers, held, Pieces(args.vocabulary), scorer(args.shared))
    a, b = data[::2], data[1::2]
    print(f"{len(data)} attributions, {sum(r for _, r in data) / len(data):.3f} right; "
          f"expected calibration error {(error(fit(a), b) * len(b) + error(fit(b), a) * len(a)) / len(data):.4f} (two-fold)")
    w = [round(float(v), 5) for v in fit(data)]
    with open(args.out, "w", encoding="utf-8") as out:
        json.dump({"outer": w, "inner": w}, out)
        out.write("\n")


if __name__ == "__main__":
    main()
