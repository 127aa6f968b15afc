//! Reads the style of a font from its name, and numbers its face.

use super::style::Style;

/// The properties of a font that matter for reading text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Font {
    pub(super) style: Style,
    /// The number of the face, the same for all its subsets and sizes and on all pages.
    pub(super) face: u16,
}

impl Font {
    /// Reads the name of a font, such as `ABCDEF+NimbusRomNo9L-Medi`.
    pub(super) fn named(name: &str) -> Self {
        let name = name.to_uppercase();
        let own = name.split_once('+').map_or(name.as_str(), |(_, own)| own);
        Self { style: style(own), face: face(own) }
    }
}

/// Numbers a face by a hash of its name. Two of the ten or so faces of a paper collide in about one of some thousand papers; they
/// then count as one.
fn face(name: &str) -> u16 {
    // TeX has a font for each size: CMR10 and CMR12 are one face. `+20` marks the second part of a large font.
    let bare = name.split('+').next().unwrap_or(name).trim_end_matches(|c: char| c.is_ascii_digit());
    bare.bytes().fold(7, |number: u16, byte| number.wrapping_mul(251).wrapping_add(u16::from(byte)))
}

/// Reads the style from a font's name in capitals and without its subset tag.
fn style(name: &str) -> Style {
    /// TeX's symbol fonts, and those that other systems use for formulas.
    const MATH: &[&str] = &[
        "CMMI", "CMSY", "CMEX", "CMBSY", "CMMIB", "MSAM", "MSBM", "EUFM", "EUSM", "RSFS", "STIXMATH",
        "LMMATH", "PAZOMATH", "TXSY", "TXMI", "TXEX", "NEWTXMI", "NTXMI", "RTXMI", "PXSY", "PXMI", "MTMI",
        "MTSY", "MTEX", "CAMBRIAMATH", "SYMBOL", "STANDARDSYM", "ESINT", "STMARY", "WASY", "LIBERTINEMATH",
        "BBOLD", "DSROM",
    ];
    const BOLD: &[&str] =
        &["BOLD", "MEDI", "CMBX", "SFBX", "BLACK", "HEAVY", "DEMI", "LMROMANCAPS10-BOLD", "-BD", "BOLT"];
    /// Endings of the names of bold fonts: `AdvTTaf7f9f4f.B`, `Times-B`, `NimbusRomNo9L-MediTB`.
    const BOLD_ENDS: &[&str] = &["TB", ".B", "-B", ".BI", "-BI"];
    let holds = |marks: &[&str]| marks.iter().any(|mark| name.contains(mark));
    let math = holds(MATH);
    let bold = holds(BOLD) && !name.contains("MEDIUM");
    let ends = BOLD_ENDS.iter().any(|end| name.ends_with(end));
    Style::default().with(Style::MATH, math).with(Style::BOLD, bold || ends)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("ABCDEF+CMBX12", true)]
    #[case("NimbusRomNo9L-Medi", true)]
    #[case("EPGHKL+AdvTTaf7f9f4f.B", true)]
    #[case("Times-Roman", false)]
    #[case("Roboto-Medium", false)]
    #[case("EPGHKM+AdvTTe45e47d2", false)]
    fn weight_is_read_from_the_name(#[case] name: &str, #[case] bold: bool) {
        assert_eq!(Font::named(name).style.has(Style::BOLD), bold, "{name}");
    }

    #[test]
    fn sizes_and_subsets_of_a_face_are_one() {
        assert_eq!(Font::named("ABCDEF+CMR10").face, Font::named("GHIJKL+CMR12").face);
        assert_eq!(Font::named("A+AdvTTe45e47d2").face, Font::named("B+AdvTTe45e47d2+20").face);
        assert_ne!(Font::named("CMR10").face, Font::named("CMTI10").face);
    }
}
