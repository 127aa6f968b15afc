//! stub
use serde::{Deserialize, Serialize};
/// x
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Policy {}
impl Policy {
    /// x
    pub fn with_unsupported(self, _: crate::config::Unsupported) -> Self {
        self
    }
}
