//! Is the telephone company set up so that the desk works? What it says of registrations is kept with the lines.

use super::Switchboard;
use crate::{
    SwitchboardError,
    model::{LineEdit, Texting},
};
use callboard_kernel::{Permission, Scope};
use callboard_telephony::{AccountReport, Expected, ExpectedHooks, Finding, Looked, Registration};

const fn texting(registration: Registration) -> Texting {
    match registration {
        Registration::Missing => Texting::Unregistered,
        Registration::Pending => Texting::Pending,
        Registration::Approved => Texting::Registered,
    }
}

impl Switchboard {
    /// Asks the telephone company how its account is set up, and keeps what it says of the registration of each line, so
    /// that nothing is sent from a number before its company calls it registered.
    pub async fn check_provider(&self, scope: &Scope) -> Result<AccountReport, SwitchboardError> {
        scope.require(Permission::ManageSettings)?;
        let hooks = match self.addresses(scope).await {
            Ok(Some((_, hooks))) => Some(ExpectedHooks {
                voice: hooks.voice(),
                message: hooks.message(),
                status: hooks.status(None),
            }),
            Ok(None) => return Ok(no_provider()),
            Err(SwitchboardError::NotPublic) => None,
            Err(error) => return Err(error),
        };
        let lines = self.lines(scope).await?;
        let numbers = lines.iter().map(|line| line.value.snapshot().number.clone()).collect();
        let expected = Expected { lines: numbers, hooks };
        let report = self.ports.checks.inspect(scope, &expected).await?;
        for (number, registration) in &report.registrations {
            let line = lines.iter().map(|line| line.value.snapshot());
            let Some(line) = line.into_iter().find(|line| line.number == *number) else { continue };
            let edit = LineEdit { texting: Some(texting(*registration)), ..LineEdit::default() };
            self.edit_line(scope, line.id, None, edit).await?;
        }
        Ok(report)
    }
}

fn no_provider() -> AccountReport {
    let finding = Finding::failure(
        Looked::Provider,
        "No telephone company is configured.",
        "Set the keys of one in the server's environment and start it anew.",
    );
    AccountReport { findings: vec![finding], registrations: Vec::new() }
}
