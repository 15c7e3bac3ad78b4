#!/usr/bin/env python3
"""Train the reader.

    train.py --shared DIR --minilm model.safetensors --vocabulary vocab.txt --out RUN.pt
             [--corpus records.jsonl] [--sentences FILE.tsv ...] [--acts sentences.jsonl ...] [--init EARLIER.pt] [--epochs 6] [--layers 6] [--seed 1]

An epoch is one pass over PolNeAR's training part; corpus and act batches are mixed in, `--corpus-passes` and
`--act-passes` times each. The last 60 articles of the training part are kept back to choose and calibrate on
(`evaluate.py --part held`); the development part is only reported.
"""

import argparse
import copy
import math
import random
import time

import torch

from data import add_nested, add_soft, batches, collate, corpus, examples, plover, polnear, sentences, training_windows
from evaluate import HELD
from losses import losses
from model import Reader
from text import Pieces
from wrap import Wrapper


def parameters(model, encoder_lr, head_lr):
    encoder = [p for n, p in model.encoder.named_parameters() if n not in ("words.weight", "shapes.weight", "quotes.weight", "roles.weight")]
    new = [model.encoder.shapes.weight, model.encoder.quotes.weight, model.encoder.roles.weight]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    model.encoder.words.weight.requires_grad_(False)
    return [{"params": encoder, "lr": encoder_lr}, {"params": new + heads, "lr": head_lr}]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--minilm", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--corpus")
    parser.add_argument("--sentences", nargs="*", default=[])
    parser.add_argument("--acts", nargs="*", default=[])
    parser.add_argument("--init")
    parser.add_argument("--out", required=True)
    parser.add_argument("--epochs", type=float, default=6)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=2048, help="word pieces a batch")
    parser.add_argument("--lr", type=float, default=2.5e-4)
    parser.add_argument("--head-lr", type=float, default=1.5e-3)
    parser.add_argument("--decay", default="linear", choices=("linear", "none"))
    parser.add_argument("--corpus-passes", type=int, default=1)
    parser.add_argument("--sentence-passes", type=int, default=1)
    parser.add_argument("--act-passes", type=int, default=1)
    parser.add_argument("--nested", help="nested attributions of PolNeAR's training part, as silver.py marks them")
    parser.add_argument("--wrapped", type=int, default=0, help="paragraphs of PolNeAR an epoch put into another's mouth, to learn nesting from")
    parser.add_argument("--soft", help="tag probabilities of PolNeAR and the corpus by earlier runs, as teach.py writes them")
    parser.add_argument("--minutes", type=float, help="spread the schedule over so many minutes rather than --epochs")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)

    pieces = Pieces(args.vocabulary)
    reports = list(polnear(f"{args.shared}/data/polnear/train.jsonl"))
    reports = reports[:-HELD]
    if args.nested:
        add_nested(reports, args.nested)
    composed = []
    if args.corpus:
        from gazetteer import Gazetteer
        composed = list(corpus(args.corpus, Gazetteer(f"{args.shared}/data/world")))
    if args.soft:
        add_soft(reports + composed, args.soft)
    marked = [e for path in args.sentences for r in sentences(path) for e in examples(r, pieces)]
    wrapper = Wrapper(reports)
    acts = [e for path in args.acts for e in plover(path, pieces)]
    model = Reader(args.layers)
    model.encoder.load_minilm(args.minilm)
    if args.init:
        model.load_earlier(torch.load(args.init)["model"])
    groups = parameters(model, args.lr, args.head_lr)
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    rates = [g["lr"] for g in groups]
    average = copy.deepcopy(model)
    began, step, shown = time.time(), 0, {}
    epoch, total = 0, None
    done = False
    while not done:
        todo = batches(training_windows(reports, pieces, rng.random()), args.batch, rng)
        for _ in range(args.corpus_passes if composed else 0):
            todo += batches(training_windows(composed, pieces, rng.random()), args.batch, rng)
        for _ in range(args.sentence_passes if marked else 0):
            todo += batches(marked, args.batch, rng)
        if args.wrapped:
            todo += batches([e for r in wrapper.reports(args.wrapped, rng) for e in examples(r, pieces)], args.batch, rng)
        for _ in range(args.act_passes if acts else 0):
            todo += batches(acts, args.batch, rng)
        rng.shuffle(todo)
        total = total or int(len(todo) * args.epochs)
        for batch in todo:
            share = (time.time() - began) / (60 * args.minutes) if args.minutes else step / total
            if share >= 1:
                done = True
                break
            warm = min(1, (step + 1) / 150)
            for g, rate in zip(optimizer.param_groups, rates):
                g["lr"] = rate * warm * (1.02 - share if args.decay == "linear" else 1)
            model.train()
            tensors = collate(batch)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                h = model.words(tensors)
            parts = losses(model, batch, tensors, h)
            loss = sum(parts.values())
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for g in groups for p in g["params"]], 1.0)
            optimizer.step()
            step += 1
            keep = min(0.998, (step + 1) / (step + 20))
            with torch.no_grad():
                for a, b in zip(average.parameters(), model.parameters()):
                    a.lerp_(b, 1 - keep)
            for k, v in parts.items():
                shown[k] = 0.98 * shown.get(k, float(v.detach())) + 0.02 * float(v.detach())
            if step % 50 == 0:
                print(f"{time.time() - began:6.0f}s epoch {epoch} step {step}/{total} share {share:.2f} " +
                      " ".join(f"{k} {v:.4f}" for k, v in shown.items()), flush=True)
        epoch += 1
        torch.save({"model": average.state_dict(), "layers": args.layers, "args": vars(args)}, args.out)


if __name__ == "__main__":
    main()
