#!/usr/bin/env python3
"""Packs Adobe's maps of CIDs to Unicode into the files of this folder: python3 pack.py FOLDER

FOLDER has Adobe-Japan1-UCS2 and the like (github.com/adobe-type-tools/mapping-resources-pdf, or Debian's poppler-data). A packed
map is compressed by zlib: for each CID the difference of its character from the one before, first all high and then all low
bytes. CIDs of several characters, and of those outside the Basic Multilingual Plane, have none (0).
"""

import pathlib
import re
import sys
import zlib

PACKED = pathlib.Path(__file__).parent


def text(digits):
    return bytes.fromhex(digits).decode("utf-16-be")


def characters(source):
    found = {}
    for kind, body in re.findall(r"begin(bfchar|bfrange)(.*?)endbf", source, re.S):
        for line in body.strip().splitlines():
            first, *rest = re.findall(r"<([0-9a-fA-F]+)>", line)
            low = int(first, 16)
            if kind == "bfchar" or "[" in line:
                targets = rest if kind == "bfchar" else rest[1:]
                found.update((low + at, text(target)) for at, target in enumerate(targets))
            else:
                target = text(rest[1])
                for cid in range(low, int(rest[0], 16) + 1):
                    found[cid] = target[:-1] + chr(ord(target[-1]) + cid - low)
    return [found.get(cid, "") for cid in range(max(found) + 1)]


def packed(texts):
    values = [ord(text) if len(text) == 1 and ord(text) < 0x10000 else 0 for text in texts]
    steps = [(value - before) & 0xFFFF for value, before in zip(values, [0] + values)]
    return zlib.compress(bytes(step >> 8 for step in steps) + bytes(step & 0xFF for step in steps), 9)


for path in pathlib.Path(sys.argv[1]).rglob("Adobe-*-UCS2"):
    name = path.name.split("-")[1]
    if name in ("Japan1", "GB1", "CNS1", "Korea1"):
        target = PACKED / f"{name.lower()}.bin"
        target.write_bytes(packed(characters(path.read_text("latin-1"))))
        print(target, target.stat().st_size)
