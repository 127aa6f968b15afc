//! The common part of all HTTP clients: `User-Agent`, cryptography, and the proxies that they accept.

use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

/// Begins a client with this `User-Agent`. The cryptography is that of ring, unless the program has chosen another before.
pub(super) fn client(user_agent: &str) -> reqwest::ClientBuilder {
    // Fails only if another one was chosen before, which is then used.
    drop(rustls::crypto::ring::default_provider().install_default());
    let builder = reqwest::Client::builder().user_agent(user_agent);
    if proxies().is_none() { builder.no_proxy() } else { builder }
}

/// Returns the proxies that the environment names; `None` for none, and with `NO_PROXY=*`.
fn proxies() -> Option<Matcher> {
    Some(Matcher::from_system()).filter(is_used)
}

/// Returns true if any name is reached by a proxy. `*` exempts all names, and with them all addresses, which the matcher would
/// still send to the proxy.
fn is_used(proxies: &Matcher) -> bool {
    let names =
        ["http://name.invalid", "https://name.invalid"].into_iter().filter_map(|url| url.parse().ok());
    names.into_iter().any(|url| proxies.intercept(&url).is_some())
}

/// The environment variables that name proxies, in upper and lower case.
pub const PROXY_VARIABLES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// Returns true if clients can use a proxy of this name. Any other in the environment is ignored.
pub fn is_proxy(name: &str) -> bool {
    !name.contains(char::is_whitespace) && reqwest::Proxy::all(name).is_ok()
}

/// Returns the proxy that the environment names for an address, without name and password.
pub(super) fn proxy_of(url: &Url) -> Option<String> {
    let proxy = proxies()?.intercept(&url.as_str().parse().ok()?)?;
    proxy.uri().authority().map(ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_proxy_is_used_if_all_names_are_exempt() {
        let to = |exempt: &str| Matcher::builder().all("http://proxy.example.org:3128").no(exempt).build();
        assert!(is_used(&to("")) && is_used(&to("127.0.0.1,localhost")));
        assert!(!is_used(&to("*")) && !is_used(&to("localhost, *")));
        assert!(!is_used(&Matcher::builder().build()));
    }

    #[test]
    fn a_proxy_is_an_address() {
        for name in ["http://proxy.example.org:3128", "proxy:8080", "user:secret@proxy", "127.0.0.1:9"] {
            assert!(is_proxy(name), "{name}");
        }
        for name in ["not a url", "http://", "proxy.example.org/ path", "http:// proxy"] {
            assert!(!is_proxy(name), "{name}");
        }
    }
}
