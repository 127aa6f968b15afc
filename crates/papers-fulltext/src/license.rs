//! Reads the license that arXiv shows above its HTML pages, such as `License: CC BY 4.0`, and returns its URL. Licenses that arXiv
//! does not offer (<https://info.arxiv.org/help/license/index.html>) are ignored.

use memchr::memmem;

/// The attribute of the element with the license.
const ELEMENT: &str = "id=\"license-tr\"";
/// The number of characters from there on that are searched.
const NEAR: usize = 300;

/// Returns the URL of the license that an HTML page names.
pub(super) fn of_page(page: &str) -> Option<String> {
    let element = memmem::find(page.as_bytes(), ELEMENT.as_bytes())?;
    let near: String = page.get(element..)?.chars().take(NEAR).collect();
    let (_, name) = near.split_once("License:")?;
    address(name.split('<').next()?)
}

fn address(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    match words[..] {
        ["CC", "Zero" | "0", ..] | ["CC0", ..] => {
            Some("http://creativecommons.org/publicdomain/zero/1.0/".to_owned())
        }
        ["CC", kind, version] => {
            let kind = kind.to_ascii_lowercase();
            let known = ["by", "by-sa", "by-nc-sa", "by-nc-nd", "by-nc", "by-nd"].contains(&kind.as_str());
            let numbered = version.chars().all(|c| c.is_ascii_digit() || c == '.');
            (known && numbered).then(|| format!("http://creativecommons.org/licenses/{kind}/{version}/"))
        }
        ["arXiv.org", "perpetual", ..] => {
            Some("http://arxiv.org/licenses/nonexclusive-distrib/1.0/".to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("License: CC BY 4.0", Some("http://creativecommons.org/licenses/by/4.0/"))]
    #[case("License: CC BY-NC-SA 4.0", Some("http://creativecommons.org/licenses/by-nc-sa/4.0/"))]
    #[case("License: CC Zero", Some("http://creativecommons.org/publicdomain/zero/1.0/"))]
    #[case(
        "License: arXiv.org perpetual non-exclusive license",
        Some("http://arxiv.org/licenses/nonexclusive-distrib/1.0/")
    )]
    #[case("License: of my own", None)]
    #[case("License: CC BY javascript:", None)]
    fn reads_the_license_of_a_page(#[case] text: &str, #[case] expected: Option<&str>) {
        let page = format!("<p>License: CC BY 3.0</p><a id=\"license-tr\" href=\"x\">{text}</a><p>rest</p>");
        assert_eq!(of_page(&page).as_deref(), expected);
        assert_eq!(of_page(text), None);
    }
}
