//! Which of our crates may know which: `kernel ◄ ports ◄ domains ◄ workflows, adapters, http-api ◄ app`.

use super::manifest::{Manifest, OWN};

/// What a crate is in the house. A crate that no rule names is a domain, the strictest role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Kernel,
    /// A port crate that several domains share, such as telephony.
    Port,
    Domain,
    Workflows,
    Adapter,
    HttpApi,
    Web,
    Migrations,
    App,
    Tests,
    Tooling,
}

impl Role {
    /// The role of a crate by its noun.
    pub(super) fn of(noun: &str) -> Self {
        match noun {
            "kernel" => Self::Kernel,
            "telephony" | "field-service" => Self::Port,
            "workflows" => Self::Workflows,
            "simulator" => Self::Adapter,
            "http-api" => Self::HttpApi,
            "web" => Self::Web,
            "migrations" => Self::Migrations,
            "app" => Self::App,
            "tests" => Self::Tests,
            "xtask" => Self::Tooling,
            _ if noun.starts_with("adapter-") => Self::Adapter,
            _ => Self::Domain,
        }
    }

    /// Whether a crate of this role may depend on one of the other role.
    fn may_know(self, other: Self) -> bool {
        use Role::{
            Adapter, App, Domain, HttpApi, Kernel, Migrations, Port, Tests, Tooling, Web, Workflows,
        };
        match self {
            Kernel | Migrations | Tooling => false,
            Port => other == Kernel,
            Domain => matches!(other, Kernel | Port),
            Workflows => matches!(other, Kernel | Port | Domain),
            Adapter => matches!(other, Kernel | Port | Domain | Workflows | Migrations),
            HttpApi => matches!(other, Kernel | Port | Domain | Workflows),
            Web => matches!(other, Kernel | HttpApi),
            App => !matches!(other, App | Tests | Tooling),
            Tests => !matches!(other, Tests | Tooling),
        }
    }

    const fn why(self) -> &'static str {
        match self {
            Self::Kernel => "the kernel knows nobody",
            Self::Port => "a port crate knows the kernel only",
            Self::Domain => "domains meet by events and ports in `workflows`, never directly",
            Self::Workflows => "workflows join domains and know no adapter and no HTTP",
            Self::Adapter => {
                "an adapter answers ports of domains and knows no other adapter and no HTTP"
            }
            Self::HttpApi => "the API knows domains, never an adapter; `app` alone names those",
            Self::Web => "the UI's files need the API at most",
            Self::Migrations => "the schema stands alone",
            Self::App => "nothing but tests stands above the app",
            Self::Tests => "the system tests stand at the top, beside the tooling",
            Self::Tooling => "the tooling must build before anything else does",
        }
    }
}

/// Every dependency between our crates follows an arrow. Tests of a crate follow the same arrows.
pub(super) fn check(manifests: &[Manifest]) -> Vec<String> {
    let mut violations = Vec::new();
    for manifest in manifests {
        let role = Role::of(manifest.noun());
        for dependency in &manifest.dependencies {
            let Some(other) = dependency.name.strip_prefix(OWN) else { continue };
            let own_mocks = dependency.for_tests && other == manifest.noun();
            if !own_mocks && !role.may_know(Role::of(other)) {
                violations.push(format!("{} → {}: {}", manifest.name, dependency.name, role.why()));
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(noun: &str, section: &str, other: &str) -> Vec<String> {
        let text = format!(
            "[package]\nname = \"callboard-{noun}\"\n[{section}]\ncallboard-{other}.workspace = true\n"
        );
        check(&[Manifest::parse(&text).unwrap()])
    }

    #[test]
    fn arrows_point_inwards() {
        for (from, to) in [
            ("calls", "kernel"),
            ("calls", "telephony"),
            ("workflows", "calls"),
            ("adapter-sql", "calls"),
            ("adapter-sql", "migrations"),
            ("simulator", "customers"),
            ("http-api", "workflows"),
            ("app", "adapter-sql"),
            ("tests", "app"),
        ] {
            assert_eq!(violations(from, "dependencies", to), Vec::<String>::new(), "{from} → {to}");
        }
    }

    #[test]
    fn arrows_do_not_point_outwards_or_sideways() {
        for (from, to) in [
            ("kernel", "calls"),
            ("calls", "customers"),
            ("calls", "workflows"),
            ("calls", "adapter-sql"),
            ("workflows", "http-api"),
            ("adapter-mail", "adapter-sql"),
            ("simulator", "adapter-sql"),
            ("http-api", "adapter-sql"),
            ("migrations", "kernel"),
            ("app", "tests"),
        ] {
            assert_eq!(violations(from, "dependencies", to).len(), 1, "{from} → {to}");
        }
    }

    #[test]
    fn tests_follow_the_same_arrows() {
        assert_eq!(violations("calls", "dev-dependencies", "customers").len(), 1);
        assert_eq!(violations("calls", "dev-dependencies", "calls"), Vec::<String>::new());
    }
}
