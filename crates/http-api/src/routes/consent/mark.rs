//! Marking and lifting as clients write it.

use super::shapes::{DoNotContactMark, Names};
use crate::{answer::Versioned, auth::Caller, fields::Word, problem::Problem};
use callboard_consent::{
    About, Lift, MarkEdit, NewMark,
    model::{DoNotContactReason, KeptMark, Via},
};
use callboard_kernel::Loaded;
use poem_openapi::Object;

/// Somebody is not to be contacted.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewDoNotContact {
    /// Why; without it the customer asked.
    reason: Option<Word<DoNotContactReason>>,
    /// In which words it was asked for.
    #[oai(default, validator(max_length = 2000))]
    words: String,
    /// Through what; without it by telephone.
    channel: Option<Word<Via>>,
}

/// A correction; what is left out stays.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct DoNotContactPatch {
    /// Why.
    reason: Option<Word<DoNotContactReason>>,
    /// In which words it was asked for.
    #[oai(validator(max_length = 2000))]
    words: Option<String>,
    /// Through what.
    channel: Option<Word<Via>>,
}

/// A new request to be contacted again.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct LiftDoNotContact {
    /// Its words.
    #[oai(validator(min_length = 1, max_length = 2000))]
    words: String,
    /// Through what it came; without it by telephone.
    channel: Option<Word<Via>>,
}

impl NewDoNotContact {
    pub(super) fn of(self, about: About) -> NewMark {
        NewMark {
            about,
            reason: self.reason.map_or(DoNotContactReason::Asked, |word| word.0),
            words: self.words,
            via: self.channel.map_or(Via::Call, |word| word.0),
            source: "written down by hand".to_owned(),
            call: None,
            by: None,
        }
    }
}

impl DoNotContactPatch {
    pub(super) fn edit(self) -> MarkEdit {
        MarkEdit {
            reason: self.reason.map(|word| word.0),
            words: self.words,
            via: self.channel.map(|word| word.0),
        }
    }
}

impl LiftDoNotContact {
    pub(super) fn lift(self) -> Lift {
        let via = self.channel.map_or(Via::Call, |word| word.0);
        Lift { words: self.words, via, source: "written down by hand".to_owned() }
    }
}

/// A mark with its version.
pub(super) async fn versioned(
    caller: &Caller,
    loaded: Loaded<KeptMark>,
) -> Result<Versioned<DoNotContactMark>, Problem> {
    let Loaded { value, version } = loaded;
    let names = Names::of(caller).await?;
    Ok(Versioned { body: DoNotContactMark::of(value, version, &names), version })
}

/// The switch in the form of a customer: sets the mark or takes it away, as whoever may do that.
pub(crate) async fn switch(caller: &Caller, about: About, marked: bool) -> Result<(), Problem> {
    let source = "form of the customer".to_owned();
    if marked {
        let new = NewMark {
            about,
            reason: DoNotContactReason::Asked,
            words: String::new(),
            via: Via::Call,
            source,
            call: None,
            by: None,
        };
        caller.consents.mark(&caller.scope, new, None).await?;
    } else {
        let words = "Taken away in the form of the customer.".to_owned();
        let lift = Lift { words, via: Via::Call, source };
        caller.consents.lift(&caller.scope, &about, lift).await?;
    }
    Ok(())
}
