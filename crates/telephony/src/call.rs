//! A call that we place, and what is said to one that goes on.

use crate::{CallFlow, CallStatus, Identity, Link, ProviderCallId};
use callboard_kernel::Phone;

/// Who is rung.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ringing {
    /// A telephone.
    Phone(Phone),
    /// A browser that is signed in under this name.
    Browser(Identity),
}

/// What a call is told once somebody answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Script {
    /// These instructions.
    Inline(CallFlow),
    /// Those that the provider fetches here.
    At(Link),
}

/// Whether the provider listens if a machine answered. It is wrong in one of ten calls, so it decides nothing by itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum MachineDetection {
    /// Nobody listens.
    #[default]
    Off,
    /// It says who answered to this address, as soon as it believes to know.
    WhoAnswered(Link),
    /// It says so once the machine's greeting is over, so that a message can be left.
    EndOfGreeting(Link),
}

/// A call to be placed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCall {
    /// Who is rung.
    pub to: Ringing,
    /// The number that is shown; it must be one of the account's.
    pub from: Phone,
    /// What is said when somebody answers.
    pub script: Script,
    /// Where the provider reports how far the call has come. Put our own id into its query, so that a report binds the
    /// provider's id to our row even when the answer to the order was lost.
    pub report_to: Option<Link>,
    /// How long it rings, in seconds (5 to 600).
    pub ring_s: u16,
    /// Whether to listen for a machine.
    pub machine: MachineDetection,
}

/// A call that the provider has taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlacedCall {
    /// The provider's id of the leg.
    pub id: ProviderCallId,
    /// How far it has come, almost always queued.
    pub status: CallStatus,
}
