//! Reads the table of points in `weights.txt`, and computes the points of a sentence.
//!
//! The points are in a table so that they can be examined without reading code; its head explains the format of a line.

use std::sync::LazyLock;

use super::facts::names;
use super::held::{Facts, MEASURES};
use super::slot::Slot;

/// The name of the list that applies to all parts except the goal, whose weights were fitted without it.
const COMMON: &str = "common";

/// The inverse of the unit to which points are rounded, so that equal sums stay equal whatever the order of lines.
const GRAINS: f64 = 1e6;

/// The kinds of lines in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Sets the base points of the sentence, unless they are set (`place`).
    Base,
    /// Rejects a sentence without base points (`none`).
    Refuse,
    /// Adds points.
    Add,
}

/// Facts as bits: those that must be true, and those that must be false.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Condition {
    needed: u128,
    denied: u128,
}

/// A line of the table.
#[derive(Debug, PartialEq)]
struct Row {
    kind: Kind,
    points: f64,
    /// The measure that multiplies the points.
    measure: Option<usize>,
    /// Alternatives; a line without conditions always applies.
    conditions: Vec<Condition>,
}

impl Row {
    fn is_met(&self, facts: &Facts) -> bool {
        let is_met =
            |condition: &Condition| facts.have_all(condition.needed) && facts.have_none(condition.denied);
        self.conditions.is_empty() || self.conditions.iter().any(is_met)
    }

    fn points(&self, facts: &Facts) -> f64 {
        self.points * self.measure.map_or(1.0, |measure| facts.measure(measure))
    }
}

/// The lists of the table.
struct Table(Vec<(&'static str, Vec<Row>)>);

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("weights.txt")));

/// Returns the points of a sentence with these facts for a part; 0 if it is not suitable.
pub(super) fn points(slot: Slot, facts: &Facts) -> f64 {
    let (mut base, mut sum) = (None, 0.0);
    for row in TABLE.list(slot.name()).iter().filter(|row| row.is_met(facts)) {
        match row.kind {
            Kind::Refuse if base.is_none() => return 0.0,
            Kind::Refuse => {}
            Kind::Base => base = base.or(Some(row.points(facts))),
            Kind::Add => sum += row.points(facts),
        }
    }
    let common = if slot == Slot::Goal { &[] } else { TABLE.list(COMMON) };
    let common: f64 = common.iter().filter(|row| row.is_met(facts)).map(|row| row.points(facts)).sum();
    base.map_or(0.0, |base| ((base + sum + common) * GRAINS).round() / GRAINS)
}

impl Table {
    fn read(text: &'static str) -> Self {
        let names = names();
        let mut lists: Vec<(&str, Vec<Row>)> = Vec::new();
        for line in text.lines().filter_map(|line| line.split('#').next()).map(str::trim) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                lists.push((name, Vec::new()));
            } else if let Some((_, rows)) = lists.last_mut().filter(|_| !line.is_empty()) {
                rows.push(row(line, &names));
            }
        }
        Self(lists)
    }

    fn list(&self, name: &str) -> &[Row] {
        self.0.iter().find(|(list, _)| *list == name).map_or(&[], |(_, rows)| rows)
    }
}

fn row(line: &str, names: &[&str]) -> Row {
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    let (kind, points, conditions) = match first {
        "none" => (Kind::Refuse, "0", rest),
        "place" => {
            let (points, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            (Kind::Base, points, rest)
        }
        points => (Kind::Add, points, rest),
    };
    let (points, measure) = match points.split_once('*') {
        Some((points, measure)) => (points, Some(place_of(measure, &MEASURES))),
        None => (points, None),
    };
    let conditions = conditions.split(" / ").filter(|text| !text.trim().is_empty());
    Row {
        kind,
        points: number(points),
        measure,
        conditions: conditions.map(|text| condition(text, names)).collect(),
    }
}

fn condition(text: &str, names: &[&str]) -> Condition {
    let mut condition = Condition::default();
    for word in text.split_whitespace() {
        match word.strip_prefix('!') {
            Some(denied) => condition.denied |= 1 << place_of(denied, names),
            None => condition.needed |= 1 << place_of(word, names),
        }
    }
    condition
}

#[expect(clippy::expect_used, reason = "the table is part of the program and every test reads it")]
fn number(text: &str) -> f64 {
    text.parse().expect("points in weights.txt")
}

#[expect(clippy::panic, reason = "the table is part of the program and every test reads it")]
fn place_of(name: &str, names: &[&str]) -> usize {
    names.iter().position(|known| *known == name).unwrap_or_else(|| panic!("`{name}` in weights.txt"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_list_with_base_points() {
        for slot in Slot::ALL {
            let rows = TABLE.list(slot.name());
            assert!(rows.iter().any(|row| row.kind == Kind::Base), "{slot:?}");
        }
        assert_eq!(TABLE.0.len(), Slot::ALL.len() + 1, "a list that no part reads");
        assert!(!TABLE.list(COMMON).is_empty());
    }

    #[test]
    fn every_fact_has_a_name_and_a_bit_of_its_own() {
        let names = names();
        let different: std::collections::HashSet<_> = names.iter().collect();
        assert_eq!(different.len(), names.len());
        assert!(names.len() <= u128::BITS as usize);
    }

    #[test]
    fn a_line_is_points_a_measure_and_alternatives() {
        let names = ["show", "number", "compare"];
        let read = row("-0.5*title show !number / compare", &names);
        assert_eq!((read.kind, read.points, read.measure), (Kind::Add, -0.5, Some(1)));
        let conditions = [(0b001, 0b010), (0b100, 0)].map(|(needed, denied)| Condition { needed, denied });
        assert_eq!(read.conditions, conditions);
        assert_eq!(row("none show", &names).kind, Kind::Refuse);
        assert_eq!(row("place 1.5", &names).conditions, []);
    }
}
