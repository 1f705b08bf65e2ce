//! Messages that are nothing but a word that counts by itself.

use super::{
    Reply, StopScope,
    nearness::{one_slip, squeezed, within},
    tokens::Message,
};

/// Words that revoke by themselves: those of 47 CFR 64.1200(a)(10) (stop, quit, end, revoke, opt out, cancel, unsubscribe),
/// those that carriers act on (Twilio, read 2026-11-29: also STOPALL, OPTOUT), and the same in Spanish and French.
const STOP: &[&str] = &[
    "stop",
    "stopall",
    "unsubscribe",
    "cancel",
    "end",
    "quit",
    "revoke",
    "optout",
    "optmeout",
    "unsubscribeme",
    "alto",
    "parar",
    "pare",
    "paren",
    "basta",
    "cancelar",
    "detener",
    "terminar",
    "baja",
    "salir",
    "desuscribir",
    "desuscribirme",
    "darmedebaja",
    "arret",
];

/// Of these the shortest in which a slip still makes no other word.
const SHORTEST_WITH_SLIP: usize = 6;

/// One slip away from a word that revokes, and words of their own.
const OTHER_WORDS: &[&str] = &[
    "cancer", "terminal", "retener", "parecer", "cancels", "chancel", "revoked", "evoke",
    "terminas", "cancelas",
];

/// Words that opt in (Twilio, read 2026-11-29), and the same in Spanish. Never guessed from a slip.
const START: &[&str] = &["start", "unstop", "optin", "iniciar", "empezar", "comenzar", "reanudar"];

/// Words that ask for help.
const HELP: &[&str] = &["help", "info", "ayuda", "informacion", "aide"];

/// Slips that are too short to be sure of.
const SLIPS: &[&str] = &[
    "stp", "sotp", "stpo", "tsop", "st0p", "5top", "stpp", "stop0", "stol", "stap", "dtop", "atop",
    "stops", "stopit", "quite", "qiut", "quti", "qit", "edn", "unsub", "altoo", "canceled",
];

/// Words of politeness and haste around a keyword.
const AROUND: &[&str] = &[
    "please",
    "pls",
    "plz",
    "plse",
    "now",
    "thanks",
    "thank",
    "thx",
    "ty",
    "you",
    "ok",
    "okay",
    "hi",
    "hello",
    "hey",
    "asap",
    "immediately",
    "already",
    "por",
    "favor",
    "gracias",
    "ya",
    "ahora",
    "inmediatamente",
    "hola",
    "re",
    "reply",
    "sms",
    "kindly",
    "just",
    "sir",
    "maam",
];

/// Sentences that say stop within a longer message.
const SENTENCES: &[&str] = &[
    "stop",
    "stopall",
    "stop all",
    "unsubscribe",
    "opt out",
    "optout",
    "revoke",
    "basta",
    "alto",
    "stop it",
    "stop this",
    "stop that",
    "stop these",
    "stop them",
    "remove",
    "removed",
    "delete",
    "no more",
    "no mas",
    "no texts",
    "no calls",
    "no emails",
    "no messages",
    "no text",
    "no llamadas",
    "no mensajes",
    "no textos",
    "knock it off",
    "enough",
];

/// The topic that a STOP is narrowed to.
fn topic(word: &str) -> Option<StopScope> {
    Some(match word {
        "marketing" | "promos" | "promo" | "promotions" | "promociones" | "ads" | "offers"
        | "ofertas" | "sales" => StopScope::Marketing,
        "reminders" | "reminder" | "recordatorios" => StopScope::Reminders,
        "surveys" | "survey" | "encuestas" => StopScope::Surveys,
        _ => return None,
    })
}

/// The message without what is only around it.
fn core(words: &[String]) -> &[String] {
    let is_around = |word: &String| AROUND.contains(&word.as_str());
    let from = words.iter().position(|word| !is_around(word)).unwrap_or(words.len());
    let to = words.iter().rposition(|word| !is_around(word)).map_or(from, |last| last + 1);
    &words[from..to]
}

/// What a message is that consists of a keyword.
pub(super) fn read(message: &Message) -> Option<Reply> {
    let said = core(&message.words);
    let joined = said.concat();
    if said.is_empty() {
        return None;
    }
    if let [word, all] = said
        && STOP.contains(&word.as_str())
    {
        if ["all", "everything", "todo", "todos"].contains(&all.as_str()) {
            return Some(Reply::Stop(StopScope::Everything));
        }
        if let Some(scope) = topic(all) {
            return Some(Reply::Stop(scope));
        }
    }
    let is_stop = |word: &String| STOP.contains(&word.as_str());
    let all_stop = said.iter().all(|word| is_stop(word) || AROUND.contains(&word.as_str()));
    if all_stop || (said.len() <= 4 && STOP.contains(&joined.as_str())) || is_slip(said) {
        return Some(Reply::Stop(StopScope::Everything));
    }
    if START.contains(&joined.as_str()) || (message.words.len() == 1 && joined == "yes") {
        return Some(Reply::Start);
    }
    let one = said.len() == 1;
    let near = |help: &&str| help.len() >= SHORTEST_WITH_SLIP && one_slip(&joined, help);
    (one && (HELP.contains(&joined.as_str()) || HELP.iter().any(near))).then_some(Reply::Help)
}

fn is_slip(said: &[String]) -> bool {
    let [word] = said else { return false };
    let word = word.as_str();
    !OTHER_WORDS.contains(&word)
        && STOP.iter().any(|stop| stop.len() >= SHORTEST_WITH_SLIP && one_slip(word, stop))
}

/// Whether a message, or a sentence of it, looks like a keyword without being one for sure.
pub(super) fn resembles(message: &Message) -> bool {
    let by_sentence = || {
        message.sentences.iter().any(|sentence| {
            let said = core(sentence).join(" ");
            SENTENCES.contains(&said.as_str())
        })
    };
    let by_word = || {
        let [word] = core(&message.words) else { return false };
        SLIPS.contains(&word.as_str())
            || squeezed(word) == "stop"
            || (word.len() >= 9 && within(word, "unsubscribe", 3) && word != "subscribe")
    };
    message.only_a_sign || by_word() || by_sentence()
}
