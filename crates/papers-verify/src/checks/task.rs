//! Recognizes sentences about their writer, their reader, or the task, whatever else they say: `Je n'ai pas accès …`,
//! `由于内容政策限制，无法提供摘要。`
//!
//! A digest says neither *I* nor *you*, and a summary, a request or a newsletter is a matter of the paper only if the paper has the
//! word. The words are in `person.txt` and `task.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use papers_paper::text::phrase::{Phrase, alternatives, lists};
use papers_paper::text::silence;

use crate::source::Source;
use crate::text::language::code;
use crate::text::quoted::unquoted;

/// Returns the words of a sentence in this language that speak of its writer, its reader, or the task.
pub(crate) fn about(text: &str, lang: &str, source: &Source) -> Option<String> {
    let spoken = unquoted(text);
    person(&spoken, &code(lang), source).map(str::to_owned).or_else(|| task(&spoken, source))
}

/// The words of a language for writer and reader.
#[derive(Default)]
struct Persons {
    words: Vec<String>,
    /// Phrases that contain such a word and mean something else.
    others: Vec<String>,
}

static PERSONS: LazyLock<HashMap<&str, Persons>> = LazyLock::new(|| {
    let mut persons: HashMap<&str, Persons> = HashMap::new();
    for (lang, lines) in lists(include_str!("person.txt")) {
        let own = persons.entry(lang).or_default();
        for word in lines.iter().flat_map(|line| line.split(' ')) {
            match word.strip_prefix('!') {
                Some(other) => own.others.push(other.replace('_', " ")),
                None => own.words.push(word.replace('_', " ")),
            }
        }
    }
    persons
});

/// Returns the first word of a text that speaks of writer or reader, unless the source has it.
fn person(text: &str, lang: &str, source: &Source) -> Option<&'static str> {
    let Persons { words, others } = PERSONS.get(lang)?;
    let dense = matches!(lang, "ja" | "ko" | "th" | "zh");
    let mut folded = folded(text);
    if dense {
        folded = folded.replace('\n', " ");
    }
    for other in others {
        folded = folded.replace(other, " ");
    }
    let is_told = |word: &&String| match dense {
        true => folded.contains(word.as_str()),
        false => contains(&folded, word),
    };
    words.iter().find(is_told).filter(|word| !source.names(word)).map(|word| word.trim())
}

/// Returns a text with its words apart by one space and sentences by a line break, in small letters, except for acronyms and for
/// capitals within a sentence.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 2);
    folded.push('\n');
    let text = text.replace('’', "'");
    for word in text.split_inclusive(|c: char| !(c.is_alphanumeric() || is_joiner(c))) {
        let bare = word.trim_end_matches(|c: char| !(c.is_alphanumeric() || is_joiner(c)));
        let is_capital = bare.starts_with(char::is_uppercase);
        let begins = folded.ends_with('\n');
        match is_capital && begins && !bare.chars().skip(1).any(char::is_uppercase) {
            true => folded.push_str(&bare.to_lowercase()),
            false => folded.push_str(bare),
        }
        let ends = word.ends_with(['.', ':', '!', '?', ';', '…', '。', '«', '"', '“', '„']);
        if !folded.ends_with(['\n', ' ']) {
            folded.push(if ends { '\n' } else { ' ' });
        }
    }
    folded.push('\n');
    folded
}

/// Returns true for marks of vowels and tones, and for the apostrophe of `j'ai`.
fn is_joiner(c: char) -> bool {
    matches!(c, '\'' | '\u{200c}') || unicode_normalization::char::is_combining_mark(c)
}

/// Returns true if a folded text has a word of its own.
fn contains(folded: &str, word: &str) -> bool {
    let is_apart = |c: char| c == ' ' || c == '\n';
    folded.match_indices(word).any(|(at, _)| {
        let before = folded.get(..at).and_then(|before| before.chars().next_back());
        let behind = folded.get(at + word.len()..).and_then(|behind| behind.chars().next());
        let begins =
            before.is_some_and(|c| is_apart(c) && (c == ' ' || !word.starts_with(char::is_uppercase)));
        begins && (word.ends_with('\'') || behind.is_some_and(is_apart))
    })
}

/// Patterns for one matter of the task.
struct Matter {
    /// The beginnings of the words with which a paper may be about it.
    stems: Vec<&'static str>,
    /// True if the patterns count only in a sentence that denies something.
    lacks: bool,
    words: Phrase,
}

struct Task {
    denies: Phrase,
    matters: Vec<Matter>,
}

static TASK: LazyLock<Task> = LazyLock::new(|| {
    let lists = lists(include_str!("task.txt"));
    let matters = lists.iter().filter_map(|(name, lines)| {
        let (kind, stems) = name.split_once(' ')?;
        let stems = stems.split(' ').collect();
        Some(Matter { stems, lacks: kind == "lack", words: Phrase::constant(&lines.join("|")) })
    });
    Task { matters: matters.collect(), denies: Phrase::constant(&alternatives(&lists, "denies")) }
});

/// Returns the words of a sentence about the task that the source says nothing about.
fn task(text: &str, source: &Source) -> Option<String> {
    let fits = |matter: &&Matter| !matter.lacks || TASK.denies.is_match(text) && !silence::denies(text);
    let found = TASK.matters.iter().filter(|matter| matter.words.is_match(text)).filter(fits);
    let mut foreign = found.filter(|matter| !matter.stems.iter().any(|stem| source.begins(stem)));
    let words = foreign.next()?.words.find(text)?;
    text.get(words).map(|words| words.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::source::tests::source;
    use papers_paper::text::failure;

    const PAPER: &str = "The trial compared two doses of radiotherapy in patients with glioblastoma.";

    #[rstest]
    #[case("ko", "저작권 보호를 위해 상세 내용은 생략합니다.")]
    #[case("ko", "위 내용은 제가 이해한 바를 정리한 것입니다.")]
    #[case("ko", "지금 바로 구독하고 최신 논문을 만나 보세요!")]
    #[case("ko", "독자 여러분도 읽어 보시길 권합니다.")]
    #[case("ko", "이해하기 쉽게 풀어서 설명해 볼게요.")]
    #[case("ko", "결과는 앞서 말씀드린 것과 같습니다.")]
    #[case("ko", "무엇이 달라졌는지 살펴볼까요?")]
    #[case("ko", "수치를 바꾸지 말 것.")]
    #[case("ko", "최대 세 문장으로 요약하시오.")]
    #[case("ko", "전체 논문이 없어 결과를 정리할 수 없다.")]
    #[case("ko", "제공된 초록만으로는 결과를 알 수 없다.")]
    #[case("ko", "이 논문에 대해서는 답변을 드리기 어렵다.")]
    #[case("zh", "该内容可能违反相关规定，暂不提供。")]
    #[case("es", "Lamentablemente, esta petición no se puede completar.")]
    #[case("es", "Prefiero no hablar de este contenido.")]
    #[case("ja", "結果を見ていきましょう。")]
    #[case("ja", "全文がないため、結果をまとめることはできません。")]
    #[case("zh", "由于未提供全文，无法总结实验结果。")]
    #[case("zh", "由於未提供全文，無法總結實驗結果。")]
    #[case("zh", "让我们来看看结果。")]
    #[case("ru", "Полный текст не предоставлен, поэтому обобщить результаты невозможно.")]
    #[case("en", "As you can see, the dose matters.")]
    #[case("ja", "本文が提供されていないため、詳細は不明です。")]
    #[case("ja", "各項目は1〜3文で、である調で記述する。")]
    #[case("zh", "由于内容政策限制，无法提供摘要。")]
    #[case("zh", "论文内容未提供，因此无法总结结果。")]
    #[case("de", "Die Anfrage wurde aus Sicherheitsgründen abgelehnt.")]
    #[case("de", "Dazu kann ich aus rechtlichen Gründen keine Angaben machen.")]
    #[case("de", "Bewerten Sie die Studie.")]
    #[case("fr", "Les informations fournies ne suffisent pas pour rédiger un résumé.")]
    #[case("fr", "À ce jour, j'ignore la suite.")]
    #[case("es", "La solicitud fue rechazada por motivos de seguridad.")]
    #[case("es", "Suscríbete a nuestro boletín.")]
    #[case("pt", "Não há informações suficientes para gerar o resumo.")]
    #[case("it", "La richiesta non è stata accolta.")]
    #[case("ru", "Недостаточно информации для составления резюме.")]
    #[case("ru", "Надеюсь, это вам поможет.")]
    #[case("vi", "Không đủ thông tin để tạo bản tóm tắt.")]
    #[case("ar", "بصفتي نموذجًا لغويًا، لا يمكنني الوصول إلى النص الكامل.")]
    #[case("en", "The provided content is insufficient for a digest.")]
    #[case("en", "Brought to you by a smart reader of science.")]
    fn sentences_about_writer_reader_or_task_are_found(#[case] lang: &str, #[case] text: &str) {
        assert_eq!(failure::words(text), None, "each phrase has one home");
        assert!(about(text, lang, &source(PAPER)).is_some());
    }

    #[rstest]
    #[case("ko", "기존 방법의 문제가 제거되며, 유한 기저는 존재하지 않는다.")]
    #[case("ko", "참가자는 “제가 하겠습니다”라고 답하였다.")]
    #[case("ko", "중국 내 보기가 가장 많고 차이가 나는 용량을 비교하였다.")]
    #[case("zh", "这让我们能够比较剂量，正文未展示误差。")]
    #[case("ja", "本文では私立大学の学生を対象としない。")]
    #[case("zh", "摘要中未提及具体数值，我们提出自我监督的方法。")]
    #[case("de", "Die Dosis war höher: Sie verlängerte das Überleben nicht.")]
    #[case("de", "In der Zusammenfassung nicht angegeben.")]
    #[case("fr", "Le rendez-vous suivant n'a pas eu lieu.")]
    #[case("fr", "Non précisé dans le résumé.")]
    #[case("es", "No se observaron diferencias.")]
    #[case("pt", "A EU não participou.")]
    #[case("ru", "Различий не обнаружено.")]
    #[case("vi", "Chúng tôi không thấy khác biệt.")]
    #[case("hi", "मरीज़ अपने आपको ठीक नहीं मानते।")]
    #[case("en", "No request was made, and type I errors were not rare.")]
    fn sentences_that_a_paper_may_have_pass(#[case] lang: &str, #[case] text: &str) {
        assert_eq!(about(text, lang, &source(PAPER)), None);
    }

    #[test]
    fn a_paper_may_be_about_summaries_and_requests() {
        let about = |text, paper| about(text, "de", &source(paper));
        let text = "Das Modell kann den Text nicht zusammenfassen.";
        assert!(about(text, PAPER).is_some() && about(text, "We summarize texts.").is_none());
        let text = "저작권 문제로 요약할 수 없다.";
        assert!(about(text, "In terms of texts, we summarize.").is_some());
        let text = "Der Server hat die Anfrage abgelehnt.";
        assert!(about(text, PAPER).is_some() && about(text, "Requests are declined.").is_none());
    }
}
