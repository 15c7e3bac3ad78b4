"""The network: a six-layer MiniLM encoder with heads for attributions, nested attributions and positions."""

import math

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

from text import QUOTED, SHAPES

HIDDEN, HEADS, INNER = 384, 12, 1536
LINK = 64                   # width of a link query or key
HEAD_DROPOUT = 0.3
DISTANCES = 25              # buckets of signed word distance in a link
TAGS = 7                    # O, then B and I of source, cue, content
TAGGERS = {"outer": 7, "inner": 7, "proposal": 3, "reason": 5}   # reason: condition, grounds
LINKS = ["outer-source", "outer-content", "inner-source", "inner-content", "condition", "grounds", "holder", "target", "about"]   # about: from a cue to proposals
ACTS = "demand propose offer accept concede commit consider reject retract threaten warn accuse assess".split()
PLOVER = "AGREE CONSULT SUPPORT COOPERATE AID YIELD REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
ISSUES = ("ceasefire territory withdrawal foreign-troops peacekeeping security-guarantees alliance neutrality disarmament military-aid government status "
          "minority-rights accountability reparations prisoners refugees humanitarian nuclear inspections sanctions trade normalization energy water "
          "resources talks implementation unspecified").split()


class Dropout:
    """Dropout from one pool of drawn masks: on a CPU, drawing each anew takes as long as the layer itself."""

    POOL = 1 << 23

    def __init__(self, share):
        self.share = share
        self.pool = None

    def __call__(self, x, training):
        if not training or not self.share:
            return x
        if self.pool is None:
            self.pool = (torch.rand(self.POOL) >= self.share).to(torch.bfloat16) / (1 - self.share)
        n = x.numel()
        at = int(torch.randint(self.POOL - n, (1,)))
        return x * self.pool[at:at + n].view_as(x).to(x.dtype)


class Layer(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = Dropout(dropout)

    def forward(self, x, mask):
        """x [b, t, hidden]; mask [b, 1, 1, t], 0 or a large negative number, or None."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: on a CPU the fused kernel's backward pass is several times slower.
        a = q @ k.transpose(-1, -2) * (1 / math.sqrt(HIDDEN // HEADS))
        a = torch.softmax(a if mask is None else a + mask, -1).to(v.dtype) @ v
        a = self.out(a.transpose(1, 2).reshape(b, t, HIDDEN))
        x = self.norm1(x + self.drop(a, self.training))
        y = self.down(F.gelu(self.up(x)))
        return self.norm2(x + self.drop(y, self.training))


class Encoder(nn.Module):
    def __init__(self, layers=6, vocabulary=30522, dropout=0.1):
        super().__init__()
        self.words = nn.Embedding(vocabulary, HIDDEN)
        self.places = nn.Embedding(512, HIDDEN)
        self.shapes = nn.Embedding(SHAPES, HIDDEN)
        self.quotes = nn.Embedding(QUOTED, HIDDEN)
        self.roles = nn.Embedding(3, HIDDEN)     # none, marked source, marked target (PLOVER)
        for added in (self.shapes, self.quotes, self.roles):
            nn.init.zeros_(added.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.drop = Dropout(dropout)

    def load_minilm(self, path):
        w = load_file(path)
        pre = "" if "embeddings.word_embeddings.weight" in w else "bert."
        self.words.weight.data = w[pre + "embeddings.word_embeddings.weight"].clone()
        self.places.weight.data = w[pre + "embeddings.position_embeddings.weight"] + w[pre + "embeddings.token_type_embeddings.weight"][0]

        def norm(to, name):
            to.weight.data, to.bias.data = w[name + ".weight"].clone(), w[name + ".bias"].clone()

        norm(self.norm, pre + "embeddings.LayerNorm")
        for i, layer in enumerate(self.layers):
            at = f"{pre}encoder.layer.{i}."
            for field in ("weight", "bias"):
                getattr(layer.qkv, field).data = torch.cat([w[f"{at}attention.self.{x}.{field}"] for x in ("query", "key", "value")])
            norm(layer.out, at + "attention.output.dense")
            norm(layer.norm1, at + "attention.output.LayerNorm")
            norm(layer.up, at + "intermediate.dense")
            norm(layer.down, at + "output.dense")
            norm(layer.norm2, at + "output.LayerNorm")

    def embed(self, ids, shapes, quotes, roles=None):
        x = self.words(ids) + self.places(torch.arange(ids.shape[1])) + self.shapes(shapes) + self.quotes(quotes)
        return x if roles is None else x + self.roles(roles)

    def forward(self, x, mask=None):
        x = self.drop(self.norm(x), self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Crf(nn.Module):
    """Linear-chain conditional random field over tags; `legal` forbids I without its B or I."""

    def __init__(self, tags):
        super().__init__()
        self.step = nn.Parameter(torch.zeros(tags, tags))
        self.first = nn.Parameter(torch.zeros(tags))
        bad = torch.zeros(tags, tags)
        for to in range(2, tags, 2):
            for source in range(tags):
                if source not in (to - 1, to):
                    bad[source, to] = -1e4
        start = torch.zeros(tags)
        start[2::2] = -1e4
        self.register_buffer("bad", bad)
        self.register_buffer("bad_first", start)

    def loss(self, scores, tags, mask):
        """Mean negative log-likelihood per sequence-word. scores [b, w, tags], tags [b, w], mask [b, w]."""
        step, first = self.step + self.bad, self.first + self.bad_first
        b, w, _ = scores.shape
        gold = first[tags[:, 0]] + scores[:, 0].gather(1, tags[:, :1])[:, 0]
        emitted = scores.gather(2, tags[..., None])[..., 0]
        moved = step[tags[:, :-1], tags[:, 1:]]
        gold = gold + ((emitted[:, 1:] + moved) * mask[:, 1:]).sum(1)
        alpha = first + scores[:, 0]
        for i in range(1, w):
            new = torch.logsumexp(alpha[:, :, None] + step, 1) + scores[:, i]
            alpha = torch.where(mask[:, i, None] > 0, new, alpha)
        return (torch.logsumexp(alpha, 1) - gold).sum() / mask.sum()

    def best(self, scores):
        """Viterbi over [w, tags]."""
        step, first = (self.step + self.bad).detach(), (self.first + self.bad_first).detach()
        alpha, back = first + scores[0], []
        for row in scores[1:]:
            alpha, prev = (alpha[:, None] + step).max(0)
            alpha = alpha + row
            back.append(prev)
        tag = int(alpha.argmax())
        out = [tag]
        for prev in reversed(back):
            tag = int(prev[tag])
            out.append(tag)
        return out[::-1]


class Reader(nn.Module):
    def __init__(self, layers=6, dropout=0.1):
        super().__init__()
        self.encoder = Encoder(layers, dropout=dropout)
        self.tag = nn.Linear(HIDDEN, sum(TAGGERS.values()))
        self.crfs = nn.ModuleDict({name: Crf(n) for name, n in TAGGERS.items()})
        self.link = nn.Linear(HIDDEN, 2 * LINK * len(LINKS))
        self.near = nn.Parameter(torch.zeros(len(LINKS), DISTANCES))
        self.act = nn.Sequential(nn.Linear(5 * HIDDEN, 256), nn.GELU(), nn.Dropout(HEAD_DROPOUT), nn.Linear(256, len(ACTS)))
        self.issue = nn.Sequential(nn.Linear(5 * HIDDEN, 256), nn.GELU(), nn.Dropout(HEAD_DROPOUT), nn.Linear(256, len(ISSUES)))
        self.hedge = nn.Linear(2 * HIDDEN, 1)
        self.plover = nn.Sequential(nn.Linear(3 * HIDDEN, 256), nn.GELU(), nn.Dropout(dropout), nn.Linear(256, len(PLOVER)))
        self.drop = Dropout(dropout)

    def load_earlier(self, known):
        """Takes an earlier run's weights; where a shape has grown since, the part that both have."""
        own = self.state_dict()
        for name, old in known.items():
            new = own.get(name)
            if new is not None and new.dim() == old.dim():
                part = tuple(slice(0, min(a, b)) for a, b in zip(new.shape, old.shape))
                new[part] = old[part]
        self.load_state_dict(own)

    def words(self, batch):
        """Vectors of words [b, w, hidden]: the last layer at each word's first piece."""
        x = self.encoder(self.encoder.embed(batch["ids"], batch["shapes"], batch["quotes"], batch.get("roles")),
                         (batch["mask"].float() - 1)[:, None, None, :].to(torch.bfloat16 if torch.is_autocast_enabled("cpu") else torch.float32) * 1e4)
        h = x.gather(1, batch["first"][..., None].expand(-1, -1, HIDDEN)).float()
        return self.drop(h, self.training)

    def tags(self, h):
        return dict(zip(TAGGERS, self.tag(h).split(list(TAGGERS.values()), -1)))

    def links(self, h):
        """Per link its queries and keys, each [b, w, LINK]."""
        parts = self.link(h).split(LINK, -1)
        return {name: (parts[2 * i], parts[2 * i + 1]) for i, name in enumerate(LINKS)}

    def link_scores(self, name, queries, keys, at, places):
        """Scores of words for anchors: queries [n, LINK] at word `at` [n], keys [w, LINK] at `places` [w]."""
        return queries @ keys.T / math.sqrt(LINK) + self.near[LINKS.index(name)][bucket(places[None, :] - at[:, None])]


def load_run(path):
    """A trained reader, ready to read, and what was saved with it."""
    saved = torch.load(path)
    model = Reader(saved["layers"])
    model.load_earlier(saved["model"])
    model.eval()
    return model, saved


def bucket(distance):
    """Signed word distance in 25 buckets: exact to 4, then doubling steps with two per octave."""
    size = distance.abs()
    far = 4 + (2 * torch.log2(size.clamp(min=4) / 4.0)).floor().long()
    step = torch.where(size <= 4, size, far).clamp(max=12)
    return 12 + torch.sign(distance) * step
