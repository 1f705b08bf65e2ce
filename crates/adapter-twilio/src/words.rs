//! Twilio's words in ours. A word that is not known is no error: Twilio adds some without notice.

use callboard_kernel::{Phone, Timestamp};
use callboard_telephony::{
    AnsweredBy, Attestation, CallStatus, Identity, MessageStatus, Party, Private, RecordingStatus,
};
use time::{
    OffsetDateTime, PrimitiveDateTime, UtcOffset,
    format_description::well_known::{Rfc2822, Rfc3339},
    macros::format_description,
};

pub(crate) fn call_status(word: &str) -> Option<CallStatus> {
    Some(match word {
        "queued" => CallStatus::Queued,
        "initiated" => CallStatus::Initiated,
        "ringing" => CallStatus::Ringing,
        // The first is the state, the second how a connection ended that went well.
        "in-progress" | "answered" => CallStatus::InProgress,
        "completed" => CallStatus::Completed,
        "busy" => CallStatus::Busy,
        "failed" => CallStatus::Failed,
        "no-answer" => CallStatus::NoAnswer,
        "canceled" => CallStatus::Canceled,
        _ => return None,
    })
}

pub(crate) fn message_status(word: &str) -> Option<MessageStatus> {
    // Twilio's words are ours.
    MessageStatus::parse(word)
}

pub(crate) fn recording_status(word: &str) -> Option<RecordingStatus> {
    Some(match word {
        "in-progress" | "paused" | "stopped" | "processing" => RecordingStatus::InProgress,
        "completed" => RecordingStatus::Completed,
        "absent" | "deleted" => RecordingStatus::Absent,
        "failed" => RecordingStatus::Failed,
        _ => return None,
    })
}

pub(crate) fn answered_by(word: &str) -> AnsweredBy {
    match word {
        "human" => AnsweredBy::Human,
        "machine_start" => AnsweredBy::MachineTalks,
        "machine_end_beep" | "machine_end_silence" | "machine_end_other" => {
            AnsweredBy::MachineWaits
        }
        "fax" => AnsweredBy::Fax,
        _ => AnsweredBy::Unknown,
    }
}

/// The carriers' word for the number of a caller. A number that was forwarded is vouched for by whoever forwarded it.
pub(crate) fn attestation(word: Option<&str>) -> Attestation {
    let word = word.unwrap_or_default();
    match word.strip_suffix("-Diverted").unwrap_or(word) {
        "TN-Validation-Passed-A" => Attestation::Full,
        "TN-Validation-Passed-B" => Attestation::Partial,
        "TN-Validation-Passed-C" => Attestation::Gateway,
        failed if failed.starts_with("TN-Validation-Failed") => Attestation::Failed,
        _ => Attestation::Absent,
    }
}

/// Numbers that stand for no number: they spell ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE on the keys.
const NO_NUMBERS: [&str; 5] = ["+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"];

pub(crate) fn party(text: Option<&str>) -> Party {
    let Some(text) = text else { return Party::Withheld };
    let word = text.to_ascii_lowercase();
    let withheld = ["anonymous", "unknown", "restricted", "private", "unavailable", "blocked"];
    if withheld.contains(&word.as_str()) || NO_NUMBERS.contains(&text) {
        return Party::Withheld;
    }
    if let Some(identity) = text.strip_prefix("client:").and_then(|name| Identity::parse(name).ok())
    {
        return Party::Browser(identity);
    }
    Phone::from_e164(text).map_or_else(|_| Party::Other(Private::new(text)), Party::Phone)
}

/// An instant in the form of e-mail (most of Twilio) or of RFC 3339 (transcriptions).
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    let parsed =
        OffsetDateTime::parse(text, &Rfc2822).or_else(|_| OffsetDateTime::parse(text, &Rfc3339));
    parsed.ok().map(|at| at.to_offset(UtcOffset::UTC))
}

/// `YYMMDDhhmm`, as carriers report that they are done; their zone is not said, UTC is what they mean.
pub(crate) fn carrier_minute(text: &str) -> Option<Timestamp> {
    let form = format_description!("[year][month][day][hour][minute]");
    let digits = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    let full = digits.then(|| format!("20{text}"))?;
    PrimitiveDateTime::parse(&full, &form).ok().map(PrimitiveDateTime::assume_utc)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn instants_are_read_in_both_forms() {
        let expected = datetime!(2026-10-02 15:00:00 UTC);
        assert_eq!(instant("Fri, 02 Oct 2026 15:00:00 +0000"), Some(expected));
        assert_eq!(instant("2026-10-02T15:00:00.000000Z"), Some(expected));
        assert_eq!(carrier_minute("2610021500"), Some(expected));
        for text in ["", "yesterday", "261002150", "26100215é0", "2613991500"] {
            assert_eq!(carrier_minute(text), None, "{text}");
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn who_shows_no_number_is_not_a_number() {
        for text in [None, Some("anonymous"), Some("Unknown"), Some("+266696687")] {
            assert_eq!(party(text), Party::Withheld, "{text:?}");
        }
        assert!(matches!(party(Some("+18645550101")), Party::Phone(_)));
        assert!(matches!(party(Some("client:member_7")), Party::Browser(_)));
        for text in ["client:", "client:a b", "sip:a@b", "12345", "+1"] {
            assert!(matches!(party(Some(text)), Party::Other(_)), "{text}");
        }
    }

    #[test]
    fn only_an_a_is_full_attestation() {
        assert_eq!(attestation(Some("TN-Validation-Passed-A")), Attestation::Full);
        assert_eq!(attestation(Some("TN-Validation-Passed-A-Diverted")), Attestation::Full);
        assert_eq!(attestation(Some("TN-Validation-Failed-A")), Attestation::Failed);
        for word in [None, Some(""), Some("NULL"), Some("No-TN-Validation"), Some("Passed-A")] {
            assert_eq!(attestation(word), Attestation::Absent, "{word:?}");
        }
    }
}
