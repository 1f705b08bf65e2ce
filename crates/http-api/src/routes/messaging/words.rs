//! Names of the closed lists of the messaging domain in the document.

use crate::fields::vocabulary;
use callboard_messaging::model::{
    Alphabet, ConversationState, MessageDirection, MessageState, Purpose, SettledAs, TextStanding,
    Variable,
};

vocabulary! {
    Alphabet => "TextAlphabet",
    ConversationState => "ConversationState",
    MessageDirection => "MessageDirection",
    MessageState => "MessageState",
    Purpose => "TextPurpose",
    SettledAs => "TextSettledAs",
    TextStanding => "TextStanding",
    Variable => "TemplateVariable",
}
