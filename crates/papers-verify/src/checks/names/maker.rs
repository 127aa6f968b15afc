//! Recognizes the maker of a product, which a digest may add.

use super::support::is_supported;
use crate::number::decimal::Decimal;
use crate::number::form::Form;
use crate::sentence::Sentence;
use crate::source::Source;
use crate::text::token::Around;

/// Makers and the beginnings of the names of their products, in lower case.
const MAKERS: [(&str, &[&str]); 10] = [
    (
        "NVIDIA",
        &[
            "a1", "a4", "b2", "geforce", "gtx", "h1", "h2", "jetson", "l4", "rtx", "t4", "tesla", "titan",
            "v1",
        ],
    ),
    ("RTX", &["2080", "3080", "3090", "4080", "4090", "5080", "5090", "a5000", "a6000"]),
    ("Intel", &["core", "xeon"]),
    ("AMD", &["epyc", "mi", "ryzen", "threadripper"]),
    ("OpenAI", &["chatgpt", "clip", "codex", "dall", "gpt", "o1", "o3", "o4", "whisper"]),
    ("Google", &["bert", "gemini", "gemma", "palm", "t5", "tpu"]),
    ("Meta", &["llama", "opt", "sam"]),
    ("Anthropic", &["claude"]),
    ("Microsoft", &["phi"]),
    ("Alibaba", &["qwen"]),
];

/// Returns true for the maker before a product that the source has without it: the NVIDIA of `NVIDIA A100`.
pub(super) fn is_maker(sentence: &Sentence<'_>, at: usize, source: &Source) -> bool {
    let own = sentence.tokens.word(at);
    let Some((_, products)) = MAKERS.iter().find(|(maker, _)| maker.eq_ignore_ascii_case(own)) else {
        return false;
    };
    let product = sentence.tokens.word(at + 1);
    let lower = product.to_lowercase();
    let has_number = || product.parse().is_ok_and(|number| source.has(Decimal::whole(number), Form::Digits));
    products.iter().any(|known| lower.starts_with(known))
        && (is_supported(product, source) || has_number() || is_maker(sentence, at + 1, source))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::source::tests::source;

    #[rstest]
    #[case("on a single A100", "NVIDIA A100에서 학습한다", true)]
    #[case("on an RTX 4090", "NVIDIA RTX 4090에서 학습한다", true)]
    #[case("on an RTX 4090", "NVIDIA 4090에서 학습한다", false)]
    #[case("on an RTX 4090", "NVIDIA에서 학습한다", false)]
    #[case("with GPT-4o", "OpenAI GPT-4o", true)]
    #[case("with GPT-4o", "Google GPT-4o", false)]
    fn a_product_of_the_source_brings_its_maker(
        #[case] text: &str,
        #[case] digest: &str,
        #[case] expected: bool,
    ) {
        assert_eq!(is_maker(&Sentence::new(digest), 0, &source(text)), expected);
    }
}
