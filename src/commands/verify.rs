//! `papers verify`: checks the digests of a saved record, from any source, against the text of the papers.

use serde::Serialize;

use crate::cli::{Global, VerifyArgs};
use crate::config::File;
use crate::outcome::Exit;
use crate::pipeline::Pipeline;
use crate::report;
use papers_paper::Finding;

use super::render::load;
use super::setup::Setup;

/// The findings in one digest.
#[derive(Serialize)]
struct Checked {
    id: String,
    read: papers_paper::ReadFrom,
    findings: Vec<Finding>,
}

/// Runs the command.
pub(super) async fn run(global: &Global, args: &VerifyArgs) -> anyhow::Result<Exit> {
    let record = load(&args.record)?;
    let setup = Setup::new(global, File::default())?;
    let client = setup.client(&args.network)?;
    let second = setup.second(client.clone(), false)?;
    let pipeline = Pipeline::new(client, setup.options(), setup.progress.clone()).with_second(second);
    let mut checked = Vec::new();
    for entry in &record.papers {
        let (read, findings) = pipeline.findings(entry, &record.lang).await?;
        checked.push(Checked { id: entry.paper.id.clone(), read, findings });
    }
    setup.progress.finish();
    pipeline.log_cost();
    if args.json {
        report::print_json(&checked)?;
    } else {
        report::print(&lines(&checked))?;
    }
    let clean = checked.iter().all(|one| one.findings.is_empty());
    Ok(if clean { Exit::Done } else { Exit::Rejected })
}

fn lines(checked: &[Checked]) -> String {
    let mut text = String::new();
    for one in checked {
        for finding in &one.findings {
            let place = finding.section.map_or_else(String::new, |section| {
                let number = finding.sentence.map_or_else(String::new, |n| format!(" {}", n + 1));
                format!(" {}{number}:", section.names().key)
            });
            text.push_str(&format!("{}:{place} {}: {}\n", one.id, finding.kind.name(), finding.detail));
        }
    }
    text
}
