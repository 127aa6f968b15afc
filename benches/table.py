#!/usr/bin/env python3
"""The measured half of the table in docs/PERFORMANCE.md, as Markdown.

    cargo build --release && python3 benches/table.py [--papers target/release/papers]

Instructions are counted by `valgrind --tool=callgrind` (the column is empty without it): they are the same on an idle and on
a busy machine. Processor time is the median of eleven runs, and what a busy machine makes of it. Everything is read from
`fixtures/demo`, without the network.
"""
import argparse, os, re, shutil, statistics, subprocess, tempfile

RUNS = 11
DEMO = ["--offline", "--cache-dir", "fixtures/demo", "--lang", "en"]
WORK = [
    ("one paper from the cache to a post", ["fetch", *DEMO, "2510.06590"]),
    ("one paper from its abstract, as JSON", ["fetch", *DEMO, "--read", "abstract", "--json", "2510.06590"]),
    ("three papers to a post", ["fetch", *DEMO, "2510.06590", "2510.06917", "2510.04212"]),
    ("one record (`--engine none --json`)", ["fetch", *DEMO, "--engine", "none", "--json", "2510.06590"]),
    ("`papers --help`", ["--help"]),
]


def instructions(command, env):
    """Millions of instructions, in user space."""
    if not shutil.which("valgrind"):
        return None
    with tempfile.NamedTemporaryFile() as out:
        run = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", *command]
        told = subprocess.run(run, env=env, capture_output=True, text=True, errors="replace").stderr
    found = re.search(r"Collected : (\d+)", told)
    return int(found[1]) / 1e6 if found else None


def milliseconds(command, env):
    """The median of the processor time of some runs."""
    def once():
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        assert os.waitstatus_to_exitcode(status) == 0, f"{command} fails"
        return 1e3 * (usage.ru_utime + usage.ru_stime)
    return statistics.median(once() for _ in range(RUNS))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", default="target/release/papers", help="the binary")
    papers = os.path.abspath(parser.parse_args().papers)
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, XDG_CONFIG_HOME=folder, PAPERS_STATE_DIR=folder, PAPERS_NOW="2025-10-09T12:00:00Z")
        print("| work | instructions | processor |\n|---|---|---|")
        for name, arguments in WORK:
            command = [papers, *arguments]
            counted = instructions(command, env)
            counted = "" if counted is None else f"{counted:.1f} M"
            print(f"| {name} | {counted} | {milliseconds(command, env):.0f} ms |", flush=True)
    print(f"| the binary | | {os.path.getsize(papers) / 1e6:.1f} MB |")


main()
