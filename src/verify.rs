//! stub
use crate::paper::*;
use crate::summarize::Summary;
use serde::{Deserialize, Serialize};
/// x
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Policy {}
impl Policy {
    /// x
    #[must_use]
    pub fn with_unsupported(self, _: crate::config::Unsupported) -> Self {
        self
    }
}
/// x
pub struct Checked {
    /// x
    pub digest: Digest,
    /// x
    pub evidence: Vec<Evidence>,
    /// x
    pub findings: Vec<Finding>,
}
/// x
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct Rejected;
/// x
pub fn check(_: &Paper, _: &Document, s: Summary, _: Option<&str>, _: &Policy) -> Result<Checked, Rejected> {
    Ok(Checked { digest: s.digest, evidence: s.evidence, findings: vec![] })
}
/// x
pub fn inspect(_: &Paper, _: &Document, _: &Digest, _: Option<&str>, _: &Policy) -> Vec<Finding> {
    vec![]
}
