//! Separates a name from what languages in Latin script attach to it: `l'IA`, `GPT-4'ün`, `LLM-ów`, `BLEU-Wert`.

use super::form::{is_coined, is_ordinary};

/// Returns the coined part of a word without article, ending and the ordinary words that it is compounded with; `None` if no part is
/// coined, as in `Englisch-Deutsch` and `d'Adam`. Such words may be translated.
pub(super) fn bare(word: &str) -> Option<&str> {
    let parts = word.split('\'').filter(|part| part.chars().count() > 1);
    parts.map(without_ordinary).find(|part| is_coined(part))
}

/// Removes ordinary words from the end of a compound, and from its beginning unless a number follows: `Llama-3-Modell` is `Llama-3`,
/// and `Open-Source-LLM` is `LLM`.
fn without_ordinary(compound: &str) -> &str {
    let mut rest = compound;
    while let Some((before, _)) = rest.rsplit_once('-').filter(|(_, last)| is_ordinary(last)) {
        rest = before;
    }
    while let Some((first, behind)) = rest.split_once('-') {
        if !is_ordinary(first) || behind.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        rest = behind;
    }
    rest
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("l'IA", Some("IA"))]
    #[case("GPT-4'ün", Some("GPT-4"))]
    #[case("LLM's", Some("LLM"))]
    #[case("LLM-ów", Some("LLM"))]
    #[case("BLEU-Wert", Some("BLEU"))]
    #[case("WMT-2014-Aufgabe", Some("WMT-2014"))]
    #[case("Llama-3-Modell", Some("Llama-3"))]
    #[case("Open-Source-LLM", Some("LLM"))]
    #[case("P100-GPUs", Some("P100-GPUs"))]
    #[case("LoRA-Fine-Tuning", Some("LoRA"))]
    #[case("Qwen3-8B", Some("Qwen3-8B"))]
    #[case("sub-10ms", Some("sub-10ms"))]
    #[case("Englisch-Deutsch", None)]
    #[case("Zero-Shot-Aufgaben", None)]
    #[case("d'Adam", None)]
    #[case("Modell", None)]
    fn the_name_in_a_word(#[case] word: &str, #[case] name: Option<&str>) {
        assert_eq!(bare(word), name);
    }
}
