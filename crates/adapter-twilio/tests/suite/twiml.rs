//! Answers: every flow is a document, nothing in it breaks out, and nobody is recorded unawares.

use crate::support::{link, phone, scope, twilio};
use callboard_telephony::{
    Announced, Announcement, Answer, CallFlow, Callee, Conference, Dial, DialRecording, DialTo,
    FlowBuilder, Gather, GatherInput, HoldMusic, Identity, NewTranscription, OnLeaving, OnSilence,
    Partials, Private, Prompt, RejectReason, Speech, Unannounced, Voicemail, ports::Webhooks,
};
use proptest::prelude::*;
use roxmltree::{Document, Node};

/// What only an announcement says here.
const ANNOUNCEMENT: &str = "THIS CALL IS RECORDED";

const HOSTILE: [&str; 16] = [
    "</Say><Record/><Say>",
    "]]><Hangup/><![CDATA[",
    "<!--",
    "-->",
    "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
    "&lt;&amp;&#0;&#x1F;",
    "\" record=\"record-from-answer\" x=\"",
    "' onload='alert(1)",
    "$(reboot) `id` ; rm -rf / | cat",
    "=HYPERLINK(\"http://x\",\"y\")",
    "a\r\nSet-Cookie: b\r\n\r\n<html>",
    "\u{0}\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{85}\u{9f}",
    "\u{202e}gnp.exe\u{2066}\u{200b}\u{feff}",
    "\u{fffe}\u{ffff}\u{1fffe}\u{10ffff}",
    "👩‍👩‍👧‍👦 é 世界",
    "{{7*7}} ${7*7} %s %n",
];

fn written(flow: CallFlow) -> String {
    let answer = twilio("http://127.0.0.1:1").write(&scope(), &Answer::Call(flow));
    assert_eq!((answer.status, answer.content_type), (200, Some("text/xml; charset=utf-8")));
    answer.body
}

/// A text as it must come out of the document again: blanks for line ends, nothing that XML forbids.
fn expected(text: &str) -> String {
    let allowed = |letter: &char| {
        !letter.is_control() && !matches!(u32::from(*letter) & 0xffff, 0xfffe | 0xffff)
    };
    let blanks = text.chars().map(|letter| if "\r\n\t".contains(letter) { ' ' } else { letter });
    blanks.filter(allowed).collect()
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(&HOSTILE[..]).prop_map(str::to_owned),
        ".{0,40}",
        any::<Vec<char>>().prop_map(|letters| letters.into_iter().take(40).collect()),
    ]
}

fn any_speech() -> impl Strategy<Value = Speech> {
    (any_text(), proptest::option::of(any_text()), proptest::option::of(any_text()))
        .prop_map(|(text, voice, language)| Speech { text, voice, language })
}

fn any_prompt() -> impl Strategy<Value = Prompt> {
    prop_oneof![
        any_speech().prop_map(Prompt::Say),
        Just(Prompt::Play(link("sound.mp3?a=1&b=<2>"))),
        any::<u16>().prop_map(Prompt::Pause),
    ]
}

fn any_gather() -> impl Strategy<Value = Gather> {
    let input = prop_oneof![
        proptest::option::of(1..9_u8).prop_map(|count| GatherInput::Keys { count }),
        (any_text(), proptest::collection::vec(any_text(), 0..3))
            .prop_map(|(language, hints)| GatherInput::Speech { language, hints }),
        any_text().prop_map(|language| GatherInput::KeysOrSpeech { count: Some(1), language }),
    ];
    (proptest::collection::vec(any_prompt(), 0..3), input, any::<u16>()).prop_map(
        |(prompts, input, timeout_s)| Gather {
            prompts,
            input,
            then: link("continued"),
            timeout_s,
            on_silence: OnSilence::GoOn,
        },
    )
}

fn any_callee() -> impl Strategy<Value = Callee> {
    let before = || proptest::option::of(Just(link("whisper?x=1&y=2")));
    prop_oneof![
        before().prop_map(|whisper| Callee::Staff { phone: phone(1), whisper }),
        before().prop_map(|notice| Callee::Customer { phone: phone(2), notice }),
        Just(Callee::Browser { identity: Identity::parse("member_7").unwrap() }),
    ]
}

fn any_dial() -> impl Strategy<Value = Dial> {
    let to = prop_oneof![
        proptest::collection::vec(any_callee(), 0..4).prop_map(DialTo::FirstOf),
        any_text().prop_map(DialTo::Queue),
        any_text().prop_map(|room| DialTo::Conference(Conference {
            room,
            hold: HoldMusic::Silence,
            on_leaving: OnLeaving::Closes,
        })),
    ];
    (to, any::<u16>(), any::<bool>()).prop_map(|(to, ring_s, more)| Dial {
        to,
        caller_id: more.then(|| phone(0)),
        ring_s,
        longest_s: more.then_some(3_600),
        then: link("continued"),
        report_to: more.then(|| link("status")),
    })
}

/// A step that somebody may wish for; those that record are possible behind an announcement only.
#[derive(Clone, Debug)]
enum Wish {
    Say(Speech),
    Play,
    Pause(u16),
    Gather(Gather),
    Dial(Dial),
    Enqueue(String),
    Announce(Option<String>),
    Voicemail,
    RecordedDial(Dial),
    Transcribe(String),
}

fn any_wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        any_speech().prop_map(Wish::Say),
        Just(Wish::Play),
        any::<u16>().prop_map(Wish::Pause),
        any_gather().prop_map(Wish::Gather),
        any_dial().prop_map(Wish::Dial),
        any_text().prop_map(Wish::Enqueue),
        proptest::option::of(any_text()).prop_map(Wish::Announce),
        Just(Wish::Voicemail),
        any_dial().prop_map(Wish::RecordedDial),
        any_text().prop_map(Wish::Transcribe),
    ]
}

enum Building {
    Unannounced(FlowBuilder<Unannounced>),
    Announced(FlowBuilder<Announced>),
}

impl Building {
    /// Grants what the types allow; the rest is left out, because it could not be written down.
    fn grant(self, wish: Wish) -> Self {
        match (self, wish) {
            (Self::Unannounced(flow), Wish::Announce(text)) => {
                let text = format!("{ANNOUNCEMENT} {}", text.unwrap_or_default());
                let announcement = Announcement::say(Speech::new(text)).unwrap();
                Self::Announced(flow.announce(announcement))
            }
            (Self::Announced(flow), Wish::Voicemail) => {
                Self::Announced(flow.voicemail(Voicemail {
                    then: link("continued"),
                    report_to: link("recording"),
                    longest_s: 60,
                    silence_s: 5,
                }))
            }
            (Self::Announced(flow), Wish::RecordedDial(dial)) => Self::Announced(
                match dial.recorded(DialRecording { report_to: link("recording") }) {
                    Ok(dial) => flow.dial_recorded(dial),
                    Err(_) => flow,
                },
            ),
            (Self::Announced(flow), Wish::Transcribe(language)) => {
                Self::Announced(flow.transcribe(NewTranscription {
                    report_to: link("transcription"),
                    language,
                    partials: Partials::Finished,
                    hints: vec!["furnace".to_owned()],
                }))
            }
            (Self::Unannounced(flow), wish) => Self::Unannounced(harmless(flow, wish)),
            (Self::Announced(flow), wish) => Self::Announced(harmless(flow, wish)),
        }
    }

    fn end(self, how: u8) -> CallFlow {
        fn close<S>(flow: FlowBuilder<S>, how: u8) -> CallFlow {
            match how {
                0 => flow.hang_up(),
                1 => flow.redirect(link("continued?a=1&b=2")),
                _ => flow.end(),
            }
        }
        match self {
            Self::Unannounced(flow) => close(flow, how),
            Self::Announced(flow) => close(flow, how),
        }
    }
}

fn harmless<S>(flow: FlowBuilder<S>, wish: Wish) -> FlowBuilder<S> {
    match wish {
        Wish::Say(speech) => flow.say(speech),
        Wish::Play => flow.play(link("a.mp3")),
        Wish::Pause(seconds) => flow.pause(seconds),
        Wish::Gather(gather) => flow.gather(gather),
        Wish::Dial(dial) => flow.dial(dial),
        Wish::Enqueue(queue) => flow.enqueue(queue, None, link("continued")),
        Wish::Announce(_) | Wish::Voicemail | Wish::RecordedDial(_) | Wish::Transcribe(_) => flow,
    }
}

fn any_flow() -> impl Strategy<Value = CallFlow> {
    (proptest::collection::vec(any_wish(), 0..12), 0..3_u8).prop_map(|(wishes, how)| {
        let begun = Building::Unannounced(CallFlow::begin());
        wishes.into_iter().fold(begun, Building::grant).end(how)
    })
}

fn records(node: &Node<'_, '_>) -> bool {
    node.has_tag_name("Record")
        || node.has_tag_name("Transcription")
        || node.has_tag_name("Recording")
        || node.attribute("record").is_some_and(|how| how != "do-not-record")
}

fn announces(node: &Node<'_, '_>) -> bool {
    let said = node.text().unwrap_or_default();
    node.has_tag_name("Say")
        && said.starts_with(ANNOUNCEMENT)
        && node.parent().is_some_and(|parent| parent.has_tag_name("Response"))
}

/// The texts of a flow that are said, in their order.
fn spoken(flow: &CallFlow) -> Vec<String> {
    use callboard_telephony::Step;
    let of = |prompt: &Prompt| match prompt {
        Prompt::Say(speech) => Some(speech.text.clone()),
        Prompt::Play(_) | Prompt::Pause(_) => None,
    };
    let steps = flow.steps().iter();
    steps
        .flat_map(|step| match step {
            Step::Prompt(prompt) => of(prompt).into_iter().collect(),
            Step::Announce(announcement) => of(announcement.prompt()).into_iter().collect(),
            Step::Gather(gather) => gather.prompts.iter().filter_map(of).collect::<Vec<_>>(),
            _ => Vec::new(),
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_flow_is_a_document_that_says_what_it_should_and_records_nobody_unawares(flow in any_flow()) {
        let body = written(flow.clone());
        let document = Document::parse(&body).unwrap();
        let root = document.root_element();
        prop_assert!(root.has_tag_name("Response"));
        let verbs: Vec<_> = root.children().collect();
        prop_assert_eq!(verbs.len(), flow.steps().len());
        prop_assert!(verbs.iter().all(Node::is_element));

        let said: Vec<String> = document
            .descendants()
            .filter(|node| node.has_tag_name("Say"))
            .map(|node| node.text().unwrap_or_default().to_owned())
            .collect();
        let wanted: Vec<String> = spoken(&flow).iter().map(|text| expected(text)).collect();
        prop_assert_eq!(said, wanted);

        let mut announced = false;
        for node in document.descendants().filter(Node::is_element) {
            announced |= announces(&node);
            prop_assert!(announced || !records(&node), "{}", body);
        }
    }

    #[test]
    fn a_message_is_a_text_and_nothing_else(text in any_text()) {
        let twilio = twilio("http://127.0.0.1:1");
        let body = twilio.write(&scope(), &Answer::Message(Private::new(text.clone()))).body;
        let document = Document::parse(&body).unwrap();
        let names: Vec<_> = document
            .descendants()
            .filter(Node::is_element)
            .map(|node| node.tag_name().name().to_owned())
            .collect();
        prop_assert_eq!(names, ["Response", "Message"]);
        let message = document.root_element().first_element_child().unwrap();
        prop_assert_eq!(message.text().unwrap_or_default(), expected(&text));
    }
}

#[test]
fn the_words_are_twilios() {
    let dial = Dial {
        to: DialTo::FirstOf(vec![Callee::Customer {
            phone: phone(1),
            notice: Some(link("notice")),
        }]),
        caller_id: Some(phone(0)),
        ring_s: 25,
        longest_s: None,
        then: link("continued"),
        report_to: Some(link("status")),
    };
    let recorded = dial.recorded(DialRecording { report_to: link("recording") }).unwrap();
    let announcement = Announcement::say(Speech::new("We record.")).unwrap();
    let flow = CallFlow::begin().announce(announcement).dial_recorded(recorded).hang_up();
    let base = "https://desk.example.com/hooks/twilio/opaque";
    let wanted = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Say>We record.</Say>\
         <Dial answerOnBridge=\"true\" timeout=\"25\" callerId=\"+18645550100\" \
         action=\"{base}/continued\" method=\"POST\" record=\"record-from-answer-dual\" \
         recordingStatusCallback=\"{base}/recording\" recordingStatusCallbackMethod=\"POST\" \
         recordingStatusCallbackEvent=\"completed absent\"><Number url=\"{base}/notice\" \
         method=\"POST\" statusCallback=\"{base}/status\" statusCallbackMethod=\"POST\" \
         statusCallbackEvent=\"initiated ringing answered completed\">+18645550101</Number></Dial>\
         <Hangup/></Response>"
    );
    assert_eq!(written(flow), wanted);
}

#[test]
fn a_refused_call_is_never_answered() {
    let body = written(CallFlow::reject(RejectReason::Engaged));
    assert!(body.ends_with("<Response><Reject reason=\"busy\"/></Response>"));
    let heard = twilio("http://127.0.0.1:1").write(&scope(), &Answer::Heard);
    assert!(heard.body.ends_with("<Response/>"));
}
