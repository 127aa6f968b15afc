//! What letters look like, and what the name of their font tells of it.

/// The look of letters; a set of flags.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style(pub(super) u8);

impl Style {
    /// Neither filled nor stroked: the layer of text over a scan, or a message to machines.
    pub(super) const UNDRAWN: Self = Self(2);
    /// Bold.
    pub(super) const BOLD: Self = Self(4);
    /// From a font of formulas.
    pub(super) const MATH: Self = Self(8);

    /// True when all flags of `other` are set.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) fn with(self, other: Self, set: bool) -> Self {
        if set { Self(self.0 | other.0) } else { self }
    }
}

/// Reads the style of the letters from a font's name.
pub(super) fn style(name: &str) -> Style {
    /// TeX's fonts of symbols, and those that other systems use for formulas.
    const MATH: &[&str] = &[
        "CMMI",
        "CMSY",
        "CMEX",
        "CMBSY",
        "CMMIB",
        "MSAM",
        "MSBM",
        "EUFM",
        "EUSM",
        "RSFS",
        "STIXMATH",
        "LMMATH",
        "PAZOMATH",
        "TXSY",
        "TXMI",
        "TXEX",
        "NEWTXMI",
        "NTXMI",
        "RTXMI",
        "PXSY",
        "PXMI",
        "MTMI",
        "MTSY",
        "MTEX",
        "CAMBRIAMATH",
        "SYMBOL",
        "STANDARDSYM",
        "ESINT",
        "STMARY",
        "WASY",
        "LIBERTINEMATH",
        "BBOLD",
        "DSROM",
    ];
    const BOLD: &[&str] =
        &["BOLD", "MEDI", "CMBX", "SFBX", "BLACK", "HEAVY", "DEMI", "LMROMANCAPS10-BOLD", "-BD", "BOLT"];
    let name = name.to_uppercase();
    let name = name.split_once('+').map_or(name.as_str(), |(_, own)| own);
    let holds = |marks: &[&str]| marks.iter().any(|mark| name.contains(mark));
    let math = holds(MATH);
    let bold = holds(BOLD) && !name.contains("MEDIUM");
    Style::default().with(Style::MATH, math).with(Style::BOLD, bold || name.ends_with("TB"))
}
