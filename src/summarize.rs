//! stub
use serde::{Deserialize, Serialize};
/// x
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Limits {}
