//! The checks against what models really wrote. The recordings are no part of the project; without them these tests say
//! that they are skipped.

mod measure;
