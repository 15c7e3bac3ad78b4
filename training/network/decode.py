"""From scores to attributions; the Rust program does the same in `crates/reading/src/attribution.rs`."""

import torch

from data import collate, examples
from model import TAGGERS, Crf, load_run

SOURCE_AT, CONTENT_AT = 0.3, 0.3    # least mean link probability of a source and a content span


def runs(tags):
    """(role, first, last + 1) of each BIO run."""
    out = []
    for i, t in enumerate(tags):
        if t == 0:
            continue
        role = (t - 1) // 2
        if t % 2 == 1 or not out or out[-1][2] != i or out[-1][0] != role:
            out.append([role, i, i + 1])
        else:
            out[-1][2] = i + 1
    return [tuple(r) for r in out]


class Ensemble:
    """Several trained readers as one, the mean of their scores, as in `crates/encoder/src/ensemble.rs`."""

    def __init__(self, runs):
        self.members = [load_run(run)[0] for run in runs]
        self.crfs = {name: Crf(count) for name, count in TAGGERS.items()}
        for name, crf in self.crfs.items():
            for part in ("step", "first"):
                getattr(crf, part).data = sum(getattr(m.crfs[name], part).data for m in self.members) / len(self.members)

    def scores(self, batch):
        """Tag scores by tagger, each [b, w, tags], and what `link` takes."""
        tensors = collate(batch)
        vectors = [m.words(tensors) for m in self.members]
        tags = [m.tags(h) for m, h in zip(self.members, vectors)]
        return {name: sum(t[name] for t in tags) / len(tags) for name in TAGGERS}, [m.links(h) for m, h in zip(self.members, vectors)]

    def link(self, links, name, i, at, count):
        """Probabilities [len(at), count] that a link ties each of example i's words to the anchors `at`."""
        places = torch.arange(count)
        scores = [m.link_scores(name, own[name][0][i][at], own[name][1][i][:count], at, places) for m, own in zip(self.members, links)]
        return torch.sigmoid(sum(scores) / len(scores))


def attributions(readers, tags, links, i, level):
    """Attributions of example i as word places: dicts of source, cue, content (lists of runs) and link probabilities."""
    spans = runs(tags)
    cues = [(a, b) for r, a, b in spans if r == 1]
    if not cues:
        return []
    at = torch.tensor([a for a, _ in cues])
    source, content = (readers.link(links, f"{level}-{role}", i, at, len(tags)) for role in ("source", "content"))
    out = [{"cue": [c], "source": [], "content": [], "p": [1.0, 0.0]} for c in cues]
    for c in range(len(cues)):
        best, p = None, SOURCE_AT
        for r, a, b in spans:
            if r == 0 and float(source[c, a:b].mean()) > p:
                best, p = (a, b), float(source[c, a:b].mean())
        if best:
            out[c]["source"], out[c]["p"][0] = [best], p
    for r, a, b in spans:
        if r == 2:
            means = content[:, a:b].mean(1)
            c = int(means.argmax())
            if float(means[c]) > CONTENT_AT:
                out[c]["content"].append((a, b))
                out[c]["p"][1] = max(out[c]["p"][1], float(means[c]))
    return [a for a in out if a["content"]]


@torch.no_grad()
def read(readers, report, pieces, level="outer", size=16):
    """All attributions of a report, in characters: {source, cue, content} of [start, end] lists."""
    found, todo = [], list(examples(report, pieces))
    for n in range(0, len(todo), size):
        batch = todo[n:n + size]
        scores, links = readers.scores(batch)
        for i, e in enumerate(batch):
            index = sorted(e.local, key=e.local.get)
            tags = readers.crfs[level].best(scores[level][i, :len(e.first)])
            for a in attributions(readers, tags, links, i, level):
                found.append({role: [[report.spans[index[x]][0], report.spans[index[y - 1]][1]] for x, y in a[role]]
                              for role in ("source", "cue", "content")})
    return found
