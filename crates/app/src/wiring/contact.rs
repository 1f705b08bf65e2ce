//! Who may be contacted: the book of consent and what others know of a party.

use callboard_adapter_sql::Stores;
use callboard_consent::{Consents, ConsentsPorts};
use callboard_kernel::{Clock, IdGen};
use callboard_workflows::bridges::{AcquaintanceBridge, WorldZonesBridge};
use std::sync::Arc;

pub(super) fn consents(stores: &Stores, clock: Arc<dyn Clock>, ids: Arc<dyn IdGen>) -> Consents {
    Consents::new(ConsentsPorts {
        book: stores.consent_book.clone(),
        board: stores.consent_board.clone(),
        acquaintance: Arc::new(AcquaintanceBridge::new(
            stores.customers.clone(),
            stores.call_traces.clone(),
            stores.workspaces.clone(),
        )),
        zones: Arc::new(WorldZonesBridge),
        clock,
        ids,
    })
}
