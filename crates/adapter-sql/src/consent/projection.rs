//! The mark that customers and their calls show. The list is the truth; what they show follows in the transaction of the
//! change, so that no screen and no sender reads a mark that is not there any more, or misses one that is.

use crate::{error::Result, scoped, tx::Tx};
use callboard_kernel::{CustomerId, Timestamp, millis};

/// Makes a customer and his calls show what stands on the list now.
pub(super) async fn refresh(tx: &Tx, customer: CustomerId, at: Timestamp) -> Result<()> {
    const MARKED: &str = "EXISTS (SELECT 1 FROM do_not_contact d WHERE d.workspace_id = $1 AND d.customer_id = $2 \
                          AND d.lifted_at IS NULL AND d.undone_at IS NULL)";
    let id = customer.uuid();
    // Another version, because whoever holds the old one would write the old mark's absence into a form.
    let sql = format!(
        "UPDATE customers SET do_not_contact = {MARKED}, version = version + 1, updated_at = $3 \
         WHERE workspace_id = $1 AND id = $2 AND do_not_contact <> {MARKED}"
    );
    scoped::execute(tx, &sql, [id.into(), millis(at).into()]).await?;
    let sql = format!(
        "UPDATE calls SET do_not_contact = {MARKED} WHERE workspace_id = $1 AND customer_id = $2 \
         AND do_not_contact <> {MARKED}"
    );
    scoped::execute(tx, &sql, [id.into()]).await?;
    Ok(())
}
