//! The commands and environments that a formula may use: those that only typeset in MathJax and KaTeX.
//!
//! All others are written as text. MathJax can create links (`\href`), classes, ids and styles, and accepts definitions in formulas;
//! boxes and rules can cover a page. The lists were compared with the formulas of real papers (`SECURITY.md`).

/// Commands that only typeset, separated by spaces, in the order of `str`.
const COMMANDS: &str = "\
    And Arrowvert Bbb Bbbk Big Bigg Biggl Biggm Biggr Bigl Bigm Bigr Box Bra Braket Bumpeq Cap Colonapprox Coloneq \
    Coloneqq Colonsim Cup Delta Diamond Doteq Downarrow Eqcolon Eqqcolon Finv Game Gamma Im Join Ket LaTeX Lambda \
    Leftarrow Leftrightarrow Lleftarrow Longleftarrow Longleftrightarrow Longrightarrow Lsh Omega Phi Pi Pr Psi Re \
    Rightarrow Rrightarrow Rsh S Set Sigma Subset Supset TeX Theta Uparrow Updownarrow Upsilon Vdash Vert Vvdash \
    Xi acute aleph alpha amalg angle approx approxeq arccos arcsin arctan arg array arrowvert ast asymp atop \
    backepsilon backprime backsim backsimeq backslash bar barwedge bcancel because beta beth between bf big bigcap \
    bigcirc bigcup bigg biggl biggm biggr bigl bigm bigodot bigoplus bigotimes bigr bigsqcup bigstar \
    bigtriangledown bigtriangleup biguplus bigvee bigwedge binom blacklozenge blacksquare blacktriangle \
    blacktriangledown blacktriangleleft blacktriangleright bm bmod boldsymbol bot bowtie boxdot boxed boxminus \
    boxplus boxtimes bra brace bracevert brack braket breve buildrel bullet bumpeq cal cancel cap cases cdot cdotp \
    cdots centerdot cfrac check checkmark chi choose circ circeq circlearrowleft circlearrowright circledR \
    circledS circledast circledcirc circleddash clubsuit colon colonapprox coloneq coloneqq colonsim complement \
    cong coprod cos cosh cot coth cr csc cup curlyeqprec curlyeqsucc curlyvee curlywedge curvearrowleft \
    curvearrowright dagger daleth dashleftarrow dashrightarrow dashv dbinom dblcolon ddagger ddddot dddot ddot \
    ddots deg degree delta det dfrac diagdown diagup diamond diamondsuit digamma dim displaylines displaystyle div \
    divideontimes dot doteq doteqdot dotplus dots dotsb dotsc dotsi dotsm dotso doublebarwedge doublecap doublecup \
    downarrow downdownarrows downharpoonleft downharpoonright ell emph emptyset enspace epsilon eqalign eqcirc \
    eqcolon eqqcolon eqsim eqslantgtr eqslantless equiv eta eth exists exp fallingdotseq fbox flat forall frac \
    frak frown gamma gcd ge geq geqq geqslant gets gg ggg gggtr gimel gnapprox gneq gneqq gnsim grave gt gtrapprox \
    gtrdot gtreqless gtreqqless gtrless gtrsim gvertneqq hat hbar hbox heartsuit hfill hline hom hookleftarrow \
    hookrightarrow hphantom hslash idotsint iff iiiint iiint iint imath impliedby implies in inf infty injlim int \
    intercal intop iota it jmath kappa ker ket lVert lambda land langle lbrace lbrack lceil ldotp ldots le leadsto \
    left leftarrow leftarrowtail leftharpoondown leftharpoonup leftleftarrows leftrightarrow leftrightarrows \
    leftrightharpoons leftrightsquigarrow leftthreetimes leq leqq leqslant lessapprox lessdot lesseqgtr lesseqqgtr \
    lessgtr lesssim lfloor lg lgroup lhd lim liminf limits limsup ll llangle llbracket llcorner lll llless \
    lmoustache ln lnapprox lneq lneqq lnot lnsim log longleftarrow longleftrightarrow longmapsto longrightarrow \
    looparrowleft looparrowright lor lozenge lparen lrcorner lt ltimes lvert lvertneqq maltese mapsto mathbb \
    mathbbm mathbf mathbfcal mathbffrak mathbfit mathbfscr mathbfsf mathbfup mathbin mathcal mathclose mathds \
    mathfrak mathinner mathit mathnormal mathop mathopen mathord mathpunct mathrel mathring mathrm mathscr mathsf \
    mathsfit mathstrut mathtt mathup matrix max mbox measuredangle mho mid middle min mit mod models mp mu \
    multimap nLeftarrow nLeftrightarrow nRightarrow nVDash nVdash nabla natural ncong ne nearrow neg neq newline \
    nexists ngeq ngeqq ngeqslant ngtr ni nleftarrow nleftrightarrow nleq nleqq nleqslant nless nmid nobreakspace \
    nolimits nonumber normalsize not notag notin nparallel nprec npreceq nrightarrow nshortmid nshortparallel nsim \
    nsubseteq nsubseteqq nsucc nsucceq nsupseteq nsupseteqq ntriangleleft ntrianglelefteq ntriangleright \
    ntrianglerighteq nu nvDash nvdash nwarrow odot oint oldstyle omega omicron ominus operatorname oplus \
    ordinarycolon oslash otimes over overbrace overbracket overleftarrow overleftrightarrow overline overparen \
    overrightarrow overset owns parallel partial perp phantom phi pi pitchfork pm pmatrix pmb pmod pod prec \
    precapprox preccurlyeq preceq precnapprox precneqq precnsim precsim prime prod projlim propto psi qquad quad \
    rVert rangle rbrace rbrack rceil real restriction rfloor rgroup rhd rho right rightarrow rightarrowtail \
    rightharpoondown rightharpoonup rightleftarrows rightleftharpoons rightrightarrows rightsquigarrow \
    rightthreetimes risingdotseq rm rmoustache rparen rrangle rrbracket rtimes rvert scr scriptscriptstyle \
    scriptsize scriptstyle searrow sec set setminus sf sharp shortmid shortparallel shoveleft shoveright sideset \
    sigma sim simeq sin sinh small smallfrown smallint smallsetminus smallsmile smile space spadesuit \
    sphericalangle sqcap sqcup sqrt sqsubset sqsubseteq sqsupset sqsupseteq square stackrel star strut subset \
    subseteq subseteqq subsetneq subsetneqq substack succ succapprox succcurlyeq succeq succnapprox succneqq \
    succnsim succsim sum sup supset supseteq supseteqq supsetneq supsetneqq surd swarrow tan tanh tau tbinom text \
    textasciicircum textasciitilde textbackslash textbar textbardbl textbf textbraceleft textbraceright \
    textcopyright textdagger textdaggerdbl textdegree textdollar textellipsis textemdash textendash textgreater \
    textit textless textnormal textquotedblleft textquotedblright textquoteleft textquoteright textregistered \
    textrm textsc textsf textsl textsterling textstyle texttt textunderscore textup tfrac therefore theta \
    thickapprox thicksim thinspace tilde times tiny to top triangle triangledown triangleleft trianglelefteq \
    triangleq triangleright trianglerighteq tt twoheadleftarrow twoheadrightarrow ulcorner underbrace underbracket \
    underleftarrow underleftrightarrow underline underparen underrightarrow underset unlhd unrhd uparrow \
    updownarrow upharpoonleft upharpoonright uplus upsilon upuparrows urcorner vDash varDelta varGamma varLambda \
    varOmega varPhi varPi varPsi varSigma varTheta varUpsilon varXi varepsilon varinjlim varkappa varliminf \
    varlimsup varnothing varphi varpi varprojlim varpropto varrho varsigma varsubsetneq varsubsetneqq varsupsetneq \
    varsupsetneqq vartheta vartriangle vartriangleleft vartriangleright vdash vdots vec vee veebar vert vphantom \
    wedge widehat widetilde wp wr xLeftarrow xLeftrightarrow xRightarrow xcancel xhookleftarrow xhookrightarrow xi \
    xleftarrow xleftharpoondown xleftharpoonup xleftrightarrow xleftrightharpoons xlongequal xmapsto xrightarrow \
    xrightharpoondown xrightharpoonup xrightleftharpoons xtofrom xtwoheadleftarrow xtwoheadrightarrow yen zeta";

/// Environments that only typeset.
const ENVIRONMENTS: &str = "\
    Bmatrix Bmatrix* Vmatrix Vmatrix* align align* alignat alignat* aligned alignedat array bmatrix bmatrix* cases \
    darray dcases displaymath drcases eqnarray eqnarray* equation equation* gather gather* gathered matrix matrix* \
    multline multline* pmatrix pmatrix* rcases smallmatrix split subarray vmatrix vmatrix*";

/// Commands that link, style, move, define or load something in any of the engines, and are never allowed. Unknown commands are
/// allowed without arguments, because authors' own macros are common, and engines show only their names.
const ACTING: &str = "\
    DeclareMathOperator Huge LARGE Large Rule Space U above abovewithdelims bbox begingroup cancelto catcode char \
    class color colorbox csname cssId data def definecolor edef enclose endcsname endgroup eqref expandafter \
    fcolorbox futurelet gdef genfrac global href html htmlClass htmlData htmlId htmlStyle huge include \
    includegraphics input label let llap long lower makebox mathchardef mathllap mathmakebox mathrlap mathtip \
    mmlToken moveleft moveright newcommand newenvironment noexpand providecommand raise raisebox ref renewcommand \
    renewenvironment require rlap root rule skew smash style tag textcolor texttip toggle tooltip unicode url verb \
    vspace write xdef";

/// Commands of the first list that take lengths, colors or attributes in brackets.
const OPTIONS: [&str; 9] = [
    "bcancel", "cancel", "cr", "newline", "overbracket", "shoveleft", "shoveright", "underbracket", "xcancel",
];

/// Commands whose argument is a length.
const LENGTHS: [&str; 6] = ["hskip", "hspace", "kern", "mkern", "mskip", "mspace"];

/// Commands that move or enlarge what follows by a little, in em.
const STEPS: [(&str, f64); 5] =
    [("!", 0.17), ("large", 1.0), ("negthinspace", 0.17), ("negmedspace", 0.23), ("negthickspace", 0.28)];

/// The maximum distance by which a formula may move in either direction, in em: enough for all formulas seen in real papers, and too
/// little to leave the line.
const REACH: f64 = 10.0;

/// The treatment of a command.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    /// Keep it.
    Stays,
    /// Keep it if the formula may still move by this many em.
    Moves(f64),
    /// Write it as text.
    Text,
}

/// Judges `\name` by what follows it.
pub(super) fn command(name: &str, after: &str) -> Verdict {
    if let Some((_, step)) = STEPS.iter().find(|(step, _)| *step == name) {
        return Verdict::Moves(*step);
    }
    if LENGTHS.contains(&name) {
        return length(after).map_or(Verdict::Text, |em| Verdict::Moves(em.abs()));
    }
    let stays = match name {
        "begin" | "end" => environment(after),
        _ if has_options(name, after) => false,
        _ => holds(COMMANDS, name) || (!holds(ACTING, name) && is_alone(after)),
    };
    if stays { Verdict::Stays } else { Verdict::Text }
}

/// Returns true if `\name` is known to only typeset. The environment of `\begin` is judged separately.
pub(super) fn typesets(name: &str) -> bool {
    let moves = LENGTHS.contains(&name) || STEPS.iter().any(|(step, _)| *step == name);
    moves || matches!(name, "begin" | "end") || holds(COMMANDS, name)
}

/// Returns true if `\name` in text would do more than typeset if an engine took the text for a formula.
pub(super) fn acts(name: &str, after: &str) -> bool {
    let named = holds(ACTING, name) || LENGTHS.contains(&name);
    let unknown = !holds(COMMANDS, name) && after.starts_with(['{', '[']);
    named || has_options(name, after) || (unknown && command(name, after) == Verdict::Text)
}

fn has_options(name: &str, after: &str) -> bool {
    OPTIONS.contains(&name) && after.trim_start().starts_with('[')
}

/// Returns the length in brackets after `\\`, in em; `None` if there is none.
pub(super) fn line_space(after: &str) -> Option<f64> {
    length(after.trim_start().strip_prefix('[')?)
}

/// Returns how far a formula that has moved by this many em may still move.
pub(super) const fn reach(moved: f64) -> f64 {
    REACH - moved
}

fn holds(list: &str, name: &str) -> bool {
    list.split(' ').any(|one| one == name)
}

/// Returns true if an argument that follows is at most one character, and so harmless.
fn is_alone(after: &str) -> bool {
    !after.trim_start().starts_with(['{', '[', '\\'])
}

fn environment(after: &str) -> bool {
    let name = after.trim_start().strip_prefix('{').and_then(|rest| rest.split_once('}'));
    name.is_some_and(|(name, _)| holds(ENVIRONMENTS, name.trim()))
}

/// Parses a length such as `-.3em` or `{5mu}`, in em.
fn length(after: &str) -> Option<f64> {
    let after = after.trim_start().trim_start_matches('{').trim_start();
    let end = after.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+')).unwrap_or(after.len());
    let (number, unit) = after.split_at_checked(end)?;
    let em = match unit.trim_start().get(..2)? {
        "mu" => 1.0 / 18.0,
        "em" => 1.0,
        "ex" => 0.5,
        "pt" | "px" => 0.1,
        "mm" => 0.3,
        _ => return None,
    };
    Some(number.parse::<f64>().ok()? * em)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("frac", "{a}{b}", Verdict::Stays)]
    #[case("href", "{javascript:x}{y}", Verdict::Text)]
    #[case("href", "", Verdict::Text)]
    #[case("R", "^d", Verdict::Stays)]
    #[case("SL", " (n)", Verdict::Stays)]
    #[case("mystery", "{x}", Verdict::Text)]
    #[case("mystery", r"\foo{x}", Verdict::Text)]
    #[case("begin", "{align*}", Verdict::Stays)]
    #[case("begin", "{prooftree}", Verdict::Text)]
    #[case("hspace", "{1em}", Verdict::Moves(1.0))]
    #[case("kern", "-50em", Verdict::Moves(50.0))]
    #[case("hspace", "{100vw}", Verdict::Text)]
    fn judges(#[case] name: &str, #[case] after: &str, #[case] expected: Verdict) {
        assert_eq!(command(name, after), expected);
    }

    #[test]
    fn no_command_is_on_both_lists() {
        let both: Vec<&str> = ACTING.split(' ').filter(|name| holds(COMMANDS, name)).collect();
        assert_eq!(both, Vec::<&str>::new());
    }
}
