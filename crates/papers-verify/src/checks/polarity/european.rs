//! Words of direction in German, French and Spanish.

use std::sync::LazyLock;

use super::{BAD, DOWN, GOOD, RAISED, SUNK, Sense, UP, Words, by_first, listed};

/// Returns the sense of a word.
pub(super) fn sense(word: &str) -> Option<Sense> {
    static LISTED: LazyLock<Words> = LazyLock::new(|| by_first(WORDS.iter()));
    let lower = word.to_lowercase();
    listed(&LISTED, lower.rsplit('\'').next().unwrap_or_default())
}

/// The words by sense. Comparatives are left out, because they also bound a number (`höher als 20`).
static WORDS: [(Sense, &str); 8] = [
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
