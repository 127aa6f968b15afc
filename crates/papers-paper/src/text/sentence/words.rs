//! The words that determine where a sentence ends: in lower case, abbreviations without their last full stop.

/// Abbreviations that precede something and never end a sentence.
pub(super) const LEADING: &[&str] = &[
    "alg", "algs", "app", "appx", "approx", "ca", "cf", "ch", "chap", "cor", "def", "defs", "dr", "e.g",
    "eg", "eq", "eqn", "eqns", "eqs", "ex", "fig", "figs", "i.e", "ie", "lem", "mr", "mrs", "ms", "nos",
    "obs", "pp", "prof", "prop", "props", "ref", "refs", "rem", "resp", "sec", "sect", "sects", "secs", "st",
    "suppl", "supp", "tab", "tabs", "thm", "thms", "viz", "vol", "vols", "vs", "v.s", "w.r.t", "wrt", "c.f",
    "a.k.a", "esp", "bzw", "vgl", "abb", "рис", "табл", "см",
];

/// Abbreviations that end a sentence if the next word is one that begins sentences.
pub(super) const TRAILING: &[&str] = &[
    "al", "assoc", "avg", "co", "conf", "corp", "dept", "dev", "ed", "eds", "etc", "inc", "int", "intl",
    "jr", "lab", "ltd", "max", "min", "ph.d", "phd", "proc", "pt", "sr", "std", "trans", "univ", "jan",
    "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "phys", "rev", "lett",
    "math", "astron", "acad", "amer", "soc", "ver",
];

/// Abbreviations written with spaces, which cannot be recognized by their last letter.
pub(super) const SPACED: &[&str] = &["e. g", "i. e", "w. r. t", "a. k. a", "d. h"];

/// Abbreviations only before a number: `p. 5`, but "with probability p."
pub(super) const BEFORE_NUMBERS: &[&str] = &["no", "p", "nr"];

/// Words that begin a sentence far more often than they continue a name.
pub(super) const OPENERS: &[&str] = &[
    "a", "additionally", "after", "all", "although", "an", "and", "another", "as", "at", "because", "both",
    "but", "by", "code", "compared", "consequently", "despite", "due", "each", "empirically", "even",
    "every", "existing", "experimental", "experiments", "extensive", "finally", "first", "following", "for",
    "from", "furthermore", "given", "hence", "here", "how", "however", "i", "if", "in", "inspired",
    "instead", "it", "its", "many", "moreover", "most", "motivated", "nevertheless", "next", "no", "notably",
    "note", "on", "once", "one", "only", "our", "overall", "previous", "prior", "recent", "recently",
    "results", "second", "several", "similarly", "since", "so", "some", "specifically", "such", "that",
    "the", "their", "then", "there", "therefore", "these", "they", "third", "this", "those", "through",
    "thus", "to", "together", "two", "under", "unfortunately", "unlike", "using", "we", "what", "when",
    "where", "whereas", "whether", "which", "while", "who", "why", "with", "without", "yet", "you", "your",
];
