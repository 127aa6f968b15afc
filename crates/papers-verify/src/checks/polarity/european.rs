//! Words of direction in German, French and Spanish.

use std::sync::LazyLock;

use super::{BAD, DOWN, GOOD, RAISED, SUNK, Sense, UP};

/// Returns the sense of a word.
pub(super) fn sense(word: &str) -> Option<Sense> {
    let lower = word.to_lowercase();
    let lower = lower.rsplit('\'').next().unwrap_or_default();
    let fits = |entry: &str| entry.strip_suffix('*').map_or(lower == entry, |stem| lower.starts_with(stem));
    LISTED.iter().find(|(entry, _)| fits(entry)).map(|&(_, sense)| sense)
}

static LISTED: LazyLock<Vec<(&str, Sense)>> = LazyLock::new(|| {
    let split =
        |&(sense, list): &(Sense, &'static str)| list.split_whitespace().map(move |word| (word, sense));
    WORDS.iter().flat_map(split).collect()
});

/// The words by sense; `*` stands for any ending. Comparatives are left out, because they also bound a number (`höher als 20`).
const WORDS: [(Sense, &str); 8] = [
    (RAISED, "gewinnt gewinnen gagne gagnent gain gains gana ganan ganancia*"),
    (SUNK, "verschlechter* dégrad* détérior* empeor* deterior* degrad*"),
    (
        UP,
        "steig* stieg* anstieg* erhöh* wächst wuchs wachsen zunahme augmente augmentent augmenté* augmentant hausse \
         accroît accroiss* accru* croît croiss* aumenta* aument* increment* sube suben subió suba crece crecen creció eleva \
         elevó verdoppel*",
    ),
    (
        DOWN,
        "sinkt sinken sank sanken gesunken absinken fällt fiel fielen reduzier* verringer* senkt senken senkte gesenkt abnahme \
         rückgang schrumpf* halbier* diminu* baiss* réduit* rédui* chut* recul* décroît décroiss* disminu* reduc* reduj* \
         reduzc* baja bajan bajó cae caen cayó desciend* descend* descens*",
    ),
    (GOOD, "verbesser* améli* progresse* progression* mejora*"),
    (BAD, "schlechter* pire* peor*"),
    (
        Sense::WELCOME,
        "genauigkeit* leistung* qualität* effizienz* robustheit* durchsatz* erfolgsrate* trefferquote* précision* exactitude* \
         performance* qualité* efficacité* robustesse débit* rappel precisión exactitud rendimiento calidad eficiencia \
         robustez cobertura score* punktzahl* f1 bleu",
    ),
    (
        Sense::UNWELCOME,
        "fehler* kosten* latenz* verlust* speicher* zeit* aufwand* rechenaufwand* verbrauch* erreur* coût* latence* perte* mémoire* \
         temps consommation* error* coste* costo* latencia* pérdida* memoria* tiempo* consumo*",
    ),
];
