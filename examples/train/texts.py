"""Abstracts without labels, for the teacher and then for the classifier: `texts.py DATA > texts.jsonl`.

DATA has `labelled/SAMD`, `labelled/SciTLDR-A`, `papers.jsonl.xz` and `oai/cs-*.xml.xz`. Each line written is a JSON
array of the sentences of one abstract. Only Python's own library is used, and the same data gives the same lines,
whatever the program's own way of parting sentences becomes: `taught.bin` has a label for each of them, in this order.
"""

import html
import json
import lzma
import re
import sys
from pathlib import Path

END = re.compile(r"[.!?][)\]\"']?\s+(?=[A-Z$\\(\"\[0-9])")

# What ends with a full stop and no sentence with it, at the end of a part.
SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|al|vs|cf|resp|Fig|Eq|Sec|approx|etc|Dr|Mr|St|w\.r\.t|a\.k\.a|No)\.|\b[A-Z]\.)$"
)


def sentences(text):
    text = re.sub(r"\s+", " ", text).strip()
    parts, begin = [], 0
    for end in END.finditer(text):
        part = text[begin : end.end()].strip()
        if not SHORT.search(part):
            parts.append(part)
            begin = end.end()
    return parts + [text[begin:]] if text[begin:] else parts


def samd(data):
    abstracts = []
    for move in json.loads((data / "labelled/SAMD/data.json").read_text()):
        if move["offset"] == 0 or not abstracts:
            abstracts.append([])
        abstracts[-1].append(move["sentence"])
    return abstracts


def scitldr(data):
    for split in ("train", "dev"):
        for line in (data / f"labelled/SciTLDR-A/{split}.jsonl").read_text().splitlines():
            yield json.loads(line)["source"]


def papers(data):
    with lzma.open(data / "papers.jsonl.xz", "rt") as lines:
        for line in lines:
            yield sentences(json.loads(line)["summary"])


def oai(data):
    for page in sorted((data / "oai").glob("cs-*.xml.xz")):
        for abstract in re.findall(r"<abstract>(.*?)</abstract>", lzma.open(page, "rt").read(), re.DOTALL):
            yield sentences(html.unescape(abstract))


if __name__ == "__main__":
    data = Path(sys.argv[1])
    for corpus in (samd, scitldr, papers, oai):
        for abstract in filter(None, corpus(data)):
            print(json.dumps(abstract, ensure_ascii=False))
