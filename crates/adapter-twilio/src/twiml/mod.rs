//! Answers in Twilio's language.

mod dial;
mod voice;
mod xml;

use callboard_telephony::{Answer, CallFlow, WrittenAnswer};
use xml::Element;

/// The answer as Twilio reads it. Every answer is a document, also the empty one, because an empty body is an error for
/// calls (12100) and for messages.
pub(crate) fn write(answer: &Answer) -> WrittenAnswer {
    let response = match answer {
        Answer::Call(flow) => voice::response(flow),
        Answer::Message(text) => {
            Element::new("Response").child(Element::new("Message").text(text.expose()))
        }
        Answer::Heard => Element::new("Response"),
    };
    WrittenAnswer {
        status: 200,
        content_type: Some("text/xml; charset=utf-8"),
        body: response.document(),
    }
}

/// The document of a flow, to be sent along with a request.
pub(crate) fn document(flow: &CallFlow) -> String {
    voice::response(flow).document()
}
