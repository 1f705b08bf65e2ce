//! Names of members, for columns of other tables that are sorted by them.

use super::row::member;
use crate::{error::Result, scoped, tx::Tx};
use callboard_kernel::MemberId;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The names of these members; absent ones are left out.
pub(crate) async fn of(
    tx: &Tx,
    members: impl IntoIterator<Item = MemberId>,
) -> Result<HashMap<MemberId, String>> {
    let wanted: HashSet<Uuid> = members.into_iter().map(MemberId::uuid).collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String)> = scoped::find::<member::Entity>(tx)
        .select_only()
        .column(member::Column::Id)
        .column(member::Column::Name)
        .filter(member::Column::Id.is_in(wanted))
        .into_tuple()
        .all(&**tx)
        .await?;
    Ok(rows.into_iter().map(|(id, name)| (MemberId(id), name)).collect())
}
