//! The beginning of every HTTP client: its name and its ciphers.

/// A client that names itself so. The ciphers are those of ring, unless the program has chosen others before.
pub(super) fn client(user_agent: &str) -> reqwest::ClientBuilder {
    // Fails only if ciphers are chosen already, which then stay.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder().user_agent(user_agent)
}
