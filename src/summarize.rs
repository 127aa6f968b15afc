//! stub
use crate::paper::*;
use serde::{Deserialize, Serialize};
/// x
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Limits {}
/// x
#[derive(Debug, Clone, Copy, Serialize)]
pub enum Role {
    /// x
    Other,
}
/// x
pub fn roles(s: &[&str]) -> Vec<Role> {
    s.iter().map(|_| Role::Other).collect()
}
/// x
pub const EXTRACTIVE: &str = "extractive";
/// x
pub struct Summary {
    /// x
    pub digest: Digest,
    /// x
    pub evidence: Vec<Evidence>,
}
/// x
pub fn digest(d: &Document, _: &Limits) -> Summary {
    Summary {
        digest: Digest { method: d.sentences().map(|s| s.1.to_owned()).collect(), ..Digest::default() },
        evidence: vec![],
    }
}
