//! The answers of healthy services to each kind of request.

use super::{IDS, Kind, asked};
use crate::support::{Asked, LICENSE, Reply, arxiv, project};

pub(super) fn usual(kind: Kind, asked: &Asked) -> Reply {
    let path = asked.path.as_str();
    let id = |path: &str| path.rsplit('/').next().unwrap().split('v').next().unwrap().to_owned();
    match path {
        "/api/query" if asked.query.contains("search_query") => {
            arxiv(&self::asked(path, &format!("id_list={}", IDS.join(","))))
        }
        "/oai" => oai(asked.query.split("arXiv.org%3A").nth(1).unwrap().split('&').next().unwrap()),
        "/api/daily_papers" => Reply::ok(format!(
            "[{}]",
            IDS.map(|id| format!("{{\"paper\": {}}}", String::from_utf8(huggingface(id).body).unwrap()))
                .join(",")
        )),
        _ if path.starts_with("/abs/") => abs(&id(path)),
        _ if path.starts_with("/api/papers/") => huggingface(&id(path)),
        _ if path.starts_with("/rss/") => rss(),
        _ if path.ends_with(".png") => {
            Reply::ok([&b"\x89PNG\r\n\x1a\n"[..], &[0; 3_000], b"IEND\xaeB`\x82"].concat())
        }
        _ if kind == Kind::Pdf && path.starts_with("/html/") && path.contains(IDS[0]) => Reply::status(404),
        _ if path.starts_with("/pdf/") && path.contains(IDS[0]) => {
            Reply::ok(std::fs::read(project().join("fixtures/fulltext/numbered/paper.pdf")).unwrap())
        }
        _ if path.starts_with("/html/") => page(&id(path)),
        "/api/query" if kind == Kind::Pdf => {
            // The record of the PDF, which has no stamp: a text with other words would be another paper's.
            let reply = arxiv(asked);
            let feed = String::from_utf8(reply.body.clone()).unwrap();
            let title = "Atmospheric contamination of astronomical exposures";
            let own = "Ming-UniVision: Joint Image Understanding and Generation with a Unified Continuous Tokenizer";
            Reply { body: feed.replacen(own, title, 1).into_bytes(), ..reply }
        }
        _ => arxiv(asked),
    }
}

/// Returns a full text with its identifier, as on arXiv.
pub(super) fn page(id: &str) -> Reply {
    let reply = arxiv(&asked(&format!("/html/{id}v1"), ""));
    let text = String::from_utf8(reply.body.clone()).unwrap();
    let stamp = format!("<body>{LICENSE}<div id=\"watermark-tr\">arXiv:{id}v1 [cs.CL] 8 Oct 2025</div>");
    Reply { body: text.replacen("<body>", &stamp, 1).into_bytes(), ..reply }
}

pub(super) fn abs(id: &str) -> Reply {
    Reply::ok(format!(
        "<!DOCTYPE html><html><head><title>[{id}] On {id}</title><meta name=\"citation_title\" content=\"On {id}\"/>\
         <meta name=\"citation_author\" content=\"Lovelace, Ada\"/><meta name=\"citation_arxiv_id\" content=\"{id}\"/></head>\
         <body><div class=\"dateline\">[Submitted on 8 Oct 2025 (v1)]</div><blockquote class=\"abstract mathjax\">Abstract: \
         We count the sheep of {id} with a network. It counts them on three farms.</blockquote></body></html>"
    ))
}

pub(super) fn oai(id: &str) -> Reply {
    Reply::ok(format!(
        "<?xml version=\"1.0\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><GetRecord><record><metadata>\
         <arXivRaw xmlns=\"http://arxiv.org/OAI/arXivRaw/\"><id>{id}</id><version version=\"v1\"><date>Wed, 8 Oct 2025 02:50:14 GMT\
         </date></version><title>On {id}</title><authors>Ada Lovelace</authors><categories>cs.CL</categories><abstract>We count \
         the sheep of {id} with a network. It counts them on three farms.</abstract></arXivRaw></metadata></record></GetRecord></OAI-PMH>"
    ))
}

pub(super) fn huggingface(id: &str) -> Reply {
    Reply::ok(format!(
        "{{\"id\": \"{id}\", \"title\": \"On {id}\", \"summary\": \"We count the sheep of {id} with a network. It counts them on \
         three farms.\", \"authors\": [{{\"name\": \"Ada Lovelace\"}}], \"upvotes\": 7}}"
    ))
}

fn rss() -> Reply {
    let items = IDS.map(|id| {
        format!(
            "<item><title>On {id}</title><description>arXiv:{id}v1 Announce Type: new Abstract: We count.</description><guid>\
             oai:arXiv.org:{id}v1</guid><category>cs.CL</category><arxiv:announce_type>new</arxiv:announce_type></item>"
        )
    });
    Reply::ok(format!(
        "<?xml version='1.0'?><rss xmlns:arxiv='http://arxiv.org/schemas/atom' version='2.0'><channel><title>cs.CL</title>\
         <pubDate>Thu, 09 Oct 2025 00:00:00 -0400</pubDate>{}</channel></rss>",
        items.concat()
    ))
}
