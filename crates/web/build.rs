//! Finds the built user interface, or makes a page that says how to build it, so that the server always compiles.
#![expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script by the environment where to work"
)]

use std::{env, error::Error, fs, path::PathBuf};

const PLACEHOLDER: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Callboard</title>\
<p>The user interface is not built yet. Run <code>cargo xtask start</code>, or <code>npm run build</code> in \
<code>crates/web/frontend</code>, and build the server again.</p></html>\n";

fn main() -> Result<(), Box<dyn Error>> {
    let built = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("frontend/dist");
    let folder = if built.join("index.html").exists() {
        built.clone()
    } else {
        let folder = PathBuf::from(env::var("OUT_DIR")?).join("placeholder");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), PLACEHOLDER)?;
        folder
    };
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", built.display());
    println!("cargo::rustc-env=CALLBOARD_UI_FOLDER={}", folder.display());
    Ok(())
}
