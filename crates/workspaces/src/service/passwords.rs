//! Changing a password, with the old one or with a link.

use super::accounts::{Accounts, scope_of};
use crate::{
    error::WorkspaceError,
    events::WorkspaceEvent,
    model::{Member, PasswordReset, Secret, ThrottleKey, check_password},
    ports::{Account, Change, EndSessions, PasswordResets, TokenSource},
};
use callboard_kernel::{
    AuditAction, AuditDraft, Commit, Invalid, Loaded, Scope, SessionId, Timestamp,
};

/// A link that sets a password once.
#[derive(Clone, Debug)]
pub struct ResetLink {
    /// What makes the link. Shown once.
    pub token: Secret,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// What the holder of a link is told before he uses it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResetView {
    /// Enough of the address to know whose password it is: `d•••@demo.example`.
    pub email_hint: String,
    /// Until when it works.
    pub expires_at: Timestamp,
}

impl Accounts {
    /// Replaces the own password and ends all other sessions. Wrong guesses of the current one are throttled.
    pub async fn change_password(
        &self,
        scope: &Scope,
        current_session: SessionId,
        current: &Secret,
        new: &Secret,
    ) -> Result<(), WorkspaceError> {
        let id = scope.member().ok_or(WorkspaceError::NotAMember)?;
        let now = self.ports.clock.now();
        let loaded =
            self.ports.members.get(scope, id).await?.ok_or(WorkspaceError::NotFound("member"))?;
        let counter = [ThrottleKey::confirmation(id)];
        if let Some(retry_after) = self.ports.throttle.attempt(&counter, now).await? {
            return Err(WorkspaceError::Throttled { retry_after });
        }
        let hash = loaded.value.snapshot().password_hash.clone();
        if !self.ports.hasher.verify(current, hash.as_ref()).await?.matches {
            let wrong =
                Invalid::field("current_password", "wrong", "This is not your current password.");
            return Err(wrong.into());
        }
        self.ports.throttle.forgive(&counter).await?;
        let workspace =
            self.ports.workspaces.get(scope).await?.ok_or(WorkspaceError::NotFound("workspace"))?;
        check(&loaded.value, new, &workspace.value.snapshot().name)?;
        let hash = self.ports.hasher.hash(new).await?;
        let changed = loaded.value.with_password(hash, now);
        let event = WorkspaceEvent::SessionRevoked {
            member: id,
            session: None,
            except: Some(current_session),
        };
        let audit = access(&loaded.value, &changed, "password changed");
        let commit = Commit::update(changed, loaded.version, vec![event], audit, now);
        self.ports.members.save(scope, commit, EndSessions::AllBut(current_session)).await?;
        Ok(())
    }

    /// What a link is for; `ResetLinkDead` unless it still works.
    pub async fn look_at_reset(&self, token: &Secret) -> Result<ResetView, WorkspaceError> {
        let (reset, account) = self.live_reset(token).await?;
        let email_hint = email_hint(&account.member.value.snapshot().email);
        Ok(ResetView { email_hint, expires_at: reset.expires_at })
    }

    /// Sets the password that a link is for, once, and ends all sessions of the member.
    pub async fn use_reset(&self, token: &Secret, new: &Secret) -> Result<(), WorkspaceError> {
        let (_, account) = self.live_reset(token).await?;
        check(&account.member.value, new, &account.workspace_name)?;
        // Read again after the slow hash, so that a member who was deactivated meanwhile is seen.
        let hash = self.ports.hasher.hash(new).await?;
        let (_, account) = self.live_reset(token).await?;
        let now = self.ports.clock.now();
        let before = &account.member.value;
        let changed = before.with_password(hash, now);
        let event = WorkspaceEvent::SessionRevoked {
            member: before.snapshot().id,
            session: None,
            except: None,
        };
        let audit = access(before, &changed, "password set by a link");
        let commit = Commit::update(changed, account.member.version, vec![event], audit, now);
        self.ports.resets.redeem(&scope_of(&account), &token.hash(), commit).await?;
        Ok(())
    }

    async fn live_reset(&self, token: &Secret) -> Result<(PasswordReset, Account), WorkspaceError> {
        let now = self.ports.clock.now();
        self.ports
            .directory
            .reset(&token.hash())
            .await?
            .filter(|(reset, account)| reset.is_live(now) && account.member.value.snapshot().active)
            .ok_or(WorkspaceError::ResetLinkDead)
    }
}

/// Makes a link for a member.
pub(super) async fn issue_link(
    resets: &dyn PasswordResets,
    tokens: &dyn TokenSource,
    scope: &Scope,
    member: &Loaded<Member>,
    now: Timestamp,
) -> Result<ResetLink, WorkspaceError> {
    let token = Secret::from_random(tokens.random());
    let reset = PasswordReset::issue(token.hash(), member.value.snapshot().id, now);
    let expires_at = reset.expires_at;
    let audit = access(&member.value, &member.value, "password link made");
    resets.issue(scope, reset, Change { events: Vec::new(), audit, at: now }).await?;
    Ok(ResetLink { token, expires_at })
}

fn check(member: &Member, new: &Secret, workspace: &str) -> Result<(), Invalid> {
    let member = member.snapshot();
    check_password("new_password", new.reveal(), &member.email, &member.name, workspace)
}

fn access(before: &Member, after: &Member, note: &str) -> AuditDraft {
    AuditDraft::change(AuditAction::Access, before.snapshot(), after.snapshot()).because(note)
}

/// The first letter and the host of an address.
fn email_hint(email: &str) -> String {
    let (local, host) = email.rsplit_once('@').unwrap_or((email, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}•••@{host}")
}

#[cfg(test)]
mod tests {
    use super::email_hint;

    #[test]
    fn a_hint_keeps_the_first_letter_only() {
        assert_eq!(email_hint("dana.reyes@demo.example"), "d•••@demo.example");
    }
}
