//! The numbers of the demo company.

use crate::wiring::Services;
use anyhow::{Context, Result};
use callboard_kernel::{Phone, Scope};
use callboard_simulator::LINES;
use callboard_switchboard::model::{LineEdit, NewLine, Texting};

/// What the numbers are called, in the order of [`LINES`].
const LABELS: [&str; 3] = ["Main", "Emergency", "Campaign"];

/// Gives the company its numbers, unless it has some.
pub async fn add_lines(services: &Services, scope: &Scope) -> Result<()> {
    if !services.switchboard.lines(scope).await?.is_empty() {
        return Ok(());
    }
    for (number, label) in LINES.into_iter().zip(LABELS) {
        let number = Phone::from_e164(number).context("a number of the demo")?;
        let new = NewLine { number, label: label.to_owned(), is_default: label == LABELS[0] };
        let line = services.switchboard.add_line(scope, new).await?;
        let edit = LineEdit {
            greeting: Some("Thank you for calling Ridgeline Home Services.".to_owned()),
            texting: Some(Texting::Registered),
            live_transcript: Some(true),
            ..LineEdit::default()
        };
        let (id, version) = (line.value.snapshot().id, line.version);
        services.switchboard.edit_line(scope, id, Some(version), edit).await?;
    }
    Ok(())
}
