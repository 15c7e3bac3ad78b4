#!/usr/bin/env python3
"""Read the labelled act sentences (`acts/*.tsv`), check them and write them as JSON lines.

Usage: acts.py [--check] [--out FILE] [FILE.tsv ...]

A source line is `ROOT<TAB>sentence`, with the source marked `[[like this]]` and the target `{{like this}}`;
either may be missing, not both. Blank lines and lines that start with `#` are skipped. Written lines are
`{"id", "text", "source", "target", "root", "quad"}`; offsets are Unicode code points, `[start, end)`.
Nothing is written if any line is bad; every bad line is named on standard error.
"""

import argparse
import collections
import json
import pathlib
import re
import sys

# Quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1,
    "AID": 2, "COOPERATE": 2, "YIELD": 2,
    "ACCUSE": 3, "REJECT": 3, "REQUEST": 3, "THREATEN": 3,
    "ASSAULT": 4, "COERCE": 4, "MOBILIZE": 4, "PROTEST": 4, "SANCTION": 4,
}
WORDS = range(6, 51)
MARK = re.compile(r"\[\[|\]\]|\{\{|\}\}")
CLOSES = {"[[": "]]", "{{": "}}"}
ROLES = {"[[": "source", "{{": "target"}


def unmark(marked):
    """Return the sentence without its marks, and the spans of the roles that it marks."""
    text, spans, opened, at = "", {}, None, 0
    for mark in MARK.finditer(marked):
        text += marked[at:mark.start()]
        at = mark.end()
        token = mark.group()
        if token in CLOSES:
            if opened:
                raise ValueError("a mark opens inside another")
            if ROLES[token] in spans:
                raise ValueError(f"two marks for the {ROLES[token]}")
            opened = (token, len(text))
            continue
        if not opened or CLOSES[opened[0]] != token:
            raise ValueError(f"{token} closes no mark")
        span = text[opened[1]:]
        if not span or span != span.strip():
            raise ValueError(f"the {ROLES[opened[0]]} is empty or has space at its edge")
        spans[ROLES[opened[0]]] = [opened[1], len(text)]
        opened = None
    if opened:
        raise ValueError(f"{opened[0]} is not closed")
    text += marked[at:]
    if re.search(r"[\[\]{}]", text):
        raise ValueError("a single bracket is left over")
    return text, spans


def read_line(line):
    """Return root, text and spans of one source line; ValueError says what is wrong."""
    fields = line.split("\t")
    if len(fields) != 2:
        raise ValueError(f"expected ROOT, tab, sentence; found {len(fields)} fields")
    root, marked = fields
    if root not in QUADS:
        raise ValueError(f"unknown act {root!r}")
    text, spans = unmark(marked)
    if text != " ".join(text.split()):
        raise ValueError("spaces at an edge or doubled")
    if text[-1:] not in '.?!"':
        raise ValueError("the sentence does not end in a full stop")
    if len(text.split()) not in WORDS:
        raise ValueError(f"{len(text.split())} words; expected {WORDS.start} to {WORDS.stop - 1}")
    if not spans:
        raise ValueError("neither source nor target is marked")
    return root, text, spans


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    parser.add_argument("--check", action="store_true", help="only check, and count the acts")
    parser.add_argument("--out", type=pathlib.Path, help="write here instead of standard output")
    options = parser.parse_args()
    files = options.files or sorted((pathlib.Path(__file__).parent / "acts").glob("*.tsv"))

    rows, bad, seen = [], 0, {}
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            place = f"{path.name}:{number}"
            try:
                root, text, spans = read_line(line)
                # The same sentence may be marked twice, for two pairs of actors, but not twice alike.
                key = (text.casefold(), str(spans))
                if key in seen:
                    raise ValueError(f"the same sentence as {seen[key]}")
                seen[key] = place
            except ValueError as error:
                print(f"{place}: {error}", file=sys.stderr)
                bad += 1
                continue
            rows.append({
                "id": f"acts-{path.stem}-{number:03}", "text": text,
                "source": spans.get("source"), "target": spans.get("target"),
                "root": root, "quad": QUADS[root],
            })
    if bad:
        sys.exit(f"{bad} bad lines; nothing written")
    counts = collections.Counter(row["root"] for row in rows)
    print(f"{len(rows)} sentences: " + ", ".join(f"{root} {counts[root]}" for root in QUADS), file=sys.stderr)
    if options.check:
        return
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if options.out:
        options.out.write_text(lines, encoding="utf-8")
    else:
        sys.stdout.write(lines)


if __name__ == "__main__":
    main()
