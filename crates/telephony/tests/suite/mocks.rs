//! The ports can be mocked and used as objects.

use callboard_kernel::{Classify, ErrorKind, Phone, Scope, WorkspaceId};
use callboard_telephony::{
    NewMessage, RefusalCause, Sender, TelephonyError,
    ports::{Messages, MockMessages},
};
use std::sync::Arc;

#[tokio::test]
async fn a_refusal_is_a_rule_with_a_word_and_a_sentence() {
    let mut mock = MockMessages::new();
    mock.expect_send().returning(|_, _| Err(TelephonyError::refused(RefusalCause::OptedOut)));
    let messages: Arc<dyn Messages> = Arc::new(mock);
    #[expect(clippy::disallowed_methods, reason = "tests make scopes")]
    let scope = Scope::system(WorkspaceId(uuid::Uuid::nil()), "test");
    let to = Phone::from_e164("+18645550101").unwrap();
    let message = NewMessage::try_new(to.clone(), Sender::Number(to), "hello", vec![]).unwrap();

    let error = messages.send(&scope, &message).await.unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Rule(vec![]));
    assert_eq!(error.code(), "opted_out");
    let sentence = error.cause().unwrap().sentence();
    assert_eq!(sentence, "This person answered STOP and must not be texted.");
}
