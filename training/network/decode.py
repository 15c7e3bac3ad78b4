"""From scores to attributions; the Rust program does the same in `crates/reading/src/attribution.rs`."""

import torch

from data import collate, examples

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


def attributions(model, tags, links, i, level):
    """Attributions of example i as word places: dicts of source, cue, content (lists of runs) and link probabilities."""
    spans = runs(tags)
    cues = [(a, b) for r, a, b in spans if r == 1]
    if not cues:
        return []
    at = torch.tensor([a for a, _ in cues])
    places = torch.arange(len(tags))

    def chance(role):
        q, k = links[f"{level}-{role}"][0][i], links[f"{level}-{role}"][1][i][:len(tags)]
        return torch.sigmoid(model.link_scores(f"{level}-{role}", q[at], k, at, places))

    source, content = chance("source"), chance("content")
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
def read(model, report, pieces, level="outer", size=16):
    """All attributions of a report, in characters: {source, cue, content} of [start, end] lists."""
    model.eval()
    found, todo = [], list(examples(report, pieces))
    for n in range(0, len(todo), size):
        batch = todo[n:n + size]
        h = model.words(collate(batch))
        scores, links = model.tags(h)[level], model.links(h)
        for i, e in enumerate(batch):
            index = sorted(e.local, key=e.local.get)
            tags = model.crfs[level].best(scores[i, :len(e.first)])
            for a in attributions(model, tags, links, i, level):
                found.append({role: [[report.spans[index[x]][0], report.spans[index[y - 1]][1]] for x, y in a[role]]
                              for role in ("source", "cue", "content")})
    return found
