#!/usr/bin/env python3
"""Adds small inputs of new coverage, which AFL left in out/TARGET, to seeds/TARGET: TARGET [TARGET ...].

The inputs are first reduced to a set with the same coverage (`cargo afl cmin`). Of these the ones that reach the most edges
which no seed reaches are chosen one by one, shortened (`cargo afl tmin`), and stored as `found-NN`.
"""
import os, pathlib, shutil, subprocess, sys, tempfile

FOLDER = pathlib.Path(__file__).resolve().parent
PROGRAM = FOLDER / "target/release/papers-fuzz"
LARGEST = 1024  # bytes
MOST = 6  # new seeds of a target in one run
FEWEST = 8  # edges that a new seed adds
ENV = dict(os.environ, AFL_QUIET="1", AFL_SKIP_CPUFREQ="1", AFL_NO_UI="1")


def afl(tool, *arguments, seconds=600):
    # In a folder that git ignores: an `afl tmin` that is stopped leaves a file.
    subprocess.run(["cargo", "afl", tool, *map(str, arguments)], env=ENV, cwd=FOLDER / "out", stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, timeout=seconds)


def edges(folder, target):
    """The edges that each input of a folder reaches."""
    with tempfile.TemporaryDirectory() as maps:
        afl("showmap", "-q", "-t", 5000, "-i", folder, "-o", maps, "--", PROGRAM, target)
        read = lambda path: {line.split(":")[0] for line in path.read_text().splitlines()}
        return {folder / path.name: read(path) for path in pathlib.Path(maps).iterdir()}


def shorter(path, target):
    """The bytes of an input, shortened where that takes less than two minutes."""
    short = path.with_suffix(".short")
    try:
        afl("tmin", "-e", "-t", 5000, "-i", path, "-o", short, "--", PROGRAM, target, seconds=120)
    except subprocess.TimeoutExpired:
        pass
    return (short if short.exists() and short.stat().st_size else path).read_bytes()


def choose(target):
    found = FOLDER / "out" / target / "default/queue"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "known").mkdir()
        seeds = subprocess.run([PROGRAM, target, "--seeds"], capture_output=True, text=True, check=True).stdout.split()
        for number, seed in enumerate(seeds):
            shutil.copy(FOLDER.parent / seed, folder / "known" / str(number))
        afl("cmin", "-t", 5000, "-i", found, "-o", folder / "few", "--", PROGRAM, target, seconds=3600)
        for path in (folder / "few").iterdir():
            if path.stat().st_size > LARGEST:
                path.unlink()
        known = set().union(*edges(folder / "known", target).values())
        candidates = edges(folder / "few", target)
        own = FOLDER / "seeds" / target
        own.mkdir(exist_ok=True)
        number = sum(1 for path in own.iterdir() if path.name.startswith("found-"))
        for _ in range(MOST):
            best = max(candidates, key=lambda path: len(candidates[path] - known), default=None)
            if best is None or len(candidates[best] - known) < FEWEST:
                break
            number += 1
            seed = shorter(best, target)
            (own / f"found-{number:02}").write_bytes(seed)
            print(f"{target}: found-{number:02}, {len(seed)} bytes, {len(candidates[best] - known)} new edges", flush=True)
            known |= candidates.pop(best)


for target in sys.argv[1:]:
    choose(target)
