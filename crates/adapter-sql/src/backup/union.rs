//! What a restore over existing data must not roll back: who asked not to be contacted, which keys were revoked and who was
//! let go since the backup was taken.

use super::{BackupError, engine::Target, tables::Table};

/// Rows of what is replaced that are kept until the end, as table, condition and the name they are kept under.
const KEPT: [(&str, &str, &str); 5] = [
    ("customers", "do_not_contact", "kept_customers"),
    ("calls", "do_not_contact", "kept_calls"),
    ("api_keys", "revoked_at IS NOT NULL", "kept_keys"),
    ("members", "NOT active", "kept_members"),
    ("customer_phones", "", "kept_phones"),
];

/// What is kept of consent: marks that stand, all that was ever said, and blocked numbers.
const KEPT_CONSENT: [(&str, &str, &str); 3] = [
    ("do_not_contact", "lifted_at IS NULL AND undone_at IS NULL", "kept_marks"),
    ("consent_entries", "id IS NOT NULL", "kept_entries"),
    ("blocked_numbers", "number IS NOT NULL", "kept_blocked"),
];

/// Sets the rows aside before they are replaced.
pub(super) async fn keep(target: &mut impl Target) -> Result<(), BackupError> {
    for (table, condition, name) in KEPT {
        let from = target.old(table);
        let select = if table == "customer_phones" {
            let customers = target.old("customers");
            format!(
                "SELECT p.* FROM {from} p JOIN {customers} c ON c.workspace_id = p.workspace_id \
                 AND c.id = p.customer_id WHERE c.do_not_contact"
            )
        } else {
            format!("SELECT * FROM {from} WHERE {condition}")
        };
        target.set_aside(name, &select).await?;
    }
    for (table, condition, name) in KEPT_CONSENT {
        if target.had(table).await? {
            let from = target.old(table);
            let select = format!("SELECT * FROM {from} WHERE {condition}");
            target.set_aside(name, &select).await?;
        }
    }
    Ok(())
}

/// Adds them to what was restored; answers how many customers are not to be contacted because of it. A customer who came
/// after the backup comes along with the record that says so.
pub(super) async fn add(target: &mut impl Target, tables: &[Table]) -> Result<u64, BackupError> {
    let marked = "UPDATE customers SET do_not_contact = TRUE, version = version + 1 \
                  WHERE NOT do_not_contact AND ((workspace_id, id) IN (SELECT workspace_id, id FROM kept_customers) \
                  OR (workspace_id, id) IN (SELECT p.workspace_id, p.customer_id FROM customer_phones p \
                  JOIN kept_phones k ON k.workspace_id = p.workspace_id AND k.number = p.number))";
    let mut count = target.execute(marked).await?;
    count += insert(target, tables, "customers", "kept_customers", "o.id = k.id").await?;
    let same = "o.customer_id = k.customer_id";
    insert(target, tables, "customer_phones", "kept_phones", same).await?;
    for sql in [
        "UPDATE calls SET do_not_contact = TRUE WHERE NOT do_not_contact \
         AND (workspace_id, id) IN (SELECT workspace_id, id FROM kept_calls)",
        "UPDATE calls SET do_not_contact = TRUE WHERE NOT do_not_contact AND customer_id IS NOT NULL \
         AND (workspace_id, customer_id) IN (SELECT workspace_id, id FROM customers WHERE do_not_contact)",
        "UPDATE api_keys SET revoked_at = (SELECT k.revoked_at FROM kept_keys k \
         WHERE k.workspace_id = api_keys.workspace_id AND k.id = api_keys.id) WHERE revoked_at IS NULL \
         AND (workspace_id, id) IN (SELECT workspace_id, id FROM kept_keys)",
        "UPDATE members SET active = FALSE, version = version + 1 WHERE active \
         AND (workspace_id, id) IN (SELECT workspace_id, id FROM kept_members)",
    ] {
        target.execute(sql).await?;
    }
    add_consent(target, tables).await?;
    Ok(count)
}

/// Adds what was said since the backup was taken, and gives every customer who is marked a mark on the list.
async fn add_consent(target: &mut impl Target, tables: &[Table]) -> Result<(), BackupError> {
    if !tables.iter().any(|table| table.name == "do_not_contact") {
        // The migration that brings the list carries the marks of customers over.
        return Ok(());
    }
    if target.had("do_not_contact").await? {
        for kept in ["kept_marks", "kept_entries", "kept_blocked"] {
            let lost = |column: &str, table: &str| {
                format!(
                    "UPDATE {kept} SET {column} = NULL WHERE {column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table} o \
                     WHERE o.workspace_id = {kept}.workspace_id AND o.id = {kept}.{column})"
                )
            };
            target.execute(&lost("call_id", "calls")).await?;
            if kept != "kept_blocked" {
                target.execute(&lost("customer_id", "customers")).await?;
                // What names nobody any more speaks of nobody.
                let email = if kept == "kept_entries" { " AND email IS NULL" } else { "" };
                let sql = format!(
                    "DELETE FROM {kept} WHERE customer_id IS NULL AND number IS NULL{email}"
                );
                target.execute(&sql).await?;
            }
        }
        let stands = "o.lifted_at IS NULL AND o.undone_at IS NULL AND (o.customer_id = k.customer_id OR o.number = k.number)";
        let same = format!("(o.id = k.id OR ({stands}))");
        insert(target, tables, "do_not_contact", "kept_marks", &same).await?;
        insert(target, tables, "consent_entries", "kept_entries", "o.id = k.id").await?;
        insert(target, tables, "blocked_numbers", "kept_blocked", "o.number = k.number").await?;
    }
    let sql = format!(
        "INSERT INTO do_not_contact (workspace_id, id, version, customer_id, reason, marked_at, by_actor, words, via, source) \
         SELECT c.workspace_id, {}, 1, c.id, 'asked', c.updated_at, '{{\"kind\":\"system\",\"name\":\"restore\"}}', '', \
         'import', 'kept by a restore' FROM customers c WHERE c.do_not_contact AND NOT EXISTS (SELECT 1 FROM do_not_contact o \
         WHERE o.workspace_id = c.workspace_id AND o.customer_id = c.id AND o.lifted_at IS NULL AND o.undone_at IS NULL)",
        target.any_id()
    );
    target.execute(&sql).await?;
    Ok(())
}

async fn insert(
    target: &mut impl Target,
    tables: &[Table],
    table: &str,
    kept: &str,
    same: &str,
) -> Result<u64, BackupError> {
    let Some(known) = tables.iter().find(|known| known.name == table) else { return Ok(0) };
    let columns = known.column_list();
    let sql = format!(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM {kept} k \
         WHERE EXISTS (SELECT 1 FROM workspaces w WHERE w.workspace_id = k.workspace_id) \
         AND NOT EXISTS (SELECT 1 FROM {table} o WHERE o.workspace_id = k.workspace_id AND {same})"
    );
    target.execute(&sql).await
}
