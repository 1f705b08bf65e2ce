//! Members of the workspace.

use crate::{
    answer::{Answer, Created, Versioned},
    auth::{Caller, Site},
    fields::{Instant, Word, vocabulary},
    problem::Problem,
    request::{IfMatch, Params},
    routes::Part,
};
use callboard_kernel::{MemberId, Role};
use callboard_workspaces::{MemberRow, NewMember as Draft, ResetLink, model};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

vocabulary! {
    Role => "Role",
}

/// A member.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Member {
    /// Id.
    id: Uuid,
    /// Version, for `If-Match`.
    version: i64,
    /// Name.
    name: String,
    /// Role.
    role: Word<Role>,
    /// Whether the member may sign in.
    active: bool,
    /// E-mail address, for those who manage members.
    email: Option<String>,
    /// Whether the member has chosen a password.
    has_password: bool,
    /// When the member was added.
    created_at: Instant,
}

/// Members by name.
#[derive(Object)]
pub(crate) struct MemberList {
    /// The members.
    data: Vec<Member>,
}

/// Which members.
#[derive(Object)]
pub(crate) struct MemberQuery {
    /// Also those who may no longer sign in.
    include_inactive: Option<bool>,
}

/// A new member.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewMember {
    /// Name.
    #[oai(validator(min_length = 1, max_length = 120))]
    name: String,
    /// E-mail address.
    #[oai(validator(max_length = 254))]
    email: String,
    /// Role.
    role: Word<Role>,
}

/// An edit of a member; what is left out stays.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct MemberPatch {
    /// Name.
    #[oai(validator(min_length = 1, max_length = 120))]
    name: Option<String>,
    /// Role.
    role: Option<Word<Role>>,
    /// Whether the member may sign in.
    active: Option<bool>,
}

/// A new member with the link to choose a password.
#[derive(Object)]
pub(crate) struct NewMemberAnswer {
    /// The member.
    member: Member,
    /// The link; shown once.
    reset_link: String,
    /// Until when it works.
    expires_at: Instant,
}

/// A link to choose a password.
#[derive(Object)]
pub(crate) struct ResetLinkAnswer {
    /// The link; shown once.
    reset_link: String,
    /// Until when it works.
    expires_at: Instant,
}

impl From<MemberRow> for Member {
    fn from(row: MemberRow) -> Self {
        Self {
            id: row.id.uuid(),
            version: row.version,
            name: row.name,
            role: Word(row.role),
            active: row.active,
            email: row.email,
            has_password: row.has_password,
            created_at: row.created_at.into(),
        }
    }
}

impl Member {
    fn of(member: &model::Member, version: i64) -> Self {
        let s = member.snapshot();
        Self {
            id: s.id.uuid(),
            version,
            name: s.name.clone(),
            role: Word(s.role),
            active: s.active,
            email: Some(s.email.clone()),
            has_password: s.password_hash.is_some(),
            created_at: s.created_at.into(),
        }
    }
}

fn address(site: &Site, link: &ResetLink) -> String {
    format!("{}/reset?token={}", site.origin(), link.token.reveal())
}

pub(crate) struct MembersApi;

#[OpenApi(prefix_path = "/members", tag = "Part::Members")]
impl MembersApi {
    /// List members
    ///
    /// E-mail addresses are shown to those who manage members.
    #[oai(path = "/", method = "get", operation_id = "list_members")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<MemberQuery>,
    ) -> Result<Answer<MemberList>, Problem> {
        let all = query.0.include_inactive == Some(true);
        let rows = caller.members.list(&caller.scope, all).await?;
        Ok(Answer(MemberList { data: rows.into_iter().map(Member::from).collect() }))
    }

    /// Add a member
    ///
    /// Answers the link by which the new member chooses a password.
    #[oai(path = "/", method = "post", operation_id = "create_member")]
    async fn add(
        &self,
        caller: Caller,
        body: Json<NewMember>,
    ) -> Result<Created<NewMemberAnswer>, Problem> {
        let NewMember { name, email, role } = body.0;
        let added = caller.members.add(&caller.scope, Draft { name, email, role: role.0 }).await?;
        Ok(Created(NewMemberAnswer {
            member: Member::of(&added.member.value, added.member.version.0),
            reset_link: address(&caller.site, &added.link),
            expires_at: added.link.expires_at.into(),
        }))
    }

    /// Edit a member
    ///
    /// Owners are made, changed and removed by owners; one active owner always stays.
    #[oai(path = "/:id", method = "patch", operation_id = "edit_member")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<MemberPatch>,
    ) -> Result<Versioned<Member>, Problem> {
        let edit = model::MemberEdit {
            name: body.0.name,
            role: body.0.role.map(|word| word.0),
            active: body.0.active,
        };
        let (scope, id) = (&caller.scope, MemberId(id.0));
        let edited = caller.members.edit(scope, id, if_match.0, edit).await?;
        let body = Member::of(&edited.value, edited.version.0);
        Ok(Versioned { body, version: edited.version })
    }

    /// Make a link to choose a new password
    ///
    /// Older links of the member stop working.
    #[oai(path = "/:id/reset-link", method = "post", operation_id = "create_reset_link")]
    async fn reset_link(
        &self,
        caller: Caller,
        id: Path<Uuid>,
    ) -> Result<Created<ResetLinkAnswer>, Problem> {
        let link = caller.members.reset_link(&caller.scope, MemberId(id.0)).await?;
        let reset_link = address(&caller.site, &link);
        Ok(Created(ResetLinkAnswer { reset_link, expires_at: link.expires_at.into() }))
    }
}
