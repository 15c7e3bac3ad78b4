#!/usr/bin/env python3
"""Mark nested attributions in PolNeAR's training part, which marks only outer ones: each content is read as a text of its
own by an earlier run, and what is attributed there is nested.

    silver.py RUN.pt --shared DIR --vocabulary vocab.txt --out nested.jsonl

One line an article of the training part, kept-back articles left out, in its order: a list of {source, cue, content} of
[start, end] pairs. An attitude of the speaker's own ("I think", "he believes") is not nested, so what has a pronoun for its
source is left out, as is what names no source.
"""

import argparse
import json

import torch

from data import polnear, Report
from decode import Ensemble, read
from evaluate import HELD
from text import Pieces, words

ROLES = ("source", "cue", "content")
PRONOUNS = set("i we you he she they it me us my our your his her their its who which that one".split())
SHORTEST = 6    # words of a content


def nested(readers, report, pieces):
    """The attributions inside the contents of a report, in characters of its text."""
    text, places = "", []
    for a in report.outer:
        if len(a.content) < SHORTEST or a.content[-1] - a.content[0] != len(a.content) - 1:
            continue
        start, end = report.spans[a.content[0]][0], report.spans[a.content[-1]][1]
        content = report.text[start:end]
        skip = len("that ") if content.lower().startswith("that ") else 0
        if "\n" in content:
            continue
        places.append((len(text), start + skip))
        text += content[skip:] + "\n"
    if not text:
        return []
    out = []
    for found in read(readers, Report(text, words(text), []), pieces, "outer"):
        source = text[found["source"][0][0]:found["source"][0][1]].lower() if found["source"] else ""
        if not source or source in PRONOUNS:
            continue
        spans = [span for r in ROLES for span in found[r]]
        at, start = max(p for p in places if p[0] <= min(spans)[0])
        if "\n" in text[at:max(b for _, b in spans)]:
            continue
        out.append({r: [[a - at + start, b - at + start] for a, b in found[r]] for r in ROLES})
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run")
    parser.add_argument("--shared", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    readers = Ensemble([args.run])
    pieces = Pieces(args.vocabulary)
    reports = list(polnear(f"{args.shared}/data/polnear/train.jsonl"))[:-HELD]
    count = 0
    with open(args.out, "w", encoding="utf-8") as out:
        for report in reports:
            found = nested(readers, report, pieces)
            count += len(found)
            out.write(json.dumps(found) + "\n")
    print(f"{count} nested attributions in {len(reports)} articles")


if __name__ == "__main__":
    main()
