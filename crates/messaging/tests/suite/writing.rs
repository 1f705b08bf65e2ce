//! Writing texts: words, gate, limits.

use callboard_kernel::{
    Actor, CallId, CustomerId, Invalid, Loaded, ManualClock, MemberId, Phone, Role, Scope,
    SequentialIds, Timestamp, Version, WorkspaceId,
};
use callboard_messaging::{
    Draft, Messaging, MessagingError, MessagingPorts, TemplateText, TextSettings, Wording,
    gate::{GateAnswer, Pass, Refusal},
    model::{Message, MessageState, Purpose, Values, Variable, Writer, shipped_templates},
    ports::{
        CompanyFacts, MockCompany, MockContactGate, MockConversationStore, MockMessageStore,
        MockMessagingBoard, MockParties, MockStaff, MockTemplateStore, MockTextSettingsStore,
        Party, Posted,
    },
};
use std::sync::{Arc, Mutex};
use time::{Duration, macros::datetime};
use uuid::Uuid;

const NOON: Timestamp = datetime!(2026-11-24 17:00 UTC);
const CALL: CallId = CallId(Uuid::from_u128(0xca11));

#[expect(clippy::disallowed_methods, reason = "tests sign in whom they like")]
fn member(role: Role) -> Scope {
    let id = MemberId(Uuid::from_u128(0xda));
    Scope::authenticated(WorkspaceId(Uuid::from_u128(1)), Actor::Member { id, role })
}

/// What the gate answers, and what the store does with what it is given.
struct Desk {
    messaging: Messaging,
    written: Arc<Mutex<Vec<Message>>>,
}

#[expect(clippy::disallowed_methods, reason = "the gate of the tests")]
fn desk(refusals: Vec<Refusal>, answer: fn(Message) -> Posted) -> Desk {
    let written = Arc::<Mutex<Vec<Message>>>::default();
    let mut messages = MockMessageStore::new();
    let seen = written.clone();
    messages.expect_post().returning(move |_, post| {
        seen.lock().unwrap().push(post.message.clone());
        Ok(answer(post.message))
    });
    messages.expect_get().returning(|_, _| Ok(None));
    let mut gate = MockContactGate::new();
    gate.expect_ask().returning(move |_, _| {
        Ok(match refusals.clone() {
            none if none.is_empty() => GateAnswer::Allowed(Pass::granted(0)),
            refusals => GateAnswer::Refused(refusals),
        })
    });
    let mut templates = MockTemplateStore::new();
    templates.expect_list().returning(|scope| {
        let all = shipped_templates(scope.workspace(), NOON);
        Ok(all.into_iter().map(|value| Loaded { value, version: Version(1) }).collect())
    });
    let mut parties = MockParties::new();
    parties.expect_of_call().returning(|_, call| {
        Ok((call == CALL).then(|| Party {
            customer: Some(CustomerId(Uuid::from_u128(7))),
            name: "Ana Ortiz".to_owned(),
            number: Phone::from_e164("+18645550101").ok(),
            line: Phone::from_e164("+18645550199").ok(),
        }))
    });
    let mut company = MockCompany::new();
    company.expect_facts().returning(|_, _| {
        Ok(CompanyFacts {
            name: "Ridgeline".to_owned(),
            region: "US".to_owned(),
            next_opening: String::new(),
        })
    });
    let mut staff = MockStaff::new();
    staff.expect_name().returning(|_, _| Ok(Some("Dana Whitlock".to_owned())));
    let mut settings = MockTextSettingsStore::new();
    settings
        .expect_load()
        .returning(|_| Ok(Loaded { value: TextSettings::default(), version: Version(0) }));
    let messaging = Messaging::new(MessagingPorts {
        templates: Arc::new(templates),
        messages: Arc::new(messages),
        conversations: Arc::new(MockConversationStore::new()),
        board: Arc::new(MockMessagingBoard::new()),
        settings: Arc::new(settings),
        gate: Arc::new(gate),
        parties: Arc::new(parties),
        company: Arc::new(company),
        staff: Arc::new(staff),
        clock: Arc::new(ManualClock::new(NOON)),
        ids: Arc::new(SequentialIds::default()),
    });
    Desk { messaging, written }
}

fn template(key: &str, values: &[(Variable, &str)]) -> Draft {
    let values: Values = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let wording = Wording { template: Some(key.to_owned()), message: None, values };
    Draft { wording, scheduled_for: None }
}

#[tokio::test]
async fn a_template_is_filled_with_what_is_known_and_what_is_said() {
    let desk = desk(vec![], Posted::Written);
    let dana = member(Role::Dispatcher);
    let draft = template("on_my_way", &[(Variable::JobTime, "at 2:30 PM")]);
    let message = desk.messaging.text_caller(&dana, CALL, draft, None).await.unwrap();
    let s = message.snapshot();
    assert_eq!(
        s.body,
        "Hi Ana, Dana from Ridgeline is on the way and should be with you at 2:30 PM."
    );
    assert_eq!((s.purpose, s.state), (Some(Purpose::Service), MessageState::Ready));
    assert_eq!(s.writer, Some(Writer::Person { member: dana.member() }));
    let general = desk.messaging.text_caller(&dana, CALL, Draft::default(), None).await.unwrap();
    assert_eq!(general.snapshot().template.as_deref(), Some("general"));
}

#[tokio::test]
async fn what_nobody_said_is_asked_for_and_nothing_is_written() {
    let desk = desk(vec![], Posted::Written);
    let dana = member(Role::Dispatcher);
    let missing = desk.messaging.text_caller(&dana, CALL, template("on_my_way", &[]), None).await;
    let Err(MessagingError::Invalid(Invalid(wrong))) = missing else { panic!("refused") };
    assert_eq!(wrong[0].path, "variables.job_time");
    let unknown = desk.messaging.text_caller(&dana, CALL, template("nope", &[]), None).await;
    assert!(matches!(unknown, Err(MessagingError::NotFound("template_key"))));
    let elsewhere = CallId(Uuid::from_u128(9));
    let nowhere = desk.messaging.text_caller(&dana, elsewhere, Draft::default(), None).await;
    assert!(matches!(nowhere, Err(MessagingError::NotFound("call"))));
    let past = Draft { scheduled_for: Some(NOON - Duration::HOUR), ..Draft::default() };
    let late = desk.messaging.text_caller(&dana, CALL, past, None).await;
    assert!(matches!(late, Err(MessagingError::Invalid(_))));
    let viewer = member(Role::Viewer);
    let forbidden = desk.messaging.text_caller(&viewer, CALL, Draft::default(), None).await;
    assert!(matches!(forbidden, Err(MessagingError::Forbidden(_))));
    assert!(desk.written.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_preview_shows_what_is_missing_in_brackets() {
    let desk = desk(vec![], Posted::Written);
    let viewer = member(Role::Viewer);
    let text = TemplateText::Key("on_my_way".to_owned());
    let read = desk.messaging.preview(&viewer, text, Values::new(), Some(CALL), None);
    let read = read.await.unwrap();
    assert_eq!(read.missing, [Variable::JobTime]);
    assert!(read.text.ends_with("with you [job time]."), "{}", read.text);
    assert_eq!(read.segments.count, 1);
    let words = TemplateText::Words("{{ 7 * 7 }}".to_owned());
    let program = desk.messaging.preview(&viewer, words, Values::new(), None, None).await;
    assert!(matches!(program, Err(MessagingError::Invalid(_))));
}

#[tokio::test]
async fn every_rule_that_refuses_is_told() {
    let night = Refusal {
        rule: "courtesy_hours".to_owned(),
        words: "It is night there.".to_owned(),
        until: Some(NOON + Duration::hours(9)),
        lifted_by: "dispatcher".to_owned(),
    };
    let desk = desk(vec![night.clone()], Posted::Written);
    let dana = member(Role::Dispatcher);
    let refused = desk.messaging.text_caller(&dana, CALL, Draft::default(), None).await;
    let Err(error @ MessagingError::Refused(_)) = refused else { panic!("refused") };
    assert_eq!(error.to_string(), "It is night there");
    let MessagingError::Refused(why) = error else { unreachable!() };
    assert_eq!(why, [night]);
    assert!(desk.written.lock().unwrap().is_empty());
}

#[tokio::test]
async fn limits_of_the_store_are_refusals_with_an_end() {
    let dana = member(Role::Dispatcher);
    let repeated = desk(vec![], |_| Posted::Repeated(NOON + Duration::minutes(3)));
    let refused = repeated.messaging.text_caller(&dana, CALL, Draft::default(), None).await;
    let Err(MessagingError::Refused(why)) = refused else { panic!("refused") };
    assert_eq!(why[0].rule, "repeated_text");
    assert_eq!(why[0].until, Some(NOON + Duration::minutes(3)));
    let capped = desk(vec![], |_| Posted::TooMany(NOON + Duration::hours(5)));
    let refused = capped.messaging.text_caller(&dana, CALL, Draft::default(), None).await;
    let Err(MessagingError::Refused(why)) = refused else { panic!("refused") };
    assert_eq!((why[0].rule.as_str(), why[0].lifted_by.as_str()), ("daily_text_cap", "wait"));
}
