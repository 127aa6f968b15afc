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

/// Returns true for text that begins with a word such as `조건`, `千克` and `百分之`, whose beginning looks like a numeral.
pub(crate) fn is_word_like_numeral(text: &str) -> bool {
    OTHER.iter().any(|word| text.starts_with(word))
}

/// Words that begin like a power but are not a number.
const OTHER: [&str; 47] = [
    // Units with a prefix that is also a numeral: `16千兆字节` is 16 GB.
    "千兆", "兆字节", "兆字節", "兆比特", "兆赫", "兆瓦", "兆帕", "兆焦", "千字节", "千字節", "千比特",
    "千赫", "千瓦", "千克", "千米", "千帕", "千焦", "千卡", "千伏", "千秒差", "百万像素", "百万秒差", "百帕",
    "百分", "조각", "조건", "조합", "조직", "조정", "조작", "조화", "조명", "조치", "조율", "백본", "백엔드",
    "백분", "백업", "백신", "만큼", "만족", "만점", "만화", "천장", "천체", "억제", "억양",
];
