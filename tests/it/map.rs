//! Tests what `docs/ARCHITECTURE.md` says about boundaries, with `cargo metadata` and the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::support::project;

/// The crates of the workspace on which each crate may depend.
const ARROWS: [(&str, &[&str]); 10] = [
    ("papers-post", &["papers-program"]),
    (
        "papers-program",
        &[
            "papers-arxiv", "papers-digest", "papers-fulltext", "papers-http", "papers-paper",
            "papers-system", "papers-verify",
        ],
    ),
    ("papers-arxiv", &["papers-http", "papers-markup", "papers-paper", "papers-system"]),
    ("papers-digest", &["papers-http", "papers-paper", "papers-system"]),
    ("papers-fulltext", &["papers-markup", "papers-paper"]),
    ("papers-verify", &["papers-paper"]),
    ("papers-http", &["papers-paper", "papers-system"]),
    ("papers-markup", &["papers-paper"]),
    ("papers-system", &[]),
    ("papers-paper", &[]),
];

/// Returns the folders with the sources of the crates. `papers-post` is only `src/main.rs`.
fn folders() -> impl Iterator<Item = String> {
    ARROWS.iter().filter(|(name, _)| *name != "papers-post").map(|(name, _)| match *name {
        "papers-program" => "src/".to_owned(),
        name => format!("crates/{name}/src/"),
    })
}

/// Crates without I/O, and libraries that none of them may use.
const PURE: [&str; 4] = ["papers-paper", "papers-markup", "papers-fulltext", "papers-verify"];
const IMPURE: [&str; 5] = ["tokio", "reqwest", "clap", "tempfile", "rustix"];

/// Libraries that may be used in one place only: the name in sources, and the prefixes of the files that may use it.
const ONLY: [(&str, &[&str]); 9] = [
    ("reqwest", &["crates/papers-http/src/"]),
    ("handlebars", &["src/render"]),
    ("quick_xml", &["crates/papers-arxiv/src/cursor.rs"]),
    ("pdf_extract", &["crates/papers-fulltext/src/pdf"]),
    ("indicatif", &["src/progress.rs"]),
    ("tracing_subscriber", &["src/report.rs"]),
    ("tempfile", &["crates/papers-system/src/disk"]),
    ("rustix", &["src/isolate.rs"]),
    ("anyhow", &["src/commands", "src/main.rs"]),
];

/// The files that parse the command line with clap; elsewhere it only provides the names of enumeration values.
const COMMAND_LINE: [&str; 3] = ["src/cli", "src/main.rs", "src/commands/shell.rs"];

/// Returns the dependencies between the packages of the workspace according to `cargo metadata`, without those for tests and
/// builds.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let arguments = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
    let run = Command::new(env!("CARGO")).args(arguments).current_dir(project()).output().unwrap();
    let metadata: Value = serde_json::from_slice(&run.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let names = |package: &Value| -> BTreeSet<String> {
        let normal = package["dependencies"].as_array().unwrap().iter().filter(|one| one["kind"].is_null());
        normal.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    packages.map(|package| (package["name"].as_str().unwrap().to_owned(), names(package))).collect()
}

#[test]
fn crates_stand_on_those_below_them_and_the_pure_ones_wait_for_nobody() {
    let found = dependencies();
    let expected: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(found.keys().map(String::as_str).collect::<BTreeSet<_>>(), expected);
    for (name, allowed) in ARROWS {
        let own = found[name].iter().filter(|other| other.starts_with("papers-"));
        let strange: Vec<_> = own.filter(|other| !allowed.contains(&other.as_str())).collect();
        assert!(strange.is_empty(), "`{name}` is not to depend on {strange:?}");
    }
    for name in PURE {
        let impure: Vec<_> = IMPURE.iter().filter(|one| found[name].contains(**one)).collect();
        assert!(impure.is_empty(), "`{name}` is pure and not to depend on {impure:?}");
    }
}

/// The sources without tests and comments, by path.
static SOURCES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut folders = vec![project().join("src")];
    folders.extend(list(&project().join("crates")).into_iter().map(|folder| folder.join("src")));
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in list(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default().lines();
                let is_code = |line: &&str| !line.trim_start().starts_with("//");
                let code: String = code.filter(is_code).map(|line| format!("{line}\n")).collect();
                sources.push((path.strip_prefix(project()).unwrap().display().to_string(), code));
            }
        }
    }
    sources
});

fn list(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// Returns the lines of code that match, each with its file.
fn lines(pattern: &str) -> Vec<(&'static str, &'static str)> {
    let pattern = Regex::new(pattern).unwrap();
    let of = |(path, text): &'static (String, String)| text.lines().map(move |line| (path.as_str(), line));
    SOURCES.iter().flat_map(of).filter(|(_, line)| pattern.is_match(line)).collect()
}

#[test]
fn each_library_is_known_in_one_place() {
    for (library, homes) in ONLY {
        let used = lines(&format!(r"\b{library}::|\buse {library}\b"));
        assert!(!used.is_empty(), "nobody uses {library}");
        let strange: Vec<_> =
            used.iter().filter(|(path, _)| !homes.iter().any(|home| path.starts_with(home))).collect();
        assert!(strange.is_empty(), "{library} is for {homes:?} only: {strange:?}");
    }
}

#[test]
fn only_the_command_line_parses_with_clap() {
    let elsewhere = lines(r"\bclap(_complete|_mangen)?::|#\[(arg|command|clap|value)\(");
    let elsewhere =
        elsewhere.iter().filter(|(path, _)| !COMMAND_LINE.iter().any(|home| path.starts_with(home)));
    for (path, line) in elsewhere {
        let derives = line.trim_start().starts_with("#[derive(") && line.contains("clap::ValueEnum");
        let names = line.trim_start().starts_with("#[value(") || *path == "src/lint/rule.rs";
        assert!(derives || names, "{path}: {line}");
    }
}

#[test]
fn only_the_report_prints_and_only_commands_and_the_pipeline_ask_it_to() {
    let printing = lines(r"\b(e?print(ln)?|dbg)!|\bstd(out|err)\(\)");
    let homes = ["src/report.rs", "src/progress.rs"];
    let strange: Vec<_> = printing.iter().filter(|(path, _)| !homes.contains(path)).collect();
    assert!(strange.is_empty(), "{strange:?}");
    let asked = lines(r"\breport::(print|print_with|print_colored|stream|aside|failure|error)\b");
    let askers = ["src/commands", "src/main.rs", "src/pipeline", "src/report.rs"];
    let strange: Vec<_> =
        asked.iter().filter(|(path, _)| !askers.iter().any(|home| path.starts_with(home))).collect();
    assert!(strange.is_empty(), "{strange:?}");
}

/// Returns the top-level modules of a crate, with the modules of the crate that each uses at any depth.
fn modules(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let top = |path: &str| path.split(['/', '.']).next().unwrap_or_default().to_owned();
    let own: Vec<(String, &str)> = SOURCES
        .iter()
        .filter_map(|(path, text)| Some((path.strip_prefix(source)?, text.as_str())))
        .filter(|(path, _)| *path != "lib.rs" && *path != "main.rs")
        .map(|(path, text)| (path.to_owned(), text))
        .collect();
    let names: BTreeSet<String> = own.iter().map(|(path, _)| top(path)).collect();
    let root =
        SOURCES.iter().find(|(path, _)| *path == format!("{source}lib.rs")).map_or("", |(_, text)| text);
    let exported = exports(root);
    let used = Regex::new(r"crate::(\{[^;]*?\}|\w+)").unwrap();
    let below = Regex::new(r"super::(\{[^;]*?\}|\w+)").unwrap();
    let word = Regex::new(r"\w+").unwrap();
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in &own {
        // In a top-level file, `super` is the crate.
        let at_top = !path.contains('/');
        let patterns = if at_top { vec![&used, &below] } else { vec![&used] };
        let found = patterns.into_iter().flat_map(|pattern| pattern.captures_iter(text));
        for found in found {
            for name in word.find_iter(&found[1]).map(|name| name.as_str()) {
                let name = exported.get(name).map_or(name, String::as_str);
                if names.contains(name) && name != top(path) {
                    graph.entry(top(path)).or_default().insert(name.to_owned());
                }
            }
        }
    }
    graph
}

/// Returns the names that the root of a crate re-exports, with their modules.
fn exports(root: &str) -> BTreeMap<String, String> {
    let pattern = Regex::new(r"pub use (\w+)::(\{[^}]*\}|\w+)").unwrap();
    let word = Regex::new(r"\w+").unwrap();
    let of = |found: regex::Captures<'_>| {
        let module = found[1].to_owned();
        word.find_iter(&found[2]).map(|name| (name.as_str().to_owned(), module.clone())).collect::<Vec<_>>()
    };
    pattern.captures_iter(root).flat_map(of).collect()
}

/// Repeatedly removes modules that use no others; the rest are the cycles, and the modules that lead to them.
fn circles(mut graph: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    loop {
        let open: BTreeSet<String> = graph.keys().cloned().collect();
        let before = graph.len();
        graph.retain(|_, used| {
            used.retain(|name| open.contains(name));
            !used.is_empty()
        });
        if graph.len() == before {
            return graph;
        }
    }
}

#[test]
fn no_modules_use_each_other_in_a_circle() {
    for source in folders() {
        let left = circles(modules(&source));
        assert!(left.is_empty(), "{source}: {left:#?}");
    }
    let graph = |arrows: &[(&str, &str)]| {
        let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in arrows {
            uses.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        uses
    };
    assert!(circles(graph(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
    assert_eq!(circles(graph(&[("a", "b"), ("b", "c"), ("c", "b")])).len(), 3);
}

/// Returns the code of a crate's files by their module paths (`pipeline::read`); that of the root is empty.
fn files(source: &str) -> BTreeMap<String, &'static str> {
    let module = |path: &str| {
        let path = path.strip_suffix(".rs").unwrap_or(path);
        path.split('/').filter(|name| *name != "lib" && *name != "main").collect::<Vec<_>>().join("::")
    };
    let own = SOURCES.iter().filter_map(|(path, text)| Some((path.strip_prefix(source)?, text.as_str())));
    own.map(|(path, text)| (module(path), text)).collect()
}

/// Returns the paths of a `use` tree: `a::b` and `a::c` of `a::{b, c}`.
fn leaves(tree: &str) -> Vec<String> {
    let Some((stem, group)) = tree.split_once('{') else { return vec![tree.trim().to_owned()] };
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    let group = group.rsplit_once('}').map_or(group, |(group, _)| group);
    for (at, c) in group.char_indices().chain([(group.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.extend(leaves(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.into_iter().map(|leaf| format!("{}{leaf}", stem.trim())).collect()
}

/// Returns the file to which a path in the file `from` leads: that of the innermost module in it.
fn target(files: &BTreeMap<String, &str>, from: &str, path: &str) -> Option<String> {
    let mut module: Vec<&str> = from.split("::").collect();
    for name in path.split("::") {
        match name {
            "crate" => module.clear(),
            "super" => drop(module.pop()),
            "self" => {}
            name => module.push(name),
        }
    }
    (1..=module.len()).rev().map(|end| module[..end].join("::")).find(|name| files.contains_key(name))
}

/// Returns the files of a crate, with those that each uses. A file may use those of the modules around it.
fn uses(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let tree = Regex::new(r"\buse ((?:crate|super|self)::[^;]*);").unwrap();
    let inline = Regex::new(r"\b(?:crate|super|self)(?:::\w+)+").unwrap();
    let files = files(source);
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (from, text) in &files {
        let trees = tree.captures_iter(text).flat_map(|found| leaves(found.get(1).unwrap().as_str()));
        let paths = trees.chain(inline.find_iter(text).map(|found| found.as_str().to_owned()));
        for path in paths {
            let is_around = |to: &String| *from == *to || from.starts_with(&format!("{to}::"));
            let to = target(&files, from, &path).filter(|to| !is_around(to));
            graph.entry(from.clone()).or_default().extend(to);
        }
    }
    graph
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    for source in folders() {
        let left = circles(uses(&source));
        assert!(left.is_empty(), "{source}: {left:#?}");
    }
    assert!(uses("src/")["resolve::announced"].contains("resolve::search"));
    assert_eq!(leaves("super::{a, b::{c, d}}"), ["super::a", "super::b::c", "super::b::d"]);
    let files = ["a", "a::b", "c"].map(|name| (name.to_owned(), "")).into();
    let target = |path| target(&files, "a::b", path);
    assert_eq!(target("super::super::c::Name").as_deref(), Some("c"));
    assert_eq!(target("crate::a::b::Name").as_deref(), Some("a::b"));
    assert_eq!(target("crate::Name"), None);
}

/// Every variable that the program reads is documented, and that of a setting is named after its key.
#[test]
fn variables_are_named_after_their_settings_and_explained() {
    let text = |path: &str| std::fs::read_to_string(project().join(path)).unwrap();
    let variable = Regex::new(r#""(PAPERS_[A-Z_]+)""#).unwrap();
    let read = lines(r#""PAPERS_[A-Z_]+""#);
    let names: BTreeSet<String> = read
        .iter()
        .flat_map(|(_, line)| variable.captures_iter(line))
        .map(|found| found[1].to_owned())
        .collect();
    assert!(names.len() > 30, "{names:?}");
    let docs: String = ["README.md", "docs/MODELS.md", "docs/DAILY.md", "docs/ARCHITECTURE.md"]
        .into_iter()
        .map(text)
        .collect();
    let settings = text("templates/init/papers.toml");
    let keys = Regex::new(r"(?m)^#?([a-z_]+) = ").unwrap();
    let keys: BTreeSet<String> = keys.captures_iter(&settings).map(|found| found[1].to_uppercase()).collect();
    for name in &names {
        let plain = name.trim_start_matches("PAPERS_");
        let is_key = ["", "LLM_", "ARXIV_", "HUGGINGFACE_", "VERIFY_"]
            .iter()
            .any(|table| plain.strip_prefix(table).is_some_and(|key| keys.contains(key)));
        let is_url = ["OAI_URL", "RSS_URL"].contains(&plain);
        let is_own = ["NOW", "COMMITTING", "LLM_API_KEY"].contains(&plain);
        assert!(is_key || is_url || is_own, "`{name}` is called as no setting is");
        let told = docs.contains(name) || docs.contains("`PAPERS_` and its name");
        assert!(told, "`{name}` is explained nowhere");
    }
}

#[test]
fn the_map_names_every_module_and_fits_on_its_pages() {
    let map = std::fs::read_to_string(project().join("docs/ARCHITECTURE.md")).unwrap();
    assert!(map.lines().count() <= 220, "{} lines", map.lines().count());
    let root = SOURCES.iter().find(|(path, _)| path == "src/lib.rs").unwrap();
    let modules = Regex::new(r"(?m)^pub mod (\w+);").unwrap();
    for found in modules.captures_iter(&root.1) {
        assert!(map.contains(&format!("`{}.rs`", &found[1])), "the map has no `{}`", &found[1]);
    }
    for (name, _) in ARROWS {
        assert!(
            map.contains(&format!("`{name}`"))
                || map.contains(&format!("`{}`", name.trim_start_matches("papers"))),
            "the map has no `{name}`"
        );
    }
}
