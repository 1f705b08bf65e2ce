//! How many tests passed and failed, read from what each runner reports.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::ops::Add;

/// Numbers of tests.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Counts {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl Counts {
    /// From the line with which each test binary under plain cargo ends; `None` for any other line.
    pub(super) fn of_libtest_line(line: &str) -> Option<Self> {
        let (_, numbers) = line.strip_prefix("test result: ")?.split_once(". ")?;
        let number = |word: &str| {
            numbers.split("; ").find_map(|part| part.strip_suffix(word)?.trim().parse().ok())
        };
        Some(Self {
            passed: number(" passed")?,
            failed: number(" failed")?,
            skipped: number(" ignored")?,
        })
    }

    /// From the JUnit file of cargo-nextest, which leaves out what it skipped.
    pub(super) fn of_junit(xml: &str) -> Result<Self> {
        let start = xml.find("<testsuites ").context("the report has no <testsuites>")?;
        let tag = xml[start..].split('>').next().unwrap_or_default();
        let number = |name: &str| -> Option<usize> {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            rest.split('"').next()?.parse().ok()
        };
        let tests = number("tests").context("the report counts no tests")?;
        let failed = number("failures").unwrap_or(0) + number("errors").unwrap_or(0);
        Ok(Self { passed: tests.saturating_sub(failed), failed, skipped: 0 })
    }

    /// From the JSON report of Vitest.
    pub(super) fn of_vitest(json: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Report {
            #[serde(rename = "numPassedTests")]
            passed: usize,
            #[serde(rename = "numFailedTests")]
            failed: usize,
            #[serde(rename = "numPendingTests")]
            skipped: usize,
            #[serde(rename = "numFailedTestSuites")]
            failed_files: usize,
        }
        let report: Report =
            serde_json::from_str(json).context("the report of vitest is unreadable")?;
        // A file that cannot even be loaded fails as a suite without tests.
        let failed = report.failed.max(report.failed_files.min(1));
        Ok(Self { passed: report.passed, failed, skipped: report.skipped })
    }

    /// From the JSON report of Playwright. A test that passed only when repeated counts as failed.
    pub(super) fn of_playwright(json: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Report {
            stats: Stats,
            #[serde(default)]
            errors: Vec<serde_json::Value>,
        }
        #[derive(Deserialize)]
        struct Stats {
            expected: usize,
            unexpected: usize,
            flaky: usize,
            skipped: usize,
        }
        let report: Report =
            serde_json::from_str(json).context("the report of playwright is unreadable")?;
        let Stats { expected, unexpected, flaky, skipped } = report.stats;
        // Flaky ones passed at a second try; the runner has named them.
        Ok(Self { passed: expected + flaky, failed: unexpected + report.errors.len(), skipped })
    }
}

/// The browser tests that failed at every try, as `file › title`, from the JSON report of Playwright.
pub(super) fn failed_in_browser(json: &str) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Suite {
        #[serde(default)]
        suites: Vec<Suite>,
        #[serde(default)]
        specs: Vec<Spec>,
    }
    #[derive(Deserialize)]
    struct Spec {
        title: String,
        file: String,
        line: u32,
        ok: bool,
    }
    fn collect(suite: Suite, failed: &mut Vec<String>) {
        let bad = suite.specs.into_iter().filter(|spec| !spec.ok);
        failed.extend(bad.map(|spec| format!("{}:{} › {}", spec.file, spec.line, spec.title)));
        suite.suites.into_iter().for_each(|inner| collect(inner, failed));
    }
    let top: Suite =
        serde_json::from_str(json).context("the report of playwright is unreadable")?;
    let mut failed = Vec::new();
    collect(top, &mut failed);
    Ok(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libtest_lines_are_read() {
        let line = "test result: FAILED. 5 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(
            Counts::of_libtest_line(line),
            Some(Counts { passed: 5, failed: 1, skipped: 2 })
        );
        assert_eq!(Counts::of_libtest_line("test result_is_kept ... ok"), None);
    }

    #[test]
    fn junit_reports_are_read() {
        let xml = r#"<?xml version="1.0"?><testsuites name="nextest-run" tests="12" failures="2" errors="1" uuid="x"><testsuite tests="1">"#;
        assert_eq!(Counts::of_junit(xml).unwrap(), Counts { passed: 9, failed: 3, skipped: 0 });
        assert!(Counts::of_junit("").is_err());
    }

    #[test]
    fn vitest_reports_are_read() {
        let json = r#"{"numPassedTests":7,"numFailedTests":0,"numPendingTests":1,"numFailedTestSuites":2,"success":false}"#;
        assert_eq!(Counts::of_vitest(json).unwrap(), Counts { passed: 7, failed: 1, skipped: 1 });
    }

    #[test]
    fn playwright_reports_are_read() {
        let json = r#"{"stats":{"expected":3,"unexpected":0,"flaky":1,"skipped":0},"errors":[{"message":"x"}]}"#;
        assert_eq!(
            Counts::of_playwright(json).unwrap(),
            Counts { passed: 4, failed: 1, skipped: 0 }
        );
    }

    #[test]
    fn failed_browser_tests_are_named() {
        let json = r#"{"suites":[{"specs":[{"title":"a","file":"x.spec.ts","line":3,"ok":true}],
            "suites":[{"specs":[{"title":"b","file":"x.spec.ts","line":9,"ok":false}]}]}]}"#;
        assert_eq!(failed_in_browser(json).unwrap(), ["x.spec.ts:9 › b"]);
    }
}
