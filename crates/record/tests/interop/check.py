"""Opens every export of a record with the tools that others use, and checks that they agree.

    cargo run -p record --example exports --features parquet -- FOLDER
    python check.py FOLDER

Each export is read by a reader of its own kind (pyarrow, networkx, a JSON-LD processor, csv, json, a reader of brat
standoff) and compared with the tidy CSV; every offset is checked by slicing the report's text. No network is used.
"""

import csv
import json
import pathlib
import re
import sys

import networkx
import pyarrow.parquet
from pyld import jsonld

VERSIONS = ["program", "network", "agenda", "codebook", "record_sha256"]
# The part of http://www.w3.org/ns/anno.jsonld (W3C, Web Annotation Vocabulary, 2017) that the export uses.
OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
CONTEXT = {
    "@context": {
        "oa": OA,
        "as": AS,
        "dctypes": "http://purl.org/dc/dcmitype/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "id": {"@type": "@id", "@id": "@id"},
        "type": {"@type": "@id", "@id": "@type"},
        "Annotation": "oa:Annotation",
        "Dataset": "dctypes:Dataset",
        "Software": "as:Application",
        "AnnotationPage": "as:OrderedCollectionPage",
        "SpecificResource": "oa:SpecificResource",
        "TextQuoteSelector": "oa:TextQuoteSelector",
        "TextPositionSelector": "oa:TextPositionSelector",
        "body": {"@type": "@id", "@id": "oa:hasBody"},
        "target": {"@type": "@id", "@id": "oa:hasTarget"},
        "source": {"@type": "@id", "@id": "oa:hasSource"},
        "selector": {"@type": "@id", "@id": "oa:hasSelector"},
        "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
        "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
        "classifying": "oa:classifying",
        "exact": "oa:exact",
        "prefix": "oa:prefix",
        "suffix": "oa:suffix",
        "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"},
        "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
        "name": "foaf:name",
        "generated": {"@type": "xsd:dateTime", "@id": "dcterms:issued"},
        "generator": {"@type": "@id", "@id": "as:generator"},
        "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    }
}


def only_known(url, _options):
    if url != "http://www.w3.org/ns/anno.jsonld":
        raise ValueError(f"the export refers to {url}")
    return {"contextUrl": None, "documentUrl": url, "contentType": "application/ld+json", "document": CONTEXT}


def check(condition, what):
    if not condition:
        sys.exit(f"failed: {what}")


def words(text, spans):
    return " … ".join(text[start:end] for start, end in spans)


def tidy(folder, texts):
    with open(folder / "table.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        text = texts[row["report"]]
        for role in ["source", "cue", "content", "proposal", "condition", "grounds"]:
            spans = json.loads(row[f"{role}_code_points"] or "[]")
            check(words(text, spans) == row[role], f"table.csv, {row['report_id']}, {role}")
        check(all(row[name] for name in VERSIONS), f"table.csv, {row['report_id']}: versions")
    lines = [json.loads(line) for line in (folder / "table.jsonl").read_text(encoding="utf-8").splitlines()]
    check(len(lines) == len(rows), "table.jsonl: number of rows")
    for row, line in zip(rows, lines):
        check(list(row) == list(line), "table.jsonl: columns")
        for name, value in line.items():
            if name.endswith("_code_points"):
                same = (value or []) == json.loads(row[name] or "[]")
            elif isinstance(value, bool):
                same = row[name] == str(value).lower()
            elif isinstance(value, (int, float)):
                same = float(row[name]) == value
            else:
                same = (value or "") == row[name]
            check(same, f"table.jsonl, {row['report_id']}, {name}")
    return rows


def parquet(folder, rows):
    path = folder / "table.parquet"
    if not path.exists():
        print("parquet: skipped, the export was built without it")
        return
    table = pyarrow.parquet.read_table(path)
    check(table.column_names == list(rows[0] if rows else table.column_names), "parquet: columns")
    for row, other in zip(rows, table.to_pylist(), strict=True):
        for name, value in other.items():
            if value is None:
                same = row[name] == ""
            elif isinstance(value, bool):
                same = row[name] == str(value).lower()
            elif isinstance(value, float):
                same = abs(float(row[name]) - value) < 1e-6
            else:
                same = row[name] == str(value)
            check(same, f"parquet, {row['report_id']}, {name}")
    facts = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    check(all(facts.get(f"detente.{name}") for name in VERSIONS), "parquet: versions")
    check("code points" in facts["detente.offsets"], "parquet: the unit of offsets")


def annotations(folder, rows, texts):
    page = json.loads((folder / "annotations.jsonld").read_text(encoding="utf-8"))
    jsonld.set_document_loader(only_known)
    [expanded] = jsonld.expand(page)
    items = expanded[f"{AS}items"][0]["@list"]
    check(len(items) == len(rows), "annotations: number")
    term = "urn:detente:terms#"
    for item, row in zip(items, rows):
        check(item["@type"] == [f"{OA}Annotation"], "annotations: type")
        check(item[f"{term}report_id"][0]["@value"] == row["report_id"], "annotations: order")
        generator = item[f"{AS}generator"][0]
        check(all(generator[term + name][0]["@value"] for name in VERSIONS), "annotations: versions")
        marked = {}
        for target in item[f"{OA}hasTarget"]:
            check(target[f"{OA}hasSource"][0]["@id"], "annotations: source")
            quote, place = target[f"{OA}hasSelector"]
            start, end = (int(place[OA + name][0]["@value"]) for name in ["start", "end"])
            exact, prefix, suffix = (quote[OA + name][0]["@value"] for name in ["exact", "prefix", "suffix"])
            text = texts[row["report"]]
            check(text[start:end] == exact, f"annotations, {row['report_id']}: place")
            check(text[:start].endswith(prefix) and text[end:].startswith(suffix), "annotations: prefix, suffix")
            marked.setdefault(target[f"{term}role"][0]["@value"], []).append([start, end])
        for role, spans in marked.items():
            check(spans == json.loads(row[f"{role}_code_points"]), f"annotations, {row['report_id']}, {role}")
    # The graph it stands for: every annotation is one of its subjects.
    quads = jsonld.to_rdf(page)["@default"]
    typed = {q["subject"]["value"] for q in quads if q["object"]["value"] == f"{OA}Annotation"}
    check(len(typed) == len(rows), "annotations: RDF")


def events(folder, rows, texts):
    positions = {row["report_id"]: row for row in rows if row["kind"] == "position"}
    for name, concede in [("plover.jsonl", "YIELD"), ("plover-0.8.jsonl", "CONCEDE")]:
        lines = [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
        expected = [row for row in positions.values() if row["act"] != "assess"]
        check(len(lines) == len(expected), f"{name}: number")
        for line in lines:
            row = positions[line["id"]]
            text = texts[row["report"]]
            check(words(text, line["eventText_code_points"]) == line["eventText"], f"{name}, {line['id']}: words")
            codes = [actor["code"] for actor in line["source"]]
            check("+".join(codes) == row["party"], f"{name}, {line['id']}: source")
            check(row["act"] != "concede" or line["event"] == concede, f"{name}, {line['id']}: class")
            for actor in line["source"]:
                if actor["actorText"]:
                    check(words(text, actor["span_code_points"]) == actor["actorText"], f"{name}: actor")
            check(all(line["made_by"][version] for version in VERSIONS), f"{name}: versions")


def graphs(folder, rows):
    directed = [row for row in rows if row["kind"] == "position" and row["party"] and row["target"]]
    kinds = {(r["party"], r["target"], r["act"], r["issue"], r["voice"]) for r in directed}
    for name, graph in [
        ("graph.graphml", networkx.read_graphml(folder / "graph.graphml", force_multigraph=True)),
        ("graph.gexf", networkx.read_gexf(folder / "graph.gexf")),
    ]:
        check(graph.is_directed(), f"{name}: directed")
        check(graph.number_of_edges() == len(kinds), f"{name}: number of edges")
        found = set()
        for source, target, data in graph.edges(data=True):
            found.add((source, target, data["act"], data["issue"], data["voice"]))
            check(int(data["count"]) == len(data["evidence"].split()), f"{name}: evidence")
        check(found == kinds, f"{name}: edges")
        check(set(graph.nodes) >= {row["party"] for row in directed}, f"{name}: nodes")
    graph = networkx.read_graphml(folder / "graph.graphml", force_multigraph=True)
    check(all(graph.graph.get(version) for version in VERSIONS), "graph.graphml: versions")
    text = (folder / "graph.gexf").read_text(encoding="utf-8")
    check(all(f"{version}: " in text for version in VERSIONS), "graph.gexf: versions")


def brat(folder, rows):
    """After https://brat.nlplab.org/standoff.html: ids, tabs, offsets in characters, no mark across lines."""
    texts, events = {}, 0
    for path in sorted((folder / "brat").glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        texts[path.stem] = text
        seen, references = set(), []
        for line in path.read_text(encoding="utf-8").splitlines():
            head, *cells = line.split("\t")
            check(head not in seen, f"{path.name}: {head} twice")
            seen.add(head)
            if head[0] == "T":
                label, places = cells[0].split(" ", 1)
                pieces = []
                for place in places.split(";"):
                    start, end = map(int, place.split())
                    pieces.append(text[start:end])
                check(" ".join(pieces) == cells[1], f"{path.name}: {line}")
                check("\n" not in cells[1] and re.fullmatch(r"\w+", label), f"{path.name}: {line}")
            elif head[0] == "E":
                events += 1
                references += [part.split(":", 1)[1] for part in cells[0].split()]
            elif head[0] == "A":
                references.append(cells[0].split()[1])
            elif head[0] == "#":
                references.append(cells[0].split()[1])
            else:
                check(False, f"{path.name}: {line}")
        check(all(reference in seen for reference in references), f"{path.name}: references")
        check(any("record_sha256" in line for line in path.read_text(encoding="utf-8").splitlines()), "brat: versions")
    check(events == len(rows), "brat: number of events")


def main():
    folder = pathlib.Path(sys.argv[1])
    texts = {path.stem: path.read_bytes().decode("utf-8") for path in (folder / "brat").glob("*.txt")}
    rows = tidy(folder, texts)
    check(rows, "table.csv has no rows")
    parquet(folder, rows)
    annotations(folder, rows, texts)
    events(folder, rows, texts)
    graphs(folder, rows)
    brat(folder, rows)
    check(rows[0]["record_sha256"] == (folder / "record.sha256").read_text(), "the record's hash")
    print(f"{len(rows)} rows agree in every format")


if __name__ == "__main__":
    main()
