//! The only module that writes to stdout and stderr. Only data goes to stdout. Events of `tracing` go to stderr as `warning:` and
//! `note:`, errors as `error:`, `caused by:`, `hint:`.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::iter;

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use crate::progress;
use papers_paper::text::invisible::{marks_direction, overrides};

/// The amount of messages that is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Verbosity {
    /// Warnings and errors only.
    Quiet,
    /// Notes too.
    #[default]
    Normal,
    /// Requests and waits too.
    Verbose,
    /// Also what libraries log.
    Debug,
}

/// The cases in which colors are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Sets up how much is printed, and the colors. Called once, by `main`.
pub fn start(verbosity: Verbosity, color: Color) {
    match color {
        Color::Auto => {}
        Color::Always => ColorChoice::Always.write_global(),
        Color::Never => ColorChoice::Never.write_global(),
    }
    let own = |level| Targets::new().with_target("papers", level);
    let filter = match verbosity {
        Verbosity::Quiet => own(LevelFilter::WARN),
        Verbosity::Normal => own(LevelFilter::INFO),
        Verbosity::Verbose => own(LevelFilter::DEBUG),
        Verbosity::Debug => Targets::new().with_default(LevelFilter::DEBUG),
    };
    // A second call, as in tests, has no effect.
    let _ = tracing_subscriber::registry().with(filter).with(Lines).try_init();
}

/// Returns true if standard input is a terminal.
pub fn is_typed() -> bool {
    io::stdin().is_terminal()
}

/// Returns true if stderr is a terminal.
pub fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Formats a count of things whose plural ends in `s`: `1 paper`, `3 papers`.
pub fn counted<N: fmt::Display + PartialEq + From<u8> + Copy>(count: N, thing: &str) -> String {
    if count == N::from(1) { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// Makes text safe for a terminal. Control characters, which could be commands to the terminal, and marks that change the
/// direction of text are escaped; line breaks and tabs are kept.
pub fn visible(text: &str) -> String {
    let odd = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || overrides(c) || marks_direction(c);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if odd(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// Returns data in the form for stdout: unchanged for files and pipes, with escapes for a terminal.
fn shown(data: &str) -> Cow<'_, str> {
    if io::stdout().is_terminal() {
        Cow::Owned(visible(&data.replace("\r\n", "\n")))
    } else {
        Cow::Borrowed(data)
    }
}

/// Writes data to stdout. A closed pipe is not an error: `papers … | head` succeeds.
pub fn print(data: &str) -> io::Result<()> {
    stream(data).map(|_| ())
}

/// Writes a value to stdout as JSON.
pub fn print_json(value: &impl Serialize) -> io::Result<()> {
    print(&format!("{}\n", serde_json::to_string_pretty(value)?))
}

/// Like [`print()`], for a stream of data. Returns false if the pipe is closed, so that no more is needed.
pub fn stream(data: &str) -> io::Result<bool> {
    let written = progress::suspend(|| {
        let mut out = io::stdout().lock();
        out.write_all(shown(data).as_bytes()).and_then(|()| out.flush())
    });
    wanted(written)
}

/// Returns false if the reader of standard output has closed it; other errors say what could not be written.
fn wanted(written: io::Result<()>) -> io::Result<bool> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        other => other.map(|()| true).map_err(|error| named(&error)),
    }
}

/// Converts an error of standard output.
fn named(error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot write to standard output: {error}"))
}

/// Like [`print()`], for data that `write` writes piece by piece.
pub fn print_with(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let written = progress::suspend(|| {
        let mut out = io::BufWriter::new(io::stdout().lock());
        if io::stdout().is_terminal() {
            let mut text = Vec::new();
            write(&mut text)?;
            out.write_all(shown(&String::from_utf8_lossy(&text)).as_bytes())?;
        } else {
            write(&mut out)?;
        }
        out.flush()
    });
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Prints a line to stderr that is neither data nor a message of a log, such as a prompt.
pub fn aside(line: &str) {
    say(&format!("{}\n", visible(line)));
}

/// Writes text to stdout, with colors if they are shown.
pub fn print_colored(text: &str) -> io::Result<()> {
    let written = progress::suspend(|| anstream::stdout().lock().write_all(text.as_bytes()));
    wanted(written).map(drop)
}

/// Prints an error with its causes and a hint.
pub fn error(error: &dyn Error, hint: Option<&str>) {
    failure(&causes(error), hint);
}

/// Prints messages, each caused by the next, and a hint.
pub fn failure(messages: &[String], hint: Option<&str>) {
    let labels = iter::once("error").chain(iter::repeat("  caused by"));
    let mut text: String =
        labels.zip(messages).map(|(label, message)| labeled(label, AnsiColor::Red, message)).collect();
    if let Some(hint) = hint {
        text.push('\n');
        text.push_str(&labeled("hint", AnsiColor::Cyan, hint));
    }
    say(&text);
}

/// Returns the messages of an error and its causes, without causes whose text the error repeats.
pub fn causes(error: &dyn Error) -> Vec<String> {
    let mut messages: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        next = error.source();
        let message = error.to_string();
        if messages.last().is_none_or(|before| !before.ends_with(&message)) {
            messages.push(message);
        }
    }
    messages
}

/// Writes a label and its text, with further lines aligned below the first. Control characters in the text are escaped, because
/// it may quote anything.
fn labeled(label: &str, color: AnsiColor, text: &str) -> String {
    let style = Style::new().bold().fg_color(Some(color.into()));
    let indent = format!("\n{}", " ".repeat(label.len() + 2));
    let shown = visible(text.trim_end());
    format!("{style}{label}:{style:#} {}\n", shown.replace('\n', &indent))
}

fn say(text: &str) {
    // Nobody is left to tell when stderr is closed.
    progress::suspend(|| drop(anstream::stderr().lock().write_all(text.as_bytes())));
}

/// Prints events of `tracing` as lines.
struct Lines;

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut message = Message::default();
        event.record(&mut message);
        let (label, color) = match *event.metadata().level() {
            Level::ERROR => ("error", AnsiColor::Red),
            Level::WARN => ("warning", AnsiColor::Yellow),
            Level::INFO => ("note", AnsiColor::Green),
            Level::DEBUG | Level::TRACE => ("debug", AnsiColor::Blue),
        };
        say(&labeled(label, color, &message.0));
    }
}

#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push_str(&match field.name() {
            "message" => format!("{value:?}"),
            name => format!(" {name}={value:?}"),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_as_escapes() {
        assert_eq!(
            visible("a\u{1b}]0;pwn\u{7}b\tc\n\u{202e}d\u{9b}"),
            "a\\u{1b}]0;pwn\\u{7}b\tc\n\\u{202e}d\\u{9b}"
        );
        let line = labeled("error", AnsiColor::Red, "a\u{1b}[2J\nb");
        assert!(line.contains("a\\u{1b}[2J\n       b"), "{line:?}");
    }
}
