//! Who may be contacted how and when: the question, the ledger, the do-not-contact list, blocked numbers, reports.

mod blocked;
mod compliance;
mod contacts;
mod file;
mod ledger;
mod list;
pub(crate) mod mark;
mod permission;
mod settings;
mod shapes;
mod words;

pub(crate) use blocked::{BlockedApi, OptOutApi};
pub(crate) use compliance::ComplianceApi;
pub(crate) use contacts::ContactsApi;
pub(crate) use ledger::LedgerApi;
pub(crate) use list::ListApi;
pub(crate) use permission::{CallPermissionApi, PermissionApi};
pub(crate) use settings::ContactSettingsApi;
