//! Readers of what models answer. `answer` and `batch` import answers like those of a batch, and then read them as a run would, from
//! the cache; `stream` asks a server of this process.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use papers::render::Prompts;
use papers_digest::Limits;
use papers_digest::llm::{Access, LlmFile, Memory, Model, Provider, Returned, Task};
use papers_http::{Cache, Client, Gate, Gates, Options, Poster};
use papers_paper::{Digest, Document, Paper, Writer};
use papers_system::clock::Clock;
use papers_verify::Policy;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

const PROVIDERS: [Provider; 4] = [Provider::Openai, Provider::Anthropic, Provider::Gemini, Provider::Ollama];

static PAPER: LazyLock<Paper> = LazyLock::new(|| Paper {
    id: "2510.06590".to_owned(),
    title: "Removing the Atmosphere".to_owned(),
    ..Paper::default()
});

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
    papers_fulltext::plain(
        "We present an architecture that removes the atmosphere from exposures. It reduces the error from 14.2% to 6.9%. \
         We did not try infrared exposures. Memory stays the same.",
    )
});

/// A folder for the cache of a model, and what it needs to ask.
struct Place {
    folder: TempDir,
    cache: Cache,
    poster: Poster,
    runtime: Runtime,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { cache: Cache::new(folder.path().to_owned()), poster: Poster::new("papers"), folder, runtime }
    }

    fn model(&self, provider: Provider, base_url: Option<String>) -> Model {
        let folder = self.folder.path();
        let gate = Gate::new(folder.join("arxiv.lock"), Duration::ZERO);
        let options = Options {
            user_agent: "papers".to_owned(),
            offline: false,
            refresh: false,
            patience: Duration::ZERO,
            clock: Clock::System,
            watcher: Arc::new(()),
        };
        let gates = Gates { api: gate.clone(), pages: gate };
        let access = Access {
            poster: self.poster.clone(),
            key: None,
            client: Client::new(options, self.cache.clone(), gates),
            memory: Memory::new(folder, Clock::System).read_only(),
        };
        let refresh = base_url.is_some();
        let file =
            LlmFile { provider: Some(provider), model: Some("m".to_owned()), base_url, ..LlmFile::default() };
        let llm = file.complete(|_| None).expect("settings").expect("a model");
        let prompts = Box::new(Prompts::new(&[]).expect("the built-in prompts"));
        let task = Task { lang: "en", limits: &Limits::default(), prompts, refresh };
        Model::new(&llm, access, task).expect("a model")
    }

    /// Asks for a digest, and checks that its sentences are visible. Gives up where the answer has to be asked for again.
    fn digest(&self, model: &Model) {
        /// The time in which an answer of this process is read; waits before another attempt are longer.
        const ANSWERED: Duration = Duration::from_millis(40);
        let writer = Writer::model(model.name(), model.lang());
        let inspect =
            |digest: &_| papers_verify::inspect(&PAPER, &DOCUMENT, digest, &writer, &Policy::default());
        let asked = model.digest(&PAPER, &DOCUMENT, inspect);
        let answered = self.runtime.block_on(async { tokio::time::timeout(ANSWERED, asked).await });
        if let Ok(Ok(answer)) = answered {
            assert!(!answer.digest.is_empty());
            // Invisible characters are left to the checks, which drop their sentences.
            assert!(answer.digest.sentences().all(|(_, _, sentence)| !sentence.contains('\n')));
            let stored = serde_json::to_string(&answer.digest).expect("JSON");
            assert_eq!(serde_json::from_str::<Digest>(&stored).expect("a digest"), answer.digest);
        }
        self.cache.clear().expect("the cache is emptied");
    }
}

/// A model whose answers are taken from its cache.
struct Kept {
    place: Place,
    model: Model,
    /// The name of the question about the paper.
    question: String,
}

impl Kept {
    fn new(provider: Provider) -> Self {
        let place = Place::new();
        let model = place.model(provider, None).silent();
        let open = place.runtime.block_on(model.open_question(&PAPER, &DOCUMENT, |_| Vec::new()));
        let line = open.expect("a question").expect("one without an answer").line;
        let name = ["custom_id", "key"].into_iter().find_map(|name| line.get(name)?.as_str());
        let question = name.expect("the name of a line").to_owned();
        Self { place, model, question }
    }
}

thread_local! {
    /// A model of each provider.
    static MODELS: [Kept; 4] = PROVIDERS.map(Kept::new);
}

/// Reads a text as a model's digest of a paper. The first byte says how the answer ended.
pub(super) fn answer(bytes: &[u8]) {
    MODELS.with(|[kept, ..]| kept.read_answer(bytes));
}

/// Reads a line of a batch's answers in the format of the provider that the first byte names; `QUESTION` in it stands for the name of
/// the question.
pub(super) fn batch(bytes: &[u8]) {
    let (provider, line) = bytes.split_first().unwrap_or((&0, b""));
    MODELS.with(|models| models[usize::from(*provider) % models.len()].read_line(line));
}

impl Kept {
    fn read_answer(&self, bytes: &[u8]) {
        let (end, text) = bytes.split_first().unwrap_or((&b's', b""));
        let end = if *end == b'l' { "length" } else { "stop" };
        let choice = serde_json::json!({
            "message": {"role": "assistant", "content": String::from_utf8_lossy(text)}, "finish_reason": end,
        });
        let body =
            serde_json::json!({"choices": [choice], "usage": {"prompt_tokens": 9, "completion_tokens": 9}});
        let line = serde_json::json!({
            "custom_id": self.question, "response": {"status_code": 200, "body": body}, "error": null,
        });
        self.model.take(line.to_string().as_bytes(), &mut Returned::default());
        self.place.digest(&self.model);
    }

    fn read_line(&self, line: &[u8]) {
        let line = String::from_utf8_lossy(line).replace("QUESTION", &self.question);
        let mut returned = Returned::default();
        self.model.take(line.as_bytes(), &mut returned);
        let read =
            returned.new + returned.known + returned.failed.values().map(|lost| lost.count).sum::<u64>();
        assert!(read <= 1, "one line is one answer or none");
        assert!(returned.cost_usd.unwrap_or_default() >= 0.0);
        if returned.new > 0 {
            self.place.digest(&self.model);
        }
    }
}

/// A server that gives one answer to all requests.
struct Server {
    /// The process that it is in: AFL copies processes without their threads.
    process: u32,
    address: SocketAddr,
    answer: Arc<Mutex<Vec<u8>>>,
    place: Place,
}

impl Server {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let answer = Arc::new(Mutex::new(Vec::new()));
        let given = Arc::clone(&answer);
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = request(&mut stream)
                    .and_then(|()| stream.write_all(&given.lock().unwrap_or_else(PoisonError::into_inner)));
            }
        });
        Self { process: std::process::id(), address, answer, place: Place::new() }
    }
}

/// Reads a request with its body.
fn request(stream: &mut std::net::TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    let (mut read, mut piece) = (Vec::new(), [0; 16_384]);
    loop {
        let length = stream.read(&mut piece)?;
        read.extend(&piece[..length]);
        let text = String::from_utf8_lossy(&read);
        let Some((head, _)) = text.split_once("\r\n\r\n") else { continue };
        let body = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        if length == 0 || read.len() >= head.len() + 4 + body.unwrap_or_default() {
            return Ok(());
        }
    }
}

thread_local! {
    static SERVER: std::cell::RefCell<Option<Server>> = const { std::cell::RefCell::new(None) };
}

/// Asks a server for a digest. The first byte of its answer names the provider, the second the status, the others are its body.
pub(super) fn stream(bytes: &[u8]) {
    const STATUSES: [u16; 8] = [200, 400, 401, 404, 429, 500, 503, 529];
    let &[provider, status, ref body @ ..] = bytes else { return };
    SERVER.with_borrow_mut(|server| {
        if server.as_ref().is_none_or(|server| server.process != std::process::id()) {
            // One of another process is left alone: its connections are that process's.
            std::mem::forget(server.replace(Server::new()));
        }
        let Some(server) = server else { return };
        let (provider, status) = (usize::from(provider) % 4, STATUSES[usize::from(status) % STATUSES.len()]);
        let head =
            format!("HTTP/1.1 {status} S\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
        *server.answer.lock().unwrap_or_else(PoisonError::into_inner) = [head.as_bytes(), body].concat();
        let model = server.place.model(PROVIDERS[provider], Some(format!("http://{}", server.address)));
        server.place.digest(&model);
    });
}
