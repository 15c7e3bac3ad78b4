#!/usr/bin/env python3
"""Check files of marked sentences (`sentences/*.tsv`): sentences.py FILE...; counts on stdout, errors on stderr."""

import re
import sys
from collections import Counter

from parse import ACTS, ISSUES

MARKS = re.compile(r"[{}<>^]")


def problem(line):
    """What is wrong with a line, or None."""
    columns = line.split("\t")
    if len(columns) != 3:
        return f"{len(columns)} columns, not acts, issues and sentence"
    acts, issues, sentence = columns[0].split(";"), columns[1].split(";"), columns[2]
    if acts == ["-"]:
        return "a sentence without position has marks" if MARKS.search(sentence) else None
    unknown = [x for x in acts if x not in ACTS] + [x for x in issues if x not in ISSUES]
    if unknown:
        return f"unknown: {', '.join(unknown)}"
    if not len(acts) == len(issues) == sentence.count("{") == sentence.count("}"):
        return "acts, issues and proposals differ in number"
    open_mark = None
    for mark in MARKS.findall(sentence):
        if open_mark is None and mark in "{<^":
            open_mark = mark
        elif (open_mark, mark) in (("{", "}"), ("<", ">"), ("^", "^")):
            open_mark = None
        else:
            return f"{mark} where no such mark can stand"
    return "a mark is not closed" if open_mark else None


def main():
    counts, wrong = Counter(), 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                what = problem(line.rstrip("\n"))
                if what:
                    wrong += 1
                    print(f"{path}:{number}: {what}", file=sys.stderr)
                else:
                    counts["sentences"] += 1
                    counts["positions"] += line.count("{")
    print(f"{counts['sentences']} sentences, {counts['positions']} positions, {wrong} errors")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
