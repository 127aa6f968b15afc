//! arXiv's categories (<https://arxiv.org/category_taxonomy>). Recognizes names in upper or lower case, and suggests the one that
//! was probably meant.

use crate::text::spelling::changes;

/// Archives and their subjects; an archive without subjects is a category itself.
const TAXONOMY: [(&str, &str); 20] = [
    ("astro-ph", "CO EP GA HE IM SR"),
    ("cond-mat", "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con"),
    (
        "cs",
        "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA NE NI OH OS PF PL RO SC SD SE \
         SI SY",
    ),
    ("econ", "EM GN TH"),
    ("eess", "AS IV SP SY"),
    ("gr-qc", ""),
    ("hep-ex", ""),
    ("hep-lat", ""),
    ("hep-ph", ""),
    ("hep-th", ""),
    (
        "math",
        "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA RT SG SP ST",
    ),
    ("math-ph", ""),
    ("nlin", "AO CD CG PS SI"),
    ("nucl-ex", ""),
    ("nucl-th", ""),
    (
        "physics",
        "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an ed-ph flu-dyn gen-ph geo-ph hist-ph \
         ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph",
    ),
    ("q-bio", "BM CB GN MN NC OT PE QM SC TO"),
    ("q-fin", "CP EC GN MF PM PR RM ST TR"),
    ("quant-ph", ""),
    ("stat", "AP CO ME ML OT TH"),
];

/// Archives that are closed, and their successors.
const CLOSED: [(&str, &str); 18] = [
    ("acc-phys", "physics.acc-ph"),
    ("adap-org", "nlin.AO"),
    ("alg-geom", "math.AG"),
    ("ao-sci", "physics.ao-ph"),
    ("atom-ph", "physics.atom-ph"),
    ("bayes-an", "physics.data-an"),
    ("chao-dyn", "nlin.CD"),
    ("chem-ph", "physics.chem-ph"),
    ("cmp-lg", "cs.CL"),
    ("comp-gas", "nlin.CG"),
    ("dg-ga", "math.DG"),
    ("funct-an", "math.FA"),
    ("mtrl-th", "cond-mat.mtrl-sci"),
    ("patt-sol", "nlin.PS"),
    ("plasm-ph", "physics.plasm-ph"),
    ("q-alg", "math.QA"),
    ("solv-int", "nlin.SI"),
    ("supr-con", "cond-mat.supr-con"),
];

/// Common names of fields, and their categories.
const FIELDS: [(&str, &str); 22] = [
    ("machine learning", "cs.LG"),
    ("ml", "cs.LG"),
    ("deep learning", "cs.LG"),
    ("artificial intelligence", "cs.AI"),
    ("nlp", "cs.CL"),
    ("natural language processing", "cs.CL"),
    ("computational linguistics", "cs.CL"),
    ("llm", "cs.CL"),
    ("vision", "cs.CV"),
    ("computer vision", "cs.CV"),
    ("robotics", "cs.RO"),
    ("cryptography", "cs.CR"),
    ("security", "cs.CR"),
    ("information retrieval", "cs.IR"),
    ("software engineering", "cs.SE"),
    ("databases", "cs.DB"),
    ("speech", "eess.AS"),
    ("statistics", "stat"),
    ("mathematics", "math"),
    ("quantum physics", "quant-ph"),
    ("astronomy", "astro-ph"),
    ("biology", "q-bio"),
];

/// The reasons why a name is not a category of arXiv.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownCategory {
    /// It is unknown, but similar to another.
    #[error("arXiv has no category `{name}`; the nearest is `{nearest}`")]
    Unknown {
        /// The given name.
        name: String,
        /// The category that was probably meant.
        nearest: String,
    },
    /// It is unknown, and similar to none.
    #[error("arXiv has no category `{name}`; https://arxiv.org/category_taxonomy lists them")]
    Strange {
        /// The given text.
        name: String,
    },
    /// It is a closed archive.
    #[error("arXiv's archive `{name}` is closed; its papers go to `{now}`")]
    Closed {
        /// The archive.
        name: String,
        /// Its successor.
        now: &'static str,
    },
}

/// Returns the name of a category or archive as arXiv writes it, from one in upper or lower case: `cs.CL` for `cs.cl`.
pub fn category(name: &str) -> Result<String, UnknownCategory> {
    let name = name.trim();
    if let Some(found) = all().find(|known| known.eq_ignore_ascii_case(name)) {
        return Ok(found);
    }
    match CLOSED.iter().find(|(closed, _)| closed.eq_ignore_ascii_case(name)) {
        Some((closed, now)) => Err(UnknownCategory::Closed { name: (*closed).to_owned(), now }),
        None => Err(match nearest(name) {
            Some(nearest) => UnknownCategory::Unknown { name: name.to_owned(), nearest },
            None => UnknownCategory::Strange { name: name.to_owned() },
        }),
    }
}

/// Returns true for an archive that must be searched by its subjects.
pub fn is_divided(archive: &str) -> bool {
    TAXONOMY.iter().any(|(known, subjects)| *known == archive && !subjects.is_empty())
}

/// Iterates over all categories and archives.
fn all() -> impl Iterator<Item = String> {
    TAXONOMY.iter().flat_map(|(archive, subjects)| {
        let subjects = subjects.split_whitespace().map(move |subject| format!("{archive}.{subject}"));
        std::iter::once((*archive).to_owned()).chain(subjects)
    })
}

/// Finds the category with the most similar name, preferring one of the same archive. Also finds it from its subject alone (`CL`)
/// and from the name of a field. `None` if more than half of the name would have to change.
fn nearest(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    if let Some((_, category)) = FIELDS.iter().find(|(field, _)| *field == name) {
        return Some((*category).to_owned());
    }
    let archive = |category: &str| category.split('.').next().map(str::to_owned);
    let mut by_subject: Vec<String> =
        all().filter(|known| known.to_ascii_lowercase().ends_with(&format!(".{name}"))).collect();
    by_subject.sort_by_key(|known| !known.starts_with("cs."));
    let by_changes = || {
        all().min_by_key(|known| {
            let folded = known.to_ascii_lowercase();
            (changes(&name, &folded), archive(&folded) != archive(&name))
        })
    };
    let like = |found: &String| 2 * changes(&name, &found.to_ascii_lowercase()) <= name.chars().count();
    by_subject.into_iter().next().or_else(|| by_changes().filter(like))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("cs.cl", "cs.CL")]
    #[case(" CS.LG ", "cs.LG")]
    #[case("HEP-TH", "hep-th")]
    #[case("cond-mat.MTRL-sci", "cond-mat.mtrl-sci")]
    #[case("physics", "physics")]
    fn case_does_not_matter(#[case] given: &str, #[case] expected: &str) {
        assert_eq!(category(given).unwrap(), expected);
    }

    #[rstest]
    #[case("cs.XX", "cs.AI")]
    #[case("cs.CLL", "cs.CL")]
    #[case("cs/cv", "cs.CV")]
    #[case("cv", "cs.CV")]
    #[case("quant-phys", "quant-ph")]
    #[case("stats.ML", "stat.ML")]
    #[case("eess.SYS", "eess.SY")]
    #[case("Machine Learning", "cs.LG")]
    fn an_unknown_name_is_answered_with_the_nearest(#[case] given: &str, #[case] expected: &str) {
        let Err(UnknownCategory::Unknown { nearest, .. }) = category(given) else {
            panic!("{given} is known")
        };
        assert_eq!(nearest, expected);
    }

    #[test]
    fn an_archive_of_the_past_names_its_heir() {
        let error = category("cmp-lg").unwrap_err();
        assert_eq!(error.to_string(), "arXiv's archive `cmp-lg` is closed; its papers go to `cs.CL`");
        assert!(CLOSED.iter().all(|(_, now)| category(now).is_ok()));
    }

    #[test]
    fn a_name_like_none_leads_to_the_list() {
        assert!(matches!(category("basket weaving"), Err(UnknownCategory::Strange { .. })));
        assert!(FIELDS.iter().all(|(_, known)| category(known).as_deref() == Ok(known)));
    }

    #[test]
    fn the_taxonomy_is_whole() {
        assert_eq!(all().count(), 155 + 11, "155 categories, and 11 archives that are none themselves");
        assert!(is_divided("cs") && !is_divided("hep-th") && !is_divided("cs.CL"));
        assert!(category(&"x".repeat(1_000_000)).is_err());
    }
}
