//! What people say to a home-service company, by what they call for. Fictional; numbers come from the town.

use crate::script::Mood;

/// Who says a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Says {
    Agent,
    Customer,
}

use Says::{Agent as A, Customer as C};

/// Lines that belong together, in order.
pub(super) type Exchange = &'static [(Says, &'static str)];

/// The lines of a mood: one opening, as many of the middle as there is time for, one closing.
pub(super) struct Book {
    pub(super) opening: &'static [Exchange],
    pub(super) middle: &'static [Exchange],
    pub(super) closing: &'static [Exchange],
}

/// The lines for a mood.
pub(super) const fn book(mood: Mood, spanish: bool) -> Book {
    if spanish {
        return Book { opening: OPENING_ES, middle: MIDDLE_ES, closing: CLOSING_ES };
    }
    match mood {
        Mood::Emergency => Book { opening: OPENING, middle: URGENT, closing: CLOSING_URGENT },
        Mood::Quote => Book { opening: OPENING, middle: PRICE, closing: CLOSING },
        Mood::Billing => Book { opening: OPENING, middle: BILL, closing: CLOSING_PLAIN },
        Mood::Question | Mood::Spam => {
            Book { opening: OPENING, middle: ASKING, closing: CLOSING_PLAIN }
        }
        Mood::Routine => Book { opening: OPENING, middle: WORK, closing: CLOSING },
    }
}

/// The lines of a call that the desk placed.
pub(super) const fn book_of_ours(mood: Mood) -> Book {
    Book { opening: OPENING_OURS, closing: CLOSING_PLAIN, ..book(mood, false) }
}

/// Whether an exchange says nothing of who the customer is.
pub(super) fn names_nobody(exchange: &Exchange) -> bool {
    !exchange.iter().any(|(_, text)| text.contains('{'))
}

/// What comes up in any call.
pub(super) const SMALL_TALK: &[Exchange] = &[
    &[
        (C, "It has been so hot this week, I hope your people get enough water."),
        (A, "They do, thank you for asking. We start an hour earlier in summer."),
    ],
    &[
        (A, "May I ask how you heard about us?"),
        (C, "My neighbor had you for her furnace, and she was really happy."),
        (A, "That is good to hear. I will pass it on to the crew."),
    ],
    &[
        (C, "Sorry, my dog is barking. One second. Okay, I am back."),
        (A, "No problem at all, take your time."),
    ],
    &[
        (A, "While I have you, is there anything else in the house that needs a look?"),
        (C, "Now that you say it, the bathroom fan has been very loud lately."),
        (A, "I add that to the visit, he can check it in five minutes."),
    ],
    &[
        (A, "Is there a good place to park the truck?"),
        (C, "The driveway is fine, just do not block the mailbox."),
    ],
    &[
        (C, "Do you remember who was here the last time?"),
        (A, "I see Theo in the notes, from the spring."),
        (C, "Yes, Theo. If he is free, I would be glad to have him again."),
        (A, "I will put that in as a wish."),
    ],
    &[
        (A, "We text you a picture of the technician, so that you know who is at the door."),
        (C, "That is a nice idea, my mother will like that."),
    ],
    &[
        (C, "And if it rains, does that change anything?"),
        (A, "Only for work on the roof. Everything else goes ahead."),
    ],
];

const OPENING: &[Exchange] = &[
    &[
        (A, "Ridgeline Home Services, this call is recorded. How can I help you today?"),
        (C, "Hi, this is {name} over in {city}. {problem}."),
        (A, "Okay {given}, I am sorry to hear that. Let me get you taken care of."),
    ],
    &[
        (
            A,
            "Thank you for calling Ridgeline, calls are recorded for quality. Who am I speaking with?",
        ),
        (C, "{name}. So, {problem}."),
        (A, "Got it. Let me ask you a few quick questions."),
    ],
    &[
        (A, "Good morning, Ridgeline Home Services on a recorded line."),
        (C, "Good morning. I am calling because, well: {problem}."),
        (A, "Understood. Thanks for telling me, {given}."),
    ],
];

const OPENING_OURS: &[Exchange] = &[
    &[
        (A, "Hello, this is Ridgeline Home Services on a recorded line. You asked for us to call."),
        (C, "Oh good, thank you for calling back. {problem}."),
        (A, "I am sorry that you had to wait. Let us find a time."),
    ],
    &[
        (A, "Good day, Ridgeline here, and this call is recorded. Is this a good moment?"),
        (C, "Yes, go ahead. It is about this: {problem}."),
        (A, "Understood. I have your request in front of me."),
    ],
];

const URGENT: &[Exchange] = &[
    &[
        (A, "Is everybody safe right now? Is anyone still inside?"),
        (C, "We are all okay, the kids are with my neighbor."),
        (A, "Good. Please stay away from it until our technician is there."),
    ],
    &[
        (A, "Do you know where the main shutoff valve is?"),
        (C, "I think it is in the crawl space, next to the water heater."),
        (A, "Turn it clockwise until it stops. I will stay on the line."),
        (C, "Okay, it is off. The water is slowing down."),
    ],
    &[
        (A, "What number can the technician reach you on?"),
        (C, "{phone}, that is my cell."),
        (A, "Perfect, he will text you when he is ten minutes out."),
    ],
    &[
        (A, "I have an emergency crew finishing up about fifteen minutes from you."),
        (C, "Please hurry. It is getting worse."),
        (
            A,
            "They are leaving now. There is an after hours fee of one hundred forty nine dollars, is that alright?",
        ),
        (C, "Yes, whatever it takes."),
    ],
    &[
        (A, "Can you confirm the address for me?"),
        (C, "{street}, in {city}. There is a gate, the code is 4471."),
    ],
    &[
        (C, "Should I call my insurance, too?"),
        (A, "Take pictures before anything is moved. Your adjuster will ask for them."),
    ],
];

const WORK: &[Exchange] = &[
    &[
        (A, "How long has it been doing that?"),
        (C, "About two weeks, but since the weekend it got a lot worse."),
        (A, "And has anybody looked at it before?"),
        (C, "My brother in law tightened something. That did not help."),
    ],
    &[
        (A, "I have tomorrow between eight and ten, or Thursday between one and three."),
        (C, "Thursday works better, I am home in the afternoon."),
        (A, "Thursday it is. You will get a reminder the evening before."),
    ],
    &[
        (A, "Is {phone} still the best number for you?"),
        (C, "Yes, that is my cell. Texting is fine."),
    ],
    &[
        (A, "The visit is eighty nine dollars, and it is waived if you go ahead with the repair."),
        (C, "That sounds fair."),
    ],
    &[
        (C, "Do you know roughly how old a unit can get before it is worth replacing?"),
        (A, "Twelve to fifteen years is typical. The technician will show you both prices."),
    ],
    &[
        (A, "Is the address still {street}?"),
        (C, "That is right, the blue house on the corner. The dog is friendly."),
    ],
    &[
        (A, "Do you have our maintenance plan?"),
        (C, "I think so, we signed up last spring."),
        (A, "I see it here. You get fifteen percent off the repair, then."),
    ],
    &[
        (C, "Could you send me the confirmation by e-mail as well?"),
        (A, "Of course, which address?"),
        (C, "{email}."),
    ],
    &[(A, "Let me look at the schedule for one moment."), (C, "Take your time.")],
];

const PRICE: &[Exchange] = &[
    &[
        (A, "What are you using at the moment?"),
        (C, "A fifty gallon tank from 2009. It runs out when two people shower."),
        (A, "A tankless unit would solve that. We size it by the number of bathrooms."),
    ],
    &[
        (C, "Can you give me a ballpark?"),
        (
            A,
            "Most of our customers end up between thirty two hundred and forty eight hundred dollars installed.",
        ),
        (C, "Okay, that is about what I expected."),
    ],
    &[
        (C, "The other company quoted me less."),
        (A, "Please ask them whether the permit and the haul away are in it. Ours includes both."),
    ],
    &[
        (A, "We offer financing, twelve months without interest."),
        (C, "That would help a lot, actually."),
    ],
    &[
        (A, "An estimate at your home is free. Is Wednesday at four alright?"),
        (C, "Wednesday is good. The address is {street}."),
    ],
    &[
        (C, "Are there any rebates right now?"),
        (A, "Yes, the utility pays up to four hundred dollars, and we do the paperwork for you."),
    ],
    &[(A, "Where shall I send the written offer?"), (C, "{email}, or just text it to {phone}.")],
    &[
        (C, "How long does the installation take?"),
        (A, "One day for two people. You have hot water again in the evening."),
    ],
];

const BILL: &[Exchange] = &[
    &[
        (C, "The invoice says two visits, but the technician was here once."),
        (A, "Let me pull that up. You are right, the diagnostic fee is on it twice."),
        (A, "I will take one off, that is eighty nine dollars back to your card."),
    ],
    &[
        (C, "I want to pay the rest now. Do you take cards over the phone?"),
        (A, "I can send you a secure link, that is safer than reading it out."),
        (C, "I have it right here, it is 4111 1111 1111 1111."),
        (A, "Thank you, but please do not read out the rest. The link is on its way."),
    ],
    &[
        (A, "Which e-mail should the corrected invoice go to?"),
        (C, "{email}."),
        (A, "You will have it within the hour."),
    ],
    &[
        (C, "My landlord needs a copy with his name on it."),
        (A, "We can do that. What name shall I put?"),
        (C, "Piedmont Property Group."),
    ],
    &[
        (A, "Was everything else fine with the visit?"),
        (C, "Oh yes, he was very polite and cleaned up after himself."),
    ],
];

const ASKING: &[Exchange] = &[
    &[
        (C, "Does the maintenance plan include the filters?"),
        (A, "Two filters a year are included, larger ones cost a little extra."),
    ],
    &[
        (C, "And do you charge more on Saturdays?"),
        (A, "Saturday mornings are the same price. After noon there is a small surcharge."),
    ],
    &[
        (C, "When will the part come in?"),
        (A, "The supplier says Tuesday. We call you at {phone} as soon as we have it."),
        (C, "That is my old number, but yes, it still works."),
    ],
    &[
        (C, "Is your technician licensed for gas?"),
        (A, "All of our plumbers are, and we are insured up to two million dollars."),
    ],
    &[
        (C, "Do I have to be home for that?"),
        (A, "Only for the first ten minutes. After that a neighbor can lock up."),
    ],
];

const CLOSING: &[Exchange] = &[
    &[
        (A, "You are all set, {given}. You will get a text with the name of the technician."),
        (C, "Wonderful, thank you so much for your help."),
        (A, "Thank you for calling Ridgeline. Have a great day."),
        (C, "You too, bye."),
    ],
    &[
        (A, "Is there anything else I can do for you?"),
        (C, "No, that was it."),
        (A, "Then we see you soon. Goodbye."),
        (C, "Goodbye."),
    ],
];

const CLOSING_URGENT: &[Exchange] = &[&[
    (A, "The crew is on its way. Call right back if anything changes."),
    (C, "I will. Thank you, thank you."),
    (A, "Stay safe, {given}."),
]];

const CLOSING_PLAIN: &[Exchange] = &[&[
    (A, "Did that answer your question?"),
    (C, "Yes it did, thanks a lot."),
    (A, "Anytime. Goodbye."),
    (C, "Bye."),
]];

const OPENING_ES: &[Exchange] = &[
    &[
        (A, "Ridgeline Home Services, this call is recorded. How can I help?"),
        (C, "Hola, buenos días. ¿Habla español?"),
        (A, "Sí, claro. La llamada se graba. ¿Con quién hablo?"),
        (C, "Me llamo {name}. Tengo un problema en la casa y necesito ayuda."),
    ],
    &[
        (A, "Buenas tardes, Ridgeline Home Services, la llamada se graba."),
        (C, "Buenas tardes, soy {name}. Necesito a un técnico, por favor."),
        (A, "Con mucho gusto, {given}. ¿Qué está pasando?"),
    ],
];

const MIDDLE_ES: &[Exchange] = &[
    &[
        (A, "¿Desde cuándo tiene el problema?"),
        (C, "Desde ayer por la noche. Sale agua debajo del fregadero."),
        (A, "¿Pudo cerrar la llave del agua?"),
        (C, "Sí, ya la cerré."),
    ],
    &[(A, "¿Cuál es el mejor número para llamarle?"), (C, "Es el {phone}, mi celular.")],
    &[
        (A, "Puedo mandarle a alguien mañana entre las ocho y las diez."),
        (C, "Mañana está bien, estoy en casa toda la mañana."),
    ],
    &[
        (A, "La visita cuesta ochenta y nueve dólares, y no se cobra si hace la reparación."),
        (C, "Me parece bien."),
    ],
    &[(A, "¿La dirección sigue siendo {street}?"), (C, "Sí, es la casa blanca de la esquina.")],
    &[
        (C, "¿El técnico habla español?"),
        (A, "Sí, le mando a Miguel. Él le avisa cuando esté en camino."),
    ],
    &[
        (C, "¿Me puede mandar la confirmación por correo?"),
        (A, "Claro que sí. ¿A qué correo?"),
        (C, "{email}."),
    ],
];

const CLOSING_ES: &[Exchange] = &[&[
    (A, "Entonces quedamos así, {given}. Le llega un mensaje con la hora."),
    (C, "Muchas gracias por su ayuda."),
    (A, "Gracias a usted. Que tenga buen día."),
    (C, "Igualmente, hasta luego."),
]];
