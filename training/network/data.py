"""Annotated reports as the network learns from them."""

import hashlib
import json
import random
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

import torch

import text as T
from model import ACTS, ISSUES, PLOVER

ROLES = ("source", "cue", "content")


@dataclass
class Attribution:
    source: list
    cue: list
    content: list
    hedged: bool | None = None


@dataclass
class Position:
    proposal: list
    condition: list
    grounds: list
    act: int
    issue: int
    statement: int | None      # index into the report's statements, outer and inner alike
    holder: str | None
    target: str | None


@dataclass
class Report:
    text: str
    spans: list
    outer: list | None                # of Attribution; None: not annotated
    inner: list | None = None         # None: not annotated
    positions: list | None = None     # None: not annotated
    statements: list = field(default_factory=list)
    mentions: list = field(default_factory=list)   # (first word, last word, party code)
    soft: torch.Tensor | None = None  # [words, tags]: what `teach.py` says of each word


def to_words(spans, starts, ends):
    """Indices of the words that character spans touch, ascending."""
    found = set()
    for a, b in spans or []:
        found.update(range(bisect_right(ends, a), bisect_left(starts, b)))
    return sorted(found)


def polnear(path):
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        spans = T.words(row["text"])
        starts, ends = [a for a, _ in spans], [b for _, b in spans]
        yield Report(row["text"], spans, [Attribution(*(to_words(a[r], starts, ends) for r in ROLES)) for a in row["attributions"]])


def add_nested(reports, path):
    """Gives PolNeAR reports the nested attributions that `silver.py` marked."""
    for report, line in zip(reports, open(path, encoding="utf-8"), strict=True):
        starts, ends = [a for a, _ in report.spans], [b for _, b in report.spans]
        report.inner = [Attribution(*(to_words(a[r], starts, ends) for r in ROLES)) for a in json.loads(line)]


def text_key(text):
    """What a text is known by where its annotation lies in another file."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def add_soft(reports, path):
    """Gives reports the tag probabilities that `teach.py` wrote; those it has not seen stay without."""
    soft = torch.load(path)
    for report in reports:
        report.soft = soft.get(text_key(report.text))


def corpus(path, gazetteer=None):
    """Records with text, as `training/corpus/parse.py --json` writes them."""
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        spans = T.words(row["text"])
        starts, ends = [a for a, _ in spans], [b for _, b in spans]
        at = {s["id"]: i for i, s in enumerate(row["statements"])}
        statements = [Attribution(*(to_words(s[r], starts, ends) for r in ROLES), hedged=s["hedged"]) for s in row["statements"]]
        outer = [a for a, s in zip(statements, row["statements"]) if s["via"] is None]
        inner = [a for a, s in zip(statements, row["statements"]) if s["via"] is not None]
        positions = [Position(*(to_words(p[r], starts, ends) for r in ("proposal", "condition", "grounds")), ACTS.index(p["act"]),
                              ISSUES.index(p["issue"]), at.get(p["statement"]), p["party"], p["target"]) for p in row["positions"]]
        yield Report(row["text"], spans, outer, inner, [p for p in positions if p.proposal], statements,
                     gazetteer.mentions(row, spans) if gazetteer else [])


MARKS = {"{": "}", "<": ">", "^": "^"}


def sentences(path):
    """Sentences with marked proposals, as `training/corpus/sentences/*.tsv` holds them: acts, issues, sentence."""
    for line in open(path, encoding="utf-8"):
        acts, issues, marked = line.rstrip("\n").split("\t")
        text, found, stack = "", [], None
        for char in marked:
            if stack and char == MARKS[stack[0]]:
                found.append((stack[0], stack[1], len(text)))
                stack = None
            elif not stack and char in MARKS:
                stack = (char, len(text))
            else:
                text += char
        spans = T.words(text)
        starts, ends = [a for a, _ in spans], [b for _, b in spans]
        proposals = [(a, b) for kind, a, b in found if kind == "{"]
        reasons = {"<": [[] for _ in proposals], "^": [[] for _ in proposals]}
        for kind, a, b in found:
            if kind != "{" and proposals:
                near = min(range(len(proposals)), key=lambda i: max(a - proposals[i][1], proposals[i][0] - b))
                reasons[kind][near].append((a, b))
        words = lambda chars: to_words(chars, starts, ends)
        yield Report(text, spans, None, None, [
            Position(words([at]), words(condition), words(grounds), ACTS.index(act), ISSUES.index(issue), None, None, None)
            for at, condition, grounds, act, issue in zip(proposals, reasons["<"], reasons["^"], acts.split(";"), issues.split(";"))])


def tag(spans_of_roles, size, local):
    """BIO tags of `size` words; the first role to claim a word keeps it. `local` maps word index to place."""
    tags = [0] * size
    for role, words in spans_of_roles:
        previous = None
        for w in words:
            i = local.get(w)
            if i is None or tags[i]:
                previous = None
                continue
            tags[i] = 2 * role + (2 if previous == w - 1 and tags[local[w - 1]] else 1)
            previous = w
    return tags


@dataclass
class Example:
    ids: list
    shapes: list
    quotes: list
    first: list
    report: Report
    local: dict
    roles: list | None = None


def examples(report, pieces, limit=T.WINDOW, start=None):
    for window in T.windows(report.text, report.spans, pieces, limit, start):
        ids, shapes, quotes, first, index = T.encode(report.text, report.spans, window, pieces)
        yield Example(ids, shapes, quotes, first, report, {w: i for i, w in enumerate(index)})


def plover(path, pieces, source_key="source", limit=T.WINDOW):
    """Sentences with a marked source and target and the act between them."""
    out = []
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        spans = T.words(row["text"])
        starts, ends = [a for a, _ in spans], [b for _, b in spans]
        roles = [0] * len(spans)
        for role, key in ((1, "source"), (2, "target")):
            if row.get(key):
                for w in to_words([row[key]], starts, ends):
                    roles[w] = role
        window = T.windows(row["text"], spans, pieces, limit)[0]
        ids, shapes, quotes, first, index = T.encode(row["text"], spans, window, pieces)
        marks = [0] * len(ids)
        for n, w in enumerate(index):
            end = first[n + 1] if n + 1 < len(first) else len(ids) - 1
            for i in range(first[n], end):
                marks[i] = roles[w]
        e = Example(ids, shapes, quotes, first, None, {w: i for i, w in enumerate(index)}, marks)
        e.id, e.act = row.get("id"), PLOVER.index(row["root"]) if row.get("root") else None
        e.word_roles = [roles[w] for w in index]
        out.append(e)
    return out


def collate(batch):
    """Tensors of a batch of examples, padded."""
    t, w = max(len(e.ids) for e in batch), max(len(e.first) for e in batch)

    def pad(rows, n, value=0):
        return torch.tensor([r + [value] * (n - len(r)) for r in rows])

    out = {"ids": pad([e.ids for e in batch], t), "shapes": pad([e.shapes for e in batch], t), "quotes": pad([e.quotes for e in batch], t),
           "first": pad([e.first for e in batch], w), "mask": pad([[True] * len(e.ids) for e in batch], t, False),
           "words": pad([[1.0] * len(e.first) for e in batch], w, 0.0)}
    if batch[0].roles is not None:
        out["roles"] = pad([e.roles for e in batch], t)
    return out


def batches(items, pieces_per_batch, rng):
    """Batches of like length, in random order."""
    items = sorted(items, key=lambda e: (len(e.ids) // 16, rng.random()))
    out, size = [], 0
    for e in items:
        if not out or size + len(e.ids) > pieces_per_batch:
            out.append([])
            size = 0
        out[-1].append(e)
        size += len(e.ids)
    rng.shuffle(out)
    return out


def training_windows(reports, pieces, seed):
    rng = random.Random(seed)
    return [e for r in reports for e in examples(r, pieces, start=rng.randrange(48, T.WINDOW))]
