//! Lists the pages of a file, also those whose objects are missing because the file was cut off.

use std::collections::{BTreeMap, HashSet};

use pdf_extract::{Document, Object, ObjectId};

use super::MAX_PAGES;

/// The maximum depth of the tree of pages.
const MAX_DEPTH: usize = 32;

/// Returns the pages of a file by number, and the numbers of those that are missing. A file that was cut off in the middle may have a
/// whole tree with references to pages that it has lost.
pub(super) fn pages(file: &Document) -> (BTreeMap<u32, ObjectId>, Vec<u32>) {
    let found = file.get_pages();
    let root = file.catalog().and_then(|catalog| catalog.get(b"Pages")).and_then(Object::as_reference);
    let Ok(root) = root else { return (found, Vec::new()) };
    let mut tree = Tree { file, seen: HashSet::new(), leaves: Vec::new() };
    tree.walk(root, MAX_DEPTH);
    let leaves = tree.leaves;
    let has_all = leaves.iter().flatten().count() == found.len();
    if !has_all || leaves.iter().all(Option::is_some) {
        return (found, Vec::new());
    }
    // A lost branch of the tree has an unknown number of pages.
    let count = file.get_dictionary(root).and_then(|root| root.get(b"Count")).and_then(Object::as_i64);
    let count = count.ok().and_then(|count| usize::try_from(count).ok()).filter(|count| *count <= MAX_PAGES);
    let all = leaves.len().max(count.unwrap_or_default());
    let numbered = (1..).zip(leaves.iter().copied().chain([None].into_iter().cycle()).take(all));
    let mut pages = BTreeMap::new();
    let mut missing = Vec::new();
    for (number, leaf) in numbered {
        match leaf {
            Some(id) => {
                pages.insert(number, id);
            }
            None => missing.push(number),
        }
    }
    (pages, missing)
}

/// The tree of pages.
struct Tree<'a> {
    file: &'a Document,
    seen: HashSet<ObjectId>,
    /// The pages in order; `None` is one that is missing.
    leaves: Vec<Option<ObjectId>>,
}

impl Tree<'_> {
    fn walk(&mut self, id: ObjectId, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if !self.seen.insert(id) || self.leaves.len() > MAX_PAGES {
            return;
        }
        let Ok(node) = self.file.get_dictionary(id) else { return self.leaves.push(None) };
        match node.get_deref(b"Kids", self.file).and_then(Object::as_array) {
            Ok(kids) => {
                for kid in kids.iter().filter_map(|kid| kid.as_reference().ok()) {
                    self.walk(kid, depth);
                }
            }
            Err(_) => self.leaves.push(Some(id)),
        }
    }
}
