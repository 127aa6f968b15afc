//! Tests the recognition of languages and scripts.

use rstest::rstest;

use super::*;

#[rstest]
#[case("ko", "We propose a new method for long videos.")]
#[case("ko", "本文提出了一种用于长视频理解的新方法。")]
#[case("ko", "모델은 强化学习 방법을 사용하여 학습된다.")]
#[case("ja", "We propose a new method for long videos.")]
#[case("ja", "이 논문은 새로운 방법을 제안한다.")]
#[case("ja", "本文提出了一种用于长视频理解的新方法。")]
#[case("zh", "この論文は新しい手法を提案する。")]
#[case("en", "이 논문은 새로운 방법을 제안한다.")]
#[case("ko", "본 논문은 we propose a new method for long video understanding 방법을 제안한다.")]
#[case("ja", "本論文では we propose a new method for long video understanding を提案する。")]
#[case(
    "de",
    "Les auteurs présentent une méthode qui fonctionne pour toutes les langues et avec peu de données."
)]
#[case("ko", "(We propose a new method for long videos.)")]
#[case(
    "en",
    "Die Autoren stellen ein Verfahren vor, das mit wenig Daten auskommt und für alle Sprachen gilt."
)]
#[case("de", "The authors present a method that works for all of the languages.")]
#[case("pl", "The authors present a method that works for all of the languages.")]
#[case("ru", "The authors present a method.")]
#[case("fr", "Los autores presentan un método que funciona con pocos datos y para todas las lenguas.")]
#[case("tr", "The authors present a method that works for all of the languages.")]
#[case("fi", "The authors present a method that works for all of the languages on this list.")]
fn sees_other_languages(#[case] lang: &str, #[case] text: &str) {
    assert!(foreign(text, lang, |_| true).is_some());
}

#[rstest]
#[case("ko", "Ming-UniVision은 GenEval, MMbench, ImageNet 등에서 우수하다.")]
#[case("ko", "GPT-4o")]
#[case(
    "ko",
    "사전 훈련을 여러 단계로 나누어 실행함(2) staged training that first develops an understanding of text"
)]
#[case(
    "ko",
    "본 논문은 state of the art 성능의 Attention Is All You Need 방식과 chain-of-thought 추론을 쓴다."
)]
#[case(
    "ko",
    "새로운 방법을 제안하고 검증함(We propose a new method and evaluate it on a large number of benchmarks.)"
)]
#[case("ko", "투표를 도입하였다(it has: 1) voting that aggregates the predictions of all the steps).")]
#[case("ja", "この論文はTransformerに基づく手法を提案する。")]
#[case("zh", "本文提出了 Transformer 的新方法，用于长视频理解。")]
#[case("zh-TW", "本文提出了長影片理解的新方法與資料集，效果優異。")]
#[case("en", "We propose the Alpha method, which needs no data.")]
#[case("de", "Die Autoren stellen ein Verfahren vor, das Large Language Models nutzt.")]
#[case("pt-BR", "Os autores apresentam um método que não precisa de dados para o treino.")]
#[case("ru", "Авторы предлагают метод на основе Transformer.")]
#[case("fr", "La vitesse de calcul augmente de 21,74 %.")]
#[case("fr", "La mémoire de NorMuon reste comparable à celle de Muon.")]
#[case("fr", "La perte de mémoire diminue de 21,74 % en moyenne.")]
#[case("fr", "L’ajout de bruit en entrée réduit de moitié le coût de la recherche.")]
#[case("de", "Phosphat beträgt in Bucht A 10,6 mg/L und in Bucht E 10,6 mg/L.")]
#[case("de", "Die 3 mg/l, die 2 mg/l und die 5 mg/l liegen darunter.")]
#[case("de", "Das Modell arbeitet in Echtzeit an Daten in Netzen.")]
#[case("de", "Die Methode war so robust, dass es in keinem Test Ausfälle gab.")]
#[case("es", "La media de la red es de 0,5 en la prueba.")]
#[case("pt", "A rede de base usa menos memória em média e a mesma taxa.")]
#[case("it", "La rete si basa su una media di dati e non usa etichette.")]
#[case("nl", "De methode is in de praktijk even snel en de fout is klein.")]
#[case("sv", "Metoden är bra för alla data och det är en modell i två steg.")]
#[case("da", "Metoden er god for store modeller, for små og for alle data.")]
#[case("nb", "Metoden er rask for små modeller og for store, og den er god for alle.")]
#[case("fi", "Menetelmä on tehokas, se on vakaa ja muisti on sama.")]
#[case("et", "Meetod on kiire, mudel on väike ja mälu on sama.")]
#[case("pl", "To podejście działa we wszystkich warstwach, by zmniejszyć pamięć.")]
#[case("cs", "To je metoda, která to umí, a to stabilně.")]
#[case("sk", "To je metóda, ktorá to dokáže, a to bez dát.")]
#[case("sl", "To je metoda, ki to zmore, in to na podatkih, da se ne bi ponavljala.")]
#[case("hr", "To je metoda koja to može, a do sada se nije koristila na podacima.")]
#[case("hu", "A módszer a modell és a hálózat is, de a hiba a kettő közé esik.")]
#[case("ro", "Metoda se aplică pe o rețea de un strat, de la o mie de pași în sus.")]
#[case("tr", "Yöntem on katmanda, on görevde ve on veri kümesinde çalışır.")]
#[case("id", "Metode ini juga dapat dipakai di data lain.")]
#[case("vi", "Mô hình to hơn in ra an toàn hơn.")]
#[case("ca", "La mitjana de la xarxa és de 0,5 en una prova de les dues.")]
#[case("lv", "Metode ir ātra un tā ir no datiem, ko var lietot.")]
#[case("lt", "Metodas yra greitas ir to reikia, kad jis veiktų be duomenų.")]
#[case("tlh", "whatever language this may be, it is not known here")]
#[case("und", "whatever language this may be, it is not known here")]
fn accepts_the_language_asked_for(#[case] lang: &str, #[case] text: &str) {
    assert_eq!(foreign(text, lang, |_| false), None);
}

#[rstest]
#[case("Orthogonal Residual Momentum Scaling(ORMS)를 제안한다.", true)]
#[case("AlphaNet, BetaNet-2, GammaFormer, DeltaMixer, EpsilonNet를 썼다.", true)]
#[case("Invented Imaginary Fantastical Momentum Scaling을 씀.", false)]
#[case("Orthogonal Residual Momentum Scaling with adaptive learning rates를 씀.", false)]
#[case("Orthogonal Residual Momentum Scaling.", false)]
fn names_of_the_source_may_be_long(#[case] text: &str, #[case] passes: bool) {
    let source = "OrthogonalResidualMomentumScaling AlphaNet BetaNet-2 GammaFormer DeltaMixer EpsilonNet";
    assert_eq!(foreign(text, "ko", |word| source.contains(word)).is_none(), passes);
}

#[rstest]
#[case("tr", "NorMuon combines orthogonalization with adaptive learning rates.", true)]
#[case("de", "Adaptive learning rates improve training efficiency.", true)]
#[case("de", "NorMuon kombiniert Orthogonalisierung mit adaptiven Lernraten.", false)]
#[case("id", "Metode ini memakai learning rate adaptive dan training efficiency.", false)]
#[case("en", "NorMuon combines orthogonalization with adaptive learning rates.", false)]
#[case("vi", "NorMuon (orthogonalization with adaptive learning rates)", false)]
fn english_with_few_common_words_is_told_by_its_source(
    #[case] lang: &str,
    #[case] text: &str,
    #[case] expected: bool,
) {
    let source = "combines orthogonalization with adaptive learning rates for training efficiency";
    assert_eq!(is_left_in_english(text, lang, |word| source.contains(word)), expected);
}

#[rstest]
#[case("en", "It streams the input 语音 in pieces.", Some("语音"))]
#[case("en", "Шанкс lets the model think while listening.", Some("Шанкс"))]
#[case("ko", "모델은 입력 речь을 나눈다.", Some("речь"))]
#[case("ko", "모델은 입력 เสียง을 나눈다.", Some("เสียง"))]
#[case("ko", "열린 환경에서는 환각は 피할 수 없다.", Some("は"))]
#[case("ko", "모델ー데이터의 관계를 쓴다.", None)]
#[case("zh", "模型接收输入речь。", Some("речь"))]
#[case("ja", "モデルは입력を読む。", Some("입력"))]
#[case("ru", "Модель обрабатывает 语音 на входе.", Some("语音"))]
#[case("de", "Das Modell liest γλώσσα.", Some("γλώσσα"))]
#[case("ko", "모델은 기본(基本) 값과 αβ, ΔG, 5 μm를 쓴다.", None)]
#[case("ko", "모델은 $речь$와 東 하나를 쓴다.", None)]
#[case("en", "The word 東京 is in the paper, and 東 is one letter.", None)]
#[case("ja", "東京の語彙・音声ー々を扱う。", None)]
#[case("ar", "يعالج النموذجُ الكلامَ بـ GPT.", None)]
#[case("tlh", "whatever речь this may be", None)]
fn a_word_in_a_third_script_is_found(#[case] lang: &str, #[case] text: &str, #[case] found: Option<&str>) {
    assert_eq!(stray(text, lang, |word| word == "東京").as_deref(), found);
}

#[test]
fn every_language_in_latin_script_has_common_words() {
    for Language { code, bit, .. } in &LANGUAGES.all {
        assert_eq!(script(code), Some(Script::Latin), "{code}");
        let common = LANGUAGES.common.values().filter(|languages| *languages & bit != 0);
        assert!(common.count() > 40, "{code}");
    }
    assert!(OTHERS.iter().all(|other| LANGUAGES.find(other).is_some()));
}
