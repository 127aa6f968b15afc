#!/usr/bin/env python3
"""Time and memory of a whole run beside its peer: records of so many papers, and what `papers` does with them.

    cargo build --release && pip install arxiv && python3 benches/peers.py [--records] [COUNT ...]

For each COUNT (1, 10 and 1,000 if none is given; 100,000 takes some minutes) it runs, one after the other:

    papers   `papers fetch --json --read abstract`: records, kept in a cache, digested and checked
    again    the same command once more, from the cache
    records  `papers fetch --json --engine none` with a cache of its own: records alone
    arxiv    the Python package `arxiv`: records alone, in pages of 200; left out, with a line, where it is not installed

With `--records` only the last two.

All ask the same server, which this script is: made-up feeds in arXiv's form, no network. Processor time and peak memory are
the operating system's own account of each process; the wall clock is what a shared machine makes of it. A process is charged
with the memory of the one that starts it, so each is started by a small process of its own (9 MB, the least that can be
told). Nothing is judged, and no test runs this.
"""
import argparse, json, os, subprocess, sys, tempfile, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PEER = """
import sys, arxiv
arxiv.Client.query_url_format = sys.argv[1] + "?{}"
client = arxiv.Client(page_size=200, delay_seconds=0)
ids = open(sys.argv[2]).read().split()
found = 0
for start in range(0, len(ids), 200):
    # Without `max_results=None` a search ends after 100 results, silently.
    found += sum(1 for _ in client.results(arxiv.Search(id_list=ids[start:start + 200], max_results=None)))
print(found)
"""
SENTENCES = [
    "Solar panels in dry regions lose a third of their output to dust, and water to wash them is scarce.",
    "However, existing robots for {w} and {v} need rails along every row, which makes them costly.",
    "In this paper, we present Brush-{n}, a robot that climbs from panel to panel on two soft belts.",
    "It is first steered by a {w} camera and then by the {v} of the panel, without any {u}.",
    "We evaluate it on {n} farms with $k = {m}$ panels each over {m} months.",
    "Brush-{n} restores {m}.5% of the lost output and is twice as fast as washing by hand.",
    "It outperforms both {u} baselines on every {w} farm, although wet {v} remains difficult.",
    "Our results suggest that cleaning without water is practical, and the code is available online.",
]
ENTRY = """<entry><id>http://arxiv.org/abs/{id}v1</id><title>Brush-{n}: cleaning {m} solar panels without water</title>
<updated>2025-10-08T02:50:14Z</updated><summary>{summary}</summary><category term="cs.RO"/><published>2025-10-08T02:50:14Z</published>
<arxiv:comment>{m} pages</arxiv:comment><arxiv:primary_category term="cs.RO"/>{authors}</entry>"""
FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
<id>https://arxiv.org/api/made-up</id><title>arXiv Query</title><updated>2025-10-09T00:00:00Z</updated><opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>
<opensearch:totalResults>{total}</opensearch:totalResults><opensearch:startIndex>{start}</opensearch:startIndex>{entries}</feed>"""


SYLLABLES = ["ka", "lo", "mi", "ren", "su", "tor", "ve", "xi", "ly", "ed", "ing", "st", "on", "qua", "bri", "ge"]


def word(n):
    """Words that are hardly met twice, as names and terms are."""
    return "".join(SYLLABLES[n * 2_654_435_761 >> shift & 15] for shift in (4, 8, 12, 16)[: n % 3 + 2])


def ids(count):
    return [f"{2001 + n // 90_000:04}.{n % 90_000 + 10_000:05}" for n in range(count)]


def entry(id):
    n = int(id[5:])
    m = n % 89 + 11
    authors = "".join(f"<author><name>Ada {letter}. Lovelace-{m}</name></author>" for letter in "ABCDEF")
    # Neighbors differ in order and length, as abstracts do.
    sentences = SENTENCES[n % 3:] + SENTENCES[: n % 3]
    summary = " ".join(sentences).format(n=n, m=m, u=word(n), v=word(3 * n + 1), w=word(7 * n + 2))
    return ENTRY.format(id=id, n=n, m=m, summary=summary, authors=authors)


class Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        query = {key: values[-1] for key, values in parse_qs(urlsplit(self.path).query).items()}
        asked, start, size = query["id_list"].split(","), int(query.get("start", 0)), int(query.get("max_results", 10))
        entries = "".join(entry(id) for id in asked[start:start + size])
        body = FEED.format(size=size, total=len(asked), start=start, entries=entries).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/atom+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve():
    """Starts the server and tells its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def environment(base, folder):
    """The environment of a run that asks only the server and keeps everything in a folder."""
    elsewhere = {f"PAPERS_{name}_URL": base for name in ("ARXIV", "RSS", "OAI", "HUGGINGFACE")}
    return dict(os.environ, **elsewhere, PAPERS_ARXIV_API_URL=f"{base}/api/query", PAPERS_ARXIV_INTERVAL="0",
                PAPERS_CACHE_DIR=os.path.join(folder, "cache"), PAPERS_STATE_DIR=folder, XDG_CONFIG_HOME=folder)


# Starts a command and tells its exit code, seconds of processor and of the clock, and peak memory, on the file named first.
LAUNCH = """
import json, os, sys, time
begin = time.monotonic()
pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(pid, 0)
with open(sys.argv[1], "w") as file:
    json.dump([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss], file)
"""


def measure(name, command, env, count):
    """Runs a command and prints what it took; gives its standard output, which goes through a file."""
    with tempfile.TemporaryFile() as out, tempfile.NamedTemporaryFile("r") as told:
        launcher = [sys.executable, "-S", "-E", "-c", LAUNCH, told.name, *command]
        subprocess.run(launcher, env=env, stdout=out, stderr=subprocess.DEVNULL, check=True)
        code, processor, wall, memory = json.load(told)
        out.seek(0)
        kilobytes = memory // (1024 if sys.platform == "darwin" else 1)
        print(f"{count:>7} {name:<7} {processor:>8.2f} s of processor {wall:>8.2f} s {kilobytes:>8} kB at most, exit {code}", flush=True)
        return out.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", default="target/release/papers", help="the binary")
    parser.add_argument("--records", action="store_true", help="only records alone, beside the Python package")
    parser.add_argument("counts", metavar="COUNT", nargs="*", type=int, default=[1, 10, 1000])
    args = parser.parse_args()
    base = serve()
    url = f"{base}/api/query"
    peer = subprocess.run([sys.executable, "-c", "import arxiv"], capture_output=True).returncode == 0
    if not peer:
        print("skipped: no Python package `arxiv` here")
    for count in args.counts:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "ids.txt")
            with open(path, "w") as file:
                file.write("\n".join(ids(count)))
            env = environment(base, folder)
            command = [os.path.abspath(args.papers), "fetch", "--json", "--read", "abstract", path]
            for name in () if args.records else ("papers", "again"):
                found = len(json.loads(measure(name, command, env, count))["papers"])
                assert found == count, f"{name} has {found} of {count} papers"
            env["PAPERS_CACHE_DIR"] = os.path.join(folder, "records")
            found = len(json.loads(measure("records", [*command[:3], "--engine", "none", path], env, count))["papers"])
            assert found == count, f"records has {found} of {count} papers"
            if peer:
                found = int(measure("arxiv", [sys.executable, "-c", PEER, url, path], env, count))
                assert found == count, f"arxiv has {found} of {count} papers"


if __name__ == "__main__":
    main()
