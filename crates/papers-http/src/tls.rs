//! The common part of all HTTP clients: `User-Agent` and cryptography.

/// Begins a client with this `User-Agent`. The cryptography is that of ring, unless the program has chosen another before.
pub(super) fn client(user_agent: &str) -> reqwest::ClientBuilder {
    // Fails only if another one was chosen before, which is then used.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder().user_agent(user_agent)
}
