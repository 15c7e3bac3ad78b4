"""Nesting to learn from: paragraphs of PolNeAR, whose attributions are marked, put into the mouth of another of its sources."""

import text as T
from data import Attribution, Report, to_words

ROLES = ("source", "cue", "content")
SAYING = ["said that", "told reporters that", "added that", "reported that", "claimed that", "wrote that", "explained that", "recalled that", "stated that"]
QUOTING = ["said", "told reporters", "added", "wrote", "explained"]
LOWER = {"The", "A", "An", "He", "She", "They", "It", "His", "Her", "Their", "In", "On", "At", "Many", "Some", "Most", "This", "That", "These", "One", "Two"}
OWN = {"i", "we", "you"}    # an own attitude in the first person is not nested
LONGEST = 60                # words of a paragraph


class Wrapper:
    def __init__(self, reports):
        """`reports` are PolNeAR's, with outer attributions only."""
        self.paragraphs, self.sources = [], []
        for report in reports:
            for a, b in T.paragraphs(report.text, report.spans):
                inside = [x for x in report.outer if all(a <= w < b for r in ROLES for w in getattr(x, r))]
                touching = [x for x in report.outer if any(a <= w < b for r in ROLES for w in getattr(x, r))]
                if b - a <= LONGEST and inside and inside == touching:
                    self.paragraphs.append((report, a, b, inside))
            for x in report.outer:
                if len(x.source) > 1 and x.source[-1] - x.source[0] == len(x.source) - 1 <= 8:
                    words = report.text[report.spans[x.source[0]][0]:report.spans[x.source[-1]][1]]
                    if words[0].isupper() and "\n" not in words:
                        self.sources.append(words)

    def reports(self, count, rng):
        """Short reports of three paragraphs, `count` of them wrapped in all."""
        made = 0
        while made < count:
            parts = []
            for _ in range(3):
                part = self._wrapped(rng) if rng.random() < 0.75 else None
                made += part is not None
                parts.append(part or self._plain(rng.choice(self.paragraphs)))
            yield _joined(parts)

    @staticmethod
    def _plain(paragraph):
        report, a, b, inside = paragraph
        text, shift = _text(report, a, b)
        return text, [(0, _spans(report, x, -shift)) for x in inside]

    def _wrapped(self, rng):
        """(text, [(depth, spans by role)]), or None where the paragraph drawn does not lend itself to it."""
        report, a, b, inside = rng.choice(self.paragraphs)
        text, shift = _text(report, a, b)
        one = text.rstrip(".").count(". ") == 0
        if any(mark in text for mark in '"“”') or not all(
                x.source and report.text[slice(*report.spans[x.source[0]])].lower() not in OWN for x in inside):
            return None
        source = rng.choice(self.sources)
        if one and rng.random() < 0.6:
            cue = rng.choice(SAYING)
            if text.split()[0] in LOWER:
                text = text[0].lower() + text[1:]
            start = len(source) + 1 + len(cue) - len("that")
            outer = {"source": [(0, len(source))], "cue": [(len(source) + 1, start - 1)], "content": [(start, start + len("that ") + len(text.rstrip(".")))]}
            before, after = f"{source} {cue} ", ""
        else:
            cue = rng.choice(QUOTING)
            body = len(text.rstrip("."))
            text = text[:body] + ","
            outer = {"content": [(1, 1 + body)], "source": [(len(text) + 3, len(text) + 3 + len(source))],
                     "cue": [(len(text) + 4 + len(source), len(text) + 4 + len(source) + len(cue.split(" reporters")[0]))]}
            before, after = "“", f"” {source} {cue}."
        return before + text + after, [(0, outer)] + [(1, _spans(report, x, len(before) - shift)) for x in inside]


def _text(report, a, b):
    start, end = report.spans[a][0], report.spans[b - 1][1]
    return report.text[start:end], start


def _spans(report, x, shift):
    return {r: [(report.spans[w][0] + shift, report.spans[w][1] + shift) for w in getattr(x, r)] for r in ROLES}


def _joined(parts):
    text = "\n".join(part for part, _ in parts)
    spans = T.words(text)
    starts, ends = [a for a, _ in spans], [b for _, b in spans]
    levels, at = ([], []), 0
    for part, found in parts:
        for depth, roles in found:
            levels[depth].append(Attribution(*(to_words([(a + at, b + at) for a, b in roles[r]], starts, ends) for r in ROLES)))
        at += len(part) + 1
    return Report(text, spans, *levels)
