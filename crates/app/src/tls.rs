//! The cryptography under all TLS of this process.

/// Chooses it, before the first client is made. Clients that bring no choice of their own, such as the exporter of traces,
/// fail without.
pub fn choose() {
    // Refused only when it was chosen before, and then it is the same.
    drop(rustls::crypto::ring::default_provider().install_default());
}
