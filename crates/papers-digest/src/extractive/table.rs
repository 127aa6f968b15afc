//! Reads the tables of trained weights (`moves.txt`, `body.txt`): a line for each feature, with its name and a weight for each class.

use std::str::FromStr;

/// Returns the row of each name; zeros for a name that the table does not have.
pub(super) fn rows<T: Copy + Default + FromStr, const N: usize>(text: &str, names: &[&str]) -> Vec<[T; N]> {
    let rows: Vec<(&str, [T; N])> = text.lines().filter_map(row).collect();
    let find = |name: &&str| rows.iter().find(|(row, _)| row == name).map_or([T::default(); N], |row| row.1);
    names.iter().map(find).collect()
}

/// Returns the name and the weights of a line; `None` for a comment.
pub(super) fn row<T: Copy + Default + FromStr, const N: usize>(line: &str) -> Option<(&str, [T; N])> {
    let mut words = line.split_whitespace();
    let name = words.next().filter(|name| !name.starts_with('#'))?;
    let mut row = [T::default(); N];
    row.iter_mut().zip(words).for_each(|(weight, word)| *weight = word.parse().unwrap_or_default());
    Some((name, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gives_its_rows_in_the_order_of_the_names() {
        let rows: Vec<[f32; 2]> = rows("# weights\nlast 1.5 -2\nfirst 0.5 1\n", &["first", "none", "last"]);
        assert_eq!(rows, [[0.5, 1.0], [0.0, 0.0], [1.5, -2.0]]);
    }
}
