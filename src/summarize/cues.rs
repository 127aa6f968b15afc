//! The phrases by which authors announce what a sentence does.

use std::sync::LazyLock;

use regex::Regex;

#[expect(clippy::expect_used, reason = "the patterns are constant and every test runs them")]
fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?i){text}")).expect("constant pattern")
}

macro_rules! cue {
    ($(#[$doc:meta])* $name:ident, $($text:expr),+ $(,)?) => {
        $(#[$doc])*
        pub(super) static $name: LazyLock<Regex> = LazyLock::new(|| pattern(concat!($($text),+)));
    };
}

cue!(/// What the paper sets out to do.
    GOAL, r"\b(?:(?:the |our |main |primary )?(?:goal|aim|objective|purpose) (?:of|is)|we (?:aim|seek|set out|attempt|try|wish|want) to|",
    r"(?:in )?this (?:paper|work|study|article|letter|survey|thesis|report)\b.{0,40}\b(?:present|propose|introduce|study|investigate|address|explore|examine|describe|review|analy|provide|develop|consider|tackle|ask|show|survey)|",
    r"in this (?:paper|work|study|article|letter|survey)|here,? we (?:present|propose|introduce|study|investigate|address|report|show)|we (?:study|investigate|address|explore|consider|examine|tackle|revisit|focus on|ask whether)\b)");
cue!(/// What is new.
    CONTRIBUTION, r"\b(?:our (?:main |key |primary )?contributions?|we (?:introduce|propose|present|develop|design|contribute|release|provide the first|give the first|prove|establish|derive)|to the best of our knowledge|novel|for the first time|the first)\b");
cue!(/// Why it is needed.
    MOTIVATION, r"\b(?:however|but|yet|challeng|difficult|limit|lack|fail|suffer|costly|expensive|remain|problem|issue|existing|current|previous|prior|traditional|conventional|unclear|underexplored|insufficient|bottleneck|hard to|struggle|unlike|despite|although|need for|critical|crucial|important|essential)\w*");
cue!(/// How it was done.
    METHOD, r"\b(?:we (?:use|train|apply|employ|leverage|combine|formulate|model|build|construct|collect|design|implement|optimi[sz]e|compute|define|adopt|divide|fine-tune|introduce|propose|develop)|our (?:method|approach|model|framework|system|architecture|algorithm)|consists? of|based on|algorithm|is trained|are trained|by (?:using|combining|leveraging|modeling))\b");
cue!(/// What came out.
    RESULT, r"\b(?:results?|experiments?|evaluations?|outperform\w*|achiev\w+|improv\w+ (?:by|over|on|from|the)|surpass\w*|we (?:find|found|observe|show|demonstrate|report|discover)|state[- ]of[- ]the[- ]art|significantly|reduc\w+ .{0,40}\bby\b|accuracy of|compared (?:to|with)|reveals?|demonstrat\w+|reach\w*|yields?|empirically|increases? .{0,30}\bby\b|\d(?:\.\d+)?\s?(?:%|\\%|×|x\b))");
cue!(/// What the authors admit.
    LIMITATION, r"\b(?:limitations?|limited (?:to|by|in)|drawbacks?|shortcomings?|future work|remains? (?:an? )?(?:open|challeng|difficult|unclear|unsolved)|we (?:do|did) not|does not (?:address|consider|handle|cover|scale|generali[sz]e|support)|cannot (?:handle|be)|restricted to|only (?:consider|evaluate|cover|focus|study|tested)|(?:further|more|additional) (?:research|work|study|investigation) (?:is|are) (?:needed|required)|caveats?|weakness\w*|at the cost of|room for improvement|not yet|beyond the scope|may not (?:generali[sz]e|hold|be)|gap (?:to|between|remains))");
cue!(/// What the authors conclude.
    CONCLUSION, r"\b(?:in conclusion|to conclude|in summary|overall|we (?:conclude|have (?:presented|shown|proposed|introduced|demonstrated)|presented|introduced|showed|proposed|hope|believe)|our (?:findings|results|work|study|analysis|insights) (?:suggest|show|highlight|indicate|demonstrate|provide|can|open|pave|establish|underscore)|these (?:findings|results|insights)|(?:findings|results) suggest|paves? the way|sheds? light|this (?:paper|work|study) (?:has )?(?:presented|introduced|showed|demonstrated|proposed))");
cue!(/// Neither of these: availability, thanks, plans of the paper.
    OTHER, r"(?:\bcode\b.{0,60}\b(?:available|released|found|open|public)|\bavailable (?:at|on|online)|https?://|\bproject page\b|\bwe (?:thank|acknowledge)|\b(?:paper|article|rest of this \w+) is (?:organi[sz]ed|structured)|\bopen-source (?:the|our|all)\b)");
cue!(/// A reference to a place that a digest does not have.
    POINTER, r"(?:\b(?:section|sec\.|table|tab\.|figure|fig\.|equation|eq\.|eqs\.|appendix|algorithm|theorem|lemma|definition|proposition|corollary|chapter|listing|footnote)s?\s*~?(?:[A-Z]?\(?\d|[IVX]+\b|[A-Z]\b|\$)|\b(?:see|shown|described|discussed|listed|reported|given|presented|summari[sz]ed) (?:above|below|next|later|in the (?:next|following|previous|appendix))|\bas follows\b|\bthe (?:following|above|aforementioned|former|latter|previous (?:section|subsection)|next (?:section|subsection)))");
cue!(/// A first word that points back to a sentence that the digest may not have.
    HANGING, r"^(?:this (?:is|was|has|can|may|will|would|allows|means|makes|leads|results|enables|suggests|shows|gives|yields|approach|method|model|process|technique|property|result|effect|problem|issue|behavior|phenomenon|limitation|observation|section|subsection|figure|table|step|strategy|design|formulation|choice|assumption|loss|module|setting)|these|those|it|its|they|their|them|such|he|she|his|her|here|there(?:by|fore)?|both|each|also|again|similarly|likewise|likely|note that|recall|let|suppose|assume|consider|then|thus|hence|otherwise|instead|consequently|accordingly|so|and|or|nor|that|which|another|the other|the (?:second|third|latter|former)|second|third|next|finally|in (?:this|that|these|such) (?:case|setting|way|section|regard|context|view)|for (?:example|instance|this|these)|e\.g|i\.e|one of (?:these|them)|to this end|to do so|to address this|as a result|in contrast|on the other hand|on the contrary)\b");
