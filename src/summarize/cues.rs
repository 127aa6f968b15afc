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
cue!(/// How it was done.
    METHOD, r"\b(?:we (?:use|train|apply|employ|leverage|combine|formulate|model|build|construct|collect|design|implement|optimi[sz]e|compute|define|adopt|divide|fine-tune|introduce|propose|develop)|our (?:method|approach|model|framework|system|architecture|algorithm)|consists? of|based on|algorithm|is trained|are trained|by (?:using|combining|leveraging|modeling))\b");
cue!(/// What came out.
    RESULT, r"\b(?:results?|experiments?|evaluations?|outperform\w*|achiev\w+|improv\w+ (?:by|over|on|from|the)|surpass\w*|we (?:find|found|observe|show|demonstrate|report|discover)|state[- ]of[- ]the[- ]art|significantly|reduc\w+ .{0,40}\bby\b|accuracy of|compared (?:to|with)|reveals?|demonstrat\w+|reach\w*|yields?|empirically|increases? .{0,30}\bby\b|\d(?:\.\d+)?\s?(?:%|\\%|×|x\b))");
cue!(/// Neither of these: availability, thanks, plans of the paper.
    OTHER, r"(?:\bcode\b.{0,60}\b(?:available|released|found|open|public)|\bavailable (?:at|on|online)|https?://|\bproject page\b|\bwe (?:thank|acknowledge)|\b(?:paper|article|rest of this \w+) is (?:organi[sz]ed|structured)|\bopen-source (?:the|our|all)\b)");
