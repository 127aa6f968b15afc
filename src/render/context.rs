//! Record → what templates see.
use super::{escape, yaml};
use crate::config::Settings;
use crate::paper::{Entry, Record};
use chrono::NaiveDate;
use serde_json::{Value, json};

pub(super) fn post(settings: &Settings, date: NaiveDate, first: usize, record: &Record) -> Value {
    json!({"layout": yaml::word(&settings.layout), "title": yaml::quoted(&settings.title_on(date)), "date": format!("{date} {}", settings.time),
      "tags": yaml::list(&settings.tags), "categories": yaml::list(&settings.categories),
      "papers": record.papers.iter().zip(first..).map(|(e, n)| paper(e, n, &settings.lang)).collect::<Vec<_>>()})
}
fn paper(e: &Entry, n: usize, lang: &str) -> Value {
    let ns = "not stated in the text read";
    let list = |v: &[String]| {
        if v.is_empty() { vec![ns.to_owned()] } else { v.iter().map(|s| escape::markdown(s)).collect() }
    };
    let one = |s: &str| if s.is_empty() { ns.to_owned() } else { escape::markdown(s) };
    let l = if lang == "en" { String::new() } else { format!("{lang}/") };
    let d = &e.digest;
    let _ = escape::comment("");
    json!({"number": n, "title": escape::markdown(&e.paper.title), "url": format!("https://arxiv.org/abs/{}", e.paper.id), "alphaxiv": format!("https://www.alphaxiv.org/{l}overview/{}", e.paper.id),
     "withdrawn": Value::Null, "footnotes": [], "goal": one(&d.introduction.goal), "motivation": one(&d.introduction.motivation), "contribution": one(&d.introduction.contribution),
     "method": list(&d.method), "results": list(&d.results), "limitations": list(&d.limitations), "conclusion": list(&d.conclusion)})
}
