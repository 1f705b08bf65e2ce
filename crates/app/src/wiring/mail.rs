//! Who carries mail away: the mail server of the settings, or a folder where there is none.

use crate::config::Config;
use anyhow::{Context, Result, bail};
use callboard_adapter_mail::{From, MailFolder, SmtpCarrier};
use callboard_workflows::ports::MailCarrier;
use std::sync::Arc;

/// Folder of mail within the data folder.
const FOLDER: &str = "mail";
/// Who files come from when nobody is named.
const NOBODY: &str = "Callboard <callboard@callboard.invalid>";

pub(super) fn carrier(config: &Config) -> Result<Arc<dyn MailCarrier>> {
    let sender = |text: &str| text.parse::<From>().context("CALLBOARD_MAIL_FROM");
    if config.smtp_url.is_empty() {
        let named = if config.mail_from.is_empty() { NOBODY } else { &config.mail_from };
        return Ok(Arc::new(MailFolder::new(config.data_dir.join(FOLDER), sender(named)?)));
    }
    let server = config.smtp_url.parse().context("CALLBOARD_SMTP_URL")?;
    if config.mail_from.is_empty() {
        bail!("CALLBOARD_SMTP_URL needs CALLBOARD_MAIL_FROM, such as Callboard <desk@example.com>");
    }
    Ok(Arc::new(SmtpCarrier::new(server, sender(&config.mail_from)?)))
}

/// Where mail goes by the settings, in words, or what is wrong with them.
pub(crate) fn destination(config: &Config) -> Result<String> {
    carrier(config)?;
    Ok(if config.smtp_url.is_empty() {
        format!("as files to {}", config.data_dir.join(FOLDER).display())
    } else {
        "to the mail server".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::load;
    use std::collections::BTreeMap;

    fn checked(pairs: &[(&str, &str)]) -> Result<Arc<dyn MailCarrier>> {
        let set = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        carrier(&load(&set.collect::<BTreeMap<_, _>>())?)
    }

    #[test]
    fn without_a_server_mail_becomes_files() {
        assert!(checked(&[]).unwrap().may_repeat());
    }

    #[test]
    fn a_server_is_told_from_whom() {
        let server = ("CALLBOARD_SMTP_URL", "smtps://ann:hunter2@mail.example.com");
        let from = ("CALLBOARD_MAIL_FROM", "Callboard <desk@example.com>");
        assert!(!checked(&[server, from]).unwrap().may_repeat());
        for wrong in [
            checked(&[server]),
            checked(&[server, ("CALLBOARD_MAIL_FROM", "the desk")]),
            checked(&[("CALLBOARD_SMTP_URL", "ann:hunter2@mail.example.com"), from]),
        ] {
            let words = format!("{:#}", wrong.err().unwrap());
            assert!(words.contains("CALLBOARD_") && !words.contains("hunter2"), "{words}");
        }
    }
}
