//! The characters of Korean, Chinese and Japanese numerals: digits and powers of ten.

/// The meaning of a character in a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A digit: `삼`, `三`.
    Digit(u64),
    /// A power of ten below 10,000: 1 for `십`, 2 for `백`, 3 for `천`.
    Small(i32),
    /// A power of 10,000, as a power of ten: 4 for `만`, 8 for `억`, 12 for `조`.
    Myriad(i32),
}

/// Reads one character.
pub(crate) fn sign(c: char) -> Option<Sign> {
    Some(match c {
        '일' | '一' => Sign::Digit(1),
        '이' | '二' | '两' | '兩' => Sign::Digit(2),
        '삼' | '三' => Sign::Digit(3),
        '사' | '四' => Sign::Digit(4),
        '오' | '五' => Sign::Digit(5),
        '육' | '六' => Sign::Digit(6),
        '칠' | '七' => Sign::Digit(7),
        '팔' | '八' => Sign::Digit(8),
        '구' | '九' => Sign::Digit(9),
        '십' | '十' => Sign::Small(1),
        '백' | '百' => Sign::Small(2),
        '천' | '千' => Sign::Small(3),
        '만' | '万' | '萬' => Sign::Myriad(4),
        '억' | '亿' | '億' => Sign::Myriad(8),
        '조' | '兆' => Sign::Myriad(12),
        _ => return None,
    })
}

/// Returns true for the characters of Chinese numerals.
pub(crate) fn is_han(c: char) -> bool {
    !('가'..='힣').contains(&c) && sign(c).is_some()
}
