//! `callboard config`.

use crate::{config::SETTINGS, output};

/// Prints every setting with its default and its meaning; never a value, which may be a secret.
pub(super) fn print() {
    output::line(
        "# Settings of Callboard. A TOML file (callboard.toml, or the one that CALLBOARD_CONFIG names)",
    );
    output::line("# holds the keys; the environment variables win over it.\n");
    for setting in SETTINGS {
        output::line(format!("# {}", setting.meaning));
        output::line(format!("# {}", setting.variable()));
        let value = setting.default;
        let quoted = value.parse::<i64>().is_err() && value.parse::<bool>().is_err();
        let value = if quoted { format!("\"{value}\"") } else { value.to_owned() };
        output::line(format!("{} = {value}\n", setting.key));
    }
}
