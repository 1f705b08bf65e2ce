//! What strangers say into a telephone or a text: kept as they said it, and nothing but text in a voice answer, a
//! conversation, a file, a mail and a line of the log.

use callboard_tests::{
    Answer, Company, Engine, Place, Server, minutes_ago,
    twilio::{Reporter, SETTINGS},
    until,
};
use rstest::rstest;
use serde_json::json;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::Duration,
};

const SOON: Duration = Duration::from_mins(1);
const MAIN: &str = "+14045550100";
/// In each text, so that it is found again wherever it went.
const MARK: &str = "canary";
/// Signs that turn the direction of what follows.
const TURNS: [char; 4] = ['\u{202e}', '\u{2066}', '\u{2067}', '\u{202d}'];

/// What is no number although it stands where one belongs.
const NO_NUMBERS: [&str; 9] = [
    "canary\0",
    "<b>canary</b>",
    "=1+1",
    "+1\r\nX-Canary: 1",
    "\u{202e}+14045550100",
    "sip:canary@x.example",
    "anonymous",
    "",
    "+99000000000000000000000000000",
];

/// Texts that mean no good, each with the mark.
fn texts() -> Vec<String> {
    let mut all: Vec<String> = [
        "$(id);`id`|rm -rf \"/\" && 'canary",
        "<b onclick=x>canary</b><script>canary()</script>",
        "]]></Say><Dial>+19005550100</Dial><Say>canary",
        "&#60;Hangup/&#62;&canary;",
        "=HYPERLINK(\"http://x.example/canary\",\"y\")",
        "\t=cmd|'/C canary'!A0",
        "+canary",
        "\u{feff}@canary(1)",
        "canary\r\nBcc: eve@example.com\r\n\r\n<b>body</b>",
        "canary\r\n2026-01-01T00:00:00Z ERROR forged",
        "\u{1b}[31mcanary\u{1b}[0m",
        "\u{202e}canary\u{2066}eve",
        "can\u{200b}ary canary {{constructor.constructor}} {{first_name}} {% raw %}",
        "canary 👩\u{200d}👩\u{200d}👧 🏴 Z͑͗ͨ",
    ]
    .map(str::to_owned)
    .to_vec();
    all.push("canary ".repeat(1_400));
    all
}

fn caller(at: usize) -> String {
    format!("+1404555{:04}", 110 + at)
}

fn customer(at: usize) -> String {
    format!("+1404555{:04}", 160 + at)
}

fn taken_or_too_much(text: &str, told: &Answer) {
    let too_much = text.len() > 200 || text.contains(char::is_control);
    assert!(told.status == 201 || too_much && told.status == 400, "{text:?}: {told}");
}

/// A desk, the path of its line, and who reports like Twilio.
async fn desk(engine: Engine) -> (Place, Server, Company, String, Reporter) {
    let place = Place::fresh(engine).await;
    let server = place.serve_with(&[], &SETTINGS).await;
    let company = Company::found(&place, &server, "odd").await;
    let line = json!({"number": MAIN, "label": "Main"});
    let line = company.admin.post("/api/settings/lines", line).await.must(201);
    let line = format!("/api/settings/lines/{}", line["id"].as_str().unwrap());
    let on_duty = json!({"presence": "available", "phone": "+14045550101"});
    company.dispatcher.patch("/api/phone", on_duty).await.ok();
    let setup = company.admin.get("/api/settings/telephony").await.ok();
    let reporter = Reporter::new(&server, setup["voice_url"].as_str().unwrap());
    (place, server, company, line, reporter)
}

/// The elements of a voice answer, and all that is said in it.
fn heard(twiml: &str) -> (Vec<String>, String) {
    let document = roxmltree::Document::parse(twiml).unwrap_or_else(|e| panic!("{e}: {twiml}"));
    let elements = document.descendants().filter(roxmltree::Node::is_element);
    let names = elements.map(|node| node.tag_name().name().to_owned()).collect();
    let words = document.descendants().filter_map(|node| node.text());
    (names, words.collect())
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_said_over_a_wire_is_text_everywhere(#[case] engine: Engine) {
    let (place, server, company, line, twilio) = desk(engine).await;
    let texts = texts();
    for (at, text) in texts.iter().enumerate() {
        let (from, message) = (caller(at), format!("SM{at:032x}"));
        let fields = [
            ("MessageSid", message.as_str()),
            ("From", from.as_str()),
            ("To", MAIN),
            ("Body", text.as_str()),
            ("NumMedia", "0"),
        ];
        assert_eq!(twilio.report("sms", &fields).await.status, 200, "{text:?}");
        // Somebody of whom only this is known, and a customer.
        let phones = json!([{"number": customer(at), "primary": true}]);
        let named = json!({"name": text, "phones": phones});
        taken_or_too_much(text, &company.dispatcher.post("/api/customers", named).await);
        for number in [from, customer(at)] {
            let late = json!({
                "direction": "in", "from": number, "to": MAIN, "answered": false, "caller_name": text,
                "started_at": minutes_ago(90),
            });
            taken_or_too_much(text, &company.dispatcher.post("/api/calls", late).await);
        }
    }
    for (at, from) in NO_NUMBERS.iter().enumerate() {
        let message = format!("SM{at:032x}-none");
        let fields =
            [("MessageSid", message.as_str()), ("From", *from), ("To", MAIN), ("Body", "canary\0")];
        let told = twilio.report("sms", &fields).await;
        assert!((200..500).contains(&told.status), "{from:?}: {told:?}");
    }

    voices(&company, &line, &twilio, &texts).await;
    conversations(&company, &texts).await;
    a_file(&server, &company).await;
    mails(place.folder()).await;
    lines_of_the_log(&server.log());
}

/// A greeting is read out as it stands; no name of a caller becomes an instruction.
async fn voices(company: &Company, line: &str, twilio: &Reporter, texts: &[String]) {
    let ring = async |number: usize, from: &str, name: &str| {
        let call = format!("CA{number:032x}");
        let fields = [
            ("CallSid", call.as_str()),
            ("From", from),
            ("To", MAIN),
            ("CallStatus", "ringing"),
            ("Direction", "inbound"),
            ("CallerName", name),
        ];
        let reply = twilio.report("voice", &fields).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        heard(&reply.body)
    };
    company.admin.patch(line, json!({"greeting": "Welcome."})).await.ok();
    let (usual, _) = ring(1, &caller(48), "Pat").await;
    for (at, from) in NO_NUMBERS.iter().enumerate() {
        let (elements, _) = ring(at + 100, from, "Pat").await;
        assert_eq!(elements, usual, "{from:?} is answered like everybody");
    }
    let mut said = 0;
    for (at, text) in texts.iter().enumerate() {
        let told = company.admin.patch(line, json!({"greeting": text})).await;
        let (elements, words) = ring(at + 2, &caller(48), text).await;
        assert_eq!(elements, usual, "{text:?}");
        if told.status == 200 {
            assert!(words.contains(MARK), "{text:?} is read out: {words}");
            said += 1;
        }
    }
    assert!(said > 10, "only {said} greetings were taken");
}

async fn conversations(company: &Company, texts: &[String]) {
    let bodies = until("all texts are in their conversations", SOON, async || {
        let list = company.dispatcher.get("/api/conversations?limit=100").await.ok();
        let list = list["data"].as_array().unwrap().clone();
        (list.len() >= texts.len()).then_some(list)
    });
    let mut bodies_seen = BTreeSet::new();
    for conversation in bodies.await {
        let path = format!("/api/conversations/{}/messages", conversation["id"].as_str().unwrap());
        let answer = company.dispatcher.get(&path).await;
        assert_eq!(answer.header("content-type"), Some("application/json"));
        for message in answer.ok()["data"].as_array().unwrap() {
            bodies_seen.insert(message["text"].as_str().unwrap_or_default().to_owned());
        }
    }
    for text in texts {
        assert!(bodies_seen.contains(text), "{text:?} is not what was kept: {bodies_seen:?}");
    }
    let calls = company.dispatcher.get("/api/calls?limit=100").await.ok();
    for call in calls["data"].as_array().unwrap() {
        let name = call["caller_name"].as_str().unwrap_or_default();
        assert!(!name.contains(TURNS) && !name.chars().any(char::is_control), "{name:?}");
        let from = &call["from_e164"];
        let is_number =
            |text: &str| text.strip_prefix('+').is_some_and(|digits| digits.parse::<u64>().is_ok());
        assert!(
            from.is_null() || from.as_str().is_some_and(is_number),
            "{from} is shown as a number"
        );
    }
}

/// As a spreadsheet reads it: no cell is a formula.
async fn a_file(server: &Server, company: &Company) {
    let asked = company.admin.post("/api/calls/export", json!({"format": "csv"})).await.must(202);
    let path = format!("/api/exports/{}", asked["job_id"].as_str().unwrap());
    let export = until("the file is ready", SOON, async || {
        let export = company.admin.get(&path).await.ok();
        (export["status"] == "ready").then_some(export)
    })
    .await;
    let file = server.anonymous().get(export["download_url"].as_str().unwrap()).await;
    let mut reader = csv::ReaderBuilder::new().from_reader(file.text.as_bytes());
    let mut marked = 0;
    for record in reader.records() {
        for cell in &record.expect("each line has the same fields") {
            marked += usize::from(cell.contains(MARK));
            let cell = cell.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
            let number = cell.len() > 1 && cell[1..].chars().all(|c| c.is_ascii_digit());
            assert!(number || !cell.starts_with(['=', '+', '-', '@']), "{cell:?} is a formula");
        }
    }
    assert!(marked > 8, "only {marked} cells hold a text");
}

/// Letters about late calls have the headers that all letters have.
async fn mails(folder: &Path) {
    let letters = until("letters about customers that wait are written", SOON, async || {
        let letters: Vec<_> =
            eml_in(folder).iter().map(|file| std::fs::read(file).unwrap()).collect();
        let marked = letters.iter().filter(|letter| holds(letter, MARK)).count();
        (marked > 6).then_some(letters)
    })
    .await;
    let mut kinds = BTreeSet::new();
    for letter in letters {
        let text = String::from_utf8(letter).expect("a letter is text");
        let (head, _) = text.split_once("\r\n\r\n").expect("a head and a body");
        let starts = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        let names: BTreeSet<String> =
            starts.map(|line| line.split_once(':').expect("a header").0.to_lowercase()).collect();
        assert!(!names.contains("bcc"), "{head}");
        assert!(head.is_ascii() && !head.contains('\u{1b}'), "{head:?}");
        kinds.insert(names);
    }
    assert_eq!(kinds.len(), 1, "{kinds:?}");
}

fn holds(bytes: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(bytes).contains(text)
}

fn eml_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(eml_in(&path));
        } else if path.extension().is_some_and(|kind| kind == "eml") {
            found.push(path);
        }
    }
    found
}

/// Nobody's words or numbers are in the log, and nobody writes a line of it.
fn lines_of_the_log(log: &str) {
    assert!(log.lines().count() > 20, "{log}");
    for line in log.lines() {
        assert!(!line.contains(MARK) && !line.contains("ERROR forged"), "{line}");
        assert!(!line.contains("404555"), "a number: {line}");
        let first = line.trim_start_matches("\u{1b}[2m");
        let good = first.starts_with("20") || line.starts_with("Callboard serves at ");
        assert!(good, "a line of its own: {line:?}");
    }
}
