//! Data: phrases that sound like a revocation, in English and Spanish. They only hold messages back until a person has read
//! the reply, so they reach wide; what they must not catch is the daily talk of a workshop.

use super::{matching::ends, tokens::Message};

/// Wherever they stand.
const ANYWHERE: &[&str] = &[
    // Stop doing it.
    "stop|quit|cease|discontinue ~ texting|messaging|calling|contacting|emailing|mailing|sending|bothering|harassing|spamming|bugging|annoying|soliciting|writing|txting|phoning|pestering",
    "stop|end|cancel|quit|cease|discontinue ~ texts|txts|messages|msgs|calls|emails|spam|notifications|alerts|ads|promos|promotions|newsletters|solicitations|subscription|communications",
    "no more|further ~ texts|txts|messages|msgs|calls|emails|spam|notifications|alerts|ads|promos|contact|mail|solicitations",
    "stop|quit|cease|discontinue|halt|refrain|desist .. texts|texting|txts|txt|contact|communication|messages|messaging|msgs|calls|calling|contacting|emails|emailing|spam|spamming",
    "no texts|calls|messages|emails|contact or|and|please|anymore|$",
    "rather|prefer|prefers not .. texts|txts|messages|calls|emails|contacted|called|texted",
    "didnt|never|not ~ asked|wanted|agreed ~ be contacted|called|texted|messaged",
    "no more|further ~ texting|calling|messaging|contacting|emailing",
    "refrain from",
    "cease and desist",
    "please|just|said|say|saying|must|wrong stop $",
    "stop|quit|cease ~ reaching|blowing",
    "make|making ~ texts|txts|messages|msgs|calls|emails|notifications|them ~ stop $",
    // Leave me out.
    "take|get|keep|drop|scratch me|us off|of",
    "remove|delete|erase me|us",
    "remove|delete|erase|lose|forget|scrub|drop ~ my|this|our ~ number|name|info|information|phone|contact|cell|email|data|digits",
    "take ~ my|this|our ~ number|name|info|phone|cell|email off|out",
    "off|from|of your|ur|this|mailing|calling|texting|call|text ~ list|lists|database|system",
    "unsubscribe",
    "unsubscribed",
    "optout",
    "opt out",
    "opt ~ me|us out",
    "opting out",
    "opted out",
    "be|get removed|deleted|erased",
    "be taken off",
    "unsub me|us|from|please",
    "dont call|contact|text list|registry",
    "dnc",
    // Consent.
    "revoke|withdraw|rescind|revoking|withdrawing ~ consent|permission|authorization|agreement",
    "dont|not|no|never ~ consent|consented",
    "without ~ consent|permission",
    "consent|permission ~ is|was ~ withdrawn|revoked|rescinded",
    "didnt|never ~ sign|signed up",
    "didnt|never ~ ask|asked|request|requested ~ for ~ texts|txts|messages|msgs|calls|emails|ads|spam",
    "didnt|never ask|asked for this|these $",
    "didnt|never ~ subscribe|subscribed|agreed",
    "never|didnt|not ~ gave|give|given ~ permission|number",
    // Do not want.
    "dont|not|longer ~ want|wish|like|care .. texts|txts|messages|msgs|calls|emails|communications|notifications|receive|receiving|hear|ads|offers|solicitations|spam",
    "dont|not|longer ~ want|wish|like .. texting|calling|contacting|messaging|emailing|bothering",
    "dont|not|longer ~ want|wish|like ~ be|being texted|called|contacted|bothered|messaged|emailed|solicited",
    "dont need ~ any more texts|messages|calls|emails|msgs|reminders",
    "not ~ be contacted|called|texted|bothered",
    "tired|sick of .. texts|calls|messages|texting|calling|emails|msgs|spam",
    "enough ~ texts|messages|calls|emails|spam|already",
    "unsolicited|unwanted text|texts|call|calls|message|messages|email|emails",
    "never ~ text|call|contact|message|email|write|bother .. again|anymore",
    "text|call|message|contact|email ~ me|us no more",
    "dont disturb",
    "leave me|us|my alone",
    "go away $",
    "get lost",
    "fuck off|you|u",
    "piss off",
    "buzz off",
    "screw you",
    "shut up",
    "harassment",
    "harassing me|us",
    // Threats.
    "report|reporting ~ .. spam|fcc|ftc|harassment|attorney|authorities",
    "block|blocking|blocked ~ you|this|your|ur ~ $|number|now|if",
    "sue you",
    "if you|u|yall|they ~ text|call|contact|message|email ~ .. again",
    // Somebody else.
    "wrong number|person|guy|lady",
    "have|got the wrong",
    "not ~ my number anymore",
    "nobody|noone|one here|by .. that name",
    // Spanish.
    "no mas ~ mensajes|mensaje|textos|llamadas|llamada|correos|emails|publicidad|promociones|spam|anuncios",
    "no quiero|deseo|queremos|quisiera .. recibir|mensajes|textos|llamadas|correos|publicidad|anuncios|promociones",
    "no quiero|deseo|queremos que ~ me|nos escriban|escriba|llamen|llame|manden|mande|envien|envie|contacten|contacte|molesten|moleste",
    "deje|dejen|deja|dejar|pare|paren|para|basta|alto|parar ~ de|con ~ escribir|escribirme|llamar|llamarme|mandar|mandarme|enviar|enviarme|molestar|molestarme|textear|contactar|contactarme|mensajes|llamadas|textos|correos|tantos|tantas",
    "quiteme|quitenme|quitame|saqueme|saquenme|sacame|borreme|borrenme|borrame|elimineme|eliminenme|eliminame|remuevanme|remuevame|retirenme|retireme",
    "remueva|remuevan|borre|borren|borra|elimine|eliminen|elimina|quite|quiten|quita|saque|saquen ~ mi|este ~ numero|telefono|nombre|correo|contacto",
    "dar|darme|darnos|denme|deme|den ~ de baja",
    "dejenme|dejeme|dejame|dejennos en|tranquilo|tranquila|tranquilos",
    "no es mi numero|telefono|celular",
    "no quiero|deseo|queremos ~ saber nada",
    "numero|persona equivocado|equivocada",
    "equivoco|equivocaron de numero|persona",
    "no ~ autorizo|autorice|consiento|autorizado",
    "retiro|revoco|retirar|revocar ~ mi|el ~ consentimiento|permiso|autorizacion",
    "cancele|cancelen|cancelar|cancela ~ mi|la|los|las|estos ~ suscripcion|mensajes|textos|notificaciones|correos",
    "no ~ molesten|moleste|molestar|molestarme|molestes",
];

/// A wish about the time of day begins like these, and then says until when.
const UNLESS_A_TIME_FOLLOWS: &[&str] = &[
    "dont|donot ~ text|txt|call|message|msg|contact|email|mail|phone|bother|write|disturb|spam|bug|solicit ~ me|us|again|anymore|this|my|it|here|number|phone|$",
    "dont ~ hit me|us up",
    "please|pls|could|would not ~ text|txt|call|message|contact|email|bother ~ me|us|anymore|again",
    "you not ~ text|txt|call|message|contact|email|bother ~ me|us",
    "dont|not ~ send ~ me|us .. more|these|this $",
    "dont|not ~ send .. texts|txts|messages|msgs|emails|offers|ads|promos|spam|anything|stuff|notifications",
    "dont|not ~ reach out",
    "no ~ escribirme|llamarme|mandarme|enviarme|contactarme|textearme",
    "no ~ me|nos|$ ~ escriba|escriban|escribas|escribir|escribirme|llame|llamen|llames|llamar|llamarme|mande|manden|mandes|mandar|mandarme|envie|envien|envies|enviar|enviarme|contacte|contacten|contactes|contactar|contactarme|textee|texteen|textear",
];

/// In a sentence that says nothing else they are enough.
const SHORT: &[&str] = &[
    "no ~ llamar|llamen|llame|escribir|escriban|escriba|contactar|contacten|contacte|enviar|envien|mandar|manden ~ $|mensajes|textos|correos|numero|mas",
    "not|isnt|longer|never interested $|thanks|thank|anymore|stop",
    "make it|this|them|these stop $",
    "no me|nos interesa|interesan",
];

/// What makes a wish about time of a phrase that begins like a revocation.
const TIMES: &[&str] = &[
    "before", "until", "till", "til", "unless", "between", "during", "while", "if", "when", "yet",
    "antes", "hasta", "cuando", "mientras", "si",
];

/// Longest sentence in which a lack of interest is about us, not about one of several things.
const SHORT_SENTENCE: usize = 6;

/// Whether a message sounds like a revocation.
pub(super) fn sound_like_a_revocation(message: &Message) -> bool {
    let words = &contracted(&message.words);
    let found = |phrase: &&str| (0..words.len()).any(|from| ends(phrase, words, from).is_some());
    let is_spam = words.len() <= 3 && words.iter().any(|word| word == "spam");
    is_spam
        || ANYWHERE.iter().any(found)
        || UNLESS_A_TIME_FOLLOWS.iter().any(|phrase| is_meant_for_ever(phrase, words))
        || message.sentences.iter().any(|sentence| is_short_and_clear(sentence))
}

fn is_short_and_clear(sentence: &[String]) -> bool {
    let words = contracted(sentence);
    let found = |phrase: &&str| (0..words.len()).any(|from| ends(phrase, &words, from).is_some());
    words.len() <= SHORT_SENTENCE && SHORT.iter().any(found)
}

/// Do not and don't are one.
fn contracted(words: &[String]) -> Vec<String> {
    let mut short: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        match short.last_mut() {
            Some(last) if word == "not" && ["do", "did", "is"].contains(&last.as_str()) => {
                last.push_str("nt");
            }
            _ => short.push(word.clone()),
        }
    }
    short
}

fn is_meant_for_ever(phrase: &str, words: &[String]) -> bool {
    (0..words.len()).any(|from| {
        // "Why don't you call me?" asks for a call.
        let asked = from > 0 && words[from - 1] == "why";
        let Some(to) = ends(phrase, words, from).filter(|_| !asked) else { return false };
        let next = &words[to..words.len().min(to + 3)];
        let begins_with_digit = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
        let at_a_time = next.windows(2).any(|pair| {
            ["after", "at", "around"].contains(&pair[0].as_str()) && begins_with_digit(&pair[1])
        });
        !at_a_time && !next.iter().any(|word| TIMES.contains(&word.as_str()))
    })
}
