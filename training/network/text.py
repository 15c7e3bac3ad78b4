"""From text to what the network sees: words, word pieces, shapes, quotation marks, windows.

The Rust program does the same in `crates/reading/src/words.rs` and `windows.rs`; change both together.
"""

import re
import unicodedata

WORD = re.compile(r"\w+|[^\w\s]")
WINDOW = 192        # pieces of a window, [CLS] and [SEP] counted
LONGEST_WORD = 40   # characters; a longer word is unknown
CLS, SEP, UNK = "[CLS]", "[SEP]", "[UNK]"
SHAPES = 8          # none, lower, Capitalised, UPPER, miXed, digits, other mark, sentence mark
QUOTED = 4          # outside, inside, opening or straight mark, closing mark
OPEN, CLOSE, STRAIGHT = "“„«", "”»", '"'


def words(text):
    """The words of a text as (start, end), in code points: runs of letters and digits, or single marks."""
    return [m.span() for m in WORD.finditer(text)]


def shape(word):
    first = word[0]
    if first.isdigit():
        return 5
    if not (first.isalpha() or first == "_"):
        return 7 if first in ".!?" else 6
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    return 2 if first.isupper() and word[1:].islower() else 4


def quoted(paragraph_words):
    """For each word of a paragraph, where it stands to double quotation marks."""
    out, inside = [], False
    for word in paragraph_words:
        if word in OPEN:
            inside = True
            out.append(2)
        elif word in CLOSE:
            inside = False
            out.append(3)
        elif word == STRAIGHT:
            out.append(3 if inside else 2)
            inside = not inside
        else:
            out.append(1 if inside else 0)
    return out


def plain(word):
    """Lower case, without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")


class Pieces:
    """Word pieces of an uncased BERT vocabulary."""

    def __init__(self, vocabulary):
        with open(vocabulary, encoding="utf-8") as lines:
            self.ids = {line.rstrip("\n"): i for i, line in enumerate(lines)}
        self.cls, self.sep, self.unk = (self.ids[t] for t in (CLS, SEP, UNK))
        self.seen = {}

    def of(self, word):
        if word not in self.seen:
            self.seen[word] = self._cut(plain(word))
        return self.seen[word]

    def _cut(self, word):
        if not word or len(word) > LONGEST_WORD:
            return [self.unk]
        out, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = self.ids.get(("##" if start else "") + word[start:end])
                if piece is not None:
                    break
            else:
                return [self.unk]
            out.append(piece)
            start = end
        return out


def paragraphs(text, spans):
    """Words grouped by paragraph: index ranges [a, b) of words between line ends."""
    groups, start = [], 0
    for i in range(1, len(spans) + 1):
        if i == len(spans) or "\n" in text[spans[i - 1][1]:spans[i][0]]:
            groups.append((start, i))
            start = i
    return groups


def windows(text, spans, pieces, limit=WINDOW, start=None):
    """Whole paragraphs packed into windows of at most `limit` pieces; a longer paragraph is cut at sentence
    ends, or where it must. Gives lists of word-index ranges, each a paragraph or part of one. For training,
    `start` is a smaller limit for the first window, so that cuts fall elsewhere each time."""
    tokens = [text[a:b] for a, b in spans]
    size = [len(pieces.of(t)) for t in tokens]
    parts = []
    for a, b in paragraphs(text, spans):
        while sum(size[a:b]) > limit - 2:
            room, cut = limit - 2, a
            last = None
            for i in range(a, b):
                room -= size[i]
                if room < 0:
                    break
                cut = i + 1
                if tokens[i] in ".!?" and i + 1 < b:
                    last = i + 1
                    if last < b and tokens[last] in CLOSE + STRAIGHT:
                        last += 1
            if last is not None and last > a and last <= cut:
                cut = last
            cut = max(cut, a + 1)
            parts.append((a, cut))
            a = cut
        parts.append((a, b))
    out, room = [], 0
    for a, b in parts:
        need = sum(size[a:b]) + 1
        if not out or need > room:
            out.append([])
            room = (start if start and len(out) == 1 else limit) - 1
        out[-1].append((a, b))
        room -= need
    return out


def encode(text, spans, window, pieces):
    """A window as the network takes it: piece ids, shapes, quotation; and per word its index and first piece."""
    ids, shapes, quotes, first, index = [pieces.cls], [0], [0], [], []
    for a, b in window:
        tokens = [text[s:e] for s, e in spans[a:b]]
        for i, (token, q) in enumerate(zip(tokens, quoted(tokens))):
            cut = pieces.of(token)
            first.append(len(ids))
            index.append(a + i)
            ids += cut
            shapes += [shape(token)] * len(cut)
            quotes += [q] * len(cut)
        ids.append(pieces.sep)
        shapes.append(0)
        quotes.append(0)
    return ids, shapes, quotes, first, index
