//! Who sends more than is taken still gets the answer, over a real connection.

use crate::{
    live::serve,
    support::{Ports, SITE, TOKEN},
};
use callboard_kernel::Role;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

const PATIENCE: Duration = Duration::from_secs(20);
/// More than any buffer on the way holds.
const LENGTH: usize = 20 * 1024 * 1024;

/// Sends the head of a request and as much of its body, and only then reads what is answered at last.
async fn ask(address: SocketAddr, head: &str, body: usize) -> String {
    let mut line = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /api/calls HTTP/1.1\r\nhost: {address}\r\norigin: {SITE}\r\ncontent-type: application/json\r\n\
         content-length: {LENGTH}\r\nconnection: close\r\n{head}\r\n"
    );
    let asking = async {
        line.write_all(head.as_bytes()).await.unwrap();
        line.write_all(&vec![b' '; body]).await.expect("the server reads on");
        let mut answer = String::new();
        line.read_to_string(&mut answer).await.expect("the line is not reset");
        answer.trim_start_matches("HTTP/1.1 100 Continue\r\n\r\n").to_owned()
    };
    timeout(PATIENCE, asking).await.expect("an answer comes")
}

#[tokio::test]
async fn a_request_that_is_too_large_learns_so() {
    let server = serve(Ports::signed_in(Role::Dispatcher)).await;
    let cookie = format!("cookie: __Host-callboard_session={TOKEN}\r\n");
    let answer = ask(server.address, &cookie, LENGTH).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("too_large"), "{answer}");
}

#[tokio::test]
async fn who_is_not_signed_in_learns_so_after_a_large_body() {
    let server = serve(Ports::signed_in(Role::Dispatcher)).await;
    let answer = ask(server.address, "", LENGTH).await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
}

#[tokio::test]
async fn who_asked_and_was_told_to_send_learns_that_it_was_too_much() {
    let server = serve(Ports::signed_in(Role::Dispatcher)).await;
    let head = format!("cookie: __Host-callboard_session={TOKEN}\r\nexpect: 100-continue\r\n");
    let answer = ask(server.address, &head, LENGTH).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn who_asks_before_sending_is_answered_at_once() {
    let server = serve(Ports::signed_in(Role::Dispatcher)).await;
    let answer = ask(server.address, "expect: 100-continue\r\n", 0).await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
}
