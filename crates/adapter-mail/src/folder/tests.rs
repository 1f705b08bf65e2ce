//! Mail in a folder of the test.

use super::*;
use callboard_kernel::timestamp;

fn mail(message_id: &str) -> OutgoingMail {
    OutgoingMail {
        message_id: message_id.to_owned(),
        to_name: "Dana Reyes".to_owned(),
        to_address: "dana@example.com".to_owned(),
        subject: "Your export is ready".to_owned(),
        body: "Fetch it.\n".to_owned(),
        written_at: timestamp(1_800_000_000_000),
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn the_same_mail_twice_is_one_file() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("mail");
    let carrier = MailFolder::new(&folder, "desk@example.com".parse().unwrap());
    assert!(carrier.may_repeat());
    carrier.send(&mail("<1.test@desk.example.com>")).await.unwrap();
    let path = folder.join("1.test@desk.example.com.eml");
    let first = std::fs::read(&path).unwrap();
    carrier.send(&mail("<1.test@desk.example.com>")).await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), first);
    assert_eq!(names(&folder), ["1.test@desk.example.com.eml"]);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_tried_again() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("mail");
    std::fs::write(&file, b"").unwrap();
    let carrier = MailFolder::new(&file, "desk@example.com".parse().unwrap());
    let error = carrier.send(&mail("<1@desk.example.com>")).await.unwrap_err();
    assert!(matches!(error, MailSendError::Busy(_)), "{error:?}");
}

#[test]
fn a_name_stays_within_the_folder() {
    assert_eq!(file_name("<../../etc/passwd@x>"), "etc.passwd@x");
    assert!(!file_name("<a/b\\c@x>").contains(['/', '\\']));
    assert!(file_name(&"x".repeat(900)).len() <= LONGEST_NAME);
}
