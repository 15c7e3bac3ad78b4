#!/usr/bin/env python3
"""Learn which words tell which issue: a linear model over bags of stems, beside the network's own judgement.

    lexicon.py --corpus records.jsonl --sentences FILE.tsv ... --out issues.safetensors

A stem is the first six letters of a word of three letters or more, in lower case. A position is three bags: the proposal's stems, its
statement's content's, the report's. The Rust side is `crates/encoder/src/lexicon.rs`; change both together.
`stems` are the stems, a line each, as bytes; `weight` [3 x stems, issues] with a scale a row and `bias` [issues] give the log odds.
"""

import argparse
import re
from collections import Counter

import numpy as np
import torch
from safetensors.numpy import save_file
from torch.nn import functional as F

from data import corpus, sentences
from export import rows8
from model import ISSUES

WORD = re.compile("[a-z]{3,}")
STEM = 6
RARE = 2                          # stems of fewer positions are left out
PARTS = (1.0, 0.3, 0.1)           # what a stem of the proposal, the content, the report weighs before learning
STEPS, RATE, DECAY = 200, 0.02, 3e-5


def stems(text):
    return {word[:STEM] for word in WORD.findall(text.lower())}


def bags(report):
    """(stems of proposal, content and report; issue) of each position."""
    words = lambda places: " ".join(report.text[slice(*report.spans[w])] for w in places)
    whole = stems(report.text)
    for p in report.positions:
        content = report.statements[p.statement].content if p.statement is not None else []
        yield (stems(words(p.proposal)), stems(words(content)) if report.statements else whole, whole), p.issue


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--sentences", nargs="*", default=[])
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    rows = [row for r in corpus(args.corpus) for row in bags(r)] + [row for path in args.sentences for r in sentences(path) for row in bags(r)]
    counts = Counter(s for (proposal, content, _), _ in rows for s in proposal | content)
    known = {s: i for i, s in enumerate(sorted(s for s, n in counts.items() if n >= RARE))}
    places, starts, values = [], [], []
    for parts, _ in rows:
        starts.append(len(places))
        for part, (found, value) in enumerate(zip(parts, PARTS)):
            here = [part * len(known) + known[s] for s in sorted(found) if s in known]
            places += here
            values += [value] * len(here)
    table = torch.nn.EmbeddingBag(len(PARTS) * len(known), len(ISSUES), mode="sum")
    torch.nn.init.zeros_(table.weight)
    bias = torch.nn.Parameter(torch.zeros(len(ISSUES)))
    optimizer = torch.optim.Adam([table.weight, bias], lr=RATE)
    gold, x = torch.tensor([issue for _, issue in rows]), [torch.tensor(t) for t in (places, starts, values)]
    for _ in range(STEPS):
        loss = F.cross_entropy(table(x[0], x[1], per_sample_weights=x[2]) + bias, gold, label_smoothing=0.05) + DECAY * (table.weight ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    scaled = table.weight.detach().numpy() * np.repeat(PARTS, len(known))[:, None].astype(np.float32)
    weight, scales = rows8(scaled)
    save_file({"stems": np.frombuffer("\n".join(known).encode(), np.uint8), "weight": weight, "weight.scales": scales, "bias": bias.detach().numpy()}, args.out)
    print(f"{len(rows)} positions, {len(known)} stems, loss {float(loss.detach()):.3f}")


if __name__ == "__main__":
    main()
