//! Fetches records: from the cache, else from arXiv's API in batches, else, if the API refuses, one by one from the abs page,
//! OAI-PMH or Hugging Face.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::{iter, slice};

use futures_util::{Stream, StreamExt, stream};

use papers_http::{Bucket, Client, Fault, HttpError, Lifetime, Unusable};
use papers_paper::{MetadataSource, Paper, PaperId};

use super::error::FetchError;
use super::fallback::FallbackState;
use super::request::{self, RecordKeys};
use super::{FeedError, parse_feed};
use crate::Urls;

/// The number of ids in one request. arXiv accepts several hundred; with two hundred the URL is below 4 kB, which all proxies
/// accept.
const BATCH: usize = 200;

/// An identifier with its record, or the reason why there is none.
pub type Fetched = (PaperId, Result<Paper, FetchError>);

/// Fetches the records of these papers, in order.
pub async fn records(client: &Client, urls: &Urls, ids: &[PaperId]) -> Vec<Fetched> {
    Box::pin(stream(client, urls, ids)).collect().await
}

/// Like [`records()`], as a stream: a batch is requested when the first of its papers is needed, so that at most one batch is in
/// memory.
pub fn stream<'a>(client: &'a Client, urls: &'a Urls, ids: &'a [PaperId]) -> impl Stream<Item = Fetched> {
    if ids.len() > BATCH {
        client.cache().list_singles();
    }
    let start = (Run::new(client, urls), ids.iter(), ids.iter());
    stream::unfold(start, async |(mut run, mut ids, mut ahead)| {
        let id = ids.next()?;
        // Papers that have had their turn need not be looked for.
        if ahead.len() > ids.len() {
            ahead = ids.clone();
        }
        let fetched = run.record(id, &mut ahead).await;
        Some(((id.clone(), fetched), (run, ids, ahead)))
    })
}

/// The requests for the records of some papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The number of records in the cache.
    pub cached: usize,
    /// The number of requests for the others.
    pub records: usize,
}

/// Counts the requests that fetching these papers would take, without sending any.
pub fn plan(client: &Client, urls: &Urls, ids: &[PaperId]) -> Plan {
    let run = Run::new(client, urls);
    let cached = ids.iter().filter(|id| run.load(id).is_some()).count();
    Plan { cached, records: (ids.len() - cached).div_ceil(BATCH) }
}

/// Caches a record from another answer, so that it is not requested again, unless it has no title or abstract.
pub fn remember(client: &Client, urls: &Urls, paper: &Paper) {
    if !is_whole(paper) {
        return;
    }
    if let (Some(id), Ok(body)) = (paper.paper_id(), serde_json::to_vec(paper)) {
        client.keep(Bucket::Records, &RecordKeys::new(urls).of(&id.with_version(None)), &body);
    }
}

struct Run<'a> {
    client: &'a Client,
    urls: &'a Urls,
    keys: RecordKeys,
    found: HashMap<PaperId, Result<Paper, FetchError>>,
    fallback: FallbackState,
}

impl<'a> Run<'a> {
    fn new(client: &'a Client, urls: &'a Urls) -> Self {
        let keys = RecordKeys::new(urls);
        Self { client, urls, keys, found: HashMap::new(), fallback: FallbackState::default() }
    }

    /// Returns the record of a paper, which is requested together with the next missing ones if necessary.
    async fn record<'b>(
        &mut self,
        id: &'b PaperId,
        ahead: &mut slice::Iter<'b, PaperId>,
    ) -> Result<Paper, FetchError> {
        if let Some(known) = self.found.remove(id).or_else(|| self.load(id).map(Ok)) {
            return known;
        }
        let missing = ahead.by_ref().filter(|id| self.load(id).is_none()).take(BATCH - 1);
        let mut batches = vec![iter::once(id).chain(missing).cloned().collect::<Vec<_>>()];
        while let Some(batch) = batches.pop() {
            batches.extend(self.batch(&batch).await);
        }
        self.found.remove(id).unwrap_or_else(|| Err(FetchError::NotFound(id.clone())))
    }

    /// Returns the record of the API from the cache. Records of other sources have less data, and are used only offline.
    fn load(&self, id: &PaperId) -> Option<Paper> {
        let serves =
            |paper: &Paper| paper.metadata_from == MetadataSource::ArxivApi || self.client.is_offline();
        self.kept(id).filter(serves)
    }

    /// Reads a record from the cache: its own entry, or that without version if it is of the same version.
    fn kept(&self, id: &PaperId) -> Option<Paper> {
        let entry = |id: &PaperId, lifetime: Lifetime| {
            let key = self.keys.of(id);
            let now = self.client.clock().now();
            let body = self.client.cache().load(Bucket::Records, &key, now, lifetime.age())?;
            serde_json::from_slice::<Paper>(&body).ok()
        };
        let lifetime = if id.version().is_some() { Lifetime::Forever } else { Lifetime::Day };
        entry(id, lifetime).or_else(|| {
            id.version()?;
            entry(&id.with_version(None), Lifetime::Forever).filter(|paper| paper.version == id.version())
        })
    }

    fn keep(&mut self, records: Vec<(PaperId, Paper)>) {
        /// The size of most records as JSON.
        const USUAL: usize = 2048;
        let entry = |(id, paper): &(PaperId, Paper)| {
            let mut body = Vec::with_capacity(USUAL);
            serde_json::to_writer(&mut body, paper).ok()?;
            Some((self.keys.of(id), body))
        };
        self.client.keep_records(records.iter().filter_map(entry).collect());
        self.found.extend(records.into_iter().map(|(id, paper)| (id, Ok(paper))));
    }

    fn fail(&mut self, id: &PaperId, error: FetchError) {
        self.found.insert(id.clone(), Err(error));
    }

    /// Requests one batch. Returns the batches that must be requested again in another way.
    async fn batch(&mut self, ids: &[PaperId]) -> Vec<Vec<PaperId>> {
        match ask(self.client, self.urls, ids).await {
            Ok(Answer::Listed(listed)) => self.take(ids, listed).await,
            Ok(Answer::Error(message)) => self.split(ids, &message),
            Err(HttpError::Offline { .. }) => {
                for id in ids {
                    self.fail(id, FetchError::NotCached(id.clone()));
                }
                Vec::new()
            }
            Err(error) => {
                self.fall_back(ids, error).await;
                Vec::new()
            }
        }
    }

    /// Takes the papers of an answer. If it has fewer entries than announced, the rest is requested again, as long as each answer has
    /// something new.
    async fn take(&mut self, ids: &[PaperId], answer: Listed) -> Vec<Vec<PaperId>> {
        let is_partial = ((answer.papers.len() + answer.strange.len()) as u64) < answer.total;
        let ids = self.fall_back_for_unusable(ids, &answer).await;
        let mut usable = answer.papers;
        usable.retain(|_, paper| is_whole(paper));
        let missing = self.assign(&ids, usable);
        if is_partial && missing.len() < ids.len() && !missing.is_empty() {
            return vec![missing];
        }
        for id in missing {
            self.fail(&id, FetchError::NotFound(id.clone()));
        }
        Vec::new()
    }

    /// Asks other sources for the papers whose records in an answer cannot be used. Returns the other papers.
    async fn fall_back_for_unusable(&mut self, ids: &[PaperId], answer: &Listed) -> Vec<PaperId> {
        let record = |id: &PaperId| answer.papers.get(&id.key());
        let (blank, ids): (Vec<PaperId>, Vec<PaperId>) =
            ids.iter().cloned().partition(|id| record(id).is_some_and(|paper| !is_whole(paper)));
        if !blank.is_empty() {
            self.fall_back(&blank, unusable("a record without title or abstract".to_owned())).await;
        }
        let strange = |id: &PaperId| answer.strange.iter().find(|entry| may_be_of(entry, id, &ids));
        let mut left = Vec::with_capacity(ids.len());
        for id in &ids {
            match strange(id).filter(|_| record(id).is_none()) {
                Some(entry) => {
                    let what = format!("a record that cannot be read, because its identifier is `{entry}`");
                    self.fall_back(slice::from_ref(id), unusable(what)).await;
                }
                None => left.push(id.clone()),
            }
        }
        left
    }

    /// Assigns records to their identifiers. Returns the identifiers without a record.
    fn assign(&mut self, ids: &[PaperId], mut papers: HashMap<String, Paper>) -> Vec<PaperId> {
        let (mut records, mut missing) = (Vec::new(), Vec::new());
        for id in ids.iter().cloned() {
            match papers.remove(&id.key()) {
                Some(Paper { version: Some(latest), .. })
                    if id.version().is_some_and(|asked| asked != latest) =>
                {
                    self.fail(&id, FetchError::NoSuchVersion { id: id.clone(), latest });
                }
                Some(paper) => records.push((id, paper)),
                None => missing.push(id),
            }
        }
        self.keep(records);
        missing
    }

    /// Splits a batch that the API rejected because of one id: the named id is reported and the others are requested again; if none is
    /// named, two halves are.
    fn split(&mut self, ids: &[PaperId], message: &str) -> Vec<Vec<PaperId>> {
        let names = |id: &PaperId| {
            message.split(|c: char| c.is_whitespace() || c == ',').any(|word| word == id.to_string())
        };
        let culprit = ids.iter().find(|id| names(id)).or(if ids.len() == 1 { ids.first() } else { None });
        if let Some(culprit) = culprit {
            self.fail(culprit, FetchError::Refused { id: culprit.clone(), message: message.to_owned() });
            let rest: Vec<PaperId> = ids.iter().filter(|id| *id != culprit).cloned().collect();
            return if rest.is_empty() { Vec::new() } else { vec![rest] };
        }
        let (first, second) = ids.split_at(ids.len() / 2);
        vec![second.to_vec(), first.to_vec()]
    }

    async fn fall_back(&mut self, ids: &[PaperId], error: HttpError) {
        let error = Arc::new(error);
        for id in ids {
            if let Some(paper) = self.kept(id) {
                self.found.insert(id.clone(), Ok(paper));
                continue;
            }
            let fetched = self.fallback.record(self.client, self.urls, id, &error).await;
            match fetched {
                Ok(paper) => self.keep(vec![(id.clone(), paper)]),
                Err(error) => self.fail(id, error),
            }
        }
    }
}

/// An answer of the API.
enum Answer {
    Listed(Listed),
    Error(String),
}

/// The papers of an answer.
struct Listed {
    /// The number of papers that the API has for the request.
    total: u64,
    /// The records by the keys of their identifiers.
    papers: HashMap<String, Paper>,
    /// The identifiers of the entries that are not of papers.
    strange: Vec<String>,
}

/// Returns true for a record with title and abstract.
fn is_whole(paper: &Paper) -> bool {
    !paper.title.is_empty() && !paper.abstract_text.is_empty()
}

/// Returns true if an entry whose id is not an identifier may be the record of this paper: its id contains that of the paper, or that
/// of none.
fn may_be_of(entry: &str, id: &PaperId, ids: &[PaperId]) -> bool {
    let names = |id: &PaperId| entry.contains(id.base());
    names(id) || !ids.iter().any(names)
}

/// Returns the error for a record of the API that cannot be used.
fn unusable(what: String) -> HttpError {
    HttpError::Unavailable {
        url: "api/query".to_owned(),
        attempts: 1,
        come_back: None,
        fault: Fault::Unusable(what),
    }
}

async fn ask(client: &Client, urls: &Urls, ids: &[PaperId]) -> Result<Answer, HttpError> {
    let request = request::batch(urls, ids);
    let asked: Arc<HashSet<String>> = Arc::new(ids.iter().map(PaperId::key).collect());
    let read = move |bytes: &[u8]| read(bytes, &asked);
    match client.ask(&request, read).await {
        Err(HttpError::Rejected { status: 400, body, url }) => match parse_feed(&body) {
            Err(FeedError::Api { message }) => Ok(Answer::Error(message)),
            _ => Err(HttpError::Rejected { status: 400, body, url }),
        },
        other => other,
    }
}

/// Parses an answer. A feed without entries means that the papers do not exist only if its count is 0. A feed with papers that were
/// not requested is the answer to another request.
fn read(bytes: &[u8], asked: &HashSet<String>) -> Result<Answer, Unusable> {
    match parse_feed(bytes) {
        Ok(feed) => {
            let total = match feed.total {
                None if feed.entries.is_empty() => {
                    return Err(Unusable::Again("a page without papers and without their number".to_owned()));
                }
                total => total.unwrap_or(feed.entries.len() as u64),
            };
            if feed.entries.is_empty() && total > 0 {
                return Err(Unusable::Again(match feed.strange.first() {
                    Some(id) => format!("a page without papers, with an entry `{id}`"),
                    None => format!("an empty page, though it announces {total} papers"),
                }));
            }
            let keyed = |paper: Paper| match paper.paper_id().map(|id| id.key()) {
                Some(key) if asked.contains(&key) => Ok((key, paper)),
                _ => Err(Unusable::Again(format!("it is about `{}`, which was not requested", paper.id))),
            };
            let papers = feed.entries.into_iter().map(keyed).collect::<Result<_, _>>()?;
            Ok(Answer::Listed(Listed { total, papers, strange: feed.strange }))
        }
        Err(FeedError::Api { message }) => Ok(Answer::Error(message)),
        Err(error) => Err(Unusable::Again(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_http::{Cache, Gate, Gates, Options};
    use papers_system::clock::Clock;

    fn client(folder: &tempfile::TempDir) -> Client {
        let (user_agent, watcher) = ("papers".to_owned(), Arc::new(()));
        let patience = std::time::Duration::ZERO;
        let options =
            Options { user_agent, offline: false, refresh: false, patience, clock: Clock::System, watcher };
        let gate = Gate::new(folder.path().join("arxiv.lock"), std::time::Duration::ZERO);
        let gates = Gates { api: gate.clone(), pages: gate };
        Client::new(options, Cache::new(folder.path().to_owned()), gates)
    }

    fn urls() -> Urls {
        let url: url::Url = "http://127.0.0.1:1/".parse().unwrap();
        Urls { api: url.clone(), arxiv: url.clone(), oai: url.clone(), rss: url.clone(), huggingface: url }
    }

    #[tokio::test]
    async fn records_come_in_the_order_asked_for_whether_kept_or_missing() {
        let folder = tempfile::tempdir().unwrap();
        let (client, urls) = (client(&folder), urls());
        let ids: Vec<PaperId> = (0..2 * BATCH + 3).map(|n| format!("2510.{n:05}").parse().unwrap()).collect();
        let kept = |n: usize| n % 7 == 3;
        for id in ids.iter().enumerate().filter(|(n, _)| kept(*n)).map(|(_, id)| id) {
            let paper = serde_json::json!({ "id": id.to_string(), "title": "T", "abstract": "A." });
            remember(&client, &urls, &serde_json::from_value(paper).unwrap());
        }
        let records = records(&client.offline(), &urls, &ids).await;
        assert_eq!(records.len(), ids.len());
        for (n, (id, fetched)) in records.iter().enumerate() {
            assert_eq!((id, fetched.is_ok()), (&ids[n], kept(n)), "{n}");
        }
    }
}
