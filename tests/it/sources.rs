//! Records from the other sources, when the API refuses: what the program makes of recorded abs pages and OAI-PMH
//! harvests, against readings that share nothing with ours. Without the recordings these tests say that they are skipped.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use papers_paper::{MetadataSource, Paper, Record};
use regex::Regex;
use roxmltree::{Document, Node};

use crate::recordings::{bare, fold};
use crate::support::{Bench, Reply, Server, shared, skip};

/// The records that the program has of these papers.
fn records(server: &Server, ids: &str) -> BTreeMap<String, Paper> {
    let bench = Bench::new(server);
    let mut command = bench.papers(&["fetch", "--json", "--read", "abstract", "--quiet", "-"]);
    let output = command.write_stdin(ids.to_owned()).output().unwrap();
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
            // A record that was taken back has a header and nothing else.
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
            None => Reply::status(403),
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
    assert_eq!(Some(bare(&paper.summary)), said("abstract"), "{id}");
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
    // Each paper is a request of its own; a tenth of the harvest has every kind of record.
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
        page.and_then(|page| std::fs::read(page).ok()).map_or_else(|| Reply::status(403), Reply::ok)
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
        assert!(paper.summary.len() > 300 && !paper.summary.starts_with("Abstract"), "{}", paper.summary);
        assert_eq!(paper.metadata_from, MetadataSource::ArxivAbs);
    }
}
