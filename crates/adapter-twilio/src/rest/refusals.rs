//! Twilio's error numbers in our words (its documents, "Error and Warning Dictionary").

use callboard_telephony::{Refusal, RefusalCause};

/// What a number means for whoever asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Meaning {
    /// It will not work, for this cause.
    Refused(RefusalCause),
    /// It was not done; again later.
    Later,
}

/// The meaning of an error of a request.
pub(crate) const fn meaning(code: u32) -> Meaning {
    match code {
        // Too many requests: "not processed and always safe to retry"; 21611: too much waits for this sender.
        20_429 | 21_611 => Meaning::Later,
        _ => Meaning::Refused(cause(code)),
    }
}

/// A refusal, or why a message did not arrive.
pub(crate) const fn refusal(code: u32) -> Refusal {
    Refusal { cause: cause(code), code: Some(code) }
}

const fn cause(code: u32) -> RefusalCause {
    match code {
        20_003 | 20_005 | 20_008 | 20_101 | 20_104 => RefusalCause::Credentials,
        20_404 => RefusalCause::NotFound,
        // 21401 and 21421: the text is no number at all. 21214, 21612 and 30005: no way leads there.
        21_201 | 21_211 | 21_214 | 21_217 | 21_401 | 21_421 | 21_612 | 30_005 => {
            RefusalCause::InvalidNumber
        }
        21_210 | 21_212 | 21_606 | 21_659 | 21_660 => RefusalCause::SenderNotOurs,
        21_215 | 21_408 => RefusalCause::CountryNotAllowed,
        21_216 | 30_004 => RefusalCause::Blocked,
        21_220 => RefusalCause::CallNotInProgress,
        21_219 | 21_608 => RefusalCause::TrialAccount,
        21_610 => RefusalCause::OptedOut,
        21_614 | 30_006 => RefusalCause::NotTextable,
        12_100 | 21_602 | 21_617 => RefusalCause::Content,
        30_001 => RefusalCause::Overloaded,
        30_003 => RefusalCause::Unreachable,
        30_007 => RefusalCause::Filtered,
        30_032 | 30_034 => RefusalCause::SenderNotRegistered,
        30_450 => RefusalCause::SuspectedFraud,
        _ => RefusalCause::Other,
    }
}

/// The cause of an answer that carries no number.
pub(crate) const fn cause_of_status(status: u16) -> RefusalCause {
    match status {
        401 | 403 => RefusalCause::Credentials,
        404 | 410 => RefusalCause::NotFound,
        413 => RefusalCause::TooLarge,
        _ => RefusalCause::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_change_what_is_done_next_are_known() {
        for (code, cause) in [
            (20_003, RefusalCause::Credentials),
            (21_211, RefusalCause::InvalidNumber),
            (21_210, RefusalCause::SenderNotOurs),
            (21_408, RefusalCause::CountryNotAllowed),
            (21_220, RefusalCause::CallNotInProgress),
            (21_608, RefusalCause::TrialAccount),
            (21_610, RefusalCause::OptedOut),
            (21_614, RefusalCause::NotTextable),
            (30_003, RefusalCause::Unreachable),
            (30_007, RefusalCause::Filtered),
            (30_034, RefusalCause::SenderNotRegistered),
            (30_450, RefusalCause::SuspectedFraud),
            (99_999, RefusalCause::Other),
        ] {
            assert_eq!(meaning(code), Meaning::Refused(cause), "{code}");
            assert_eq!(refusal(code), Refusal { cause, code: Some(code) });
        }
        assert_eq!(meaning(20_429), Meaning::Later);
        assert_eq!(meaning(21_611), Meaning::Later);
    }
}
