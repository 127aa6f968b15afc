//! A sentence → the signs by which authors announce what it does.

use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder};

/// Adverbs that stand between a subject and its verb.
const ADVERB: &str = r"(?:(?:\w+ly|also|further|then|first|thus|here|instead|next|now|jointly|hereby) )?";

/// What the authors call their paper.
const PAPER: &str = r"(?:paper|work|study|article|letter|survey|review|report|thesis|tutorial|manuscript|research|project|chapter|dissertation|note)";

/// What the authors call what they made.
const OURS: &str = r"(?:method|approach|framework|model|system|algorithm|architecture|technique|pipeline|benchmark|dataset|analysis|evaluation|solution|formulation|scheme|strategy|tool|study|work|paper|experiments?|results?|findings)s?";

/// One thing a sentence can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Sign {
    /// States an aim in so many words.
    Aim,
    /// Says what is looked into.
    Study,
    /// Announces what the authors made.
    Announce,
    /// Speaks of the paper itself.
    Paper,
    /// States what the authors show.
    Show,
    /// Calls something a contribution or new.
    Novel,
    /// Names a lack, a difficulty, a need.
    Gap,
    /// Speaks of other people's work.
    Others,
    /// Says how something works or was done.
    How,
    /// Says what was tried, not what came out.
    Trial,
    /// Says what came out.
    Outcome,
    /// Sets one thing against another.
    Compare,
    /// Has a measured figure.
    Figure,
    /// Speaks of limits, whosever they are.
    Limit,
    /// Admits a limit of the authors' own.
    Admission,
    /// Says what is left to do.
    Future,
    /// Looks back on the paper.
    Conclude,
    /// Says what it means.
    Meaning,
    /// Tells of code, thanks, plans of the paper.
    Aside,
    /// Refers to a place that a digest does not have.
    Pointer,
    /// Cites.
    Cites,
    /// Leans on a neighbor in the middle.
    Leans,
    /// Has what the authors made as its subject.
    Ours,
}

/// The signs of a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signs(u32);

impl Signs {
    /// The signs that a sentence shows.
    pub(super) fn of(text: &str) -> Self {
        let found = PATTERNS.iter().enumerate().filter(|(_, pattern)| pattern.is_match(text.as_bytes()));
        Self(found.map(|(index, _)| 1 << index).sum())
    }

    pub(super) const fn has(self, sign: Sign) -> bool {
        self.0 & (1 << sign as u32) != 0
    }

    /// True when the sentence shows one of these.
    pub(super) fn any(self, signs: &[Sign]) -> bool {
        signs.iter().any(|&sign| self.has(sign))
    }
}

/// In the order of [`Sign`].
#[expect(clippy::expect_used, reason = "the patterns are constant and every test runs them")]
static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = [
        r"\b(?:goal|aim|objective|purpose)s? (?:of this|of our|of the (?:present )?PAPER|is|was|here)\b|\b(?:we|paper|work|study|article|survey|project|and) ADVERB(?:aims?|seeks?|sets? out|intends?|attempts?|strives?|wish|want|are interested)\b|\b(?:research|central|key|main|fundamental) questions?\b|\bwe ask\b|\b(?:this|our|the present) PAPER ADVERB(?:aims|seeks|attempts)\b",
        r"\b(?:we|i|PAPER) ADVERB(?:stud(?:y|ies)|investigates?|explores?|examines?|analy[sz]es?|considers?|address(?:es)?|tackles?|revisits?|reviews?|surveys?|discuss(?:es)?|focus(?:es)?|characteri[sz]es?|assess(?:es)?|systematically|ask|asks|is devoted|is concerned|deals with|look at|looks at|introduce the problem)\b|\b(?:is|are) (?:studied|investigated|considered|explored|examined|reviewed)\b",
        r"\b(?:we|i|PAPER) ADVERB(?:proposes?|introduces?|presents?|develops?|designs?|describes?|devises?|formulates?|builds?|contributes?|constructs?|creates?|offers?|establish(?:es)?|derives?|provides?|suggests?|extends?|gives?|releases?|formali[sz]es?|advances?|unveils?|argues?|advocates?|outlines?|compiles?|curates?|reports?|explains?|define|generali[sz]e)\b|\b(?:is|are) (?:proposed|introduced|presented|developed) (?:here|in this|to|for|that|which)\b|\b(?:is|are) (?:proposed|introduced|presented)\.",
        r"\b(?:this|our|the present|the current) (?:[a-z-]+ )?PAPER\b|\bin this (?:[a-z-]+ )?PAPER\b|^here,? we\b",
        r"\b(?:we|i|PAPER|results?) ADVERB(?:shows?|demonstrates?|proves?|finds?|found|establish(?:es)?|reveals?|observes?|reports?|argues?|identif(?:y|ies)|uncovers?|discovers?|conclude)\b|\bit is (?:shown|proved|proven|found|demonstrated)\b",
        r"\bcontribut(?:ions?|es?)\b|\bnovel\b[^-]|\bfirst (?:\w+ ){0,3}(?:to|that|of its|systematic|comprehensive|method|framework|model|approach|dataset|benchmark|large|study|work|time|evaluation|explanation)\b|\bfor the first time\b|\b(?:a|an|our) new\b|\bto (?:the best of )?our (?:best )?knowledge\b|\bkey (?:insight|idea|innovation|novelty)\b|\bcore (?:insight|idea|innovation|novelty)\b|\bnew (?:class|family|paradigm|approach|framework|method|model|algorithm|perspective|state|benchmark|dataset|problem|task)\b",
        r"\b(?:however|but|yet|although|despite|though)\b|\bchalleng\w*|\bdifficult\w*|\blimit\w*|\black\w*\b|\bfail\w*\b|\bsuffer\w*|\bcostly\b|\bexpensive\b|\bprohibitive\w*|\bremain\w*|\bproblem\w*\b|\bissues?\b|\bunclear\b|\bunder-?explored\b|\bunexplored\b|\binsufficient\w*|\bbottleneck\w*|\bhard to\b|\bhinder\w*|\bstruggl\w*|\bunlike\b|\bneed\w* (?:for|to)\b|\bneglect\w*|\boverlook\w*|\bignor\w*|\bill-posed\b|\bcritical\b|\bcrucial\b|\bessential\b|\bscarc\w*|\bopen question|\bpoorly\b|\bprone to\b|\bvulnerab\w*|\binefficien\w*|\brisks?\b|\bconcerns?\b|\bat the (?:expense|cost) of\b|\bcannot\b|\bnot (?:yet )?(?:been )?(?:well )?(?:understood|known|explored|studied|addressed|characterized|clear|available)\b|\blittle (?:is|attention|work)\b|\brar(?:e|ely)\b|\bgap\b|\bfew\b|\bonly\b",
        r"\b(?:existing|previous|prior|current|recent|traditional|conventional|state-of-the-art|most|many|other|earlier|standard|typical|today's) (?:\w+ ){0,3}(?:methods?|approach\w*|works?|studies|models?|systems?|techniques?|solutions?|algorithms?|benchmarks?|datasets?|frameworks?|research|efforts?|literature|evaluations?|practices?|LLMs|VLMs|MLLMs|agents?|pipelines?|strategies|architectures?)\b|\bet al\.",
        r"\b(?:we|which|that|it|and) ADVERB(?:uses?|trains?|appl(?:y|ies)|employs?|leverages?|combines?|models?|implements?|optimi[sz]es?|computes?|adopts?|divides?|fine-tunes?|integrates?|incorporates?|utili[sz]es?|decomposes?|encodes?|decodes?|generates?|extracts?|aligns?|constructs?|collects?|designs?|formulates?|defines?|learns?|adapts?|maps?|augments?|parameteri[sz]es?|represents?|exploits?|treats?|casts?|splits?|samples?|annotates?|selects?|estimates?|predicts?)\b|\bconsists? of\b|\bcompris(?:es|ed|ing)\b|\bbased on\b|\b(?:is|are) (?:\w+ )?(?:trained|computed|defined|built|constructed|collected|applied|used|designed|modeled|formulated|generated|obtained|combined|fine-tuned|optimized|employed|achieved by|cut|divided|fed|encoded|represented|learned)\b|\bby (?:\w+ly )?(?:using|combining|leveraging|modeling|training|learning|integrating|introducing|exploiting|employing|incorporating|decoupling|decomposing|aligning)\b|\bvia\b|\bworks? (?:in|by)\b|\b(?:two|three|four|five|multi)-(?:stage|step|phase|level|part)\b|\b(?:two|three|four|five|several) (?:\w+ )?(?:stages|steps|phases|components|modules|parts|levels)\b|\bfirst\b.{0,120}\bthen\b|\bthrough (?:a|an|the)\b|\bmechanism\b|\bmodule\b|\bobjective\b|\bloss\b|\b(?:encoder|decoder)\b",
        r"\b(?:we|PAPER) ADVERB(?:evaluates?|conducts?|performs?|validates?|tests?|benchmarks?|compares?|runs?|carry|carried|applied|experiment|conducted|evaluated|report)\b|\b(?:is|are|was|were) (?:evaluated|tested|conducted|performed|validated)\b|\bevaluation (?:on|of)\b",
        r"\boutperform\w*|\bachiev\w+|\bimprov\w+|\bsurpass\w*|\bexceed\w*|\bstate[- ]of[- ]the[- ]art\b|\bsignificant\w*|\breduc\w+|\baccura\w+|\breach\w*\b|\byields?\b|\bempirical\w*|\bincreas\w+|\bresults?\b|\bexperiments?\b|\bgains?\b|\bspeed-?up|\bfaster\b|\bbetter\b|\bhigher\b|\blower\b|\bcompetitive\b|\bcomparable\b|\bsuperior\w*|\beffective\w*|\boutcomes?\b|\bfindings?\b|\breveals?\b|\bconfirms?\b|\bmatch(?:es|ing)?\b|\bdegrad\w*|\bcorrelat\w*|\bdrops?\b|\bconverge\w*|\brobust\w*|\bwe (?:find|found|observe|observed)\b",
        r"\bthan\b|\bcompared (?:to|with)\b|\bcomparison\b|\boutperform\w*|\bsurpass\w*|\bexceed\w*|\bversus\b|\bvs\.|\bbaselines?\b|\bstate[- ]of[- ]the[- ]art\b|\brelative to\b|\bover (?:the )?(?:prior|previous|existing|strong|baseline|supervised|state|standard|all)\w*|\bcompetitive with\b|\bcomparable to\b|\bon par with\b|\bfrom \S*\d\S* to \S*\d",
        r"\d\s?(?:%|\\%|×|\\times|x\b|points?\b|percent\b|times\b|-?fold\b|ms\b|GB\b|hours?\b|FPS\b|dB\b)|[^\w.]\d+\.\d+\b|\$[<>=\\a-z ]*\d+(?:\.\d+)?\s*(?:\\%|\\times|%)|\b\d+(?:\.\d+)?\\times|\b(?:half|twice|double[sd]?|halv\w+|threefold|tenfold|two-fold|(?:two|three|four|five|ten) times|orders? of magnitude)\b|\b(?:accuracy|score|rate|F1|AUC|AUROC|mAP|FID|PSNR|recall|precision|BLEU|WER|error) (?:of|to|by|from) \S*\d",
        r"\blimitations?\b|\blimited (?:to|by|in)\b|\bdrawbacks?\b|\bshortcomings?\b|\bremains? (?:an? )?(?:open|challeng|difficult|unclear|unsolved|limited|behind|hard|to be)|\b(?:do|does|did|may|might|can|could|will) not\b|\bcannot\b|\brestricted to\b|\bonly (?:consider|evaluate|cover|focus|study|studied|tested|on|for|use|one|a|support)|\b(?:study|work|paper|analysis|experiments?|evaluation|method|approach|model|dataset|benchmark)\b.{0,60}\bonly\b|\bcaveats?\b|\bweakness\w*|\bat the cost of\b|\broom for improvement\b|\bnot yet\b|\bbeyond (?:the|our) scope\b|\bgap\b|\bassum(?:e|es|ption|ptions)\b|\bsensitive to\b|\bdepends? on\b|\brequires?\b|\bstruggl\w+|\bfails?\b|\black\w*|\blags?\b|\boverhead\b|\bexpensive\b|\bcostly\b|\bsmall (?:sample|number|scale|dataset)|\brelies on\b|\brely on\b|\bexclude[sd]?\b|\bunable\b|\bbias(?:es|ed)?\b|\bfocus(?:es|ed)? (?:exclusively|only|solely|primarily|mainly)\b|\bexclusively\b|\bsuboptimal\b|\bneeds? (?:further|more)\b|\bremains?\b",
        r"\bour (?:\w+ ){0,3}limitations?\b|\b(?:a|one|key|main|another|notable|important|several|some|the|these|few) (?:\w+ )?limitations? (?:of (?:our|this|the (?:proposed|present|current))|is|are|includes?|lies?|remain)|\blimitations? of (?:our|this) |\b(?:our|this|the (?:proposed|present|current)) (?:\w+ ){0,2}OURS (?:\w+ )?(?:(?:is|are|was|were|remains?) (?:\w+ )?(?:limited|restricted|confined|sensitive|unable)\b|(?:do|does|did|may|might|can|could) not (?:\w+ly )?(?:address|consider|handle|cover|scale|generali[sz]e|support|account|guarantee|capture|include|model|explore|provide|extend|apply|transfer|hold|reflect|represent|evaluate|test|claim|fully|yet|always|necessarily)\b|assumes?\b|struggles?\b|fails?\b|lacks?\b|covers?\b.{0,60}\bonly\b|only\b|focus(?:es|ed)? (?:exclusively|only|solely)\b|needs? (?:more|further)\b)|\bwe (?:do|did|have|could) not (?:yet )?(?:\w+ly )?(?:address|consider|handle|cover|explore|study|evaluate|test|include|investigate|examine|model|attempt|claim|provide|compare|report|account|verify|analy[sz]e|use|have|find|make)\w*\b|\bwe (?:only|exclusively|focus(?:ed)? (?:exclusively|only|solely))\b|\bwe (?:\w+ )?(?:leave|defer|acknowledge|caution)\b|\bbeyond (?:the|our) scope\b|\b(?:is|are) left (?:for|to|as) (?:future|further)|\b(?:further|more|additional) (?:research|work|study|studies|investigation|validation|experiments) (?:is|are|will be) (?:still )?(?:needed|required|necessary)\b|\bthreats? to (?:\w+ )?validity\b|\bneeds? further work\b|\bremains? behind\b|\bmay not (?:generali[sz]e|transfer|hold|extend|apply)\b|\bour \w+ is (?:currently )?limited\b",
        r"\bfuture (?:work|research|directions?|studies|efforts?|investigations?|extensions?)\b|\bin (?:the )?future\b|\bfurther (?:research|work|study|investigation|development|refinement)\b|\bopen (?:questions?|problems?|challenges?)\b|\bwe (?:plan|intend|will)\b",
        r"\b(?:in conclusion|to conclude|in summary|overall|taken together|altogether)\b|\bwe (?:conclude|have (?:presented|shown|proposed|introduced|demonstrated|developed|described|studied|investigated|proved|established)|presented|introduced|showed|proposed|demonstrated|developed|hope|believe)\b|\bthis PAPER (?:has )?(?:presented|introduced|showed|shown|proposed|demonstrated|developed|investigated|explored|studied)\b",
        r"\b(?:findings|results?|works?|study|analys[ie]s|insights?|evidence|observations?|contributions?|PAPER|framework|approach|method|we) ADVERB(?:\w+ )?(?:suggests?|highlights?|indicates?|underscores?|offers?|points? to|opens?|paves?|establish(?:es)?|lays?|challenges?|provides? (?:a|an|new|insights?|evidence|guidance|foundation)|can (?:help|inform|serve|guide)|impl(?:y|ies)|emphasi[sz]es?|motivates?|demonstrates? (?:the|that)|sheds?|enables?|bridges?|advances?|represents?|contributes?|confirms?)\b|\bpav(?:e|es|ing) the way\b|\bshed(?:s|ding)? (?:\w+ )?light\b|\b(?:suggest|highlight|underscor|demonstrat|indicat|emphasiz|reveal)ing\b|\bimplications?\b|\bpotential\b|\bpromis(?:e|ing)\b|\bfoundation for\b|\bstep toward|\bavenue|\b(?:opens?|opening) (?:up )?(?:new|the)\b|\bguidance\b|\badvanc(?:es|ing)\b|\bpractical\b|\btoward\w*\b|\bset(?:s|ting) (?:a|the) (?:new )?(?:stage|standard|foundation)|\bpromot(?:es|ing)\b",
        r"\b(?:code|data|dataset|models?|weights|demo|implementation|checkpoints?|resources|materials?|benchmark)s?\b.{0,60}\b(?:is|are|be|made|publicly|freely|openly) (?:\w+ly )?(?:available|released|accessible|open-?sourced|public)\b|\bavailable (?:at|on|online|from|via|upon)\b|https?://|www\.|github|\bproject (?:page|website)\b|\bwe (?:thank|acknowledge|gratefully)\b|\b(?:paper|article|rest of this \w+|remainder of \w+ \w+) is (?:organi[sz]ed|structured)\b|\b(?:open-source|release|publicly release) (?:the|our|all)\b|\baccepted (?:at|to|by|for)\b|\b(?:presented|published) (?:at|in) (?:the )?(?:\d|[A-Z]{3,})|\bwithdrawn\b|\bDOI\b",
        r"\b(?:section|sec\.|sect\.|table|tab\.|figure|fig\.|figs\.|equation|eq\.|eqs\.|eqn\.|appendix|algorithm|theorem|lemma|definition|proposition|corollary|chapter|listing|footnote|claim|remark|example|step|assumption|supplementary|supplement|problem|hypothesis|case|conjecture)s?\s*~?(?:[A-Z]?\(?\d|[IVX]+\b|\$)|\b(?:appendix|appendices|table|figure|supplementary material)\s+[A-Z]?\b|\b(?:see|shown|described|discussed|listed|reported|given|presented|summari[sz]ed|defined|introduced|mentioned|explained|outlined|detailed|illustrated|depicted|noted) (?:above|below|next|later|earlier|previously|before|here|in (?:the )?(?:next|following|previous|appendix|section|table|figure|supplement))|\bas follows\b|\bthe (?:following|above|aforementioned|former|latter|previous (?:section|subsection|paragraph)|next (?:section|subsection))\b|\bin (?:this|the next|the previous|the following|the remaining|each|that) (?:section|subsection|appendix|chapter|paragraph)s?\b|\b(?:from|by|in|using|of|and|see|with|via|to|satisfies|equation)\s\(\d{1,3}(?:\.\d+)?[a-z]?\)|^\(?(?:left|right|top|bottom)\b|\b(?:above|below)[.,]|\bthis (?:section|subsection|appendix|figure|table)\b|§",
        r"\(\s*(?:[A-Z][\w'-]+(?:\s(?:and|&|et al\.?))?.{0,40}?,?\s)?(?:19|20)\d\d[a-z]?(?:[;,)]|\s*\))|\[\s*\d+(?:\s*(?:,|–|-)\s*\d+)*\s*\]|\[[^\]]{1,60}(?:19|20)\d\d[a-z]?\]|\bet al\b|\[\d+,[^\]]{1,20}\]",
        r"\b(?:this|these|those) (?:limitation|issue|challenge|problem|gap|trade-off|question|drawback|shortcoming|need|direction|difficult|purpose|property|idea|approach|method|effect|phenomen|finding|result|constraint|bottleneck|insight|observation|model|framework|concern|task|setting|case|end)\w*|\bthe (?:two|three|four) (?:tasks|models|settings|cases|approaches|methods|stages)\b|\b(?:thereby|therein|thereof|do so|latter)\b|\bin this (?:way|setting|regard|context)\b",
        r"^(?:our|the proposed|the (?:presented|introduced|resulting)) |\b(?:our|the proposed) OURS\b",
    ];
    let build = |pattern: &str| {
        let pattern = pattern.replace("ADVERB", ADVERB).replace("PAPER", PAPER).replace("OURS", OURS);
        RegexBuilder::new(&pattern).case_insensitive(true).unicode(false).build().expect("constant pattern")
    };
    patterns.into_iter().map(build).collect()
});
