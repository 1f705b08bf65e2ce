//! The steps of a call as verbs of TwiML.

use super::{dial, xml::Element};
use callboard_telephony::{
    CallFlow, Gather, GatherInput, NewTranscription, OnSilence, Partials, Prompt, RejectReason,
    Step, Voicemail,
};

pub(super) fn response(flow: &CallFlow) -> Element {
    Element::new("Response").children(flow.steps().iter().map(verb))
}

fn verb(step: &Step) -> Element {
    match step {
        Step::Prompt(heard) => prompt(heard),
        Step::Announce(announcement) => prompt(announcement.prompt()),
        Step::Gather(asked) => gather(asked),
        Step::Dial(connection) => dial::plain(connection),
        Step::RecordedDial(connection) => dial::recorded(connection),
        Step::Voicemail(message) => record(message),
        Step::StartTranscription(wanted) => Element::new("Start").child(transcription(wanted)),
        Step::Enqueue { queue, hold, then } => Element::new("Enqueue")
            .attribute("action", then)
            .attribute("method", "POST")
            .maybe("waitUrl", hold.as_ref())
            .text(queue),
        Step::Redirect(to) => {
            Element::new("Redirect").attribute("method", "POST").text(to.as_str())
        }
        Step::Reject(reason) => Element::new("Reject").attribute(
            "reason",
            match reason {
                RejectReason::NotInService => "rejected",
                RejectReason::Engaged => "busy",
            },
        ),
        Step::HangUp => Element::new("Hangup"),
    }
}

fn prompt(prompt: &Prompt) -> Element {
    match prompt {
        Prompt::Say(speech) => Element::new("Say")
            .maybe("voice", speech.voice.as_ref())
            .maybe("language", speech.language.as_ref())
            .text(&speech.text),
        Prompt::Play(sound) => Element::new("Play").text(sound.as_str()),
        Prompt::Pause(seconds) => Element::new("Pause").attribute("length", seconds),
    }
}

fn gather(gather: &Gather) -> Element {
    let (input, count, language, hints) = match &gather.input {
        GatherInput::Keys { count } => ("dtmf", *count, None, None),
        GatherInput::Speech { language, hints } => ("speech", None, Some(language), Some(hints)),
        GatherInput::KeysOrSpeech { count, language } => {
            ("dtmf speech", *count, Some(language), None)
        }
    };
    Element::new("Gather")
        .attribute("input", input)
        .maybe("numDigits", count)
        .maybe("language", language)
        .maybe("hints", hints.filter(|hints| !hints.is_empty()).map(|hints| hints.join(",")))
        .attribute("action", &gather.then)
        .attribute("method", "POST")
        .attribute("timeout", gather.timeout_s)
        .attribute("actionOnEmptyResult", gather.on_silence == OnSilence::Ask)
        .children(gather.prompts.iter().map(prompt))
}

fn record(voicemail: &Voicemail) -> Element {
    Element::new("Record")
        .attribute("action", &voicemail.then)
        .attribute("method", "POST")
        .attribute("maxLength", voicemail.longest_s)
        .attribute("timeout", voicemail.silence_s)
        .attribute("playBeep", true)
        .attribute("recordingStatusCallback", &voicemail.report_to)
        .attribute("recordingStatusCallbackMethod", "POST")
        .attribute("recordingStatusCallbackEvent", "completed absent")
}

fn transcription(wanted: &NewTranscription) -> Element {
    let hints = (!wanted.hints.is_empty()).then(|| wanted.hints.join(","));
    Element::new("Transcription")
        .attribute("statusCallbackUrl", &wanted.report_to)
        .attribute("statusCallbackMethod", "POST")
        .attribute("languageCode", &wanted.language)
        .attribute("track", "both_tracks")
        .attribute("inboundTrackLabel", "inbound")
        .attribute("outboundTrackLabel", "outbound")
        .attribute("partialResults", wanted.partials == Partials::AlsoGuesses)
        .maybe("hints", hints)
}
