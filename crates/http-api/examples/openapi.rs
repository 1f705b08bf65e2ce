//! Prints the OpenAPI document without building the whole server: `cargo run -p callboard-http-api --example openapi`.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

fn main() {
    println!("{}", callboard_http_api::openapi_json());
}
