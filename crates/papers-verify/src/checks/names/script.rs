//! Finds well-known names in Hangul, Han or kana that the source has in no script. The names are in `spellings.txt`.

use crate::number;
use crate::sentence::Sentence;
use crate::source::Source;

/// Returns these names in a sentence, with their positions.
pub(super) fn missing(sentence: &Sentence<'_>, source: &Source) -> Vec<(usize, &'static str)> {
    let mut missing = Vec::new();
    for line in include_str!("spellings.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((latin, spellings)) = line.split_once(": ") else { continue };
        let written = spellings.split(' ').find_map(|name| Some((place(sentence.text, name)?, name)));
        let Some((at, name)) = written else { continue };
        let has = |word: &str| source.names(word) || source.has_version(word);
        if !latin.split(' ').any(has) && !spellings.split(' ').any(|name| source.begins(name)) {
            missing.push((at, name));
        }
    }
    missing
}

/// Returns the position of a name that is not part of another word: `애플리케이션` is not `애플`.
fn place(text: &str, name: &str) -> Option<usize> {
    let script = name.chars().next().map(script)?;
    text.match_indices(name).map(|(at, _)| at).find(|&at| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let behind = text.get(at + name.len()..).unwrap_or_default();
        match script {
            Script::Han => true,
            Script::Hangul => {
                let run = behind.split(|c: char| !('가'..='힣').contains(&c)).next().unwrap_or_default();
                before.is_none_or(|c| self::script(c) != script) && number::is_particle(run)
            }
            Script::Kana => {
                let next = behind.chars().next();
                [before, next].into_iter().flatten().all(|c| self::script(c) != script)
            }
        }
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Hangul,
    Kana,
    /// Han, and everything else.
    Han,
}

fn script(c: char) -> Script {
    match c {
        '가'..='힣' => Script::Hangul,
        'ァ'..='ヿ' => Script::Kana,
        _ => Script::Han,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::source::tests::source;

    fn names(text: &str, digest: &str) -> Vec<&'static str> {
        missing(&Sentence::new(digest), &source(text)).into_iter().map(|(_, name)| name).collect()
    }

    #[rstest]
    #[case("a method", "구글이 공개한 모델이다", "구글")]
    #[case("a method", "该模型由谷歌发布", "谷歌")]
    #[case("a method", "グーグルが公開した", "グーグル")]
    #[case("a model of Google", "오픈AI의 모델이다", "오픈AI")]
    fn a_name_that_the_source_has_in_no_script_is_found(
        #[case] text: &str,
        #[case] digest: &str,
        #[case] name: &str,
    ) {
        assert_eq!(names(text, digest), [name]);
    }

    #[rstest]
    #[case("a model of Google", "구글이 공개했고 谷歌的模型")]
    #[case("Gemini 2.5 is used", "구글의 제미나이를 쓴다")]
    #[case("trained on an A100", "엔비디아 GPU에서 학습했다")]
    #[case("trained with GPT-4o", "오픈AI의 GPT-4o를 쓴다")]
    #[case("구글의 모델이다", "谷歌的模型")]
    #[case("a method", "인텔리전스를 평가한다")]
    fn the_source_has_it_in_some_script(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(names(text, digest), [""; 0]);
    }
}
