//! Links that open a file without a cookie, for a while. A link is as good as the person it was given to: he must still
//! be there and still be allowed to when it is used.

use crate::{problem::Problem, services::ApiServices};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use callboard_kernel::{Actor, ApiKeyId, MemberId, Scope, Timestamp, WorkspaceId, words};
use callboard_workspaces::WorkspaceError;
use hmac::{Hmac, KeyInit, Mac};
use poem::http::StatusCode;
use poem_openapi::Object;
use sha2::Sha256;
use std::{fmt, str::FromStr};
use time::Duration;
use uuid::Uuid;

/// Signs links and checks them. Every replica needs the same secret.
#[derive(Clone)]
pub struct SignedLinks {
    secret: Vec<u8>,
    valid_for: Duration,
    media_for: Duration,
}

/// Voices and photos of customers: a link to them that was passed on by mistake is soon worth nothing.
const LONGEST_MEDIA_LINK: Duration = Duration::minutes(5);

words! {
    /// What a link opens. The word is signed, so that a link to one thing opens no other.
    pub(crate) enum Linked {
        /// The file of an export.
        Export = "export",
        /// The file of an attachment.
        Attachment = "attachment",
        /// The small copy of a picture.
        Thumbnail = "thumbnail",
        /// The sound of a recording.
        Recording = "recording",
    }
}

/// What a link allows: this person, this file, until then.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Grant {
    pub(crate) workspace: WorkspaceId,
    pub(crate) what: Linked,
    pub(crate) file: Uuid,
    pub(crate) to: Holder,
    /// Seconds since the epoch.
    pub(crate) until: i64,
}

/// Whom a link was given to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Holder {
    Member(MemberId),
    Key(ApiKeyId),
}

/// Why a link opens nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refused {
    /// Nobody made it.
    Forged,
    /// Its time is over.
    Expired,
}

impl SignedLinks {
    /// With the secret of the installation. Links open for `valid_for`.
    pub fn new(secret: impl Into<Vec<u8>>, valid_for: Duration) -> Self {
        Self { secret: secret.into(), valid_for, media_for: LONGEST_MEDIA_LINK }
    }

    /// The same, with links to media that open for so long, five minutes at most.
    #[must_use]
    pub fn with_media_for(mut self, media_for: Duration) -> Self {
        self.media_for = media_for.min(LONGEST_MEDIA_LINK);
        self
    }

    /// A grant for whoever acts; `None` for the product itself, which needs no link.
    pub(crate) fn grant(
        &self,
        scope: &Scope,
        what: Linked,
        file: Uuid,
        now: Timestamp,
    ) -> Option<Grant> {
        let to = match scope.actor() {
            Actor::Member { id, .. } => Holder::Member(*id),
            Actor::ApiKey { id, .. } => Holder::Key(*id),
            Actor::System { .. } => return None,
        };
        let valid_for = if what == Linked::Export { self.valid_for } else { self.media_for };
        let until = (now + valid_for).unix_timestamp();
        Some(Grant { workspace: scope.workspace(), what, file, to, until })
    }

    /// The signature of a grant.
    pub(crate) fn sign(&self, grant: &Grant) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(grant).finalize().into_bytes())
    }

    /// Whether we signed this grant and its time is not over. The signature comes first: whoever forges learns nothing
    /// of the rest.
    pub(crate) fn check(
        &self,
        grant: &Grant,
        signature: &str,
        now: Timestamp,
    ) -> Result<(), Refused> {
        let given = URL_SAFE_NO_PAD.decode(signature).map_err(|_| Refused::Forged)?;
        self.mac(grant).verify_slice(&given).map_err(|_| Refused::Forged)?;
        if now.unix_timestamp() < grant.until { Ok(()) } else { Err(Refused::Expired) }
    }

    /// Each workspace has a key of its own, which comes of the secret.
    fn mac(&self, grant: &Grant) -> Hmac<Sha256> {
        let Grant { workspace, what, file, to, until } = grant;
        let key = keyed(&self.secret, &format!("callboard/links/1/{workspace}"));
        let key = key.finalize().into_bytes();
        keyed(key.as_slice(), &format!("{what}/{file}/{to}/{until}"))
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn keyed(key: &[u8], text: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length is taken");
    mac.update(text.as_bytes());
    mac
}

impl fmt::Debug for SignedLinks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedLinks").field("valid_for", &self.valid_for).finish_non_exhaustive()
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(id) => write!(f, "member.{id}"),
            Self::Key(id) => write!(f, "key.{id}"),
        }
    }
}

impl FromStr for Holder {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (kind, id) = text.split_once('.').ok_or(Refused::Forged)?;
        let id = plain(id)?;
        match kind {
            "member" => Ok(Self::Member(MemberId(id))),
            "key" => Ok(Self::Key(ApiKeyId(id))),
            _ => Err(Refused::Forged),
        }
    }
}

/// An id in the one form that we write, so that one link has one text.
fn plain(text: &str) -> Result<Uuid, Refused> {
    let id = Uuid::from_str(text).map_err(|_| Refused::Forged)?;
    if id.to_string() == text { Ok(id) } else { Err(Refused::Forged) }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Forged => Self::of_status(StatusCode::NOT_FOUND),
            Refused::Expired => Self::new(
                StatusCode::FORBIDDEN,
                "link_expired",
                "The link is too old. Open the page that it is on for a new one.",
            ),
        }
    }
}

/// What a link is made of, besides the address. Texts as they come: whatever is wrong with them, there is no such file.
#[derive(Object)]
pub(crate) struct LinkQuery {
    /// Whose file it is.
    #[oai(validator(max_length = 60))]
    workspace: String,
    /// Whom the link was given to.
    #[oai(validator(max_length = 60))]
    by: String,
    /// Until when it opens, in seconds since the epoch.
    #[oai(validator(max_length = 30))]
    until: String,
    /// The proof that we made it.
    #[oai(validator(max_length = 100))]
    signature: String,
}

impl LinkQuery {
    /// What the link allows, when we made it and its time is not over.
    pub(crate) fn checked(
        &self,
        services: &ApiServices,
        what: Linked,
        file: Uuid,
    ) -> Result<Grant, Refused> {
        let until = i64::from_str(&self.until).map_err(|_| Refused::Forged)?;
        if until.to_string() != self.until {
            return Err(Refused::Forged);
        }
        let workspace = WorkspaceId(plain(&self.workspace)?);
        let grant = Grant { workspace, what, file, to: self.by.parse()?, until };
        services.links.check(&grant, &self.signature, services.clock.now())?;
        Ok(grant)
    }
}

/// What follows `?` in a link.
pub(crate) fn query_of(links: &SignedLinks, grant: &Grant) -> String {
    let Grant { workspace, to, until, .. } = grant;
    format!("workspace={workspace}&by={to}&until={until}&signature={}", links.sign(grant))
}

/// The scope of whom a link was given to, as he is now.
#[expect(
    clippy::disallowed_methods,
    reason = "a checked signature is what authentication is for a link"
)]
pub(crate) async fn scope_of(services: &ApiServices, grant: &Grant) -> Result<Scope, Problem> {
    let asking = Scope::system(grant.workspace, "signed_link");
    let gone = || Problem::from(Refused::Forged);
    let actor = match grant.to {
        Holder::Member(id) => {
            let member = match services.members.get(&asking, id).await {
                Ok(member) => member,
                Err(WorkspaceError::NotFound(_)) => return Err(gone()),
                Err(error) => return Err(error.into()),
            };
            let member = member.value.snapshot();
            if !member.active {
                return Err(gone());
            }
            Actor::Member { id, role: member.role }
        }
        Holder::Key(id) => {
            let keys = services.api_keys.list(&asking).await?;
            let key = keys.into_iter().find(|key| key.id == id && key.revoked_at.is_none());
            Actor::ApiKey { id, role: key.ok_or_else(gone)?.role }
        }
    };
    Ok(Scope::authenticated(grant.workspace, actor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOW: Timestamp = datetime!(2026-03-02 10:00 UTC);

    fn links() -> SignedLinks {
        SignedLinks::new(*b"the secret of the installation..", Duration::minutes(15))
    }

    fn grant() -> Grant {
        Grant {
            workspace: WorkspaceId(Uuid::from_u128(1)),
            what: Linked::Export,
            file: Uuid::from_u128(2),
            to: Holder::Member(MemberId(Uuid::from_u128(3))),
            until: (NOW + Duration::minutes(15)).unix_timestamp(),
        }
    }

    #[test]
    fn a_link_opens_until_its_time_is_over() {
        let signature = links().sign(&grant());
        assert_eq!(links().check(&grant(), &signature, NOW), Ok(()));
        let last = NOW + Duration::seconds(899);
        assert_eq!(links().check(&grant(), &signature, last), Ok(()));
        let over = NOW + Duration::minutes(15);
        assert_eq!(links().check(&grant(), &signature, over), Err(Refused::Expired));
    }

    #[test]
    fn no_part_of_a_grant_can_be_changed() {
        let signature = links().sign(&grant());
        let others = [
            Grant { workspace: WorkspaceId(Uuid::from_u128(9)), ..grant() },
            Grant { file: Uuid::from_u128(9), ..grant() },
            Grant { what: Linked::Recording, ..grant() },
            Grant { to: Holder::Member(MemberId(Uuid::from_u128(9))), ..grant() },
            Grant { to: Holder::Key(ApiKeyId(Uuid::from_u128(3))), ..grant() },
            Grant { until: grant().until + 1, ..grant() },
        ];
        for other in others {
            assert_eq!(links().check(&other, &signature, NOW), Err(Refused::Forged), "{other:?}");
        }
        let stranger =
            SignedLinks::new(*b"the secret of another one.......", Duration::minutes(15));
        assert_eq!(stranger.check(&grant(), &signature, NOW), Err(Refused::Forged));
    }

    #[test]
    fn no_byte_of_a_signature_can_be_changed() {
        let signature = links().sign(&grant());
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=/+ %";
        for index in 0..signature.len() {
            for sign in alphabet.chars() {
                let mut forged: Vec<char> = signature.chars().collect();
                if forged[index] == sign {
                    continue;
                }
                forged[index] = sign;
                let forged: String = forged.into_iter().collect();
                let checked = links().check(&grant(), &forged, NOW);
                assert_eq!(checked, Err(Refused::Forged), "{forged}");
            }
        }
        for forged in ["", "A", &signature[..signature.len() - 1], &format!("{signature}A")] {
            assert_eq!(links().check(&grant(), forged, NOW), Err(Refused::Forged));
        }
    }

    #[test]
    fn ids_have_one_text() {
        let id = Uuid::from_u128(0xabc).to_string();
        assert!(plain(&id).is_ok());
        for other in [id.to_uppercase(), id.replace('-', ""), format!("{{{id}}}")] {
            assert_eq!(plain(&other), Err(Refused::Forged), "{other}");
        }
    }
}
