//! `callboard doctor twilio`: is the account set up so that calls and texts arrive here, and if not, what to do.

use super::place;
use crate::{config::Config, output};
use anyhow::{Context, Result, bail};
use callboard_kernel::Phone;
use callboard_telephony::{Finding, Health};

/// Prints what was found; fails when something does not work. What Twilio says of registrations is kept with the lines.
pub(super) async fn run(config: &Config, workspace: Option<&str>) -> Result<()> {
    let services = place::services(config).await?;
    let workspace = place::workspace(&services, workspace).await?;
    let report = services.switchboard.check_provider(&place::scope(&workspace)).await;
    let report = report.context("the telephone company cannot be asked")?;
    report.findings.iter().flat_map(lines).for_each(output::line);
    if report.has_failed() {
        bail!("calls or texts are lost until this is mended");
    }
    Ok(())
}

/// A line for what was seen, and one for what to do.
fn lines(finding: &Finding) -> Vec<String> {
    let sign = match finding.health {
        Health::Fine => "ok   ",
        Health::Warning => "warn ",
        Health::Failure => "FAULT",
    };
    let number = finding.number.as_ref().map_or("", Phone::as_str);
    let mut lines =
        vec![format!("{sign}  {:<8}  {number:<13}  {}", finding.looked.as_str(), finding.text)];
    let advice = finding.advice.iter().map(|advice| format!("{:<32}{advice}", ""));
    lines.extend(advice);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_telephony::Looked;

    #[test]
    fn advice_stands_below_what_it_is_about() {
        let number = Phone::from_e164("+14045550190").unwrap();
        let finding = Finding::failure(Looked::Number, "It is gone.", "Buy it.").about(&number);
        let [seen, advice] = <[String; 2]>::try_from(lines(&finding)).unwrap();
        assert_eq!(seen, "FAULT  number    +14045550190   It is gone.");
        assert_eq!(advice.find("Buy"), seen.find("It is"));
        assert_eq!(lines(&Finding::fine(Looked::Clock, "Well.")).len(), 1);
    }
}
