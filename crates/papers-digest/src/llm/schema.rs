//! The digest as a JSON schema, in the narrow form that every provider takes: every key required, none besides, no
//! bounds on lengths, no references.

use serde_json::{Map, Value, json};

/// The schema's name, where a provider wants one; also that of the tool whose input it is.
pub const NAME: &str = "digest";

/// The schema of [`papers_paper::Digest`].
pub fn digest() -> Value {
    let text = || json!({"type": "string"});
    let list = || json!({"type": "array", "items": {"type": "string"}});
    let introduction = object([("goal", text()), ("motivation", text()), ("contribution", text())]);
    object([
        ("introduction", introduction),
        ("method", list()),
        ("results", list()),
        ("limitations", list()),
        ("conclusion", list()),
    ])
}

fn object<const N: usize>(properties: [(&str, Value); N]) -> Value {
    let required: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_paper::{Digest, SectionName};

    #[test]
    fn the_schema_has_the_digests_keys_and_requires_them_all() {
        let digest_keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let sample = serde_json::to_value(Digest::default()).unwrap();
        let schema = digest();
        assert_eq!(digest_keys(&schema["properties"]), digest_keys(&sample));
        assert_eq!(schema["required"].as_array().unwrap().len(), SectionName::ALL.len());
        assert_eq!(
            digest_keys(&schema["properties"]["introduction"]["properties"]),
            digest_keys(&sample["introduction"])
        );
    }
}
