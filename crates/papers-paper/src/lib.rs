//! The data types that all stages share: identifiers, records, documents, digests. No I/O, no clock.

mod candidate;
mod category;
mod digest;
mod document;
mod finding;
mod id;
mod license;
mod metadata;
mod pasted;
mod record;
mod sections;
pub mod text;
mod writer;

pub use candidate::{Candidate, Extras};
pub use category::{UnknownCategory, category, is_divided};
pub use digest::{Digest, Evidence, Introduction, Summary};
pub use document::{
    Caption, CaptionKind, Cell, CellKind, Continued, Document, Figure, Paragraph, ParagraphKind, Passage,
    Place, ReadFrom, Section, SectionRole, Table,
};
pub use finding::{Action, Finding, FindingKind};
pub use id::{InvalidPaperId, PaperId, is_archive};
pub use license::{allows_copies, quotable};
pub use metadata::{Author, MetadataSource, Paper};
pub use pasted::Pasted;
use record::or_default;
pub use record::{Entry, Failure, Record, SCHEMA, Stage, Usage};
pub use sections::{Names, STATEMENTS, SectionName};
pub use writer::{UNDETERMINED, Writer};
