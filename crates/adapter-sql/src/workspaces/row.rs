//! The rows of workspaces and of who may enter them, and their way to the snapshots and back.

pub(crate) mod workspace {
    use crate::{error::Result, scoped::Tenanted, stored::At};
    use callboard_kernel::{Currency, Loaded, Version, WorkspaceId, millis, timestamp};
    use callboard_workspaces::model::{Workspace, WorkspaceSnapshot};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "workspaces")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        pub version: i64,
        pub name: String,
        pub time_zone: String,
        pub region: String,
        pub currency: String,
        pub demo: bool,
        pub created_at: i64,
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    pub(crate) fn from(workspace: &Workspace, version: Version) -> Model {
        let WorkspaceSnapshot {
            id,
            name,
            time_zone,
            region,
            currency,
            demo,
            created_at,
            updated_at,
        } = workspace.snapshot();
        Model {
            workspace_id: id.uuid(),
            version: version.0,
            name: name.clone(),
            time_zone: time_zone.clone(),
            region: region.clone(),
            currency: currency.code().to_owned(),
            demo: *demo,
            created_at: millis(*created_at),
            updated_at: millis(*updated_at),
        }
    }

    pub(crate) fn into(row: Model) -> Result<Loaded<Workspace>> {
        let Model {
            workspace_id,
            version,
            name,
            time_zone,
            region,
            currency,
            demo,
            created_at,
            updated_at,
        } = row;
        let at = At::new("workspaces", workspace_id);
        let snapshot = WorkspaceSnapshot {
            id: WorkspaceId(workspace_id),
            name,
            time_zone,
            region,
            currency: at.word("currency", &currency, Currency::parse)?,
            demo,
            created_at: timestamp(created_at),
            updated_at: timestamp(updated_at),
        };
        Ok(Loaded { value: Workspace::restore(snapshot), version: Version(version) })
    }
}

pub(crate) mod member {
    use crate::{error::Result, scoped::Tenanted, stored::At};
    use callboard_kernel::{Loaded, MemberId, Role, Version, millis, timestamp};
    use callboard_workspaces::model::{Member, MemberSnapshot, PasswordHash};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "members")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub name: String,
        pub email: String,
        pub role: String,
        pub password_hash: Option<String>,
        pub active: bool,
        pub created_at: i64,
        pub updated_at: i64,
    }

    impl std::fmt::Debug for Model {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("member::Model").field("id", &self.id).finish_non_exhaustive()
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    pub(crate) fn from(member: &Member, version: Version) -> Model {
        let MemberSnapshot { id, name, email, role, active, password_hash, created_at, updated_at } =
            member.snapshot();
        Model {
            workspace_id: Uuid::nil(),
            id: id.uuid(),
            version: version.0,
            name: name.clone(),
            email: email.clone(),
            role: role.as_str().to_owned(),
            password_hash: password_hash.as_ref().map(|PasswordHash(hash)| hash.clone()),
            active: *active,
            created_at: millis(*created_at),
            updated_at: millis(*updated_at),
        }
    }

    pub(crate) fn into(row: Model) -> Result<Loaded<Member>> {
        let Model {
            workspace_id: _,
            id,
            version,
            name,
            email,
            role,
            password_hash,
            active,
            created_at,
            updated_at,
        } = row;
        let snapshot = MemberSnapshot {
            id: MemberId(id),
            name,
            email,
            role: At::new("members", id).word("role", &role, Role::parse)?,
            active,
            password_hash: password_hash.map(PasswordHash),
            created_at: timestamp(created_at),
            updated_at: timestamp(updated_at),
        };
        Ok(Loaded { value: Member::restore(snapshot), version: Version(version) })
    }
}

pub(crate) mod session {
    use crate::{
        error::Result,
        scoped::Tenanted,
        stored::{At, maybe_millis, maybe_timestamp},
    };
    use callboard_kernel::{MemberId, SessionId, millis, timestamp};
    use callboard_workspaces::model::{SessionSnapshot, TokenHash};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub member_id: Uuid,
        pub token_hash: String,
        pub user_agent: String,
        pub device: Option<String>,
        pub created_at: i64,
        pub last_seen_at: i64,
        pub expires_at: i64,
        pub revoked_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    pub(crate) fn from(session: &SessionSnapshot) -> Model {
        let SessionSnapshot {
            id,
            member,
            token_hash,
            device,
            user_agent,
            created_at,
            last_seen_at,
            expires_at,
            revoked_at,
        } = session;
        Model {
            workspace_id: Uuid::nil(),
            id: id.uuid(),
            member_id: member.uuid(),
            token_hash: token_hash.to_hex(),
            user_agent: user_agent.clone(),
            device: device.map(TokenHash::to_hex),
            created_at: millis(*created_at),
            last_seen_at: millis(*last_seen_at),
            expires_at: millis(*expires_at),
            revoked_at: maybe_millis(*revoked_at),
        }
    }

    pub(crate) fn into(row: Model) -> Result<SessionSnapshot> {
        let Model {
            workspace_id: _,
            id,
            member_id,
            token_hash,
            user_agent,
            device,
            created_at,
            last_seen_at,
            expires_at,
            revoked_at,
        } = row;
        let at = At::new("sessions", id);
        Ok(SessionSnapshot {
            id: SessionId(id),
            member: MemberId(member_id),
            token_hash: at.word("token_hash", &token_hash, TokenHash::from_hex)?,
            device: at.maybe_word("device", device.as_deref(), TokenHash::from_hex)?,
            user_agent,
            created_at: timestamp(created_at),
            last_seen_at: timestamp(last_seen_at),
            expires_at: timestamp(expires_at),
            revoked_at: maybe_timestamp(revoked_at),
        })
    }
}

pub(crate) mod api_key {
    use crate::{
        error::Result,
        scoped::Tenanted,
        stored::{At, maybe_millis, maybe_timestamp},
    };
    use callboard_kernel::{ApiKeyId, MemberId, Role, millis, timestamp};
    use callboard_workspaces::model::{ApiKeySnapshot, TokenHash};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "api_keys")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: String,
        pub role: String,
        pub prefix: String,
        pub key_hash: String,
        pub created_by: Option<Uuid>,
        pub created_at: i64,
        pub last_used_at: Option<i64>,
        pub revoked_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    pub(crate) fn from(key: &ApiKeySnapshot) -> Model {
        let ApiKeySnapshot {
            id,
            name,
            role,
            prefix,
            key_hash,
            created_by,
            created_at,
            last_used_at,
            revoked_at,
        } = key;
        Model {
            workspace_id: Uuid::nil(),
            id: id.uuid(),
            name: name.clone(),
            role: role.as_str().to_owned(),
            prefix: prefix.clone(),
            key_hash: key_hash.to_hex(),
            created_by: created_by.map(MemberId::uuid),
            created_at: millis(*created_at),
            last_used_at: maybe_millis(*last_used_at),
            revoked_at: maybe_millis(*revoked_at),
        }
    }

    pub(crate) fn into(row: Model) -> Result<ApiKeySnapshot> {
        let Model {
            workspace_id: _,
            id,
            name,
            role,
            prefix,
            key_hash,
            created_by,
            created_at,
            last_used_at,
            revoked_at,
        } = row;
        let at = At::new("api_keys", id);
        Ok(ApiKeySnapshot {
            id: ApiKeyId(id),
            name,
            role: at.word("role", &role, Role::parse)?,
            prefix,
            key_hash: at.word("key_hash", &key_hash, TokenHash::from_hex)?,
            created_by: created_by.map(MemberId),
            created_at: timestamp(created_at),
            last_used_at: maybe_timestamp(last_used_at),
            revoked_at: maybe_timestamp(revoked_at),
        })
    }
}

pub(crate) mod password_reset {
    use crate::{
        error::Result,
        scoped::Tenanted,
        stored::{At, maybe_millis, maybe_timestamp},
    };
    use callboard_kernel::{MemberId, millis, timestamp};
    use callboard_workspaces::model::{PasswordReset, TokenHash};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "password_resets")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: String,
        pub member_id: Uuid,
        pub created_at: i64,
        pub expires_at: i64,
        pub used_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    pub(crate) fn from(reset: &PasswordReset) -> Model {
        let PasswordReset { token_hash, member, created_at, expires_at, used_at } = reset;
        Model {
            workspace_id: Uuid::nil(),
            token_hash: token_hash.to_hex(),
            member_id: member.uuid(),
            created_at: millis(*created_at),
            expires_at: millis(*expires_at),
            used_at: maybe_millis(*used_at),
        }
    }

    pub(crate) fn into(row: Model) -> Result<PasswordReset> {
        let Model { workspace_id: _, token_hash, member_id, created_at, expires_at, used_at } = row;
        let at = At::new("password_resets", member_id);
        Ok(PasswordReset {
            token_hash: at.word("token_hash", &token_hash, TokenHash::from_hex)?,
            member: MemberId(member_id),
            created_at: timestamp(created_at),
            expires_at: timestamp(expires_at),
            used_at: maybe_timestamp(used_at),
        })
    }
}
