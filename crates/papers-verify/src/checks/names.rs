//! Checks that every name of a sentence is in the source: acronyms, coined words, models and data sets, people.
//!
//! A name is recognized by capitals or digits. Case, hyphens and plural do not matter, a capitalized ordinary word may be inflected
//! differently, and an acronym may be spelled out. There are no exceptions for common names: no digest that was measured used one
//! that its paper did not have, spelled out or not.

mod acronym;
mod affix;
mod currency;
mod denial;
mod form;
mod gloss;
mod maker;
mod script;
mod support;

use std::collections::HashSet;

use crate::checks::Fault;
use crate::checks::proximity::Claimed;
use crate::sentence::Sentence;
use crate::source::Source;
use crate::text::token::{Around, Kind, Token};
use papers_paper::FindingKind;

pub(crate) use denial::is_denied;
use denial::is_left_out;
use form::{can_be_name, is_coined, is_common_word, is_symbol};
use support::is_supported;

/// Returns the names of a sentence that the source does not have, each once.
pub(crate) fn unsupported(claimed: &Claimed<'_>) -> Vec<Fault> {
    let (sentence, source) = (claimed.sentence, claimed.basis.source);
    let names = placed(sentence).filter(|&(at, name)| !is_accepted(sentence, at, name, source));
    let needs_support = |at: usize| !is_denied(sentence, at) && !is_left_out(sentence, at);
    let token = |start: usize| sentence.tokens.iter().position(|token| token.end() > start);
    let foreign = script::missing(sentence, source).into_iter();
    let foreign = foreign.filter(|&(start, _)| needs_support(token(start).unwrap_or_default()));
    let missing = names.chain(other_powers(sentence, source)).chain(foreign).map(|(_, name)| name);
    let mut seen = HashSet::new();
    let missing = missing.filter(|name| seen.insert(*name));
    missing.map(|name| Fault::new(FindingKind::UnsupportedName, name.to_owned())).collect()
}

/// Returns true for a name that the source has, or that needs no support where it is.
fn is_accepted(sentence: &Sentence<'_>, at: usize, name: &str, source: &Source) -> bool {
    is_supported(name, source)
        || sentence.is_other_latin(at) && acronym::is_turned(name, source)
        || acronym::is_term(sentence, at, source)
        || maker::is_maker(sentence, at, source)
        || is_half(sentence, at, source)
        || is_denied(sentence, at)
        || is_left_out(sentence, at)
        || currency::is_currency(sentence, at, source)
        || gloss::is_common(sentence, at)
        || gloss::is_abbreviation(sentence, at)
        || gloss::is_translated(sentence, at, source)
        || gloss::is_expansion(sentence, at, source)
}

/// Returns true for either word of a name that the source writes together: `Hugging Face` for `huggingface.co`.
fn is_half(sentence: &Sentence<'_>, at: usize, source: &Source) -> bool {
    let is_name = |first: usize| {
        let Some([one, next]) = sentence.tokens.get(first..first + 2) else { return false };
        let titled = |word: &Token<'_>| word.kind == Kind::Latin && word.text.starts_with(char::is_uppercase);
        titled(one) && titled(next) && next.spaced && source.names(&format!("{}{}", one.text, next.text))
    };
    is_name(at) || at.checked_sub(1).is_some_and(is_name)
}

/// Returns the powers of complexities, such as `O(n^4)`, of which the source has only others.
fn other_powers<'a>(sentence: &'a Sentence<'_>, source: &Source) -> impl Iterator<Item = (usize, &'a str)> {
    let is_other = |text: &str| {
        let base = text.split_once('^').map_or("", |(base, _)| base);
        !base.is_empty() && source.has_text(&format!("{base}^")) && !source.names(text)
    };
    let tokens = sentence.tokens.iter().map(|token| token.text).enumerate();
    tokens.filter(move |&(at, text)| is_complexity(sentence, at) && is_other(text))
}

/// Returns the names of a sentence.
pub(crate) fn names<'a>(sentence: &'a Sentence<'_>) -> impl Iterator<Item = &'a str> {
    placed(sentence).map(|(_, name)| name)
}

/// Returns the names of a sentence with the indices of their tokens, without numbers and words that are only capitalized at the
/// beginning of a sentence.
fn placed<'a>(sentence: &'a Sentence<'_>) -> impl Iterator<Item = (usize, &'a str)> {
    let tokens = sentence.tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Latin);
    tokens.filter(|(_, token)| can_be_name(token.text) && !is_symbol(token.text)).filter_map(|(at, token)| {
        let foreign = sentence.is_other_latin(at);
        let name = if foreign { affix::bare(token.text)? } else { token.text };
        let name = name.strip_suffix("'s").unwrap_or(name);
        let capital = name.starts_with(char::is_uppercase) && sentence.capital_tells(at);
        let other = sentence.is_unit(at) || is_complexity(sentence, at);
        (!other && can_be_name(name) && (is_coined(name) || capital)).then_some((at, name))
    })
}

/// Returns true for the power in `O(N^2)`.
fn is_complexity(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.tokens.word_back(at, 1) == "(" && sentence.tokens.word_back(at, 2) == "O"
}

/// Returns true if the source has this name; one that is also a common word must be written like it.
fn has_name(name: &str, source: &Source) -> bool {
    source.names(name) && (!is_common_word(name) || source.writes(name))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::trial::judge;

    pub(super) fn missing(text: &str, digest: &str) -> Vec<String> {
        judge(text, digest, unsupported).into_iter().map(|fault| fault.detail).collect()
    }

    #[rstest]
    #[case("SHANKS listens", "SHANKS는 듣는다")]
    #[case("A demo is at https://huggingface.co/spaces/a/b.", "데모는 Hugging Face에 있다")]
    #[case("DeepSeek is used.", "Deep Seek을 쓴다")]
    #[case("It uses low-rank adaptation of vision transformers.", "LoRA와 ViT를 쓴다")]
    #[case("It reads the Area-Under-the-Curve.", "AUC를 쓴다")]
    #[case("on GenEval and MMBench", "GenEval과 MMbench에서")]
    #[case("a Riemannian metric in two dimensions", "2D의 Riemann 계량")]
    #[case("the Kullback--Leibler divergence", "KL 발산 Σ_t와 ΔT")]
    #[case("a sparse Mixture-of-Experts for Text-to-Image", "稀疏的MoE和T2I")]
    #[case("a variational autoencoder and k-nearest neighbors", "VAE와 k-NN")]
    #[case("on LLaMA 3 (8B)", "Llama-3-8B에서")]
    #[case("with Qwen3 at 4B and 8B", "Qwen3-8B")]
    #[case("we train a reasoner", "Training과 Trained Reasoners를 쓴다")]
    #[case("Studentized residuals", "Student化残差")]
    #[case("patches of red, green and blue channels", "RGB通道")]
    #[case("fewer FLOPS than state-of-art models", "SOTA 모델")]
    #[case("denoising point clouds", "3D 점군")]
    #[case("trained with GPT-4o", "GPT-4o의 평가, GPT-4o-based")]
    #[case(r"we call it D$^3$QE", "D3QE를 제안한다")]
    #[case(r"$\bf{D^3}$QE", "D^3QE")]
    #[case(r"the $\pi_0$ model", "π0 모델")]
    #[case("spoken language models", "음성 언어 모델(SLM)")]
    #[case("large language models", "LLM들과 LLMs")]
    #[case("artificial intelligence", "AI 시스템, la IA")]
    #[case("vision-language tasks", "Vision Language")]
    #[case("the VLM answers", "VLMs")]
    #[case("iteratively refined transformers", "반복 정제(Iterative refinement)와 Transformer")]
    #[case("post hoc attribution", "Post-hoc")]
    #[case("ImageNet 256×256", "ImageNet-256")]
    #[case("We evaluate NER tasks.", "We evaluate Named Entity Recognition tasks.")]
    #[case("We use SFT.", "지도 미세조정(Supervised Fine-Tuning)을 쓴다")]
    #[case("A MoE model by EM", "Mixture of Experts 모델을 Expectation Maximization으로")]
    #[case("an E2E model", "End-to-End 모델")]
    #[case("a language model", "AI 모델")]
    #[case(r#"A Nystr\"om approximation"#, "Nyström 근사")]
    #[case("with less than 10 ms", "sub-10ms 지연")]
    #[case("the method", "算力：论文未明确说明具体的 GPU 型号。")]
    #[case("the method", "We use independent component analysis (ICA).")]
    #[case(
        "SHAP values with RoPE",
        "We use SHAP (Shapley Additive Explanations) and RoPE (Rotary Position Embedding)."
    )]
    #[case("the method", r"其中 $x_i^K$ 与 $\sigma_G^2$ 和 βi² 相乘")]
    #[case("the method", "与基准（Benchmarks）和金标准（Ground Truth）相比")]
    #[case("on eight H100 and a 4090 with InternVL3.5-1B", "H100 GPU, NVIDIA RTX 4090와 InternVL")]
    #[case("the model of Milgrom and Weber", "Milgrom-Weber模型")]
    #[case(r"the $\ell_1$-norm, an epsilon-greedy policy", "ℓ₁范数和ε-Greedy策略")]
    #[case("a Light Gradient Boosting Machine baseline", "轻量级梯度提升机（LightGBM）")]
    #[case("with out of distribution data", "分布外（OOD）数据")]
    #[case("a mean average precision (mAP) at 50", "mAP@0.5와 mAP@50")]
    #[case("Precision at 5 of the first step", "Precision@5와 step1")]
    #[case(r"the bound $U_{\max}$ of $\mathcal{E\mkern-2mu L}$", "상한 U_max와 EL, 복잡도 O(N^2)")]
    #[case("We guide Successive Halving. The electric vehicle and the electric vehicle.", "SH와 EV")]
    #[case("the Genetic Analysis Workshop 17 mini-exome data", "GAW17 데이터")]
    #[case("a convolutional residual network for electrocardiograms", "CNN과 ECG")]
    #[case("80 GB of memory", "80 GB")]
    #[case("with several terabytes of memory", "数 TB 的内存")]
    #[case("with a radial basis function kernel", "径向基函数（RBF）")]
    #[case("graph neural networks", "그래프 신경망 모델(GNN)을 쓴다")]
    #[case("the mAP at 50", "mAP50")]
    #[case("the method", r"乘以 $X^T$、$UU^T$ 和 $t_6$，在多个 Benchmark 上")]
    #[case("the WMT 2014 translation task", "WMT14 and WMT'14")]
    #[case("the method", "The method works. Later it is used: Then it ends.")]
    #[case("the method", "Die Methode der Autoren ist für das Training mit Daten und auf der Karte.")]
    #[case("the method", "Метод (II) работает")]
    #[case("three-stage training", "Three-Stage training")]
    #[case(
        "the method",
        "It improves much. Training uses little. Evaluation is fair. However, the rest fails."
    )]
    fn the_source_has_the_name(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(missing(text, digest), [""; 0]);
    }

    #[rstest]
    #[case("on GenEval", "GenBench에서", "GenBench")]
    #[case("the method", "We use independent component analysis (IBA).", "IBA")]
    #[case("SHAP values", "We use SHAP (Additive scores).", "Additive")]
    #[case("the method is new", "IS는 2.70이다", "IS")]
    #[case("the method", "Prompt의 성능을 평가한다", "Prompt")]
    #[case("GPT-4o", "GPT-4는", "GPT-4")]
    #[case("GPT-4o", "GPT-5o", "GPT-5o")]
    #[case("Qwen3-8B", "Qwen3-70B", "Qwen3-70B")]
    #[case("CIFAR-10 with 100 classes", "CIFAR-100", "CIFAR-100")]
    #[case("Qwen2.5", "Qwen2.6을 쓴다", "Qwen2.6")]
    #[case("BERT", "BART를 쓴다", "BART")]
    #[case("ImageNet", "lmageNet을 쓴다", "lmageNet")]
    #[case("BERT", "ВЕRТ를 쓴다", "ВЕRТ")]
    #[case("DeepSeek-V3", "DeepSeek-V3.1을 쓴다", "DeepSeek-V3.1")]
    #[case("gpt-5-medium", "gpt-2-medium을", "gpt-2-medium")]
    #[case("uses Adam", "Muon을 쓴다", "Muon")]
    #[case("vision tasks with zero labels", "Vision-Zero는", "Vision-Zero")]
    #[case("we propose a tiny robot", "TPR은 작은 로봇이다", "TPR")]
    #[case("we propose a tiny robot", "TR은 작은 로봇이다", "TR")]
    #[case("precision at 5", "Precision@10을 쓴다", "Precision@10")]
    #[case("experiments generate optimal views", "새로운 Experience를 쓴다", "Experience")]
    #[case("experiments generate optimal views", "새로운 Generative 모델을 쓴다", "Generative")]
    #[case("experiments generate optimal views", "새로운 Optimization을 쓴다", "Optimization")]
    #[case(
        "a tree search is proposed",
        "Return Tree Search를 제안함(we propose a tree search that works very well)",
        "Return"
    )]
    #[case("a method", "It is trained on Wikipedia.", "Wikipedia")]
    #[case("Heptapod is new", "Octapod achieves more.", "Octapod")]
    #[case("Heptapod is new", "Octapod, a model of images, is new.", "Octapod")]
    #[case(
        "a method",
        "Die Methode der Autoren ist für das Training mit ImageNet und auf der Karte.",
        "ImageNet"
    )]
    fn a_name_that_the_source_does_not_have_is_found(
        #[case] text: &str,
        #[case] digest: &str,
        #[case] name: &str,
    ) {
        assert_eq!(missing(text, digest), [name]);
    }
}
