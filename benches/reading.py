#!/usr/bin/env python3
"""How much of pages and PDFs is read: the tables in docs/FULLTEXT.md, as Markdown, for the files of a folder.

    cargo build --release && python3 benches/reading.py [--papers target/release/papers] FOLDER

A PDF is compared with `pdftotext` (poppler): the share of its words before the references that are read; `pdfinfo` tells who made
it. A page is compared with its tree (`pip install lxml`): the cells with a number that are read, and the three-word sequences
of its running text, without references, notes, floats, headings and formulas.
"""
import argparse, collections, glob, json, os, re, subprocess

LEFT_OUT = """ltx_bibliography ltx_note ltx_figure ltx_table ltx_float ltx_algorithm ltx_title ltx_authors ltx_cite ltx_tabular
    ltx_equation ltx_equationgroup ltx_tag ltx_keywords ltx_dates ltx_page_footer ltx_TOC ltx_ERROR ltx_listing
    keyboard-glossary package-alerts""".split()


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, errors="replace").stdout


def read(papers, path):
    """The document, or None if the file is rejected."""
    text = output(papers, "read", "--json", path)
    return json.loads(text) if text else None


def sentences(document):
    """The sentences, without formulas."""
    own = (s for section in document["sections"] for p in section["paragraphs"] for s in p["sentences"])
    return " ".join(re.sub(r"(?<!\\)\$.*?(?<!\\)\$", " ", sentence) for sentence in own)


def words(text):
    return re.findall(r"[^\W\d_]{3,}", text.lower())


def share(some, of):
    """The share of `of` that is in `some`, both with repetitions."""
    common = sum((collections.Counter(some) & collections.Counter(of)).values())
    return common / max(len(of), 1)


def pdf(papers, path):
    info = dict(line.split(":", 1) for line in output("pdfinfo", path).splitlines() if ":" in line)
    text = output("pdftotext", path, "-")
    heads = list(re.finditer(r"^(?:\d+\.? )?(references|bibliography)\.?$", text, re.I | re.M))
    text = text[:heads[-1].start()] if heads and heads[-1].start() > len(text) / 5 else text
    # Words that a line parts.
    text = re.sub(r"(\w)[-\u00ad]\n(\w)", r"\1\2", text)
    document = read(papers, path)
    year = re.search(r"\b(?:19|20)\d\d\b", info.get("CreationDate", ""))
    row = [info.get("Producer", "").strip()[:28] or "—", year[0] if year else "—", info.get("Pages", "?").strip()]
    if document is None:
        return row + ["rejected", ""]
    own = sentences(document) + " ".join(section["heading"] for section in document["sections"])
    return row + [str(len(document["sections"])), f"{share(words(own.replace('-', '')), words(text.replace('-', ''))):.2f}"]


def has(element, *classes):
    return any(name in (element.get("class") or "").split() for name in classes)


def text_of(element, skip):
    """The text of an element without what `skip` is true for; formulas as their TeX."""
    text = element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not skip(child):
            text += child.get("alttext") or "" if child.tag == "math" else text_of(child, skip)
        text += child.tail or ""
    return text


def numbers(text):
    return tuple(re.findall(r"\d+", text))


def cells(tree, document):
    """Cells with a number in the tree, and those of them that the document has; lines stacked in a cell are one."""
    is_cell = lambda e: isinstance(e.tag, str) and has(e, "ltx_td")
    leaves = [e for e in tree.iter() if is_cell(e) and any(has(a, "ltx_tabular") for a in e.iterancestors())
              and not any(is_cell(inner) for inner in e.iterdescendants())]
    there = [found for found in (numbers(text_of(cell, lambda e: e.tag == "cite")) for cell in leaves) if found]
    own = [numbers(cell["text"]) for s in document["sections"] for t in s.get("tables", []) for cell in t["cells"]]
    whole = collections.Counter(own)
    rest = []
    for cell in there:
        whole[cell] -= 1
        if whole[cell] < 0:
            whole[cell] = 0
            rest.append(cell)
    # A citation stands behind the number, or the cell is one of the lines of another.
    parts = collections.Counter(number for cell, count in whole.items() for number in cell * count)
    lost = 0
    for cell in rest:
        if all(parts[number] >= count for number, count in collections.Counter(cell).items()):
            parts.subtract(cell)
        else:
            lost += 1
    return len(there), len(there) - lost


def page(papers, path):
    import lxml.html
    tree = lxml.html.fromstring(open(path, encoding="utf-8", errors="replace").read().encode())
    document = read(papers, path)
    name = os.path.basename(path).removesuffix(".html")
    if document is None:
        return [name, "rejected", "", "", "", ""]
    skip = lambda e: e.tag in ("math", "script", "style", "nav", "header", "footer", "button", "svg") or has(e, *LEFT_OUT)
    roots = [e for e in tree.iter("article", "div") if has(e, "ltx_document") and not has(e, "package-alerts")]
    text = words(text_of(roots[0] if roots else tree, skip))
    own = words(sentences(document))
    grams = lambda tokens: list(zip(tokens, tokens[1:], tokens[2:]))
    there, found = cells(tree, document)
    tables = sum(len(section.get("tables", [])) for section in document["sections"])
    recall, precision = share(grams(own), grams(text)), share(grams(text), grams(own))
    return [name, str(tables), str(there), str(found), f"{recall:.3f}", f"{precision:.3f}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", default="target/release/papers", help="the binary")
    parser.add_argument("folder", help="a folder of PDFs and pages")
    given = parser.parse_args()
    kinds = [
        (".pdf", pdf, "| producer | year | pages | sections | share of the words |"),
        (".html", page, "| page | tables | cells with a number | of them read | recall | precision |"),
    ]
    for ending, row, head in kinds:
        paths = sorted(glob.glob(os.path.join(given.folder, "*" + ending)))
        if paths:
            print(head + "\n" + re.sub(r"[^|]+", "---", head))
        for path in paths:
            print("| " + " | ".join(row(os.path.abspath(given.papers), path)) + " |", flush=True)


if __name__ == "__main__":
    main()
