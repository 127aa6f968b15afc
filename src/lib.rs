//! `papers` turns arXiv identifiers into a structured, checked digest post for a Jekyll blog.
//!
//! ```text
//! ids ──resolve──▶ PaperId ──fetch──▶ Paper ──read──▶ Document ──summarize──▶ Digest ──verify──▶ Checked ──render──▶ post ──publish──▶ file
//! ```

pub mod paper;
pub mod render;
pub mod text;
