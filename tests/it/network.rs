//! Tests an unreliable arXiv over real sockets: what is requested again, what is requested elsewhere, and what the user is told.

use predicates::prelude::*;
use predicates::str::contains;

use crate::support::{Asked, Bench, Manner, Reply, Server, arxiv};

const IDS: [&str; 3] = ["2510.06590", "2510.06917", "2510.04212"];

/// Creates a server whose first answers are `faults` and whose later ones are arXiv's.
fn faulty(faults: Vec<Reply>) -> Server {
    Server::new(move |asked, number| faults.get(number).cloned().unwrap_or_else(|| arxiv(asked)))
}

/// Creates a server whose API always refuses, and whose other answers are `rest`.
fn without_api(rest: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Server {
    Server::new(move |asked, _| match asked.path.as_str() {
        // It exceeds the patience, so that the next source is requested at once.
        "/api/query" => Reply::status(503).header("Retry-After", "3600"),
        _ => rest(asked),
    })
}

fn titles(json: &[u8]) -> Vec<String> {
    let record: serde_json::Value = serde_json::from_slice(json).unwrap();
    record["papers"].as_array().unwrap().iter().map(|entry| entry["paper"]["title"].to_string()).collect()
}

fn fetch_json(bench: &Bench, ids: &[&str]) -> assert_cmd::assert::Assert {
    bench.papers(&["fetch", "--json", "--read", "abstract"]).args(ids).assert()
}

#[test]
fn asks_for_all_ids_in_one_request_with_the_fields_that_arxiv_wants() {
    let server = Server::arxiv();
    let mut bench = Bench::new(&server);
    bench.set("PAPERS_CONTACT", "ada@example.org");
    let output = fetch_json(&bench, &IDS).success().get_output().stdout.clone();
    assert_eq!(titles(&output).len(), 3);
    let [asked] = &server.log()[..] else { panic!("{:?}", server.log()) };
    assert_eq!(asked.query, "id_list=2510.06590%2C2510.06917%2C2510.04212&max_results=3");
    assert_eq!(asked.header("accept"), "application/atom+xml");
    let agent = asked.header("user-agent");
    assert!(agent.starts_with("papers/") && agent.contains("mailto:ada@example.org"), "{agent}");
}

#[test]
fn every_passing_fault_is_asked_again_and_no_paper_is_lost() {
    let empty = "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:o='http://a9.com/-/spec/opensearch/1.1/'><o:totalResults>3</o:totalResults></feed>";
    let faults: Vec<Vec<Reply>> = vec![
        vec![Reply::status(429).header("Retry-After", "1")],
        vec![Reply::status(406); 2],
        vec![Reply::status(503)],
        vec![Reply::status(500)],
        vec![Reply::ok("x").manner(Manner::Closed)],
        vec![Reply::ok("x".repeat(5000)).manner(Manner::Truncated(1000))],
        vec![Reply::ok(empty)],
        vec![Reply::ok([0xff, 0x00, 0x9f].repeat(100))],
        vec![Reply::ok("<html><body>Rate exceeded.</body></html>")],
    ];
    for faults in faults {
        let expected = faults.len() + 1;
        let status = faults[0].status;
        let server = faulty(faults);
        let output = fetch_json(&Bench::new(&server), &IDS).success().get_output().stdout.clone();
        assert_eq!(titles(&output).len(), 3, "after {status}");
        assert_eq!(server.log().len(), expected, "after {status}");
    }
}

#[test]
fn an_api_that_is_not_there_is_no_word_about_the_papers() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/abs/2510.06590" => Reply::ok(ABS_PAGE),
        _ => Reply::status(404),
    });
    fetch_json(&Bench::new(&server), &["2510.06590"])
        .success()
        .stderr(contains("records come from the abs page"));
}

/// A gateway that answers "not found" for everything knows nothing about the paper.
#[test]
fn while_the_api_is_not_heard_no_paper_is_said_not_to_exist() {
    for status in [404, 503] {
        let server = Server::new(move |asked, _| match asked.path.as_str() {
            "/api/query" => Reply::status(status).header("Retry-After", "3600"),
            _ => Reply::status(404),
        });
        fetch_json(&Bench::new(&server), &["2510.06590"])
            .code(5)
            .stderr(contains("no source gives a record").and(contains("arXiv has no paper").not()));
    }
}

#[test]
fn a_page_in_utf_16_is_complete() {
    let server = Server::new(|asked, _| {
        let reply = arxiv(asked);
        if !asked.path.starts_with("/html/") {
            return reply;
        }
        let page = format!("\u{feff}{}", String::from_utf8(reply.body).unwrap());
        Reply::ok(page.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>())
    });
    let run = Bench::new(&server).papers(&["fetch", "--json", "2510.06590"]).assert().success();
    let record: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    assert_eq!(record["papers"][0]["read"], "html");
}

#[test]
fn a_proxy_that_is_no_address_is_told_without_its_password() {
    let mut bench = Bench::offline();
    bench.set("HTTPS_PROXY", "http:// user:secret@proxy");
    bench.set("http_proxy", "proxy.example.org:3128");
    let told = contains("`HTTPS_PROXY` is no address of a proxy").and(contains("secret").not());
    bench
        .papers(&["fetch", "--offline", "2510.06590"])
        .assert()
        .stderr(told.and(contains("`http_proxy`").not()));
}

#[test]
fn a_retry_after_date_is_waited_for() {
    let soon = httpdate(2);
    let server = faulty(vec![Reply::status(429).header("Retry-After", &soon)]);
    fetch_json(&Bench::new(&server), &IDS).success();
    let log = server.log();
    let waited = log[1].start - log[0].start;
    // The date has whole seconds, so that two seconds ahead may be little more than one.
    assert!(waited.as_millis() >= 900, "{waited:?}");
}

fn httpdate(seconds: u64) -> String {
    let then = std::time::SystemTime::now() + std::time::Duration::from_secs(seconds);
    let then: chrono::DateTime<chrono::Utc> = then.into();
    then.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[test]
fn when_every_source_refuses_the_exit_code_says_later_and_when() {
    let server = without_api(|_| Reply::status(503).header("Retry-After", "7200"));
    fetch_json(&Bench::new(&server), &IDS)
        .code(5)
        .stderr(contains("come back at").and(contains("hint: run the same command again later")));
    assert!(
        server.log().len() <= 4,
        "a source that refuses is asked once, not once a paper: {:?}",
        server.paths()
    );
}

#[test]
fn the_abs_page_stands_in_for_the_api() {
    let server = without_api(|asked| match asked.path.as_str() {
        "/abs/2510.06590" => Reply::ok(ABS_PAGE),
        _ => Reply::status(404),
    });
    let run = fetch_json(&Bench::new(&server), &["2510.06590"])
        .success()
        .stderr(contains("records come from the abs page"));
    let record: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    let paper = &record["papers"][0]["paper"];
    assert_eq!(paper["metadata_from"], "arxiv-abs");
    assert_eq!(paper["version"], 2);
    assert_eq!(paper["authors"][0]["name"], "Ziyuan Huang");
    assert_eq!(paper["categories"], serde_json::json!(["cs.CV", "cs.AI"]));
}

const ABS_PAGE: &str = r#"<!DOCTYPE html><html><head><title>[2510.06590] Ming-UniVision</title>
<meta name="citation_title" content="Ming-UniVision: Joint Image Understanding"/>
<meta name="citation_author" content="Huang, Ziyuan"/><meta name="citation_author" content="Zheng, DanDan"/>
<meta name="citation_date" content="2025/10/08"/><meta name="citation_arxiv_id" content="2510.06590"/></head>
<body><div id="abs"><div class="dateline">[Submitted on 8 Oct 2025 (<a>v1</a>), last revised 9 Oct 2025 (this version, v2)]</div>
<blockquote class="abstract mathjax"><span class="descriptor">Abstract:</span> We present a tokenizer.</blockquote>
<table><tr><td class="tablecell subjects"><span class="primary-subject">Computer Vision (cs.CV)</span>; Artificial
Intelligence (cs.AI)</td></tr></table></div></body></html>"#;

const OAI_RECORD: &str = r#"<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<GetRecord><record><header><identifier>oai:arXiv.org:2510.06590</identifier></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2510.06590</id><created>2025-10-08</created><authors><author>
<keyname>Huang</keyname><forenames>Ziyuan</forenames></author></authors><title>Ming-UniVision</title>
<categories>cs.CV</categories><abstract>  We present a tokenizer.
</abstract></arXiv></metadata></record></GetRecord></OAI-PMH>"#;

const HF_PAPER: &str = r#"{"id": "2510.06590", "title": "Ming-UniVision", "summary": "We present a tokenizer.",
"authors": [{"name": "Ziyuan Huang", "hidden": false}], "publishedAt": "2025-10-08T02:50:14.000Z", "upvotes": 59}"#;

#[test]
fn oai_then_hugging_face_stand_in_when_the_abs_page_refuses_too() {
    for (open, source) in [("/oai", "arxiv-oai"), ("/api/papers/2510.06590", "huggingface")] {
        let server = without_api(move |asked| match asked.path.as_str() {
            path if path != open => Reply::status(503).header("Retry-After", "3600"),
            "/oai" => Reply::ok(OAI_RECORD),
            _ => Reply::ok(HF_PAPER),
        });
        let run = fetch_json(&Bench::new(&server), &["2510.06590"]).success();
        let record: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
        assert_eq!(record["papers"][0]["paper"]["metadata_from"], source);
    }
}

#[test]
fn ids_that_do_not_come_back_are_reported_one_by_one_and_the_others_go_on() {
    let server = Server::arxiv();
    let run = fetch_json(&Bench::new(&server), &["2510.06590", "2510.99999", "2510.06917", "nonsense"])
        .code(4)
        .stderr(
            contains("arXiv has no paper `2510.99999`")
                .and(contains("`nonsense` is not an arXiv identifier")),
        );
    let record: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    assert_eq!(record["papers"].as_array().unwrap().len(), 2);
    assert_eq!(record["failed"][0]["input"], "nonsense");
    assert_eq!(record["failed"][1]["stage"], "fetch");
}

#[test]
fn an_id_that_the_api_refuses_does_not_take_its_batch_with_it() {
    let error = |id: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title><entry><id>https://arxiv.org/api/errors#e</id><title>Error</title><summary>incorrect id format for {id}</summary></entry></feed>"
        )
    };
    for status in [200, 400] {
        let server = Server::new(move |asked, _| match asked.query.contains("2510.00000") {
            true => Reply { status, ..Reply::ok(error("2510.00000")) },
            false => arxiv(asked),
        });
        let run = fetch_json(&Bench::new(&server), &["2510.06590", "2510.00000", "2510.06917"]).code(4);
        let run = run.stderr(contains("incorrect id format for 2510.00000"));
        assert_eq!(titles(&run.get_output().stdout).len(), 2, "with status {status}");
        assert_eq!(server.log().len(), 2, "with status {status}");
    }
}

#[test]
fn a_record_that_cannot_be_read_does_not_take_its_batch_with_it() {
    let strange = |from: &'static str, to: &'static str| {
        Server::new(move |asked, _| match asked.path.as_str() {
            "/api/query" => {
                let reply = arxiv(asked);
                let feed = String::from_utf8(reply.body.clone()).unwrap();
                assert!(feed.contains(from), "{feed}");
                Reply { body: feed.replacen(from, to, 1).into_bytes(), ..reply }
            }
            path if path.starts_with("/html/") => arxiv(asked),
            _ => Reply::status(404),
        })
    };
    let id = "<id>http://arxiv.org/abs/2510.06590v1</id>";
    for (to, told) in [
        ("<id>http://arxiv.org/abs/2510.06590v99999999999</id>", "2510.06590v99999999999"),
        ("<id>http://arxiv.org/abs/nothing</id>", "http://arxiv.org/abs/nothing"),
        ("", "``"),
    ] {
        let server = strange(id, to);
        let run = fetch_json(&Bench::new(&server), &["2510.06590", "2510.06917"]).code(4);
        let run = run.stderr(contains("`2510.06590`").and(contains(told)));
        assert_eq!(titles(&run.get_output().stdout).len(), 1, "{to}");
        assert_eq!(server.paths().iter().filter(|path| *path == "/api/query").count(), 1, "{to}");
    }
    let server = strange("<published>", "<published>9999-99-");
    fetch_json(&Bench::new(&server), &["2510.06590", "2510.06917"]).success();
}

#[test]
fn a_version_that_does_not_exist_is_an_error() {
    let server = Server::arxiv();
    fetch_json(&Bench::new(&server), &["2510.06590v9"]).code(4).stderr(contains("the latest version is v1"));
}

#[test]
fn redirects_are_followed_on_the_same_site_only() {
    let server = Server::new(|asked, number| match number {
        0 => Reply::status(301).header("Location", &format!("/moved/query?{}", asked.query)),
        _ => arxiv(&Asked { path: "/api/query".to_owned(), ..asked.clone() }),
    });
    fetch_json(&Bench::new(&server), &IDS).success();
    let server = Server::new(|_, _| Reply::status(302).header("Location", "http://evil.example/api/query"));
    fetch_json(&Bench::new(&server), &["2510.06590"])
        .code(5)
        .stderr(contains("redirects to `http://evil.example/api/query`"));
}

#[test]
fn the_second_run_asks_nobody_and_offline_says_what_is_missing() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    fetch_json(&bench, &IDS).success();
    fetch_json(&bench, &IDS).success();
    assert_eq!(server.log().len(), 1);
    bench.papers(&["fetch", "--offline", "--json", "--read", "abstract"]).args(IDS).assert().success();
    bench.papers(&["fetch", "--offline", "--json", "2510.06590", "2510.05491"]).assert().code(4).stderr(
        contains("the cache has no record of `2510.05491`").and(contains("run once without `--offline`")),
    );
    assert_eq!(server.log().len(), 1);
}

#[test]
fn a_record_ages_in_a_day_and_a_version_never() {
    let server = Server::arxiv();
    let mut bench = Bench::new(&server);
    fetch_json(&bench, &["2510.06590", "2510.06917v1"]).success();
    bench.set("PAPERS_NOW", "2025-10-10T08:15:01+09:00");
    fetch_json(&bench, &["2510.06590", "2510.06917v1"]).success();
    let queries: Vec<String> = server.log().into_iter().map(|asked| asked.query).collect();
    assert_eq!(queries[1], "id_list=2510.06590&max_results=1", "{queries:?}");
}

#[test]
fn offline_writes_nothing_into_the_cache() {
    let bench = Bench::offline();
    bench.papers(&["fetch", "--offline", "2510.06590"]).assert().code(4).stdout("");
    assert!(!bench.path("cache").exists());
}

#[test]
fn an_answer_without_end_is_cut_off_and_another_source_is_asked() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/api/query" => Reply::ok(vec![b' '; 21_000_000]),
        "/abs/2510.06590" => Reply::ok(ABS_PAGE),
        _ => Reply::status(404),
    });
    fetch_json(&Bench::new(&server), &["2510.06590"]).success().stderr(contains("larger than 20 MB"));
}

#[test]
fn an_interval_below_arxivs_terms_is_refused_for_arxiv_itself() {
    let mut bench = Bench::offline();
    bench.set("PAPERS_ARXIV_INTERVAL", "1");
    bench
        .papers(&["fetch", "--offline", "2510.06590"])
        .assert()
        .code(3)
        .stderr(contains("one request every 3 seconds"));
}
