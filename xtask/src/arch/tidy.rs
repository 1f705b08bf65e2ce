//! Small rules for every file: said in `docs/STYLE.md`, kept here.

use crate::repo;
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// The most lines that a file may have without its tests. 300 is usual, at 400 one looks for a second noun.
const LONGEST: usize = 600;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 5] = ["utils", "common", "helpers", "types", "traits"];

/// A file whose folder says what its name leaves out: the types of the API, beside the generated ones.
const NAMED_BY_FOLDER: &str = "crates/web/frontend/src/api/types.ts";

/// Marks of work that is not done; what is not done is an issue or a line in CHANGELOG.md.
const MARKS: [&str; 3] = ["TODO", "FIXME", "HACK"];

/// Folders that only exist on somebody's machine. Written apart, because this file is checked, too.
const PRIVATE_FOLDERS: [&str; 4] = [
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/tmp/", "plan"),
    concat!("/Us", "ers/"),
];

/// What the kernel and the domains must not touch; time, files and sockets stand behind ports.
const OUTSIDE: [&str; 5] = ["env", "fs", "net", "process", "thread"];

/// Folders that are made, not written.
const MADE: [&str; 6] = [".git", "target", "node_modules", "dist", "data", "test-results"];

/// Files that a program writes, or whose text is not ours.
const NOT_OURS: [&str; 6] =
    ["LICENSE", "Cargo.lock", "package-lock.json", "openapi.json", "schema.ts", "NOTICE"];

/// A text file of the checkout.
pub(super) struct File {
    path: String,
    text: String,
}

/// All text files that people write.
pub(super) fn read() -> Result<Vec<File>> {
    read_from(repo::root(), repo::root())
}

/// All text files below a folder, named from the root.
pub(super) fn read_from(root: &Path, folder: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for path in repo::files(folder, &MADE)? {
        let shown = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let is_text =
            [".rs", ".ts", ".tsx", ".mjs", ".css", ".sql", ".md", ".toml", ".sh", ".tmpl"]
                .iter()
                .any(|extension| shown.ends_with(extension));
        if is_text && !NOT_OURS.iter().any(|name| shown.ends_with(name)) {
            let bytes = fs::read(&path).with_context(|| shown.clone())?;
            files.push(File { path: shown, text: String::from_utf8_lossy(&bytes).into_owned() });
        }
    }
    Ok(files)
}

/// Every rule for every file. No file at all is a violation, too.
pub(super) fn check(files: &[File]) -> Vec<String> {
    if files.is_empty() {
        return vec!["no file found to check".to_owned()];
    }
    files.iter().flat_map(File::violations).collect()
}

impl File {
    fn violations(&self) -> Vec<String> {
        let rules = [
            self.says_what_it_is_for(),
            self.is_short(),
            self.has_a_name(),
            self.is_finished(),
            self.is_about_the_project(),
            self.stays_inside(),
            self.ends_its_lines(),
            self.calls_nobody(),
        ];
        rules.into_iter().flatten().map(|what| format!("{}: {what}", self.path)).collect()
    }

    fn is_rust(&self) -> bool {
        self.is_one_of(&["rs"])
    }

    fn is_code(&self) -> bool {
        self.is_one_of(&["rs", "ts", "tsx", "mjs", "sql", "css"])
    }

    fn is_one_of(&self, extensions: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, end)| extensions.contains(&end))
    }

    fn is_test(&self) -> bool {
        let path = &self.path;
        path.starts_with("tests/")
            || path.contains("/tests/")
            || path.ends_with("/tests.rs")
            || path.contains(".test.ts")
    }

    /// The text before the tests of a Rust module.
    fn without_tests(&self) -> &str {
        self.text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default()
    }

    fn says_what_it_is_for(&self) -> Option<String> {
        let first = self.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let good = first.starts_with("//!") || first.starts_with("#![doc = include_str!");
        (self.is_rust() && !good).then(|| "begin with `//!`: what is this module for?".to_owned())
    }

    fn is_short(&self) -> Option<String> {
        let counts = self.is_one_of(&["rs", "ts", "tsx"]);
        let lines = self.without_tests().lines().count();
        (counts && !self.is_test() && lines > LONGEST)
            .then(|| format!("{lines} lines; split it by nouns, {LONGEST} is the limit"))
    }

    fn has_a_name(&self) -> Option<String> {
        let stem = self.path.rsplit('/').next()?.split('.').next()?;
        (self.is_code() && EMPTY_NAMES.contains(&stem) && self.path != NAMED_BY_FOLDER)
            .then(|| format!("`{stem}` says nothing; name the file after the noun inside"))
    }

    fn is_finished(&self) -> Option<String> {
        let mark = MARKS.iter().find(|mark| {
            self.text.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == **mark)
        })?;
        let excused = self.path == "xtask/src/arch/tidy.rs" || !self.is_code();
        (!excused)
            .then(|| format!("`{mark}` is left over; do it, or write it down where it is seen"))
    }

    fn is_about_the_project(&self) -> Option<String> {
        let folder = PRIVATE_FOLDERS.iter().find(|folder| self.text.contains(**folder))?;
        Some(format!("`{folder}` exists on one machine only"))
    }

    fn stays_inside(&self) -> Option<String> {
        let (name, inside) = self.path.strip_prefix("crates/")?.split_once('/')?;
        let pure =
            super::third_party::is_pure(name) && inside.starts_with("src/") && self.is_rust();
        let found = modules_of_std(self.without_tests()).find(|module| OUTSIDE.contains(module))?;
        pure.then(|| format!("`std::{found}` belongs behind a port; this crate does no I/O"))
    }

    /// Numbers 555-0100 to 555-0199 are kept for fiction; any other may ring somewhere.
    fn calls_nobody(&self) -> Option<String> {
        let real = self.text.split("+1").skip(1).find_map(|rest| {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            (digits.len() == 10 && !digits[3..].starts_with("55501")).then_some(digits)
        })?;
        // The parser of numbers is tested with strange ones.
        let excused = self.path == "crates/kernel/src/phone.rs" || self.path.starts_with("xtask/");
        (!excused).then(|| format!("+1{real} may be somebody's number; use 555-01xx"))
    }

    fn ends_its_lines(&self) -> Option<String> {
        let at = self.text.lines().position(|line| line.ends_with([' ', '\t']));
        let trailing = at.map(|line| format!("line {} ends with blanks", line + 1));
        let unended = !self.text.is_empty() && !self.text.ends_with('\n');
        trailing.or_else(|| unended.then(|| "the last line has no end".to_owned()))
    }
}

/// The modules of the standard library that a text names, in paths and in `use std::{…}`.
fn modules_of_std(text: &str) -> impl Iterator<Item = &str> {
    text.split("std::").skip(1).flat_map(|rest| {
        let names = match rest.strip_prefix('{') {
            Some(group) => group.split(';').next().unwrap_or_default(),
            None => rest.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default(),
        };
        names.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(path: &str, text: &str) -> usize {
        check(&[File { path: path.to_owned(), text: text.to_owned() }]).len()
    }

    #[test]
    fn a_tidy_file_passes() {
        assert_eq!(
            violations("crates/calls/src/model/call.rs", "//! A call.\n\nstruct Call;\n"),
            0
        );
        assert_eq!(
            violations("crates/calls/src/lib.rs", "#![doc = include_str!(\"../README.md\")]\n"),
            0
        );
    }

    #[test]
    fn each_rule_is_kept() {
        assert_eq!(violations("crates/calls/src/call.rs", "struct Call;\n"), 1);
        assert_eq!(violations("crates/calls/src/utils.rs", "//! Things.\n"), 1);
        assert_eq!(violations("crates/calls/src/call.rs", "//! A call. \n"), 1);
        assert_eq!(violations("crates/calls/src/call.rs", "//! A call."), 1);
        assert_eq!(violations("crates/calls/src/call.rs", "//! A.\nuse std::fs;\n"), 1);
        let grouped = "//! A.\nuse std::{\n    fmt,\n    fs,\n};\n";
        assert_eq!(violations("crates/calls/src/call.rs", grouped), 1);
        assert_eq!(violations("crates/calls/src/call.rs", "//! A.\nuse std::fmt;\n"), 0);
        assert_eq!(violations("crates/app/src/main.rs", "//! A.\nuse std::fs;\n"), 0);
        let mark = format!("//! A.\n// {}: later\n", MARKS[0]);
        assert_eq!(violations("crates/calls/src/call.rs", &mark), 1);
        assert_eq!(violations("docs/STYLE.md", &format!("See {}notes.\n", PRIVATE_FOLDERS[0])), 1);
        assert_eq!(violations("docs/API.md", "Call +12125550142.\n"), 0);
        assert_eq!(violations("docs/API.md", "Call +12125551142.\n"), 1);
    }

    #[test]
    fn tests_do_not_count_as_length() {
        let long = "//! A.\n".to_owned() + &"// a\n".repeat(LONGEST);
        assert_eq!(violations("crates/app/src/main.rs", &long), 1);
        assert_eq!(violations("crates/app/tests/suite/main.rs", &long), 0);
        assert_eq!(violations("crates/web/frontend/src/a.test.ts", &long), 0);
        let tests = format!("//! A.\n#[cfg(test)]\nmod tests {{\n{}}}\n", "// a\n".repeat(LONGEST));
        assert_eq!(violations("crates/app/src/main.rs", &tests), 0);
    }
}
