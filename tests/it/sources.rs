//! Tests records from other sources if the API is not available: recorded abs pages and OAI-PMH harvests, compared with independent
//! parsers. Skipped without the recordings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use papers_arxiv::parse_feed;
use papers_paper::{MetadataSource, Paper, Record, SectionRole};
use regex::Regex;
use roxmltree::{Document, Node};
use serde_json::Value;

use crate::recordings::{bare, fold};
use crate::support::{Bench, Reply, Server, shared, skip};

/// Returns the program's records of these papers.
fn records(server: &Server, ids: &str) -> BTreeMap<String, Paper> {
    let bench = Bench::new(server);
    let mut command = bench.papers(&["fetch", "--json", "--read", "abstract", "--quiet", "-"]);
    // There are hundreds of papers, with one request each.
    let output = command.timeout(Duration::from_secs(600)).write_stdin(ids.to_owned()).output().unwrap();
    let record: Record = serde_json::from_slice(&output.stdout).unwrap();
    record.papers.into_iter().map(|entry| (entry.paper.id.clone(), entry.paper)).collect()
}

fn oai_records(folder: &Path) -> Option<BTreeMap<String, String>> {
    let mut records = BTreeMap::new();
    for name in ["cs-1.xml.xz", "cs-2.xml.xz", "cs-3.xml.xz"] {
        let unpacked = Command::new("xz").arg("-dc").arg(folder.join(name)).output();
        let Ok(unpacked) = unpacked else {
            skip("xz is not installed");
            return None;
        };
        let text = String::from_utf8(unpacked.stdout).unwrap();
        for record in text.split("<record>").skip(1) {
            let record = record.split("</record>").next().unwrap();
            let id = record.split("oai:arXiv.org:").nth(1).unwrap().split('<').next().unwrap();
            // A deleted record has only a header.
            if record.contains("<metadata>") {
                records.insert(id.to_owned(), format!("<record>{record}</record>"));
            }
        }
    }
    Some(records)
}

fn oai_server(records: BTreeMap<String, String>) -> Server {
    Server::new(move |asked, _| {
        let query = asked.query.replace("%3A", ":").replace("%2F", "/");
        let id = query.split("oai:arXiv.org:").nth(1).and_then(|rest| rest.split('&').next());
        match id.and_then(|id| records.get(id)) {
            Some(record) => Reply::ok(format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">\
                 <GetRecord>{record}</GetRecord></OAI-PMH>"
            )),
            None => Reply::status(404),
        }
    })
}

fn field<'a>(node: Node<'a, 'a>, name: &str) -> Option<&'a str> {
    node.children().find(|child| child.tag_name().name() == name).and_then(|child| child.text())
}

fn compare(record: &str, paper: &Paper) {
    let document = Document::parse(record).unwrap();
    let arxiv = document.descendants().find(|node| node.tag_name().name() == "arXiv").unwrap();
    let said = |name| field(arxiv, name).map(bare);
    let id = &paper.id;
    assert_eq!(Some(bare(&paper.title)), said("title"), "{id}");
    assert_eq!(Some(bare(&paper.abstract_text)), said("abstract"), "{id}");
    assert_eq!(paper.comment.as_deref().map(bare), said("comments"), "{id}");
    assert_eq!(paper.journal_ref.as_deref().map(bare), said("journal-ref"), "{id}");
    assert_eq!(paper.doi, field(arxiv, "doi").map(fold), "{id}");
    assert_eq!(paper.license, field(arxiv, "license").map(fold), "{id}");
    let categories: Vec<_> = field(arxiv, "categories").unwrap_or_default().split_whitespace().collect();
    assert_eq!(paper.categories, categories, "{id}");
    let day = |date: Option<chrono::DateTime<chrono::Utc>>| date.map(|date| date.date_naive().to_string());
    assert_eq!(day(paper.published).as_deref(), field(arxiv, "created"), "{id}");
    let updated = field(arxiv, "updated").or(field(arxiv, "created"));
    assert_eq!(day(paper.updated).as_deref(), updated, "{id}");
    let authors = arxiv.descendants().filter(|node| node.tag_name().name() == "author");
    let name =
        |author| ["forenames", "keyname", "suffix"].map(|part| field(author, part).unwrap_or_default());
    let names: Vec<_> = authors.map(|author| bare(&name(author).join(" "))).collect();
    assert_eq!(paper.authors.iter().map(|author| bare(&author.name)).collect::<Vec<_>>(), names, "{id}");
    assert_eq!(paper.metadata_from, MetadataSource::ArxivOai);
}

#[test]
fn every_harvested_record_reads_as_an_independent_reader_reads_it() {
    let Some(records_of) = shared("data/oai").and_then(|folder| oai_records(&folder)) else { return };
    // Each paper takes a request; a tenth of the harvest has all kinds of records.
    let some: BTreeMap<_, _> = records_of.into_iter().step_by(10).collect();
    let ids = some.keys().map(|id| format!("{id}\n")).collect::<String>();
    let papers = records(&oai_server(some.clone()), &ids);
    for (id, record) in &some {
        compare(record, papers.get(id).unwrap_or_else(|| panic!("{id} is lost")));
    }
    println!("{} harvested records agree", some.len());
    assert!(some.len() > 200);
}

#[test]
fn every_recorded_abs_page_gives_what_its_head_says() {
    let Some(folder) = shared("data/abs") else { return };
    let serving = folder.clone();
    let server = Server::new(move |asked, _| {
        let page = asked.path.strip_prefix("/abs/").map(|id| serving.join(format!("{id}.html")));
        page.and_then(|page| std::fs::read(page).ok()).map_or_else(|| Reply::status(404), Reply::ok)
    });
    let meta = |html: &str, name: &str| -> Vec<String> {
        let pattern = Regex::new(&format!(r#"<meta name="citation_{name}" content="([^"]*)""#)).unwrap();
        pattern.captures_iter(html).map(|found| found[1].to_owned()).collect()
    };
    let license = Regex::new(r#"(?s)class="abs-license">.*?href="([^"]*)""#).unwrap();
    let pages = ["0908.2921v2", "1609.09584v4", "2004.04173v4", "2006.01273v3"];
    let papers = records(&server, &pages.join("\n"));
    for page in pages {
        let (id, version) = page.split_once('v').unwrap();
        let (html, paper) =
            (std::fs::read_to_string(folder.join(format!("{page}.html"))).unwrap(), &papers[id]);
        assert_eq!(paper.version, version.parse().ok());
        assert_eq!(vec![paper.title.clone()], meta(&html, "title"));
        let names = meta(&html, "author")
            .iter()
            .map(|n| n.split_once(", ").unwrap())
            .map(|(f, g)| format!("{g} {f}"))
            .collect::<Vec<_>>();
        assert_eq!(paper.authors.iter().map(|author| author.name.clone()).collect::<Vec<_>>(), names);
        assert_eq!(paper.doi.as_ref(), meta(&html, "doi").first());
        let day = |date: Option<chrono::DateTime<chrono::Utc>>| date.unwrap().format("%Y/%m/%d").to_string();
        assert_eq!([day(paper.published)].as_slice(), meta(&html, "date"));
        assert_eq!([day(paper.updated)].as_slice(), meta(&html, "online_date"));
        assert_eq!(
            paper.license.as_deref(),
            license.captures(&html).map(|found| found.get(1).unwrap().as_str())
        );
        assert_eq!(paper.primary_category.as_deref(), Some("quant-ph"));
        assert!(
            paper.abstract_text.len() > 300 && !paper.abstract_text.starts_with("Abstract"),
            "{}",
            paper.abstract_text
        );
        assert_eq!(paper.metadata_from, MetadataSource::ArxivAbs);
    }
}

#[test]
fn a_recorded_raw_record_has_every_version_with_its_date() {
    let Some(path) = shared("data/oai/fatcat_arxivraw_1810.09584.xml") else { return };
    let body = std::fs::read(path).unwrap();
    let server = Server::new(move |asked, _| match asked.query.contains("metadataPrefix=arXivRaw") {
        true => Reply::ok(body.clone()),
        false => Reply::status(404),
    });
    let paper = &records(&server, "1810.09584")["1810.09584"];
    let at = |date: Option<chrono::DateTime<chrono::Utc>>| date.unwrap().to_rfc3339();
    assert_eq!(at(paper.published), "2018-10-22T22:41:50+00:00");
    assert_eq!(at(paper.updated), "2019-01-13T11:17:09+00:00");
    assert_eq!(paper.version, Some(2));
    let names: Vec<&str> = paper.authors.iter().map(|author| author.name.as_str()).collect();
    assert_eq!(names, ["Raphael Chetrite", "Shamik Gupta", "Izaak Neri", "Édgar Roldán"]);
}

/// Returns the escaped text between two tags.
fn between<'a>(record: &'a str, name: &str) -> &'a str {
    let open = format!("<{name}>");
    let inside = record.split_once(&open).map_or("", |(_, rest)| rest);
    inside.split_once(&format!("</{name}>")).map_or("", |(text, _)| text)
}

/// Returns pages of harvests: the recorded ones, and those in the folder that `PAPERS_HARVEST` names.
fn harvest() -> Vec<String> {
    let recorded = shared("data/oai").and_then(|folder| oai_records(&folder)).unwrap_or_default();
    let mut pages = vec![recorded.into_values().collect::<String>()];
    if let Some(folder) = std::env::var_os("PAPERS_HARVEST") {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        pages.extend(files.map(|file| String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned()));
    }
    pages
}

/// Returns the ids of a page's papers that we consider withdrawn, and of all.
fn withdrawn(page: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let entry = |record: &str| {
        let (id, summary, comment) =
            (between(record, "id"), between(record, "abstract"), between(record, "comments"));
        format!(
            "<entry><id>http://arxiv.org/abs/{id}v1</id><title>T</title><summary>{summary}</summary>\
             <a:comment>{comment}</a:comment></entry>"
        )
    };
    let records = page.split("<record>").skip(1).filter(|record| record.contains("<metadata>"));
    let entries: String = records.map(entry).collect();
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:a='http://arxiv.org/schemas/atom'>{entries}</feed>"
    );
    let papers = parse_feed(feed.as_bytes()).unwrap().entries;
    let gone = papers.iter().filter(|paper| paper.withdrawn).map(|paper| paper.id.clone()).collect();
    (gone, papers.into_iter().map(|paper| paper.id).collect())
}

#[test]
fn withdrawn_papers_of_a_harvest_are_seen_and_no_other_is() {
    let list = include_str!("sources/withdrawn.txt");
    let lines = || list.lines().filter(|line| !line.starts_with('#'));
    let truth: BTreeSet<String> = lines().filter(|line| !line.starts_with('?')).map(str::to_owned).collect();
    let unclear: BTreeSet<String> =
        lines().filter_map(|line| Some(line.strip_prefix('?')?.to_owned())).collect();
    let (mut seen, mut all) = (BTreeSet::new(), BTreeSet::new());
    for page in harvest() {
        let (gone, papers) = withdrawn(&page);
        seen.extend(gone);
        all.extend(papers);
    }
    let there: BTreeSet<String> = truth.intersection(&all).cloned().collect();
    let wrong: Vec<&String> =
        seen.iter().filter(|id| !truth.contains(*id) && !unclear.contains(*id)).collect();
    let missed: Vec<&String> = there.difference(&seen).collect();
    println!(
        "{} records, {} withdrawn, {} missed, {} wrong",
        all.len(),
        there.len(),
        missed.len(),
        wrong.len()
    );
    assert!(wrong.is_empty(), "not withdrawn: {wrong:?}");
    assert!(missed.len() * 100 <= there.len(), "missed: {missed:?}");
}

/// Texts beside the records of papers of a week: each with its own title and its conclusion in place of the abstract, which is harder
/// than any revision, and with the records of sixty others. The folder has `html/` and `pdf/` with one file a paper, and `list.tsv`
/// with their names and titles.
#[test]
#[ignore = "needs a folder of papers, which `PAPERS_TEXTS` names"]
fn texts_are_told_from_those_of_other_papers() {
    let (Some(folder), Some(records)) = (std::env::var_os("PAPERS_TEXTS"), shared("data/papers.jsonl.xz"))
    else {
        return skip("there are no papers in PAPERS_TEXTS");
    };
    let folder = Path::new(&folder);
    let records = Command::new("xz").arg("-dc").arg(records).output().unwrap().stdout;
    let records: Vec<Value> =
        String::from_utf8(records).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (mut own, mut alarms, mut hard, mut hard_alarms, mut wrong, mut found) = (0, 0, 0, 0, 0, 0);
    for line in std::fs::read_to_string(folder.join("list.tsv")).unwrap().lines().skip(1) {
        let [name, kind, _, _, _, title, ..] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let bytes = std::fs::read(folder.join(kind).join(format!("{name}.{kind}"))).unwrap();
        let read =
            if kind == "pdf" { papers_fulltext::pdf(&bytes) } else { papers_fulltext::html(&bytes, None) };
        let Ok(document) = read else { continue };
        let text_of = |role: SectionRole| -> String {
            let of = document.sentences().filter(|(section, _)| section.is(role));
            of.map(|(_, sentence)| sentence).collect::<Vec<_>>().join(" ")
        };
        own += 1;
        if papers_fulltext::is_of_another(&document, title, &text_of(SectionRole::Abstract)) {
            alarms += 1;
            println!("false alarm: {name}");
        }
        let conclusion = text_of(SectionRole::Conclusion);
        if conclusion.split_whitespace().count() >= 60 {
            let mut rest = document.clone();
            rest.sections.retain(|section| !section.is(SectionRole::Conclusion));
            hard += 1;
            if papers_fulltext::is_of_another(&rest, title, &conclusion) {
                hard_alarms += 1;
                println!("false alarm with the conclusion: {name}");
            }
        }
        for record in records
            .iter()
            .skip(own % 40)
            .step_by(40)
            .filter(|record| !name.contains(record["id"].as_str().unwrap()))
        {
            wrong += 1;
            let (title, summary) = (record["title"].as_str().unwrap(), record["summary"].as_str().unwrap());
            found += usize::from(papers_fulltext::is_of_another(&document, title, summary));
        }
    }
    println!(
        "{own} papers, {alarms} false alarms; {hard} conclusions, {hard_alarms} false alarms; {found} of {wrong} others found"
    );
    assert_eq!((alarms, hard_alarms), (0, 0));
    assert!(own > 0 && found * 100 > wrong * 85);
}
