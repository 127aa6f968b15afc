//! Words the faults of templates for their owner: what is wrong, and what to do. The words of the parser are kept as the cause where
//! they say more.

use handlebars::{RenderErrorReason, TemplateErrorReason};

use super::error::Words;

/// Returns what is wrong with the syntax of a template.
pub(super) fn of_syntax(reason: &TemplateErrorReason) -> (String, Option<Words>) {
    let said = match reason {
        TemplateErrorReason::MismatchingClosedHelper(opened, closing) => format!(
            "`{{{{/{closing}}}}}` closes the block that `{{{{#{opened} …}}}}` began; end it with `{{{{/{opened}}}}}`"
        ),
        TemplateErrorReason::MismatchingClosedDecorator(opened, closing) => format!(
            "`{{{{/{closing}}}}}` closes the block that `{{{{#*{opened} …}}}}` began; end it with `{{{{/{opened}}}}}`"
        ),
        TemplateErrorReason::InvalidParam(value) => {
            format!("`{value}` is no value: put a text into quotes, and name a field as `docs/TEMPLATES.md` does")
        }
        _ => "the tag here cannot be read, or a tag or block before is not closed: each `{{` needs its `}}`, and each block such as `{{#if …}}` its `{{/if}}`".to_owned(),
    };
    (said, Some(cause(reason)))
}

/// Returns why a template cannot be rendered.
pub(super) fn of_rendering(reason: &RenderErrorReason) -> (String, Option<Words>) {
    let said = match reason {
        RenderErrorReason::MissingVariable(Some(name)) => {
            return (format!("there is no field `{name}`"), None);
        }
        RenderErrorReason::MissingVariable(None) => return ("a field is missing".to_owned(), None),
        RenderErrorReason::ParamNotFoundForIndex(helper, 0) => {
            format!("`{helper}` needs a field or value after its name")
        }
        RenderErrorReason::ParamNotFoundForIndex(helper, _) => format!("`{helper}` needs one more value"),
        RenderErrorReason::InvalidParamType(kind) => {
            return (format!("the helper here is given something else than the {kind} that it needs"), None);
        }
        RenderErrorReason::PartialBlockNotFound => {
            "`{{> @partial-block}}` needs a caller with a block: `{{#> name}}…{{/name}}`".to_owned()
        }
        _ => "what is written here cannot be rendered; `docs/TEMPLATES.md` has examples".to_owned(),
    };
    (said, Some(cause(reason)))
}

/// Returns the parser's own words on one line, beginning with a small letter like all messages.
fn cause(reason: &impl ToString) -> Words {
    let text = reason.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut chars = text.chars();
    Words(chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect()))
}

#[cfg(test)]
mod tests {
    use handlebars::template::Template;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("{{#if title}}", "each `{{` needs its `}}`", "invalid handlebars syntax")]
    #[case("{{#if title}}{{/each}}", "end it with `{{/if}}`", "was opened, but")]
    #[case("{{title", "each `{{` needs its `}}`", "invalid handlebars syntax")]
    fn faults_of_syntax_say_what_to_do_and_keep_the_words_of_the_parser(
        #[case] source: &str,
        #[case] expected: &str,
        #[case] parser: &str,
    ) {
        let error = Template::compile(source).unwrap_err();
        let (said, cause) = of_syntax(error.reason());
        assert!(said.contains(expected), "{said}");
        assert!(cause.unwrap().to_string().contains(parser));
    }

    #[test]
    fn faults_of_rendering_name_the_helper() {
        let (said, cause) = of_rendering(&RenderErrorReason::ParamNotFoundForIndex("join", 0));
        assert_eq!(said, "`join` needs a field or value after its name");
        assert!(cause.is_some());
    }
}
