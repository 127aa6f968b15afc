//! The template helpers that we add to those of handlebars (`if`, `each`, `with`, `lookup`, `raw`, …).

use handlebars::Handlebars;

mod date;
mod join;
mod markdown;
mod quoted;
mod xml;

/// The names of all helpers: those of handlebars (<https://docs.rs/handlebars>), then ours.
const KNOWN: [&str; 24] = [
    "if", "unless", "each", "with", "lookup", "raw", "log", "eq", "ne", "gt", "gte", "lt", "lte", "and",
    "or", "not", "len", "markdown", "yaml", "toml", "json", "join", "date", "xml",
];

/// True if there is a helper of this name.
pub(super) fn exists(name: &str) -> bool {
    KNOWN.contains(&name)
}

/// Registers our helpers.
pub(super) fn register(registry: &mut Handlebars<'_>) {
    registry.register_helper("markdown", Box::new(markdown::markdown));
    for name in ["yaml", "toml", "json"] {
        registry.register_helper(name, Box::new(quoted::quoted));
    }
    registry.register_helper("join", Box::new(join::join));
    registry.register_helper("date", Box::new(date::date));
    registry.register_helper("xml", Box::new(xml::xml));
}

#[cfg(test)]
mod tests {
    use handlebars::template::Template;

    use super::*;

    #[test]
    fn every_helper_is_documented() {
        let document = include_str!("../../docs/TEMPLATES.md");
        for name in KNOWN {
            let forms = [format!("`{name}`"), format!("`{{{{{name} "), format!("`{{{{{{{{{name}}}")];
            assert!(forms.iter().any(|form| document.contains(form)), "`{name}` is not in docs/TEMPLATES.md");
        }
    }

    #[test]
    fn every_name_is_a_helper() {
        let mut registry = Handlebars::new();
        register(&mut registry);
        for name in KNOWN {
            registry.register_template(
                "t",
                Template::compile(&format!("{{{{#{name} 1}}}}{{{{/{name}}}}}")).unwrap(),
            );
            if let Err(error) = registry.render("t", &()) {
                assert!(!error.to_string().contains("Helper not found"), "{error}");
            }
        }
    }
}
