//! Replies of customers, labelled by hand.

use callboard_consent::{Reply, StopScope, read_reply};

const PHRASES: &str = include_str!("phrases.tsv");

struct Labelled {
    label: &'static str,
    phrase: String,
}

fn labelled() -> Vec<Labelled> {
    let lines = PHRASES.lines().filter(|line| !line.starts_with('#'));
    let parts = lines.map(|line| line.splitn(3, '\t').collect::<Vec<_>>());
    parts
        .map(|parts| {
            let [label, _language, phrase] = parts[..] else { panic!("three columns: {parts:?}") };
            Labelled { label, phrase: phrase.replace("\\n", "\n") }
        })
        .collect()
}

fn label(reply: Reply) -> &'static str {
    match reply {
        Reply::Stop(StopScope::Everything) => "stop",
        Reply::Stop(StopScope::Marketing) => "stop_marketing",
        Reply::Stop(StopScope::Reminders) => "stop_reminders",
        Reply::Stop(StopScope::Surveys) => "stop_surveys",
        Reply::Start => "start",
        Reply::Help => "help",
        Reply::MaybeRevocation => "maybe",
        Reply::Other => "other",
    }
}

/// What was read otherwise than it is labelled.
fn misread(all: &[Labelled]) -> Vec<String> {
    all.iter()
        .filter_map(|Labelled { label: expected, phrase }| {
            let read = label(read_reply(phrase));
            (read != *expected).then(|| format!("{phrase:?} is {expected}, read as {read}"))
        })
        .collect()
}

#[test]
fn the_collection_is_large_enough_to_mean_something() {
    let all = labelled();
    assert!(all.len() >= 300, "{} phrases", all.len());
    assert!(all.iter().filter(|labelled| labelled.label == "other").count() >= 80);
}

#[test]
fn every_keyword_is_read() {
    let mut keywords = labelled();
    keywords.retain(|labelled| !["maybe", "other"].contains(&labelled.label));
    let misread = misread(&keywords);
    assert!(misread.is_empty(), "{misread:#?}");
}

#[test]
fn at_least_ninety_nine_of_a_hundred_phrases_are_read() {
    let all = labelled();
    let misread = misread(&all);
    println!("{} of {} read as labelled", all.len() - misread.len(), all.len());
    assert!(misread.len() * 100 <= all.len(), "of {}: {misread:#?}", all.len());
}

/// The stricter direction has no tolerance: what revokes in other words is never overlooked.
#[test]
fn no_revocation_is_overlooked() {
    let mut revocations = labelled();
    revocations.retain(|labelled| labelled.label == "maybe" || labelled.label.starts_with("stop"));
    let overlooked: Vec<_> = revocations
        .iter()
        .filter(|labelled| {
            !matches!(read_reply(&labelled.phrase), Reply::Stop(_) | Reply::MaybeRevocation)
        })
        .map(|labelled| &labelled.phrase)
        .collect();
    assert!(overlooked.is_empty(), "{overlooked:#?}");
}

/// What acts without a person has no tolerance either: daily talk is never taken for a keyword.
#[test]
fn nothing_else_is_taken_for_a_keyword() {
    let mut rest = labelled();
    rest.retain(|labelled| ["maybe", "other"].contains(&labelled.label));
    let taken: Vec<_> = rest
        .iter()
        .filter(|labelled| {
            !matches!(read_reply(&labelled.phrase), Reply::MaybeRevocation | Reply::Other)
        })
        .map(|labelled| &labelled.phrase)
        .collect();
    assert!(taken.is_empty(), "{taken:#?}");
}

/// Every word by itself, with everything that people and telephones put around it.
#[test]
fn keywords_survive_case_punctuation_quotes_and_emoji() {
    let around = [
        ("", ""),
        ("", "."),
        ("", "!"),
        ("", "!!!"),
        ("", "?"),
        ("\"", "\""),
        ("“", "”"),
        ("'", "'"),
        ("«", "»"),
        ("*", "*"),
        ("(", ")"),
        ("🛑 ", " 🛑"),
        ("", " 🙏"),
        ("  ", "\n"),
        ("¡", "!"),
        ("- ", ""),
        ("", "\u{200b}"),
        ("\u{feff}", ""),
        ("...", "..."),
    ];
    let stops = [
        "stop",
        "stopall",
        "unsubscribe",
        "cancel",
        "end",
        "quit",
        "revoke",
        "optout",
        "opt out",
        "alto",
        "parar",
        "basta",
        "cancelar",
    ];
    let others = [("start", Reply::Start), ("yes", Reply::Start), ("unstop", Reply::Start)];
    let help = [("help", Reply::Help), ("info", Reply::Help), ("ayuda", Reply::Help)];
    let stops = stops.map(|word| (word, Reply::Stop(StopScope::Everything)));
    for (word, expected) in stops.into_iter().chain(others).chain(help) {
        let title: String = word
            .chars()
            .enumerate()
            .map(|(i, c)| if i % 2 == 0 { c.to_ascii_uppercase() } else { c })
            .collect();
        for cased in [word.to_owned(), word.to_uppercase(), title] {
            for (before, after) in around {
                let text = format!("{before}{cased}{after}");
                assert_eq!(read_reply(&text), expected, "{text:?}");
            }
        }
    }
}

#[test]
fn a_long_message_is_read_quickly_and_without_a_fall() {
    for text in [
        "stop ".repeat(100_000),
        "dont ".repeat(50_000),
        "\u{301}".repeat(10_000),
        "🛑".repeat(10_000),
    ] {
        let _ = read_reply(&text);
    }
    assert_eq!(read_reply(""), Reply::Other);
}
