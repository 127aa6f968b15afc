//! Follows redirects within a site.

use ::url::Url;
use reqwest::Response;
use reqwest::header::LOCATION;

use super::error::HttpError;
use super::url::redacted;

/// Returns the URL that a response redirects to. Redirects to another site, from https to http, or to no URL are errors.
pub(super) fn target(from: &Url, response: &Response) -> Result<Url, HttpError> {
    let field = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let refused = |target: &str| HttpError::Redirect { url: redacted(from), target: target.to_owned() };
    let target = from.join(field).map_err(|_| refused(""))?;
    if same_site(from, &target) { Ok(target) } else { Err(refused(&redacted(&target))) }
}

/// Returns true for the same host and port, and for two hosts of one registered name (`arxiv.org` and `export.arxiv.org`);
/// false from https to http.
fn same_site(from: &Url, to: &Url) -> bool {
    if from.scheme() == "https" && to.scheme() != "https" || !matches!(to.scheme(), "http" | "https") {
        return false;
    }
    let (Some(a), Some(b)) = (from.host_str(), to.host_str()) else { return false };
    if a == b {
        // `port()` is `None` for the default port, so that http://host → https://host is accepted.
        return from.port() == to.port();
    }
    let names =
        matches!((from.host(), to.host()), (Some(::url::Host::Domain(_)), Some(::url::Host::Domain(_))));
    names && registered(a) == registered(b) && from.port().is_none() && to.port().is_none()
}

/// Returns the last two labels of a host, which is enough for arxiv.org and huggingface.co.
fn registered(host: &str) -> Vec<&str> {
    host.rsplit('.').take(2).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://arxiv.org/pdf/1", "https://arxiv.org/pdf/1v2", true)]
    #[case("http://arxiv.org/a", "https://arxiv.org/a", true)]
    #[case("https://arxiv.org/a", "http://arxiv.org/a", false)]
    #[case("https://export.arxiv.org/a", "https://arxiv.org/a", true)]
    #[case("https://arxiv.org/a", "https://evil.org/a", false)]
    #[case("https://arxiv.org/a", "https://arxiv.org.evil.org/a", false)]
    #[case("http://127.0.0.1:80/a", "http://10.0.0.1/a", false)]
    #[case("http://127.0.0.1:8099/a", "http://127.0.0.1:9000/a", false)]
    #[case("https://arxiv.org/a", "file:///etc/passwd", false)]
    fn follows_redirects_only_on_the_same_site(#[case] from: &str, #[case] to: &str, #[case] follows: bool) {
        assert_eq!(same_site(&from.parse().unwrap(), &to.parse().unwrap()), follows);
    }
}
