//! Carries mail away: by SMTP to a mail server, or as files into a folder when there is none.

mod folder;
mod letter;
mod server;
mod smtp;

pub use folder::MailFolder;
pub use letter::{From, WrongSender};
pub use server::{SmtpServer, WrongServer};
pub use smtp::SmtpCarrier;
