//! What commands print for people. The only place that writes to standard output and standard error.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "commands answer on the terminal; everything else logs"
)]

/// Prints a line of the answer.
pub fn line(text: impl AsRef<str>) {
    println!("{}", text.as_ref());
}

/// Prints a remark beside the answer.
pub fn remark(text: impl AsRef<str>) {
    eprintln!("{}", text.as_ref());
}
