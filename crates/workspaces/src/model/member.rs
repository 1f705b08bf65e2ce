//! People who work in a workspace.

use super::workspace::checked_name;
use callboard_kernel::{
    Auditable, Forbidden, Invalid, MemberId, Permission, Role, Scope, Timestamp,
};
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// A password as the hasher keeps it (PHC string). Never printed, never sent, never audited.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Everything that is stored of a member.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MemberSnapshot {
    /// Id of the member.
    pub id: MemberId,
    /// Name to show.
    pub name: String,
    /// Address to sign in with, lower-case; unique within the workspace.
    pub email: String,
    /// What he may do.
    pub role: Role,
    /// Whether he may sign in.
    pub active: bool,
    /// `None` until he has chosen a password by a reset link. Not part of any serialised form.
    #[serde(skip)]
    pub password_hash: Option<PasswordHash>,
    /// When he was added.
    pub created_at: Timestamp,
    /// When he last changed.
    pub updated_at: Timestamp,
}

impl Auditable for MemberSnapshot {
    const KIND: &'static str = "member";
    fn target_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// A person who works in a workspace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    state: MemberSnapshot,
}

/// An edit of a member; `None` keeps a field.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MemberEdit {
    /// Name to show.
    pub name: Option<String>,
    /// What he may do.
    pub role: Option<Role>,
    /// Whether he may sign in.
    pub active: Option<bool>,
}

impl Member {
    /// A new active member without a password. Every wrong field is named at once.
    pub fn new(
        id: MemberId,
        name: &str,
        email: &str,
        role: Role,
        at: Timestamp,
    ) -> Result<Self, Invalid> {
        let mut wrong = Invalid::default();
        let name = checked_name(name, "name", &mut wrong);
        let email = normal_email(email).unwrap_or_else(|| {
            wrong.push("email", "malformed", "This is not an e-mail address.");
            String::new()
        });
        wrong.check()?;
        let (created_at, updated_at) = (at, at);
        let state = MemberSnapshot {
            id,
            name,
            email,
            role,
            active: true,
            password_hash: None,
            created_at,
            updated_at,
        };
        Ok(Self { state })
    }

    /// The member of a stored row.
    pub const fn restore(state: MemberSnapshot) -> Self {
        Self { state }
    }

    /// All fields.
    pub const fn snapshot(&self) -> &MemberSnapshot {
        &self.state
    }

    /// Whether taking `edit` leaves the workspace with one active owner less.
    pub fn loses_owner(&self, after: &Self) -> bool {
        let owns = |member: &Self| member.state.role == Role::Owner && member.state.active;
        owns(self) && !owns(after)
    }

    /// Whether the actor may change this member at all: nobody above his own rank, owners by owners only.
    pub fn may_be_changed_by(&self, scope: &Scope) -> Result<(), Forbidden> {
        may_give(scope, self.state.role)
    }

    /// The member after an edit.
    pub fn edited(&self, edit: MemberEdit, at: Timestamp) -> Result<Self, Invalid> {
        let mut state = self.state.clone();
        let mut wrong = Invalid::default();
        if let Some(name) = edit.name {
            state.name = checked_name(&name, "name", &mut wrong);
        }
        state.role = edit.role.unwrap_or(state.role);
        state.active = edit.active.unwrap_or(state.active);
        wrong.check()?;
        if state != self.state {
            state.updated_at = at;
        }
        Ok(Self { state })
    }

    /// The member with another password.
    pub fn with_password(&self, hash: PasswordHash, at: Timestamp) -> Self {
        let mut state = self.state.clone();
        state.password_hash = Some(hash);
        state.updated_at = at;
        Self { state }
    }
}

/// Whether the actor may make somebody (or a key) of this role: below or equal to his own, owners by owners only.
pub(crate) fn may_give(scope: &Scope, role: Role) -> Result<(), Forbidden> {
    if role == Role::Owner {
        scope.require(Permission::ManageOwners)?;
    }
    match scope.role() {
        Some(own) if own < role => Err(Forbidden { held: Some(own), needed: role }),
        _ => Ok(()),
    }
}

/// An address as it is compared: trimmed and lower-case; `None` when it cannot be one. Dots and plus signs are part of it.
pub fn normal_email(text: &str) -> Option<String> {
    let email = text.trim().to_lowercase();
    let (local, host) = email.rsplit_once('@')?;
    let odd = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '@' | '<' | '>' | ',' | ';' | '"')
    };
    let good = !local.is_empty()
        && !email.chars().rev().skip(host.chars().count() + 1).any(odd)
        && !host.chars().any(odd)
        && host.contains('.')
        && host
            .split('.')
            .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
        && email.len() <= 254;
    good.then_some(email)
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::{Actor, AuditDraft, WorkspaceId, timestamp};

    fn member(role: Role) -> Member {
        let id = MemberId(Uuid::from_u128(1));
        Member::new(id, " Dana Reyes ", " Dana@Demo.Example ", role, timestamp(0)).unwrap()
    }

    #[expect(clippy::disallowed_methods, reason = "tests make scopes")]
    fn scope(role: Role) -> Scope {
        Scope::authenticated(
            WorkspaceId(Uuid::nil()),
            Actor::Member { id: MemberId(Uuid::from_u128(9)), role },
        )
    }

    #[test]
    fn name_and_address_are_normalised() {
        let member = member(Role::Dispatcher);
        assert_eq!(member.snapshot().name, "Dana Reyes");
        assert_eq!(member.snapshot().email, "dana@demo.example");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "dana",
            "@demo.example",
            "dana@",
            "dana@demo",
            "a b@demo.example",
            "a@b@demo.example",
            "a@demo..example",
            "<a>@demo.example",
        ] {
            assert_eq!(normal_email(text), None, "{text}");
        }
        assert_eq!(
            normal_email("d.r+desk@sub.demo.example").as_deref(),
            Some("d.r+desk@sub.demo.example")
        );
    }

    #[test]
    fn all_wrong_fields_are_named_at_once() {
        let wrong =
            Member::new(MemberId(Uuid::nil()), "", "x", Role::Viewer, timestamp(0)).unwrap_err();
        assert_eq!(wrong.0.len(), 2);
    }

    #[test]
    fn the_hash_reaches_no_serialised_form() {
        let member =
            member(Role::Owner).with_password(PasswordHash("$argon2id$x".into()), timestamp(1));
        let line = AuditDraft::create(member.snapshot());
        assert!(!serde_json::to_string(&line.after).unwrap().contains("argon2"));
        assert!(!format!("{member:?}").contains("argon2"));
    }

    #[test]
    fn nobody_gives_a_role_above_his_own() {
        for own in Role::ALL {
            for given in Role::ALL {
                assert_eq!(
                    may_give(&scope(own), given).is_ok(),
                    given <= own,
                    "{own} gives {given}"
                );
            }
        }
    }

    #[test]
    fn demoting_and_deactivating_an_owner_both_cost_one() {
        let owner = member(Role::Owner);
        let demoted = owner
            .edited(MemberEdit { role: Some(Role::Admin), ..MemberEdit::default() }, timestamp(1))
            .unwrap();
        let gone = owner
            .edited(MemberEdit { active: Some(false), ..MemberEdit::default() }, timestamp(1))
            .unwrap();
        let renamed = owner
            .edited(
                MemberEdit { name: Some("Dana R".into()), ..MemberEdit::default() },
                timestamp(1),
            )
            .unwrap();
        assert!(owner.loses_owner(&demoted) && owner.loses_owner(&gone));
        assert!(!owner.loses_owner(&renamed) && !demoted.loses_owner(&gone));
    }
}
