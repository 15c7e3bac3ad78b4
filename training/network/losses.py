"""What the network is trained to do, one loss a task."""

import torch
from torch.nn import functional as F

from data import tag
from model import HIDDEN

WEIGHT = {"link": 0.3, "act": 0.4, "issue": 0.4, "hedge": 0.1, "party": 0.3, "inner": 0.7, "proposal": 0.7, "reason": 0.5, "soft": 1.0}


def attributed(attributions):
    return [(role, words) for a in attributions for role, words in enumerate((a.source, a.cue, a.content))]


def tag_tensor(per_example, batch, width):
    rows = []
    for e, roles in zip(batch, per_example):
        row = tag(roles, len(e.first), e.local)
        rows.append(row + [0] * (width - len(row)))
    return torch.tensor(rows)


def link_loss(model, name, links, i, anchors, candidates, positive):
    """Binary cross-entropy over (anchor, candidate word) pairs of example i. `positive` holds the true pairs."""
    if not anchors or not candidates:
        return None
    q, k = links[name][0][i], links[name][1][i]
    a, c = torch.tensor(anchors), torch.tensor(candidates)
    scores = model.link_scores(name, q[a], k[c], a, c)
    gold = torch.tensor([[float((x, y) in positive) for y in candidates] for x in anchors])
    return F.binary_cross_entropy_with_logits(scores, gold)


def attribution_losses(model, h, links, batch, which, level, out):
    width = h["outer"].shape[1]
    mask = out["mask"]
    out[level] = model.crfs[level].loss(h[level], tag_tensor([attributed(which(e)) for e in batch], batch, width), mask)
    losses = []
    for i, e in enumerate(batch):
        here = [(a, e.local[a.cue[0]]) for a in which(e) if a.cue and a.cue[0] in e.local]
        for role in ("source", "content"):
            words = [[e.local[w] for w in getattr(a, role) if w in e.local] for a, _ in here]
            candidates = sorted({w for ws in words for w in ws})
            positive = {(c, w) for (_, c), ws in zip(here, words) for w in ws}
            loss = link_loss(model, f"{level}-{role}", links, i, sorted({c for _, c in here}), candidates, positive)
            if loss is not None:
                losses.append(loss)
    if losses:
        out[level + " links"] = WEIGHT["link"] * torch.stack(losses).mean()


def proposal_vector(h, proposal, cue, content):
    """Mean and first of the proposal, first of the cue, mean of the content (zeros where there is none), mean of the window.
    h is [w, hidden], without padding."""
    none = torch.zeros(HIDDEN)
    return torch.cat([h[proposal].mean(0), h[proposal[0]], h[cue[0]] if cue else none, h[content].mean(0) if content else none, h.mean(0)])


def position_losses(model, h, scores, links, batch, out):
    width, mask = h.shape[1], out["mask"]
    out["proposal"] = WEIGHT["proposal"] * model.crfs["proposal"].loss(
        scores["proposal"], tag_tensor([[(0, p.proposal) for p in e.report.positions] for e in batch], batch, width), mask)
    out["reason"] = WEIGHT["reason"] * model.crfs["reason"].loss(
        scores["reason"], tag_tensor([[(r, ws) for p in e.report.positions for r, ws in ((0, p.condition), (1, p.grounds))] for e in batch], batch, width), mask)
    vectors, acts, issues, linked, about, parties, hedges, hedged = [], [], [], [], [], [], [], []
    for i, e in enumerate(batch):
        here = lambda ws: [e.local[w] for w in ws if w in e.local]
        placed = [(p, here(p.proposal)) for p in e.report.positions]
        placed = [(p, ws) for p, ws in placed if ws]
        for p, ws in placed:
            s = e.report.statements[p.statement] if p.statement is not None else None
            vectors.append(proposal_vector(h[i, :len(e.first)], ws, here(s.cue) if s else [], here(s.content) if s else []))
            acts.append(p.act)
            issues.append(p.issue)
        anchors = sorted({ws[0] for _, ws in placed})
        for role in ("condition", "grounds"):
            positive = {(ws[0], w) for p, ws in placed for w in here(getattr(p, role))}
            loss = link_loss(model, role, links, i, anchors, sorted({w for _, w in positive}), positive)
            if loss is not None:
                linked.append(loss)
        cues = {n: e.local[s.cue[0]] for n, s in enumerate(e.report.statements) if s.cue and s.cue[0] in e.local}
        positive = {(cues[p.statement], ws[0]) for p, ws in placed if p.statement in cues}
        loss = link_loss(model, "about", links, i, sorted(set(cues.values())), anchors, positive)
        if loss is not None:
            about.append(loss)
        mentions = [(e.local[a], code) for a, _, code in e.report.mentions if a in e.local]
        for role in ("holder", "target"):
            positive = {(ws[0], m) for p, ws in placed for m, code in mentions if code == getattr(p, role)}
            loss = link_loss(model, role, links, i, anchors, [m for m, _ in mentions], positive)
            if loss is not None:
                parties.append(loss)
        for s in e.report.statements:
            cue = here(s.cue)
            if cue and s.hedged is not None:
                source = here(s.source)
                hedges.append(torch.cat([h[i][cue].mean(0), h[i][source].mean(0) if source else torch.zeros(HIDDEN)]))
                hedged.append(float(s.hedged))
    if vectors:
        v = torch.stack(vectors)
        out["act"] = WEIGHT["act"] * F.cross_entropy(model.act(v), torch.tensor(acts), label_smoothing=0.05)
        out["issue"] = WEIGHT["issue"] * F.cross_entropy(model.issue(v), torch.tensor(issues), label_smoothing=0.05)
    if linked:
        out["reason links"] = WEIGHT["link"] * torch.stack(linked).mean()
    if about:
        out["about"] = WEIGHT["link"] * torch.stack(about).mean()
    if parties:
        out["party links"] = WEIGHT["party"] * torch.stack(parties).mean()
    if hedges:
        out["hedge"] = WEIGHT["hedge"] * F.binary_cross_entropy_with_logits(model.hedge(torch.stack(hedges))[:, 0], torch.tensor(hedged))


def soft_loss(scores, batch, mask):
    """Kullback-Leibler divergence of the taggers' probabilities from the teachers', in nats a word, all taggers together."""
    gold = torch.zeros(len(batch), mask.shape[1], sum(scores[name].shape[-1] for name in scores))
    for i, e in enumerate(batch):
        places = sorted(e.local, key=e.local.get)
        gold[i, :len(places)] = e.report.soft[places].float()
    own = torch.cat([torch.log_softmax(part.float(), -1) for part in scores.values()], -1)
    apart = (gold * (gold.clamp(min=1e-6).log() - own)).sum(-1)
    return (apart * mask).sum() / mask.sum()


def plover_vector(h, roles):
    """Means over all words, the marked source and the marked target. h is [w, hidden], roles [w]."""
    def mean(mask):
        return (h * mask[:, None]).sum(0) / mask.sum().clamp(min=1)
    return torch.cat([mean(torch.ones(len(h))), mean((roles == 1).float()), mean((roles == 2).float())])


def plover_logits(model, h, batch):
    return model.plover(torch.stack([plover_vector(h[i, :len(e.first)], torch.tensor(e.word_roles)) for i, e in enumerate(batch)]))


def losses(model, batch, tensors, h):
    """Named losses of a batch of one kind (PolNeAR windows, wrapped ones, corpus windows, marked sentences, or PLOVER sentences) from its word vectors."""
    if batch[0].report is None:
        gold = torch.tensor([e.act for e in batch])
        return {"plover": F.cross_entropy(plover_logits(model, h, batch), gold, label_smoothing=0.1)}
    scores, links, out = model.tags(h), model.links(h), {"mask": tensors["words"]}
    annotated = batch[0].report
    if annotated.outer is not None:
        attribution_losses(model, scores, links, batch, lambda e: e.report.outer, "outer", out)
    if annotated.inner is not None:
        attribution_losses(model, scores, links, batch, lambda e: e.report.inner, "inner", out)
    if annotated.positions is not None:
        position_losses(model, h, scores, links, batch, out)
    if all(e.report.soft is not None for e in batch):
        out["soft"] = WEIGHT["soft"] * soft_loss(scores, batch, out["mask"])
    del out["mask"]
    return out
