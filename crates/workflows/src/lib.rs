#![doc = include_str!("../README.md")]

mod acting;
pub mod bridges;
mod call_jobs;
mod dead_letters;
mod late_promise;
mod mail;
mod mail_desk;
mod mail_sender;
mod media_work;
pub mod ports;
mod reactions;
mod telephony;
mod texts;
mod timetable;
mod worker;

pub use call_jobs::{CallJobRunner, JOB_LEASE, Turn};
pub use dead_letters::{
    DELIVERIES_REPLAYED, DELIVERY_GIVEN_UP, DeadLetters, DeadLettersError, GivenUp, Replayed,
};
pub use mail::{Letter, MailError, MailRoom};
pub use mail_desk::{MAIL_CHANGED, MailChanged, MailDesk, MailDeskError};
pub use mail_sender::{MailRound, MailSender, MailSenderPorts};
pub use media_work::MediaRunner;
pub use reactions::{
    Dispatcher, MAX_DEPTH, Reaction, ReactionError, Reactions, ReactionsPorts, TICK_CAME,
    known_reactions, subscriptions,
};
pub use texts::{TextRound, TextRoute, TextSender, TextSenderPorts};
pub use timetable::{TimedTask, Timetable, TimetableError, TimetablePorts};
pub use worker::{DeliveryWorker, LEASE, MAX_ATTEMPTS, Round};
