//! Sets of bytes, and coarser kinds of bytes by which patterns that cannot match are rejected early.

/// The bytes that a step of a pattern matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Set([u64; 4]);

impl Set {
    pub(super) fn has(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte >> 6)).is_some_and(|bits| bits >> (byte & 63) & 1 == 1)
    }

    /// Iterates over the bytes of the set.
    fn bytes(&self) -> impl Iterator<Item = u8> {
        (0..=u8::MAX).filter(|&byte| self.has(byte))
    }

    /// The bytes from `first` to `last`, inclusive.
    pub(super) const fn range(first: u8, last: u8) -> Self {
        let mut set = Self([0; 4]);
        let mut byte = first;
        while byte <= last {
            set = set.with(byte);
            byte += 1;
        }
        set
    }

    #[expect(clippy::indexing_slicing, reason = "a byte has four such numbers")]
    pub(super) const fn with(self, byte: u8) -> Self {
        let Self(mut bits) = self;
        bits[(byte >> 6) as usize] |= 1 << (byte & 63);
        Self(bits)
    }

    #[expect(clippy::indexing_slicing, reason = "both have four numbers")]
    pub(super) const fn and(self, other: Self) -> Self {
        let Self(mut bits) = self;
        let mut at = 0;
        while at < bits.len() {
            bits[at] |= other.0[at];
            at += 1;
        }
        Self(bits)
    }

    /// The set of one byte.
    pub(super) const fn single(byte: u8) -> Self {
        Self([0; 4]).with(byte)
    }

    /// The set with both cases of its letters.
    pub(super) const fn folded(self) -> Self {
        // All letters are in the second number, with capitals 32 bits before small letters.
        let Self([low, letters, high, highest]) = self;
        let either = (letters | letters >> 32) & LETTERS;
        Self([low, letters | either | either << 32, high, highest])
    }

    pub(super) const fn negated(self) -> Self {
        let Self([a, b, c, d]) = self;
        Self([!a, !b, !c, !d])
    }
}

/// The bits of the capital letters in the second number, which has the bytes 64 to 127.
const LETTERS: u64 = 0x07ff_fffe;

/// `\d`.
pub(super) const DIGIT: Set = Set::range(b'0', b'9');
/// `\w`.
pub(super) const WORD: Set = DIGIT.and(Set::range(b'A', b'Z')).and(Set::range(b'a', b'z')).with(b'_');
/// `\s`.
pub(super) const SPACE: Set = Set::range(b'\t', b'\r').with(b' ');
/// `.`.
pub(super) const ANY: Set = Set::single(b'\n').negated();

/// Returns true for the bytes of `\w`.
pub(super) fn is_word(byte: u8) -> bool {
    WORD.has(byte)
}

/// A set of kinds of bytes, one bit each: 26 letters in either case, digits, spaces, hyphens, other ASCII, other bytes, and the
/// end of the text. Comparing kinds rejects most patterns early.
pub(super) type Kinds = u32;

/// The kind of the end of the text.
pub(super) const END: u8 = 31;

/// The kind of each byte.
#[expect(clippy::indexing_slicing, reason = "a byte is less than 256")]
const KIND: [u8; 256] = {
    let mut kinds = [30; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b'a'..=b'z' => byte - b'a',
            b'A'..=b'Z' => byte - b'A',
            b'0'..=b'9' => 26,
            b'\t'..=b'\r' | b' ' => 27,
            b'-' => 28,
            _ => 29,
        };
        byte += 1;
    }
    kinds
};

/// Returns the kind of a byte, or of the end of the text.
pub(super) fn kind(byte: Option<&u8>) -> u8 {
    byte.and_then(|byte| KIND.get(usize::from(*byte))).copied().unwrap_or(END)
}

/// The distinct sets of a program, with the kinds of their bytes.
#[derive(Debug, Default)]
pub(super) struct Sets(Vec<(Set, Kinds)>);

impl Sets {
    pub(super) fn has(&self, place: u16, byte: u8) -> bool {
        self.0.get(usize::from(place)).is_some_and(|(set, _)| set.has(byte))
    }

    /// Returns the kinds of the bytes of a set.
    pub(super) fn kinds(&self, place: u16) -> Kinds {
        self.0.get(usize::from(place)).map_or(0, |(_, kinds)| *kinds)
    }

    /// Returns the index of a set, which is added if it is new.
    pub(super) fn place(&mut self, set: Set) -> u16 {
        let known = self.0.iter().position(|(known, _)| *known == set);
        let place = known.unwrap_or_else(|| {
            let kinds = set.bytes().fold(0, |kinds, byte| kinds | 1 << kind(Some(&byte)));
            self.0.push((set, kinds));
            self.0.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }
}
