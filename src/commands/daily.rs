//! `papers daily`: makes posts from the sources of one or more days, with each paper once.

mod choice;
mod day;
mod days;
mod folder;
mod interests;
mod line;
mod listing;
mod lock;
mod memory;

use std::io;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use crate::calendar::{self, State};
use crate::cli::{DailyArgs, Global};
use crate::config::{ConfigError, Daily, Names, Profile};
use crate::outcome::{self, Exit, Interruption};
use crate::pipeline::{Depth, Edition, EditionError, Options, Pipeline, WrittenFile};
use crate::publish::{Attempt, Journal, JournalName, Site, StateFile};
use crate::render::Renderer;
use crate::report::{self, Verbosity};
use crate::resolve::{Interests, Source, SourceError};
use papers_system::disk::DiskError;

use super::commit;
use super::setup::{Asked, Setup, edition_flags};
use super::stop::Stop;
use folder::PostFolder;
use line::DayOutcome;

/// Runs the command.
pub(super) async fn run(global: &Global, args: &DailyArgs) -> anyhow::Result<Exit> {
    let mut setup = Setup::new(global, edition_flags(&args.edition))?;
    let daily = setup.settings.daily.complete(args.profile.as_deref(), profile_flags(args))?;
    set_title_and_tags(&mut setup, &daily, args);
    setup.check_ending(&args.edition.output)?;
    if args.edition.output.output.is_none() {
        setup.check_posts_dir()?;
    }
    let posts = PostFolder::new(&args.edition.output, &setup.settings, daily.name.as_deref());
    posts.check(setup.today())?;
    let folder = posts.folder();
    commit::check(&args.edition.git, Some(&posts.post(setup.today())))?;
    let file = StateFile::new(&setup.settings.options.state_dir, &folder);
    let stop = Stop::listen(args.edition.max_time);
    let _lock = if args.dry_run { None } else { lock::take(&file.lock(), &stop).await? };
    let (options, renderer) = (setup.options(), setup.post_renderer(args.edition.output.json)?);
    if !args.edition.output.json {
        Edition::check_links(&options, &renderer)?;
    }
    let depth = Depth::of_post(&options, &renderer, args.edition.output.json);
    let asked = Asked { edition: &args.edition, dry_run: args.dry_run, depth };
    let pipeline = setup.pipeline(Arc::clone(&options), &asked)?;
    let today = setup.today();
    let name = journal_name(&setup, &daily)?;
    let journal = file.load(&name);
    let site = Site::read(&folder)?;
    memory::report(&setup, args, &posts, &file)?;
    let posts = posts.with_moved(&site);
    let days = days::wanted(args, &setup, &daily, &journal, (&site, &posts))?;
    // A run that is stopped here ends with its first day.
    let interests = tokio::select! {
        interests = interests::of(&setup, pipeline.client()) => interests?,
        _ = stop.wait() => None,
    };
    let mut session = Session {
        interests,
        site,
        began: setup.clock.now(),
        quiet: global.verbosity() == Verbosity::Quiet,
        today,
        setup: &setup,
        daily: &daily,
        sources: source_names(&daily),
        args,
        pipeline,
        options,
        renderer,
        file,
        name,
        journal,
        posts,
        stop,
        down: Vec::new(),
        plans: Vec::new(),
        unsaved: false,
    };
    session.days(&days).await
}

/// The state of a run.
struct Session<'a> {
    setup: &'a Setup,
    daily: &'a Daily,
    /// The names of the sources.
    sources: String,
    args: &'a DailyArgs,
    pipeline: Pipeline,
    options: Arc<Options>,
    renderer: Arc<Renderer>,
    site: Site,
    file: StateFile,
    /// The name of the journal in the file.
    name: JournalName,
    journal: Journal,
    interests: Option<Interests>,
    posts: PostFolder,
    stop: Stop,
    today: NaiveDate,
    /// The time when the run began.
    began: DateTime<Utc>,
    quiet: bool,
    /// Sources that refused in this run. They are not asked again for other days, because each attempt takes half a minute.
    down: Vec<Source>,
    /// The output of `--dry-run --json`: a plan for each day with papers to digest.
    plans: Vec<Value>,
    /// True if it was reported that the state cannot be saved.
    unsaved: bool,
}

/// The totals of a run over its days.
#[derive(Default)]
struct Total {
    published: usize,
    failed: Vec<outcome::Failed>,
    sources: Vec<SourceError>,
    written: Vec<WrittenFile>,
    /// True if a post has papers of one of the days, new or not.
    fresh: bool,
    /// True if all papers of one of the days failed.
    failed_day: bool,
    /// The first error that cost a day its post. It ends the run after the other days.
    error: Option<anyhow::Error>,
    /// The first line that could not be printed.
    unprinted: Option<io::Error>,
}

impl Session<'_> {
    /// Makes the posts day by day. The outcome of a day is saved before the next one begins.
    async fn days(&mut self, days: &[NaiveDate]) -> anyhow::Result<Exit> {
        if let Some(day) = days.iter().find(|day| **day > self.today) {
            tracing::warn!("{day} is still to come (today is {}), so that nothing can be listed", self.today);
        }
        self.report_gap();
        self.begin();
        let mut total = Total::default();
        // Whatever went wrong, what was written is committed.
        let done = self.each_day(days, &mut total).await;
        let committed = if self.args.dry_run {
            Ok(())
        } else {
            let posts = self.posts.post(self.today);
            let git = &self.args.edition.git;
            commit::finish_in_time(git, self.setup, Some(&posts), &total.written, &self.stop).await
        };
        if let (Err(_), Some(error)) = (&committed, &total.error) {
            report::error(error.as_ref(), None);
        }
        done.and(committed)?;
        if self.args.dry_run && self.args.edition.output.json {
            report::print_json(&json!({ "days": self.plans }))?;
        }
        self.give_up();
        if let Some(error) = total.unprinted {
            return Err(error.into());
        }
        match total.error {
            Some(error) => Err(error),
            None => Ok(total.exit()),
        }
    }

    async fn each_day(&mut self, days: &[NaiveDate], total: &mut Total) -> anyhow::Result<()> {
        let mut rest = days.iter();
        while let Some(&day) = rest.as_slice().first() {
            if let Some(why) = self.stop.why() {
                total.sources.push(SourceError::Interrupted { day, why });
                self.leave(rest.as_slice(), why);
                break;
            }
            rest.next();
            let before = self.journal.days.get(&day).map(|record| record.state);
            let outcome = match self.day(day).await {
                Ok(outcome) => outcome,
                Err(error) if is_of_output(&error) => return Err(error),
                Err(error) => self.lost_day(day, error, total),
            };
            // The state is saved even if a line cannot be printed, as to a log file on a full disk.
            self.save();
            if outcome.is_worth_a_line(self.is_requested(day), before)
                && let Err(error) = self.print_line(&outcome)
            {
                total.unprinted.get_or_insert(error);
            }
            total.add(outcome);
        }
        Ok(())
    }

    /// Records the day of the very first run before its papers are fetched. If that run is killed, the next day's run comes back
    /// to this day. Later runs need no such record: the recorded days before show that a day is missing.
    fn begin(&mut self) {
        if self.journal.days.is_empty() && !self.is_explicit() {
            self.record(&DayOutcome::lost(self.today, "a run began and has not ended".to_owned()), &[]);
            self.save();
        }
    }

    /// Names the days that a stopped run leaves out. Those without a record, which no run came to, are left to a later run.
    fn leave(&mut self, days: &[NaiveDate], why: Interruption) {
        let be = if days.len() == 1 { "was" } else { "were" };
        tracing::warn!("{} {be} not looked at: {why}", ranges(days));
        if self.is_explicit() {
            return;
        }
        for day in days {
            if !self.journal.days.contains_key(day) {
                self.record(&DayOutcome::lost(*day, format!("it was not looked at: {why}")), &[]);
            }
        }
        self.save();
    }

    /// Records that a day's post could not be read or written. The day is checked again by later runs; the others go on.
    fn lost_day(&mut self, day: NaiveDate, error: anyhow::Error, total: &mut Total) -> DayOutcome {
        let outcome = DayOutcome::lost(day, report::causes(error.as_ref()).join(": "));
        self.record(&outcome, &[]);
        match &total.error {
            None => total.error = Some(error),
            Some(first) if first.to_string() == error.to_string() => {}
            Some(_) => report::error(error.as_ref(), None),
        }
        outcome
    }

    /// Returns true if the user named the days.
    fn is_explicit(&self) -> bool {
        self.args.edition.post.date.is_some() || self.args.from.is_some()
    }

    /// Returns true for a day that the user asked for; the others are checked again because an earlier run could not finish
    /// them.
    fn is_requested(&self, day: NaiveDate) -> bool {
        day == self.today || self.is_explicit()
    }

    /// Prints the line of a day: to stdout, unless that contains data.
    fn print_line(&self, outcome: &DayOutcome) -> io::Result<()> {
        let line = line::line(outcome);
        let planned = self.args.dry_run && outcome.selected > 0;
        if self.quiet || planned {
            return Ok(());
        }
        if self.args.edition.output.json || self.args.edition.git.message {
            report::aside(&line);
        } else {
            report::print(&format!("{line}\n"))?;
        }
        Ok(())
    }

    /// Returns true if posts are written, so that the state must be saved.
    fn remembers(&self) -> bool {
        !self.args.dry_run && !self.args.edition.output.json
    }

    fn save(&mut self) {
        if self.remembers()
            && let Err(error) = self.file.save(&self.name, &self.journal, &self.posts.folder())
        {
            self.report_unsaved(&error);
        }
    }

    /// Reports once per run that the state cannot be saved. The run continues, because the posts show what was published.
    fn report_unsaved(&mut self, error: &DiskError) {
        if !std::mem::replace(&mut self.unsaved, true) {
            tracing::warn!(
                "{error}: {}; continuing without it: failed papers are not retried automatically (`state_dir` sets another folder)",
                error.source
            );
        }
    }

    /// Reports papers that failed for too long, once, and gives them up.
    fn give_up(&mut self) {
        let name = self.profile();
        for (id, attempt) in self.journal.give_up(self.daily.give_up_after, self.began) {
            let Attempt { day, attempts, first, error, .. } = attempt;
            tracing::warn!(
                "`{id}` of {day} failed {} since {} and is given up ({error}); `papers daily{name} --date {day}` tries it again",
                report::counted(attempts, "time"),
                first.date_naive(),
            );
        }
        self.save();
    }

    /// Reports days without a run that this run does not make up for, once, in the first run after them.
    fn report_gap(&self) {
        if self.is_explicit() || self.journal.days.contains_key(&self.today) {
            return;
        }
        let last = self.journal.last_before(self.today).or_else(|| self.last_post());
        let made_up = self.journal.without_run(self.today, self.daily.give_up_after).next();
        let only_arxiv = self.daily.sources.iter().all(Source::is_arxiv);
        // A run with another state may have made posts. A run that was killed left papers to be posted.
        let is_made = |day| {
            self.posts.is_made(&self.site, day)
                || self.journal.unposted.contains_key(&day)
                || only_arxiv && calendar::is_weekend(day)
        };
        let gap = last.and_then(|last| calendar::gap(last, made_up.unwrap_or(self.today), is_made));
        let Some((from, to)) = gap else { return };
        let name = self.profile();
        if from == to {
            tracing::warn!("no run was made on {from}: `papers daily{name} --date {from}` fills the gap");
        } else {
            tracing::warn!(
                "no run was made from {from} to {to}: `papers daily{name} --from {from} --to {to}` fills the gap"
            );
        }
    }

    /// Returns the profile as an argument of a command in a message.
    fn profile(&self) -> String {
        self.daily.name.as_deref().map(|name| format!(" {name}")).unwrap_or_default()
    }

    /// Returns the last day up to today with a post of this profile, which is known even without any state.
    fn last_post(&self) -> Option<NaiveDate> {
        let own = |day: &NaiveDate| self.posts.is_made(&self.site, *day);
        self.site
            .posts()
            .iter()
            .filter_map(|post| post.day)
            .filter(|day| *day <= self.today && own(day))
            .max()
    }
}

impl Total {
    fn add(&mut self, outcome: DayOutcome) {
        let failed_now = !outcome.failed.is_empty();
        self.published += outcome.added;
        self.failed.extend(outcome.failed);
        self.sources.extend(outcome.source_errors);
        self.written.extend(outcome.written);
        self.fresh |= outcome.state == State::Fresh;
        self.failed_day |= outcome.state == State::Failed && failed_now;
    }

    /// Returns the exit code. An interruption comes first, because the rest was not tried; then a query that arXiv rejects, which
    /// it will reject again, and a cache folder that cannot be used; then a service that could not be asked; then papers that
    /// failed. Rejected papers count as "some papers" if the posts of their days have others already.
    fn exit(&self) -> Exit {
        let exit = |error: &SourceError| match error {
            SourceError::Query { .. } => Exit::Settings,
            SourceError::Http { source, .. } if source.is_of_machine() => Exit::Settings,
            SourceError::Http { .. } | SourceError::LeftAlone { .. } => Exit::Unreachable,
            SourceError::Interrupted { why, .. } => why.exit(),
        };
        let exits: Vec<Exit> = self.sources.iter().map(exit).collect();
        let worst = [Exit::Interrupted, Exit::Settings, Exit::Unreachable]
            .into_iter()
            .find(|exit| exits.contains(exit));
        worst.unwrap_or_else(|| match outcome::exit(self.published, &self.failed) {
            Exit::Rejected if self.fresh && !self.failed_day => Exit::SomeFailed,
            exit => exit,
        })
    }
}

/// Writes days, which are in order: `2025-10-03, 2025-10-08 to 2025-10-10`.
fn ranges(days: &[NaiveDate]) -> String {
    let follows = |a: &NaiveDate, b: &NaiveDate| a.succ_opt() == Some(*b);
    let ranges = days.chunk_by(follows).filter_map(|range| Some((range.first()?, range.last()?)));
    let text = |(first, last)| if first == last { format!("{first}") } else { format!("{first} to {last}") };
    ranges.map(text).collect::<Vec<_>>().join(", ")
}

/// Returns true if the output cannot be printed, so that the run ends.
fn is_of_output(error: &anyhow::Error) -> bool {
    error.is::<io::Error>() || matches!(error.downcast_ref(), Some(EditionError::Print(_)))
}

/// Returns the names of a run's sources, under which papers that it could not post are kept for the next one.
fn source_names(daily: &Daily) -> String {
    daily.sources.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Returns the name of the run's journal.
fn journal_name(setup: &Setup, daily: &Daily) -> Result<JournalName, ConfigError> {
    let profile = daily.name.as_deref();
    let usual = setup.settings.daily.complete(profile, Profile::default())?;
    let own = source_names(daily);
    Ok(JournalName::new(profile, Some(own).filter(|own| *own != source_names(&usual))))
}

fn profile_flags(args: &DailyArgs) -> Profile {
    Profile {
        source: (!args.sources.is_empty()).then(|| Names::Several(args.sources.clone())),
        query: args.query.clone(),
        top: args.top,
        min_upvotes: args.min_upvotes,
        ..Profile::default()
    }
}

/// Sets title and tags of the post: from flags, else from the profile, else those of all posts with the names of the sources.
fn set_title_and_tags(setup: &mut Setup, daily: &Daily, args: &DailyArgs) {
    let post = &mut setup.settings.options.post;
    if let (None, Some(title)) = (&args.edition.post.title, &daily.title) {
        post.title.clone_from(title);
    }
    if !args.edition.post.tags.is_empty() {
        return;
    }
    if let Some(tags) = &daily.tags {
        post.tags.clone_from(tags);
        return;
    }
    let names = daily.sources.iter().map(|source| match source {
        Source::Huggingface => "huggingface",
        Source::Category(_) | Source::Query(_) => "arxiv",
    });
    for name in names {
        if !post.tags.iter().any(|tag| tag == name) {
            post.tags.push(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use std::path::Path;

    use super::*;
    use crate::outcome::{Cause, Failed};
    use papers_http::HttpError;
    use papers_paper::Stage;

    #[rstest]
    #[case(false, Cause::Rejected, Exit::Rejected)]
    #[case(true, Cause::Rejected, Exit::SomeFailed)]
    #[case(true, Cause::InvalidInput, Exit::SomeFailed)]
    #[case(true, Cause::Settings, Exit::Settings)]
    #[case(true, Cause::Service, Exit::Unreachable)]
    #[case(true, Cause::LeftForLater, Exit::Unreachable)]
    fn rejected_papers_beside_a_post_are_some_failed_papers(
        #[case] fresh: bool,
        #[case] cause: Cause,
        #[case] expected: Exit,
    ) {
        let failed = vec![Failed::new("2510.06590", Stage::Summarize, cause, &std::fmt::Error)];
        assert_eq!(Total { failed, fresh, ..Total::default() }.exit(), expected);
    }

    #[test]
    fn a_fresh_day_is_no_post_for_the_rejected_papers_of_another() {
        let failed = vec![Failed::new("2510.06590", Stage::Summarize, Cause::Rejected, &std::fmt::Error)];
        let total = Total { failed, fresh: true, failed_day: true, ..Total::default() };
        assert_eq!(total.exit(), Exit::Rejected);
    }

    #[test]
    fn a_list_that_cannot_be_paced_is_a_matter_of_settings() {
        let day = NaiveDate::default();
        let http = |source| SourceError::Http { from: Source::Huggingface, day, source };
        let offline = || http(HttpError::Offline { url: "https://arxiv.org".to_owned() });
        let unpaced = || {
            http(HttpError::Pacing(papers_system::disk::read_text(Path::new("no such file")).unwrap_err()))
        };
        let exit = |sources| Total { sources, ..Total::default() }.exit();
        assert_eq!(exit(vec![offline()]), Exit::Unreachable);
        assert_eq!(exit(vec![offline(), unpaced()]), Exit::Settings);
    }
}
