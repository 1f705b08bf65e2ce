//! What `cargo xtask test` hands to the tests: the PostgreSQL and the server binary.

use std::path::PathBuf;

/// A superuser's address of a PostgreSQL whose databases are thrown away.
const POSTGRES_URL: &str = "CALLBOARD_TEST_POSTGRES_URL";
/// The server binary.
const SERVER: &str = "CALLBOARD_TEST_SERVER";

/// Another size for the tests of large changes.
const MANY_CALLS: &str = "CALLBOARD_TEST_MANY_CALLS";

#[expect(
    clippy::disallowed_methods,
    reason = "the harness is told by its runner, not by a setting of the product"
)]
fn told(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|text| !text.is_empty())
}

/// How often something is done: what the variable says, else the usual count. For long runs by night.
pub fn count(variable: &str, usual: usize) -> usize {
    told(variable).map_or(usual, |text| {
        text.parse().unwrap_or_else(|_| panic!("{variable} is no count: `{text}`"))
    })
}

/// Where a superuser of the throw-away PostgreSQL connects.
pub(crate) fn postgres_url() -> String {
    told(POSTGRES_URL).unwrap_or_else(|| {
        panic!(
            "{POSTGRES_URL} is not set; `cargo xtask test` starts a private PostgreSQL and sets it"
        )
    })
}

/// How many calls the tests of large changes work on: enough to see portions, unless more are wanted to see a duration.
pub fn many_calls() -> usize {
    told(MANY_CALLS).and_then(|text| text.parse().ok()).unwrap_or(6_000)
}

/// The server binary: the one that was handed over, else the one that cargo built beside this test.
pub(crate) fn server_binary() -> PathBuf {
    let built = || {
        let test = std::env::current_exe().expect("a test knows its own path");
        test.ancestors().nth(2).expect("tests lie in target/<profile>/deps").join("callboard")
    };
    let binary = told(SERVER).map_or_else(built, PathBuf::from);
    assert!(
        binary.is_file(),
        "{} does not exist; `cargo xtask test` builds it first, as does `cargo build -p callboard-app`",
        binary.display()
    );
    binary
}
