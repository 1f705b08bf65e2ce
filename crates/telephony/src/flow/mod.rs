//! What a call is told to do, step by step, whichever provider runs it.
//!
//! A recording, a voicemail or a transcription can only be added behind an announcement: [`FlowBuilder`] carries in its
//! type whether one was made, and nothing but the builder makes a [`CallFlow`]. The announcement must be said by this
//! leg's own instructions; whether an earlier document said it cannot be seen from here, so it is said again.

mod dial;
mod gather;
mod speech;

pub use dial::{
    Callee, Conference, Dial, DialRecording, DialTo, HoldMusic, NoticeMissing, OnLeaving,
    RecordedDial,
};
pub use gather::{Gather, GatherInput, OnSilence};
pub use speech::{Announcement, Prompt, SilentAnnouncement, Speech};

use crate::{Link, NewTranscription};
use callboard_kernel::words;
use std::marker::PhantomData;

words! {
    /// What a refused caller hears.
    pub enum RejectReason {
        /// That the number is not in service.
        NotInService = "not_in_service",
        /// That the line is engaged.
        Engaged = "engaged",
    }
}

/// A message that the caller leaves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Voicemail {
    /// Who asks for instructions when it is over.
    pub then: Link,
    /// Where the recording is reported.
    pub report_to: Link,
    /// The longest message, in seconds.
    pub longest_s: u16,
    /// How long a silence ends it, in seconds.
    pub silence_s: u16,
}

/// One step of a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Something is said or played.
    Prompt(Prompt),
    /// It is said that the call is recorded or written down.
    Announce(Announcement),
    /// The caller is asked for keys or words.
    Gather(Gather),
    /// Others are rung and connected.
    Dial(Dial),
    /// The same, and what is said is recorded.
    RecordedDial(RecordedDial),
    /// The caller leaves a message.
    Voicemail(Voicemail),
    /// What is said is written down from here on.
    StartTranscription(NewTranscription),
    /// The caller waits in a queue.
    Enqueue {
        /// The name of the queue.
        queue: String,
        /// Instructions while the caller waits; `None` is the provider's music.
        hold: Option<Link>,
        /// Who asks for instructions when the caller leaves the queue.
        then: Link,
    },
    /// The instructions go on elsewhere.
    Redirect(Link),
    /// The call is refused without being answered.
    Reject(RejectReason),
    /// The call ends.
    HangUp,
}

/// The instructions for one leg of a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallFlow {
    steps: Vec<Step>,
}

impl CallFlow {
    /// Begins without a step.
    pub const fn begin() -> FlowBuilder<Unannounced> {
        FlowBuilder { steps: Vec::new(), state: PhantomData }
    }

    /// Refuses the call: it is never answered and costs nothing.
    pub fn reject(reason: RejectReason) -> Self {
        Self { steps: vec![Step::Reject(reason)] }
    }

    /// The steps in their order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

/// Nobody was told yet that the call is recorded.
#[derive(Clone, Copy, Debug)]
pub enum Unannounced {}

/// It was said that the call is recorded.
#[derive(Clone, Copy, Debug)]
pub enum Announced {}

/// Instructions that are being written; `S` says whether the announcement was made.
///
/// ```
/// # use callboard_telephony::{Announcement, CallFlow, Link, Speech, Voicemail};
/// # let link = Link::parse("https://desk.example.com/hooks/1").unwrap();
/// # let voicemail = Voicemail { then: link.clone(), report_to: link, longest_s: 120, silence_s: 5 };
/// let announcement = Announcement::say(Speech::new("Your message is recorded.")).unwrap();
/// let flow = CallFlow::begin().announce(announcement).voicemail(voicemail).hang_up();
/// ```
///
/// Without the announcement the same does not compile:
///
/// ```compile_fail,E0599
/// # use callboard_telephony::{CallFlow, Link, Voicemail};
/// # let link = Link::parse("https://desk.example.com/hooks/1").unwrap();
/// # let voicemail = Voicemail { then: link.clone(), report_to: link, longest_s: 120, silence_s: 5 };
/// let flow = CallFlow::begin().voicemail(voicemail).hang_up();
/// ```
#[derive(Clone, Debug)]
#[must_use = "instructions that are not finished are not given"]
pub struct FlowBuilder<S> {
    steps: Vec<Step>,
    state: PhantomData<S>,
}

impl<S> FlowBuilder<S> {
    fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// Says something.
    pub fn say(self, speech: Speech) -> Self {
        self.then(Step::Prompt(Prompt::Say(speech)))
    }

    /// Plays a sound.
    pub fn play(self, sound: Link) -> Self {
        self.then(Step::Prompt(Prompt::Play(sound)))
    }

    /// Waits, in seconds.
    pub fn pause(self, seconds: u16) -> Self {
        self.then(Step::Prompt(Prompt::Pause(seconds)))
    }

    /// Asks for keys or words.
    pub fn gather(self, gather: Gather) -> Self {
        self.then(Step::Gather(gather))
    }

    /// Rings others and connects them; nothing is recorded.
    pub fn dial(self, dial: Dial) -> Self {
        self.then(Step::Dial(dial))
    }

    /// Lets the caller wait in a queue.
    pub fn enqueue(self, queue: impl Into<String>, hold: Option<Link>, then: Link) -> Self {
        self.then(Step::Enqueue { queue: queue.into(), hold, then })
    }

    /// Ends with a hang-up.
    pub fn hang_up(self) -> CallFlow {
        self.then(Step::HangUp).end()
    }

    /// Goes on with the instructions of another address.
    pub fn redirect(self, to: Link) -> CallFlow {
        self.then(Step::Redirect(to)).end()
    }

    /// Ends here; the provider hangs up after the last step, or goes where that step leads.
    pub fn end(self) -> CallFlow {
        CallFlow { steps: self.steps }
    }
}

impl FlowBuilder<Unannounced> {
    /// Says that the call is recorded or written down. What records can be added from here on.
    pub fn announce(self, announcement: Announcement) -> FlowBuilder<Announced> {
        let FlowBuilder { steps, .. } = self.then(Step::Announce(announcement));
        FlowBuilder { steps, state: PhantomData }
    }
}

impl FlowBuilder<Announced> {
    /// Lets the caller leave a message.
    pub fn voicemail(self, voicemail: Voicemail) -> Self {
        self.then(Step::Voicemail(voicemail))
    }

    /// Rings others, connects them and records what is said.
    pub fn dial_recorded(self, dial: RecordedDial) -> Self {
        self.then(Step::RecordedDial(dial))
    }

    /// Writes down what is said from here on.
    pub fn transcribe(self, transcription: NewTranscription) -> Self {
        self.then(Step::StartTranscription(transcription))
    }
}
