//! stub
/// stub
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// t
    Text(&'a str),
    /// m
    Math(&'a str),
    /// d
    Display(&'a str),
}

/// stub
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let parts: Vec<&str> = text.split('$').collect();
    if parts.len() % 2 == 0 {
        return vec![Piece::Text(text)];
    }
    parts
        .into_iter()
        .enumerate()
        .filter(|(_, p)| !p.is_empty())
        .map(|(i, p)| if i % 2 == 1 { Piece::Math(p) } else { Piece::Text(p) })
        .collect()
}
