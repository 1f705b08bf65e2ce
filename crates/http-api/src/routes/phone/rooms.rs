//! Calls in rooms: hold, colleagues who are asked in, passing on.

use crate::{
    answer::Answer,
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    routes::{Part, names::names},
};
use callboard_calls::{CallError, model::Call};
use callboard_kernel::{CallId, MemberId, Role};
use callboard_switchboard::{
    self as switchboard, AskedAs, PersonState,
    model::{Presence, Station},
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// One of us in a call.
#[derive(Object)]
struct Person {
    /// Who.
    member_id: Uuid,
    /// His name.
    name: String,
    /// How far he is in it.
    state: Word<PersonState>,
    /// Whether it is me.
    is_me: bool,
}

/// A call that goes on, and who is in it.
#[derive(Object)]
#[oai(rename = "CallRoom", skip_serializing_if_is_none)]
pub(crate) struct Room {
    /// Since when whoever is outside waits with music; absent when he does not.
    held_since: Option<Instant>,
    /// To whom the call is being passed on.
    transfer_to: Option<Uuid>,
    /// Whether I talk in it, and so may steer it.
    may_steer: bool,
    /// Our people in it.
    people: Vec<Person>,
}

/// Whether whoever is outside waits.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct Hold {
    /// `true` puts him on hold.
    held: bool,
}

/// Who is asked into a call.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewGuest {
    /// Whom.
    member_id: Uuid,
    /// As `guest` he joins; as `successor` he takes the call over, and I leave when he is there.
    #[oai(rename = "as")]
    asked_as: Word<AskedAs>,
}

/// A colleague, and where he can be rung.
#[derive(Object)]
struct Colleague {
    /// Who.
    member_id: Uuid,
    /// His name.
    name: String,
    /// What he does.
    role: Word<Role>,
    /// Whether he takes calls.
    presence: Word<Presence>,
    /// Whether his browser can ring.
    in_browser: bool,
    /// Whether he has a telephone.
    has_phone: bool,
}

/// Whom I can ask into a call.
#[derive(Object)]
pub(crate) struct Colleagues {
    /// By name; those who cannot be rung are among them.
    colleagues: Vec<Colleague>,
}

/// A call into which I am being rung.
#[derive(Object)]
#[oai(rename = "CallInvitation", skip_serializing_if_is_none)]
struct Invitation {
    /// The call.
    call_id: Uuid,
    /// Who is outside; empty when nobody knows, or I may not see it yet.
    name: String,
    /// His number in E.164, when it is known.
    number: Option<String>,
    /// Who asks me.
    asked_by: String,
    /// As what.
    kind: Word<AskedAs>,
    /// Since when I am rung.
    since: Instant,
}

/// The calls into which I am being rung.
#[derive(Object)]
pub(crate) struct Invitations {
    /// The newest first.
    invitations: Vec<Invitation>,
}

pub(crate) struct RoomsApi;

#[OpenApi(tag = "Part::Phone")]
impl RoomsApi {
    /// A call that goes on, and who is in it
    #[oai(path = "/calls/:id/room", method = "get", operation_id = "get_call_room")]
    async fn get(&self, caller: Caller, id: Path<Uuid>) -> Result<Answer<Room>, Problem> {
        let room = caller.switchboard.room(&caller.scope, CallId(id.0)).await?;
        shown(&caller, room).await
    }

    /// Put the customer on hold, or take him off it
    ///
    /// Whoever is on hold hears music and nothing else.
    #[oai(path = "/calls/:id/hold", method = "put", operation_id = "hold_call")]
    async fn hold(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<Hold>,
    ) -> Result<Answer<Room>, Problem> {
        let room = caller.switchboard.hold(&caller.scope, CallId(id.0), body.0.held).await?;
        shown(&caller, room).await
    }

    /// Ring a colleague into the call
    ///
    /// He is rung in his browser if it is there, else at his telephone, where he presses 1.
    #[oai(path = "/calls/:id/guests", method = "post", operation_id = "ask_into_call")]
    async fn ask(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<NewGuest>,
    ) -> Result<Answer<Room>, Problem> {
        let (call, whom) = (CallId(id.0), MemberId(body.0.member_id));
        let asked_as = body.0.asked_as.0;
        let room = caller.switchboard.ask_in(&caller.scope, call, whom, asked_as).await?;
        shown(&caller, room).await
    }

    /// Send a colleague out of the call, stop ringing him, or decline
    #[oai(
        path = "/calls/:id/guests/:member_id",
        method = "delete",
        operation_id = "send_out_of_call"
    )]
    async fn send_out(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        member_id: Path<Uuid>,
    ) -> Result<Answer<Room>, Problem> {
        let (call, whom) = (CallId(id.0), MemberId(member_id.0));
        let room = caller.switchboard.send_out(&caller.scope, call, whom).await?;
        shown(&caller, room).await
    }

    /// Leave the call to whoever has joined
    #[oai(path = "/calls/:id/hand-over", method = "post", operation_id = "hand_over_call")]
    async fn hand_over(&self, caller: Caller, id: Path<Uuid>) -> Result<Answer<Room>, Problem> {
        let room = caller.switchboard.hand_over(&caller.scope, CallId(id.0)).await?;
        shown(&caller, room).await
    }

    /// Whom I can ask into a call
    #[oai(path = "/phone/colleagues", method = "get", operation_id = "list_colleagues")]
    async fn colleagues(&self, caller: Caller) -> Result<Answer<Colleagues>, Problem> {
        let stations = caller.switchboard.colleagues(&caller.scope).await?;
        let members = caller.members.list(&caller.scope, false).await?;
        let colleagues =
            members.into_iter().filter(|other| Some(other.id) != caller.scope.member());
        let colleagues = colleagues.map(|other| {
            let station = stations.iter().find(|station| station.member == other.id);
            let station = station.cloned().unwrap_or(Station::unknown(other.id));
            Colleague {
                member_id: other.id.uuid(),
                name: other.name,
                role: Word(other.role),
                presence: Word(station.presence),
                in_browser: station.is_in_browser(caller.clock.now()),
                has_phone: station.phone.is_some(),
            }
        });
        Ok(Answer(Colleagues { colleagues: colleagues.collect() }))
    }

    /// The calls into which I am being rung
    #[oai(path = "/phone/invitations", method = "get", operation_id = "list_call_invitations")]
    async fn invitations(&self, caller: Caller) -> Result<Answer<Invitations>, Problem> {
        let found = caller.switchboard.invitations(&caller.scope).await?;
        let mut invitations = Vec::with_capacity(found.len());
        let names = if found.is_empty() { Vec::new() } else { names(&caller).await? };
        for asked in found {
            let call = match caller.calls.get(&caller.scope, asked.call).await {
                Ok(call) => Some(call.value),
                // Who sees only his own calls is asked into this one before it is his.
                Err(CallError::NotFound) => None,
                Err(error) => return Err(error.into()),
            };
            let number = call.as_ref().and_then(Call::other_party);
            let number = number.map(|number| number.as_str().to_owned());
            let name = call.map(|call| call.snapshot().caller_name.clone());
            let as_what = if asked.takes_over { AskedAs::Successor } else { AskedAs::Guest };
            invitations.push(Invitation {
                call_id: asked.call.uuid(),
                name: name.unwrap_or_default(),
                number,
                asked_by: name_of(&names, asked.asked_by),
                kind: Word(as_what),
                since: Instant(asked.since),
            });
        }
        Ok(Answer(Invitations { invitations }))
    }
}

async fn shown(caller: &Caller, room: switchboard::RoomNow) -> Result<Answer<Room>, Problem> {
    let names = names(caller).await?;
    let person = |person: switchboard::Person| Person {
        member_id: person.member.uuid(),
        name: name_of(&names, person.member),
        state: Word(person.state),
        is_me: person.is_me,
    };
    Ok(Answer(Room {
        held_since: room.held_since.map(Instant),
        transfer_to: room.transfer_to.map(MemberId::uuid),
        may_steer: room.may_steer,
        people: room.people.into_iter().map(person).collect(),
    }))
}

fn name_of(names: &[(MemberId, String)], member: MemberId) -> String {
    let found = names.iter().find(|(id, _)| *id == member);
    found.map_or_else(|| "Somebody".to_owned(), |(_, name)| name.clone())
}
