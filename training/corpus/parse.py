#!/usr/bin/env python3
"""Read corpus files (`reports/*.rec`), check them and turn them into records with offsets.

    parse.py FILE...                    check; counts on stdout, errors and warnings on stderr
    parse.py --show FILE...             also print every role where it was placed, with its surroundings
    parse.py --json OUT.jsonl FILE...   also write one record a line (only when nothing is wrong)

The format is described in README.md beside this file. Every error is reported, each with file and line;
the exit status is 1 when there was one. Warnings advise and change nothing.
Offsets in the records are code points into `text`, half-open.
"""

import datetime
import itertools
import json
import re
import sys

ACTS = """demand propose offer accept concede commit consider reject retract threaten warn accuse assess""".split()
ISSUES = """ceasefire territory withdrawal foreign-troops peacekeeping security-guarantees alliance neutrality
disarmament military-aid government status minority-rights accountability reparations prisoners refugees humanitarian
nuclear inspections sanctions trade normalization energy water resources talks implementation unspecified""".split()
# ISO 3166-1 alpha-3, then the former states of ISO 3166-3 that reports of earlier decades need.
STATES = set("""ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS
BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR
CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP
GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN
KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI
MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER
PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD
STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB
VAT VCT VEN VGB VIR VNM VUT WLF WSM XKX YEM ZAF ZMB ZWE
SUN YUG SCG CSK DDR YMD ZAR BUR DHY HVO RHO VDR""".split())
QUOTES = "\"“”„«»‘’'"
GENEROUS = 60  # candidates tried for one quoted piece; texts are short, so this is never reached in earnest


class Problem(Exception):
    """Something in one line that keeps it from being placed; the run goes on."""


# ---- quotation marks -------------------------------------------------------------------------------------------


def quoted_mask(text):
    """One flag a character: does it stand inside quotation marks? Marks never reach beyond their paragraph."""
    mask = [False] * len(text)
    start = 0
    for paragraph in re.split(r"(\n\s*\n)", text):
        _mask_paragraph(text, start, start + len(paragraph), mask)
        start += len(paragraph)
    return mask


def _mask_paragraph(text, start, end, mask):
    def alnum(i):
        return start <= i < end and text[i].isalnum()

    def spaced(i):
        return i < start or i >= end or text[i].isspace() or text[i] in "([—–-:/“„\"«"

    pairs = {"“": "”", "„": "“”", "«": "»"}
    i = start
    while i < end:
        char = text[i]
        close = None
        if char in pairs:
            close = next((j for j in range(i + 1, end) if text[j] in pairs[char]), end)
        elif char == '"':
            close = next((j for j in range(i + 1, end) if text[j] == '"'), end)
        elif char in "‘'" and spaced(i - 1) and alnum(i + 1):
            ends = "’" if char == "‘" else "'"
            close = next((j for j in range(i + 2, end) if text[j] in ends and not alnum(j + 1)), None)
        if close is None:
            i += 1
            continue
        for j in range(i + 1, close):
            mask[j] = True
        i = close + 1


def form_of(text, mask, statement):
    """`direct`, `indirect` or `mixed`. A transcript's turn (label, colon) is direct without any marks."""
    inside = outside = 0
    for start, end in statement["content"]:
        for i in range(start, end):
            if text[i].isalnum():
                inside += mask[i]
                outside += not mask[i]
    cue, source = statement["cue"], statement["source"]
    if len(cue) == 1 and text[cue[0][0] : cue[0][1]] == ":" and source:
        line_start = text.rfind("\n", 0, source[0][0]) + 1
        # A label is followed by its colon at once, or by a handle, a bracket, "reply" or "on X".
        between = text[source[-1][1] : cue[0][0]].strip(" ,")
        before = text[line_start : source[0][0]]
        label = not before.strip(" *•-–—@[]().:0123456789") and re.fullmatch(r"(@\S+|\([^)]*\)|reply|on [^.]{1,30})?", between)
        if label and not (inside and text[source[0][0] : source[0][1]] != text[source[0][0] : source[0][1]].upper()):
            return "direct"
    if not outside:
        return "direct"
    return "mixed" if inside else "indirect"


# ---- finding quoted pieces -------------------------------------------------------------------------------------


def occurrences(text, words):
    """Places of `words` that do not cut a word at either end."""
    if not words:
        raise Problem("a quoted piece is empty")
    found, cutting, at = [], 0, text.find(words)
    while at >= 0:
        end = at + len(words)
        cut = (at > 0 and text[at - 1].isalnum() and words[0].isalnum()) or (
            end < len(text) and text[end].isalnum() and words[-1].isalnum()
        )
        if cut:
            cutting += 1
        else:
            found.append((at, end))
        at = text.find(words, at + 1)
    if found:
        return found[:GENEROUS]
    if cutting:
        raise Problem(f"{words!r} stands in the text only as part of a longer word")
    plain = str.maketrans("“”„‘’–—\n\u00a0", "\"\"\"''-- \x20")
    if text.translate(plain).find(words.translate(plain)) >= 0:
        raise Problem(f"{words!r} is in the text with other quotation marks, dashes or spaces")
    lower = text.lower().find(words.lower())
    if lower >= 0:
        raise Problem(f"{words!r} is in the text as {text[lower : lower + len(words)]!r}")
    raise Problem(f"{words!r} is not in the text")


def _index(words):
    match = re.fullmatch(r"(.*\S)\s*@([1-9][0-9]*)", words)
    return (match[1], int(match[2])) if match else (words, None)


def _pick(found, index, words):
    if index is None:
        return found
    if index > len(found):
        raise Problem(f"{words!r} has {len(found)} occurrence(s), @{index} asks for another")
    return [found[index - 1]]


def piece_candidates(text, piece):
    """Spans a piece may mean: `words`, `words@2`, `from ~ to`, `from@2 ~ to`, `from ~ to@2` (the second `from`)."""
    parts = re.split(r"\s~\s", piece.strip())
    if len(parts) == 1:
        words, index = _index(parts[0])
        return _pick(occurrences(text, words), index, words)
    if len(parts) != 2:
        raise Problem(f"{piece!r} has more than one `~`")
    first, index = _index(parts[0])
    last, whole = _index(parts[1])
    starts = _pick(occurrences(text, first), index or whole, first)
    ends = occurrences(text, last)
    spans = []
    for start, start_end in starts:
        end = next((e for s, e in ends if s >= start_end), None)
        if end is not None:
            spans.append((start, end))
    if not spans:
        raise Problem(f"{last!r} does not follow {first!r}")
    return spans


def role_candidates(text, field):
    """Every way to place a role: lists of spans in text order. A later piece takes its nearest place after the one before,
    unless it has an `@`."""
    pieces = [piece_candidates(text, p) for p in re.split(r"\s\+\+\s", field)]
    ways = []
    for first in pieces[0]:
        way = [first]
        for spans in pieces[1:]:
            after = [s for s in spans if s[0] >= way[-1][1]]
            if not after:
                break
            way.append(after[0])
        else:
            ways.append(way)
    if not ways:
        raise Problem(f"the pieces of {field!r} do not follow one another in the text")
    return ways


def gap(a, b):
    """Characters between two roles at their nearest; 0 where they touch or overlap."""
    return min(max(0, s2 - e1, s1 - e2) for (s1, e1), (s2, e2) in itertools.product(a, b))


def overlap(a, b):
    return any(s1 < e2 and s2 < e1 for (s1, e1), (s2, e2) in itertools.product(a, b))


def inside(role, container):
    """Is each span of the role within a span of the container?"""
    return all(any(s <= start and end <= e for s, e in container) for start, end in role)


def distance(text, a, b):
    """Gap, dearer across sentences and paragraphs."""
    best = None
    for (s1, e1), (s2, e2) in itertools.product(a, b):
        between = text[e1:s2] if e1 <= s2 else text[e2:s1] if e2 <= s1 else ""
        cost = len(between) + 300 * between.count("\n") + 60 * len(re.findall(r"[.?!][”\"’']?\s", between))
        best = cost if best is None else min(best, cost)
    return best


# ---- statements and positions ----------------------------------------------------------------------------------


def place_statement(text, fields, previous, outer):
    """The roles of one statement, placed together where they fit one another best."""
    contents = role_candidates(text, fields["content"])
    cues = role_candidates(text, fields["cue"]) if fields["cue"] else [[]]
    sources = role_candidates(text, fields["source"]) if fields["source"] else [[]]
    if outer is not None:
        within = [c for c in contents if inside(c, outer["content"])]
        if not within:
            raise Problem(f"the content does not stand inside that of {outer['id']}")
        contents = within
    best = None
    for content, cue in itertools.product(contents, cues):
        cost = 0
        if outer is None and previous is not None and content[0][0] < previous:
            cost += 3000 + (previous - content[0][0])
        cost += content[0][0] / 50
        if cue:
            cost += distance(text, cue, content)
            cost += 2000 * overlap(cue, content)
            if outer is not None and not inside(cue, outer["content"]):
                cost += 250
        for source in sources:
            total = cost
            if source:
                total += 0.6 * distance(text, source, cue or content)
                total += 2000 * (overlap(source, cue) if cue else 0)
                total += 150 * overlap(source, content)
                if outer is not None and not inside(source, outer["content"]):
                    total += 120
                # Sources go before their cues more often than after.
                total += 0.5 * (bool(cue) and source[0][0] > cue[0][0])
            if best is None or total < best[0]:
                best = (total, content, cue, source)
    return best[1:]


def place_position(text, fields, statement, statements, last_free):
    """The roles of one position: inside the statement's content first, else nearest to it."""
    content = statement["content"] if statement else None
    roles = {}
    for role in ("proposal", "condition", "grounds"):
        if not fields[role]:
            roles[role] = []
            continue

        def cost(way):
            if content:
                within = inside(way, content)
                value = 0 if within else 1000 + gap(way, content)
                anchor = roles.get("proposal")
                if anchor and role != "proposal":
                    value += min(gap(way, anchor), 900) + 500 * overlap(way, anchor)
                return value + (way[0][0] / 1e4)
            taken = any(overlap(way, s["content"]) for s in statements)
            anchor = roles.get("proposal")
            near = gap(way, anchor) + 500 * overlap(way, anchor) if anchor else 0
            early = 1500 if role == "proposal" and way[0][0] < last_free else 0
            return 1000 * taken + early + near + way[0][0] / 1e4

        roles[role] = min(role_candidates(text, fields[role]), key=cost)
    return roles


def check_party(code, joint):
    codes = code.split("+")
    if len(codes) > 1 and not joint:
        raise Problem(f"{code!r}: one party here; write one position per holder")
    if codes != sorted(codes) or len(set(codes)) != len(codes):
        raise Problem(f"{code!r}: joint parties are written once each, in alphabetical order")
    for one in codes:
        if re.fullmatch(r"[A-Z]{3}", one):
            if one not in STATES:
                raise Problem(f"{one!r} is no ISO 3166 alpha-3 code")
        elif not re.fullmatch(r"(IGO|NSA):\S.*", one):
            raise Problem(f"{one!r} is no party; write ABC, IGO:Name or NSA:Name")
    return code


def split_fields(line, most):
    fields = [f.strip() for f in line.split("|")]
    if len(fields) > most:
        if any(fields[most:]):
            raise Problem(f"{len(fields)} fields, at most {most} expected (a `|` inside a quoted piece?)")
        fields = fields[:most]
    return fields + [""] * (most - len(fields))


class Report:
    """One report while it is read."""

    def __init__(self, path, line, header):
        self.path, self.line, self.header = path, line, header
        self.text_lines, self.rows = [], []
        self.complaints, self.warnings = [], []

    def error(self, line, message):
        self.complaints.append(f"{self.path}:{line}: error: {message}")

    def warn(self, line, message):
        self.warnings.append(f"{self.path}:{line}: warning: {message}")

    def record(self):
        head = [f.strip() for f in self.header.split("|")]
        if len(head) != 3 or not all(head):
            self.error(self.line, "the header is `=== id | date | genre`")
            head = (head + ["", "", ""])[:3]
        try:
            datetime.date.fromisoformat(head[1])
        except ValueError:
            self.error(self.line, f"{head[1]!r} is no date of the form 2019-05-14")
        text = "\n".join(self.text_lines).strip("\n") + "\n"
        if not text.strip():
            self.error(self.line, "no text")
        statements, positions, by_id = [], [], {}
        mask = quoted_mask(text)
        previous = None
        for number, line in self.rows:
            if not line.startswith("s"):
                continue
            try:
                statement = self._statement(text, line, by_id, previous)
            except Problem as problem:
                self.error(number, str(problem))
                continue
            if statement["id"] in by_id:
                self.error(number, f"{statement['id']} is used twice")
            if statement["via"] is None:
                previous = statement["content"][0][0]
            statement["form"] = form_of(text, mask, statement)
            self._advise_statement(number, text, statement)
            by_id[statement["id"]] = statement
            statements.append(statement)
        last_free, seen = 0, set()
        for number, line in self.rows:
            if not line.startswith("p"):
                continue
            try:
                position = self._position(text, line, by_id, statements, last_free)
            except Problem as problem:
                self.error(number, str(problem))
                continue
            if position["id"] in seen:
                self.error(number, f"{position['id']} is used twice")
            seen.add(position["id"])
            if position["statement"] is None:
                last_free = position["proposal"][0][0]
            self._advise_position(number, text, position, by_id, statements)
            positions.append(position)
        return {
            "id": head[0],
            "date": head[1],
            "genre": head[2],
            "text_file": head[0] + ".txt",
            "text": text,
            "statements": statements,
            "positions": positions,
        }

    def _statement(self, text, line, by_id, previous):
        ident, cue, source, content, name, party, flags = split_fields(line, 7)
        match = re.fullmatch(r"(s\w+)(?:\s*<\s*(s\w+))?", ident)
        if not match:
            raise Problem(f"{ident!r}: a statement starts `s1 | …` or `s2 < s1 | …`")
        outer = None
        if match[2]:
            outer = by_id.get(match[2])
            if outer is None:
                raise Problem(f"{match[1]} stands inside {match[2]}, which is not there (or is itself in error, or comes later)")
        if not content:
            raise Problem("a statement needs content")
        if not cue:
            raise Problem("a statement needs a cue")
        if flags not in ("", "H"):
            raise Problem(f"flags are `H` or nothing, not {flags!r}")
        fields = {"cue": cue, "source": source, "content": content}
        spans = place_statement(text, fields, previous, outer)
        content_spans, cue_spans, source_spans = ([list(s) for s in role] for role in spans)
        return {
            "id": match[1],
            "source": source_spans,
            "cue": cue_spans,
            "content": content_spans,
            "form": None,
            "hedged": flags == "H",
            "speaker": {"name": name or None, "party": check_party(party, True) if party else None},
            "via": match[2],
        }

    def _position(self, text, line, by_id, statements, last_free):
        ident, party, act, issue, proposal, target, condition, grounds = split_fields(line, 8)
        match = re.fullmatch(r"(p\w+)\s+(s\w+|-)", ident)
        if not match:
            raise Problem(f"{ident!r}: a position starts `p1 s2 | …` or `p1 - | …`")
        statement = None
        if match[2] != "-":
            statement = by_id.get(match[2])
            if statement is None:
                raise Problem(f"{match[1]} belongs to {match[2]}, which is not there (or is itself in error)")
        if act not in ACTS:
            raise Problem(f"{act!r} is no act; one of {', '.join(ACTS)}")
        if issue not in ISSUES:
            raise Problem(f"{issue!r} is no issue of the agenda")
        if not party:
            raise Problem("a position needs a party")
        if not proposal:
            raise Problem("a position needs a proposal")
        check_party(party, False)
        if target:
            check_party(target, False)
        fields = {"proposal": proposal, "condition": condition, "grounds": grounds}
        roles = place_position(text, fields, statement, statements, last_free)
        return {
            "id": match[1],
            "statement": match[2] if statement else None,
            "party": party,
            "act": act,
            "issue": issue,
            "proposal": [list(s) for s in roles["proposal"]],
            "target": target or None,
            "condition": [list(s) for s in roles["condition"]],
            "grounds": [list(s) for s in roles["grounds"]],
        }

    def _advise_statement(self, number, text, statement):
        ident = statement["id"]
        words = [text[s:e] for s, e in statement["content"]]
        if words[0][0] in QUOTES and not words[0].count('"') == 2:
            partner = {"“": "”", "«": "»", "‘": "’"}.get(words[0][0])
            if partner is None or partner not in words[0]:
                self.warn(number, f"{ident}: the content starts with a quotation mark")
        if words[-1][-1] in "\"”»" and words[-1].count(words[-1][-1]) % 2 == (words[-1][-1] == '"') and not (
            words[-1][-1] != '"' and {"”": "“", "»": "«"}[words[-1][-1]] in words[-1]
        ):
            self.warn(number, f"{ident}: the content ends with a quotation mark")
        if re.search(r"[,;:]$", words[-1]) or re.search(r"[a-z]{2}\.$", words[-1]):
            self.warn(number, f"{ident}: the content ends with {words[-1][-1]!r}")
        if statement["cue"] and overlap(statement["cue"], statement["content"]):
            self.warn(number, f"{ident}: cue and content overlap")
        if statement["source"]:
            for start, end in statement["source"]:
                if "\n" in text[start:end]:
                    self.warn(number, f"{ident}: the source runs over a line end")
        if "+" in (statement["speaker"]["party"] or "") and statement["speaker"]["name"]:
            self.warn(number, f"{ident}: joint speakers have no name")

    def _advise_position(self, number, text, position, by_id, statements):
        if position["statement"] is None:
            return
        content = by_id[position["statement"]]["content"]
        for role in ("proposal", "condition", "grounds"):
            for _, end in position[role]:
                if text[end - 1] in QUOTES and any(end - 1 == e for _, e in content):
                    self.warn(number, f"{position['id']}: the {role} ends with a quotation mark the content leaves out")
        if not inside(position["proposal"], content):
            return  # an antecedent
        inner = {s["id"] for s in statements if s["via"] == position["statement"]}
        for other in inner:
            if inside(position["proposal"], by_id[other]["content"]) and position["act"] in ("demand", "propose", "offer", "commit"):
                self.warn(number, f"{position['id']}: its words stand in {other}, inside {position['statement']}")


# ---- files -----------------------------------------------------------------------------------------------------


def read_reports(path):
    with open(path, encoding="utf-8-sig") as handle:
        lines = handle.read().split("\n")
    reports, current, state, stray = [], None, "before", []
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip()
        if line.startswith("=== "):
            current = Report(path, number, line[4:])
            reports.append(current)
            state = "text"
        elif current is None:
            if line:
                stray.append(f"{path}:{number}: error: text before the first header `=== id | date | genre`")
        elif state == "text":
            if line == "---":
                state = "rows"
            else:
                current.text_lines.append(line)
        elif line:
            if re.match(r"[sp]\w+\s*[<|\-s]", line):
                current.rows.append((number, line))
            else:
                current.error(number, f"neither a statement nor a position: {line[:60]!r}")
    for report in reports:
        if not report.rows and not report.complaints:
            report.warn(report.line, "no statement and no position")
    return reports, stray


def show(record, out):
    text = record["text"]

    def words(spans):
        def one(start, end):
            left = text[max(0, start - 12) : start].replace("\n", "¶")
            right = text[end : end + 12].replace("\n", "¶")
            middle = text[start:end].replace("\n", "¶")
            return f"{left}[{middle}]{right}"

        return " ++ ".join(one(*s) for s in spans) or "-"

    print(f"== {record['id']}", file=out)
    for s in record["statements"]:
        via = f" < {s['via']}" if s["via"] else ""
        speaker = f"{s['speaker']['name']} / {s['speaker']['party']}"
        print(f"{s['id']}{via} {s['form']}{' H' if s['hedged'] else ''} {speaker}", file=out)
        for role in ("source", "cue", "content"):
            print(f"    {role}: {words(s[role])}", file=out)
    for p in record["positions"]:
        print(f"{p['id']} {p['statement'] or '-'} {p['party']} {p['act']} {p['issue']} -> {p['target']}", file=out)
        for role in ("proposal", "condition", "grounds"):
            if p[role]:
                print(f"    {role}: {words(p[role])}", file=out)


def main(arguments):
    out_path = None
    showing = "--show" in arguments
    arguments = [a for a in arguments if a != "--show"]
    if arguments[:1] == ["--json"]:
        if len(arguments) < 3:
            print("usage: parse.py --json OUT.jsonl FILE...", file=sys.stderr)
            return 2
        out_path, arguments = arguments[1], arguments[2:]
    if not arguments or any(a.startswith("-") for a in arguments):
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    records, errors, warnings, ids = [], [], [], {}
    for path in arguments:
        try:
            reports, stray = read_reports(path)
        except (OSError, UnicodeDecodeError) as problem:
            errors.append(f"{path}: error: cannot be read: {problem}")
            continue
        errors += stray
        for report in reports:
            record = report.record()
            if record["id"] in ids:
                report.error(report.line, f"report {record['id']!r} is already in {ids[record['id']]}")
            ids[record["id"]] = f"{path}:{report.line}"
            errors += report.complaints
            warnings += report.warnings
            records.append(record)
            if showing:
                show(record, sys.stdout)
    for line in errors + warnings:
        print(line, file=sys.stderr)
    statements = sum(len(r["statements"]) for r in records)
    nested = sum(1 for r in records for s in r["statements"] if s["via"])
    positions = sum(len(r["positions"]) for r in records)
    print(
        f"{len(records)} reports, {statements} statements ({nested} nested), {positions} positions, "
        f"{len(errors)} errors, {len(warnings)} warnings"
    )
    if errors:
        return 1
    if out_path:
        with open(out_path, "w", encoding="utf-8") as handle:
            for record in records:
                handle.write(json.dumps(record, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
