//! The tenant.

use crate::ports::TimeZones;
use callboard_kernel::{Auditable, Currency, Invalid, Timestamp, WorkspaceId, one_line};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Everything that is stored of a workspace.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WorkspaceSnapshot {
    /// Id of the workspace.
    pub id: WorkspaceId,
    /// Name of the business.
    pub name: String,
    /// IANA name of the zone in which its days begin, such as `America/New_York`.
    pub time_zone: String,
    /// ISO 3166 code of the country whose rules read national telephone numbers, such as `US`.
    pub region: String,
    /// Currency of its amounts.
    pub currency: Currency,
    /// Made to be tried out: pretended callers may call it.
    pub demo: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Auditable for WorkspaceSnapshot {
    const KIND: &'static str = "workspace";
    fn target_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// The tenant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Workspace {
    state: WorkspaceSnapshot,
}

/// An edit of the settings; `None` keeps a field.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WorkspaceEdit {
    /// Name of the business.
    pub name: Option<String>,
    /// IANA name of the zone.
    pub time_zone: Option<String>,
    /// ISO 3166 code of the country.
    pub region: Option<String>,
    /// ISO 4217 code of the currency.
    pub currency: Option<String>,
}

impl Workspace {
    /// The workspace of a stored row.
    pub const fn restore(state: WorkspaceSnapshot) -> Self {
        Self { state }
    }

    /// All its fields.
    pub const fn snapshot(&self) -> &WorkspaceSnapshot {
        &self.state
    }

    /// The workspace after an edit. Every wrong field is named at once.
    pub fn edited(
        &self,
        edit: WorkspaceEdit,
        zones: &dyn TimeZones,
        at: Timestamp,
    ) -> Result<Self, Invalid> {
        let mut state = self.state.clone();
        let mut wrong = Invalid::default();
        if let Some(name) = edit.name {
            state.name = checked_name(&name, "name", &mut wrong);
        }
        if let Some(zone) = edit.time_zone {
            if !zones.exists(&zone) {
                wrong.push(
                    "time_zone",
                    "unknown_value",
                    "There is no such time zone; write it like America/New_York.",
                );
            }
            state.time_zone = zone;
        }
        if let Some(region) = edit.region {
            state.region = region.trim().to_ascii_uppercase();
            if !is_region(&state.region) {
                wrong.push(
                    "region",
                    "unknown_value",
                    "Write the country as two letters, such as US.",
                );
            }
        }
        if let Some(code) = edit.currency {
            match Currency::parse(code.trim()) {
                Some(currency) => state.currency = currency,
                None => wrong.push(
                    "currency",
                    "unknown_value",
                    "Write the currency as three letters, such as USD.",
                ),
            }
        }
        wrong.check()?;
        if state != self.state {
            state.updated_at = at;
        }
        Ok(Self { state })
    }
}

/// A name of 1 to 120 characters without the space around it; a wrong one is reported under `path`.
pub(crate) fn checked_name(name: &str, path: &str, wrong: &mut Invalid) -> String {
    let kept = one_line(name);
    if kept.is_empty() {
        wrong.push(path, "required", "A name is needed.");
    } else if kept.chars().count() > 120 {
        wrong.push(path, "too_long", "A name has 120 characters at most.");
    } else if name.trim().chars().any(char::is_control) {
        wrong.push(path, "malformed", "A name is one line of text.");
    }
    kept
}

/// The codes of ISO 3166-1 alpha-2.
const REGIONS: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ \
FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT \
JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP \
MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE \
RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV \
TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

fn is_region(code: &str) -> bool {
    REGIONS.split(' ').any(|known| known == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::timestamp;

    struct OneZone;
    impl TimeZones for OneZone {
        fn exists(&self, name: &str) -> bool {
            name == "Europe/Madrid"
        }
    }

    fn workspace() -> Workspace {
        Workspace::restore(WorkspaceSnapshot {
            id: WorkspaceId(Uuid::nil()),
            name: "Ridgeline".into(),
            time_zone: "America/New_York".into(),
            region: "US".into(),
            currency: Currency::USD,
            demo: false,
            created_at: timestamp(0),
            updated_at: timestamp(0),
        })
    }

    #[test]
    fn all_wrong_fields_are_named_at_once() {
        let edit = WorkspaceEdit {
            name: Some("  ".into()),
            time_zone: Some("Mars/Olympus".into()),
            region: Some("XX".into()),
            currency: Some("dollars".into()),
        };
        let wrong = workspace().edited(edit, &OneZone, timestamp(9)).unwrap_err();
        let paths: Vec<_> = wrong.0.iter().map(|e| e.path.as_str()).collect();
        assert_eq!(paths, ["name", "time_zone", "region", "currency"]);
    }

    #[test]
    fn codes_are_taken_in_any_case() {
        let edit = WorkspaceEdit {
            time_zone: Some("Europe/Madrid".into()),
            region: Some("es".into()),
            currency: Some("eur".into()),
            ..WorkspaceEdit::default()
        };
        let after = workspace().edited(edit, &OneZone, timestamp(9)).unwrap();
        assert_eq!(after.snapshot().region, "ES");
        assert_eq!(after.snapshot().currency.code(), "EUR");
        assert_eq!(after.snapshot().name, "Ridgeline");
        assert_eq!(after.snapshot().updated_at, timestamp(9));
    }
}
