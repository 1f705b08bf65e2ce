//! What the pretend carrier reports, in its own language. It is never taken over the network: the carrier is a part of this
//! program and hands its reports to the switchboard by hand, through the same door as a real one.

use callboard_kernel::{Phone, Timestamp, millis, timestamp};
use callboard_telephony::{
    Attestation, CallContinued, CallOffered, CallProgress, CallProgressed, CallStatus, DialEnded,
    Direction, HttpMethod, Identity, Keyword, MessageProgress, MessageProgressed, MessageReceived,
    MessageStatus, Party, Private, ProviderCallId, ProviderEvent, ProviderMessageId,
    ProviderTranscriptionId, RawWebhook, Refusal, RefusalCause, Said, Track,
    TranscriptionProgressed, TranscriptionStep, WebhookError, WebhookKind,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who is at the end of a leg.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// A number.
    Number(String),
    /// A browser of the desk.
    Browser(String),
    /// Nobody knows.
    Withheld,
}

impl End {
    /// A number.
    pub fn number(phone: &Phone) -> Self {
        Self::Number(phone.as_str().to_owned())
    }

    fn party(&self) -> Party {
        match self {
            Self::Number(number) => Phone::from_e164(number).map_or(Party::Withheld, Party::Phone),
            Self::Browser(name) => Identity::parse(name).map_or(Party::Withheld, Party::Browser),
            Self::Withheld => Party::Withheld,
        }
    }
}

/// What a transcription reports.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "heard", rename_all = "snake_case")]
pub enum Heard {
    /// It began.
    Began,
    /// A sentence is over.
    Sentence {
        /// Whether the voice came in on this leg.
        inbound: bool,
        /// What was said.
        text: String,
        /// How sure the machine is, in thousandths.
        confidence: Option<u16>,
    },
    /// It is over.
    Ended,
}

impl Heard {
    fn step(self) -> TranscriptionStep {
        match self {
            Self::Began => TranscriptionStep::Started,
            Self::Sentence { inbound, text, confidence } => TranscriptionStep::Said {
                track: if inbound { Track::Inbound } else { Track::Outbound },
                said: Said {
                    text: Private::new(text),
                    confidence: confidence.map(|sure| f32::from(sure) / 1_000.0),
                },
                is_final: true,
            },
            Self::Ended => TranscriptionStep::Stopped,
        }
    }
}

/// One report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "report", rename_all = "snake_case")]
pub enum Report {
    /// Somebody calls.
    Offered {
        /// The leg.
        leg: String,
        /// Who.
        from: End,
        /// Whom.
        to: End,
        /// The name that the network knows.
        name: Option<String>,
        /// What the town knows of the call and a network would not.
        hints: Vec<(String, String)>,
    },
    /// A leg has come further.
    Progressed {
        /// The leg.
        leg: String,
        /// The leg whose instructions rang it.
        parent: Option<String>,
        /// Whether we placed it.
        outbound: bool,
        /// Who.
        from: End,
        /// Whom.
        to: End,
        /// How far.
        status: CallStatus,
        /// When, in milliseconds.
        at_ms: i64,
        /// How long they talked, once it is over.
        duration_s: Option<u32>,
    },
    /// Somebody writes to us.
    Texted {
        /// The message.
        message: String,
        /// Who.
        from: End,
        /// To which number.
        to: End,
        /// What.
        text: String,
        /// The word with a meaning of its own that it consists of.
        keyword: Option<Keyword>,
    },
    /// A message of ours has come further.
    TextMoved {
        /// The message.
        message: String,
        /// To whom.
        to: End,
        /// How far.
        status: MessageStatus,
        /// Why it did not arrive.
        cause: Option<RefusalCause>,
        /// The company's number for that.
        code: Option<u32>,
    },
    /// A colleague who was asked into a call is there.
    Joined {
        /// His leg.
        leg: String,
        /// The leg that began the call.
        first: String,
        /// Who came.
        member: Uuid,
        /// Who asked.
        by: Uuid,
    },
    /// What is said in a call is written down.
    Transcribed {
        /// The leg that is written down.
        leg: String,
        /// The transcription.
        transcription: String,
        /// The number of the report in its transcription.
        sequence: u32,
        /// When, in milliseconds.
        at_ms: i64,
        /// What was heard.
        heard: Heard,
    },
    /// The ringing of members is over.
    Rung {
        /// The leg of the caller.
        leg: String,
        /// How it ended.
        status: CallStatus,
        /// How long they talked.
        duration_s: Option<u32>,
    },
}

impl Report {
    /// As the switchboard gets it.
    pub fn raw(&self, line: Option<&str>) -> Result<RawWebhook, serde_json::Error> {
        let (kind, address) = match self {
            Self::Offered { .. } => (WebhookKind::Call, "voice".to_owned()),
            Self::Progressed { .. } => (WebhookKind::CallStatus, "status".to_owned()),
            Self::Texted { .. } => (WebhookKind::Message, "sms".to_owned()),
            Self::TextMoved { .. } => (WebhookKind::MessageStatus, "sms-status".to_owned()),
            Self::Transcribed { .. } => (WebhookKind::Transcription, "transcription".to_owned()),
            Self::Rung { .. } => {
                let line = line.map(|line| format!("&line={line}")).unwrap_or_default();
                (WebhookKind::Continued, format!("continue?step=rung{line}"))
            }
            Self::Joined { first, member, by, .. } => (
                WebhookKind::Continued,
                format!("continue?step=join&first={first}&m={member}&by={by}"),
            ),
        };
        Ok(RawWebhook {
            kind,
            method: HttpMethod::Post,
            url: format!("https://simulator.invalid/{address}"),
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: serde_json::to_vec(self)?,
        })
    }

    /// Reads a report.
    pub fn read(raw: &RawWebhook) -> Result<Self, WebhookError> {
        serde_json::from_slice(&raw.body).map_err(|_| WebhookError::Unreadable { field: "report" })
    }

    /// What it says.
    pub fn event(self) -> Result<ProviderEvent, WebhookError> {
        let leg_id = |text: &str| {
            ProviderCallId::parse(text).map_err(|_| WebhookError::Unreadable { field: "leg" })
        };
        let message_id = |text: &str| {
            let id = ProviderMessageId::parse(text);
            id.map_err(|_| WebhookError::Unreadable { field: "message" })
        };
        Ok(match self {
            Self::Offered { leg, from, to, name, hints } => {
                ProviderEvent::CallOffered(CallOffered {
                    call: leg_id(&leg)?,
                    from: from.party(),
                    to: to.party(),
                    forwarded_from: None,
                    caller_name: name.map(Private::new),
                    attestation: Attestation::Full,
                    place: [None, None, None, None],
                    parameters: hints
                        .into_iter()
                        .map(|(name, value)| (name, Private::new(value)))
                        .collect(),
                })
            }
            Self::Progressed { leg, parent, outbound, from, to, status, at_ms, duration_s } => {
                let parent = parent.as_deref().map(leg_id).transpose()?;
                let direction = match (&parent, outbound) {
                    (Some(_), _) => Direction::Dialled,
                    (None, true) => Direction::Outbound,
                    (None, false) => Direction::Inbound,
                };
                let at = Some(timestamp(at_ms));
                ProviderEvent::CallProgressed(CallProgressed {
                    call: leg_id(&leg)?,
                    parent,
                    direction: Some(direction),
                    from: from.party(),
                    to: to.party(),
                    progress: CallProgress::of(status, at).lasting(duration_s),
                    sequence: None,
                    at,
                    sip_code: None,
                })
            }
            Self::Texted { message, from, to, text, keyword } => {
                ProviderEvent::MessageReceived(MessageReceived {
                    message: message_id(&message)?,
                    from: from.party(),
                    to: to.party(),
                    pool: None,
                    text: Private::new(text),
                    files: Vec::new(),
                    keyword,
                    is_answered: false,
                })
            }
            Self::TextMoved { message, to, status, cause, code } => {
                let failure = cause.map(|cause| Refusal { cause, code });
                ProviderEvent::MessageProgressed(MessageProgressed {
                    message: message_id(&message)?,
                    to: to.party(),
                    progress: MessageProgress::of(status, failure),
                    at: None,
                })
            }
            Self::Transcribed { leg, transcription, sequence, at_ms, heard } => {
                let transcription = ProviderTranscriptionId::parse(&transcription);
                ProviderEvent::TranscriptionProgressed(TranscriptionProgressed {
                    transcription: transcription
                        .map_err(|_| WebhookError::Unreadable { field: "transcription" })?,
                    call: leg_id(&leg)?,
                    sequence: Some(sequence),
                    at: Some(timestamp(at_ms)),
                    step: heard.step(),
                })
            }
            Self::Rung { leg, status, duration_s } => {
                let dialled = DialEnded { status, leg: None, duration_s };
                ProviderEvent::CallContinued(continued(leg_id(&leg)?, Some(dialled)))
            }
            Self::Joined { leg, .. } => {
                ProviderEvent::CallContinued(continued(leg_id(&leg)?, None))
            }
        })
    }

    /// A step of a leg.
    pub fn step(leg: &str, status: CallStatus, at: Timestamp, ends: (End, End)) -> Self {
        let (from, to) = ends;
        Self::Progressed {
            leg: leg.to_owned(),
            parent: None,
            outbound: false,
            from,
            to,
            status,
            at_ms: millis(at),
            duration_s: None,
        }
    }

    /// The same as a leg that another one rang.
    #[must_use]
    pub fn rung_by(mut self, first: &str) -> Self {
        if let Self::Progressed { parent, .. } = &mut self {
            *parent = Some(first.to_owned());
        }
        self
    }

    /// The same as a leg that we placed.
    #[must_use]
    pub fn placed_by_us(mut self) -> Self {
        if let Self::Progressed { outbound, .. } = &mut self {
            *outbound = true;
        }
        self
    }
}

const fn continued(call: ProviderCallId, dialled: Option<DialEnded>) -> CallContinued {
    CallContinued {
        call,
        parent: None,
        status: None,
        digits: None,
        speech: None,
        dialled,
        recording: None,
    }
}
