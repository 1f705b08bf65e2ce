//! Every port method begins with a scope, so that no query can forget its tenant.

use crate::repo;
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// Traits and methods (`Trait::method`) without a tenant, with the reason.
const WITHOUT_SCOPE: [(&str, &str); 37] = [
    ("ByteSource", "bytes that were asked for in a scope already"),
    (
        "CallImportStore::files_to_remove",
        "the worker asks once for the unused files of all tenants, then acts in the scope of each",
    ),
    (
        "CallJobStore::claim",
        "the worker claims what waits in all tenants, then acts in the scope of each",
    ),
    ("Agenda", "the worker asks once what waits in all tenants, then acts in the scope of each"),
    ("Carrier::origin", "the address under which this server is reached belongs to nobody"),
    (
        "ClockSweep::due",
        "the worker asks once for the due clocks of all tenants, then acts in the scope of each",
    ),
    (
        "Conversations::asked_before",
        "the timetable asks once for the lost guests of all tenants, then acts in the scope of each",
    ),
    (
        "Deliveries::claim",
        "the worker claims what waits in all tenants, then acts in the scope of each",
    ),
    (
        "ExportFiles::due",
        "the timetable asks once for the old files of all tenants, then acts in the scope of each",
    ),
    ("FileInspector", "computes; keeps nothing"),
    ("HookDirectory::find", "whose address it is comes out of the answer"),
    ("Hours", "computes; the hours were read in a scope already"),
    (
        "Housekeeping::purge",
        "the worker removes what only had to be kept for a while, in all tenants",
    ),
    ("LiveFeed::subscribe", "a wake-up names its workspace; what is new is read in a scope"),
    ("LocalTimes", "the zones of the world belong to nobody"),
    ("LoginThrottle", "who tries to sign in is not known yet"),
    ("MailCarrier", "carries a letter that was written in a scope; keeps nothing"),
    (
        "MailQueue::claim",
        "the worker claims what waits in all tenants, then acts in the scope of each",
    ),
    (
        "MailQueue::claim_unsettled",
        "the worker claims what waits in all tenants, then acts in the scope of each",
    ),
    (
        "MediaFiles::doomed",
        "the timetable asks once for the doomed files of all tenants, then acts in the scope of each",
    ),
    (
        "OrderBook::broken_off",
        "the timetable asks once for the calls of all tenants that broke off, then acts in the scope of each",
    ),
    ("PasswordHasher", "computes; keeps nothing"),
    ("PretendSpeech", "computes from a name; keeps nothing"),
    (
        "RecordingRepository::claim",
        "the worker claims what waits in all tenants, then acts in the scope of each",
    ),
    ("Secrets", "draws random numbers; keeps nothing"),
    (
        "SendQueue::claim",
        "the worker claims what waits in all tenants, then acts in the scope of each",
    ),
    (
        "SendQueue::claim_unsettled",
        "the worker claims what waits in all tenants, then acts in the scope of each",
    ),
    ("SheetPrinter", "computes; keeps nothing"),
    ("SignInDirectory", "a scope comes out of its answers"),
    ("SoundPieces", "pieces of a sound that was asked for in a scope already"),
    ("Spool", "the disk of a machine holds reports of all tenants until the database answers"),
    ("TimeZones", "the zones of the world belong to nobody"),
    ("TokenSource", "draws random numbers; keeps nothing"),
    ("VitalSignsReader", "the operator sees sums over all tenants, never a tenant"),
    ("WakeUps", "a wake-up names its workspace; what is new is read in a scope"),
    ("WorkspaceDirectory", "the worker and commands ask which tenants there are"),
    ("Zones", "the zones of the world belong to nobody"),
];

/// A method of a trait in a file of ports.
pub(super) struct Method {
    file: String,
    owner: String,
    name: String,
    arguments: String,
}

/// All port methods of the domains, the port crates and the workflows.
pub(super) fn read() -> Result<Vec<Method>> {
    read_from(&repo::root().join("crates"))
}

/// All port methods below a folder.
pub(super) fn read_from(folder: &Path) -> Result<Vec<Method>> {
    let mut methods = Vec::new();
    for file in repo::files(folder, &["node_modules", "frontend", "tests"])? {
        let shown = repo::shown(&file);
        if shown.ends_with("/src/ports.rs") || shown.contains("/src/ports/") {
            let text = fs::read_to_string(&file).with_context(|| shown.clone())?;
            methods.extend(parse(&shown, &text));
        }
    }
    Ok(methods)
}

fn parse(file: &str, text: &str) -> Vec<Method> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join(" ");
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut methods = Vec::new();
    for block in code.split("pub trait ").skip(1) {
        let owner = word(block);
        // The trait ends where the next item begins; a port has no nested items.
        let body = block.split(" pub struct ").next().unwrap_or(block);
        let body = body.split(" impl ").next().unwrap_or(body);
        for method in body.split(" fn ").skip(1) {
            let arguments = method.split_once('(').map_or("", |(_, rest)| rest);
            let arguments = arguments.split(" -> ").next().unwrap_or(arguments).to_owned();
            methods.push(Method {
                file: file.to_owned(),
                owner: owner.clone(),
                name: word(method),
                arguments,
            });
        }
    }
    methods
}

fn word(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// The first argument after `&self` is a scope. No port at all is a violation, too: then this check reads nothing.
pub(super) fn check(methods: &[Method]) -> Vec<String> {
    check_but(methods, &WITHOUT_SCOPE)
}

/// The same for a crate that no exception names.
#[cfg(test)]
pub(super) fn check_without_exceptions(methods: &[Method]) -> Vec<String> {
    check_but(methods, &[])
}

fn check_but(methods: &[Method], exceptions: &[(&str, &str)]) -> Vec<String> {
    if methods.is_empty() {
        return vec!["crates/*/src/ports.rs: no port found".to_owned()];
    }
    let names =
        |method: &Method| [method.owner.clone(), format!("{}::{}", method.owner, method.name)];
    let excused = |method: &Method| {
        exceptions.iter().any(|(name, _)| names(method).iter().any(|own| own == name))
    };
    let mut violations: Vec<String> = methods
        .iter()
        .filter(|method| !method.takes_a_scope() && !excused(method))
        .map(|method| {
            format!(
                "{}: {}::{} must take `scope: &Scope` first",
                method.file, method.owner, method.name
            )
        })
        .collect();
    for (name, _) in exceptions {
        let used = methods
            .iter()
            .any(|method| !method.takes_a_scope() && names(method).iter().any(|own| own == name));
        if !used {
            violations
                .push(format!("xtask/src/arch/ports.rs: the exception `{name}` is not needed"));
        }
    }
    violations
}

impl Method {
    fn takes_a_scope(&self) -> bool {
        let rest = self.arguments.trim_start().trim_start_matches("&self").trim_start_matches(',');
        let first = rest.split(',').next().unwrap_or_default();
        first.contains(": &Scope") || first.contains(": &PortalScope")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORT: &str = "
        /// Keeps notes.
        pub trait NoteRepository: Send + Sync {
            /// The note (`None` when absent).
            async fn get(&self, scope: &Scope, id: NoteId) -> Result<Option<Note>, PortError>;
            async fn save(
                &self,
                scope: &Scope,
                commit: Commit<Note, NoteEvent>,
            ) -> Result<Version, SaveError>;
            async fn all(&self) -> Result<Vec<Note>, PortError>;
        }
        pub struct Batch { pub run: fn (u8) -> u8 }
    ";

    #[test]
    fn a_method_without_a_scope_is_found() {
        let methods = parse("ports.rs", PORT);
        assert_eq!(methods.len(), 3);
        assert_eq!(
            check_but(&methods, &[]),
            ["ports.rs: NoteRepository::all must take `scope: &Scope` first"]
        );
        assert!(check_but(&methods, &[("NoteRepository::all", "read at start")]).is_empty());
    }

    #[test]
    fn an_exception_that_nobody_needs_is_found() {
        let methods = parse("ports.rs", PORT);
        let violations = check_but(&methods, &[("NoteRepository", "x"), ("Ghost", "y")]);
        assert_eq!(violations.len(), 1, "{violations:?}");
    }
}
