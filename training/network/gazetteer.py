"""Who a name stands for, well enough to learn holders and targets from: forms from the tables of facts, and the
speakers a record resolves. The program itself does this with care in `crates/actors`."""

import csv

import text as T


class Gazetteer:
    def __init__(self, world):
        self.sure, self.unsure = {}, {}
        for file, column in (("names", "iso3"), ("organisations", "code"), ("groups", "code")):
            with open(f"{world}/{file}.tsv", encoding="utf-8") as lines:
                for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                    if row.get("type") == "venue":
                        continue
                    form = tuple(T.WORD.findall(row["form"]))
                    (self.unsure if row["ambiguous"] == "yes" else self.sure).setdefault(form, set()).add(row[column])
        self.longest = max(map(len, [*self.sure, *self.unsure]))

    def mentions(self, record, spans):
        """(first word, last word, party) of each mention of a party. Ambiguous forms count where the record has the party."""
        tokens = [record["text"][a:b] for a, b in spans]
        parties = {m for s in record["statements"] for m in (s["speaker"]["party"] or "").split("+")}
        parties |= {m for p in record["positions"] for k in ("party", "target") for m in (p[k] or "").split("+")}
        names = {}
        for s in record["statements"]:
            name, party = s["speaker"]["name"], s["speaker"]["party"]
            if name and party:
                words = tuple(T.WORD.findall(name))
                names[words] = party
                names.setdefault(words[-1:], party)
        found, i = [], 0
        while i < len(tokens):
            for n in range(min(self.longest, len(tokens) - i), 0, -1):
                form = tuple(tokens[i:i + n])
                code = names.get(form)
                if code is None and len(self.sure.get(form, ())) == 1:
                    code = next(iter(self.sure[form]))
                if code is None:
                    known = self.unsure.get(form, set()) & parties
                    code = next(iter(known)) if len(known) == 1 else None
                if code:
                    found.append((i, i + n - 1, code))
                    i += n
                    break
            else:
                i += 1
        at = {a: i for i, (a, _) in enumerate(spans)}
        taken = {w for a, b, _ in found for w in range(a, b + 1)}
        for s in record["statements"]:
            if s["speaker"]["party"] and s["source"] and s["source"][0][0] in at and at[s["source"][0][0]] not in taken:
                w = at[s["source"][0][0]]
                found.append((w, w, s["speaker"]["party"]))
                taken.add(w)
        return sorted(found)
