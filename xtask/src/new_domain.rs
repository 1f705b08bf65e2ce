//! `cargo xtask new-domain`: the skeleton of a domain crate, complete from model to tests.

use crate::{output, process, repo};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::{fs, path::Path};

/// Files of the skeleton: where they go, and their text.
const TEMPLATES: [(&str, &str); 9] = [
    ("Cargo.toml", include_str!("../templates/domain/Cargo.toml.tmpl")),
    ("README.md", include_str!("../templates/domain/README.md.tmpl")),
    ("src/lib.rs", include_str!("../templates/domain/lib.rs.tmpl")),
    ("src/error.rs", include_str!("../templates/domain/error.rs.tmpl")),
    ("src/events.rs", include_str!("../templates/domain/events.rs.tmpl")),
    ("src/model.rs", include_str!("../templates/domain/model.rs.tmpl")),
    ("src/ports.rs", include_str!("../templates/domain/ports.rs.tmpl")),
    ("src/service.rs", include_str!("../templates/domain/service.rs.tmpl")),
    ("tests/suite/main.rs", include_str!("../templates/domain/suite.rs.tmpl")),
];

/// What `new-domain` is told.
#[derive(Args)]
pub(crate) struct Options {
    /// The business noun in the plural, such as `jobs` or `price-lists`.
    name: String,
    /// One of them, where the plural does not say it: `feedback --one feedback-call`.
    #[arg(long)]
    one: Option<String>,
}

/// Makes the crate and enters it in the workspace and in the registry of ids.
pub(crate) fn run(options: &Options) -> Result<()> {
    let names = Names::try_new(&options.name, options.one.as_deref())?;
    generate(repo::root(), &names)?;
    let package = format!("callboard-{}", names.krate);
    process::run(repo::cargo().args(["fmt", "-p", &package, "-p", "callboard-kernel"]))?;
    output::line(&format!("crates/{} is there. Next:", names.krate));
    output::line("  1. README.md: the words of the domain, its states and events.");
    output::line("  2. src/model.rs: what is true of it, with a test for each rule.");
    output::line(&format!("  3. cargo test -p {package}"));
    output::line("  4. docs/ADDING.md: its tables, its store, its routes, its screens.");
    Ok(())
}

/// The noun in every form that the skeleton needs.
struct Names {
    krate: String,
    module: String,
    one: String,
    many: String,
    snake: String,
}

impl Names {
    fn try_new(name: &str, one: Option<&str>) -> Result<Self> {
        for noun in [Some(name), one].into_iter().flatten() {
            if !is_kebab(noun) {
                bail!("`{noun}` must be lower-case words joined by hyphens, such as `price-lists`");
            }
        }
        if name.starts_with("adapter-") || name == "kernel" {
            bail!("`{name}` is no domain");
        }
        let one = match one {
            Some(one) => one.to_owned(),
            None => singular(name).with_context(|| {
                format!(
                    "what is one of `{name}`? Say it: cargo xtask new-domain {name} --one <NOUN>"
                )
            })?,
        };
        if one == name {
            bail!("one of `{name}` needs a name of its own: the service is `{0}`", camel(name));
        }
        Ok(Self {
            krate: name.to_owned(),
            module: name.replace('-', "_"),
            many: camel(name),
            snake: one.replace('-', "_"),
            one: camel(&one),
        })
    }

    fn fill(&self, template: &str) -> String {
        template
            .replace("{{crate}}", &self.krate)
            .replace("{{module}}", &self.module)
            .replace("{{One}}", &self.one)
            .replace("{{Many}}", &self.many)
            .replace("{{snake}}", &self.snake)
            .replace("{{words}}", &self.snake.replace('_', " "))
            .replace("{{many_words}}", &self.module.replace('_', " "))
    }
}

fn is_kebab(text: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|letter: char| letter.is_ascii_lowercase())
            && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    };
    text.split('-').all(word)
}

fn singular(plural: &str) -> Option<String> {
    if let Some(stem) = plural.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    for ending in ["ches", "shes", "sses", "xes"] {
        if plural.ends_with(ending) {
            return plural.strip_suffix("es").map(str::to_owned);
        }
    }
    plural.strip_suffix('s').filter(|stem| !stem.ends_with('s')).map(str::to_owned)
}

fn camel(kebab: &str) -> String {
    let capital = |word: &str| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    };
    kebab.split('-').map(capital).collect()
}

fn generate(root: &Path, names: &Names) -> Result<()> {
    let folder = root.join("crates").join(&names.krate);
    if folder.exists() {
        bail!("crates/{} is there already", names.krate);
    }
    for (path, template) in TEMPLATES {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&file, names.fill(template))
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    edit(&root.join("Cargo.toml"), |text| enter_crate(text, &names.krate))?;
    edit(&root.join("crates/kernel/src/ids.rs"), |text| enter_id(text, names))
}

fn edit(file: &Path, change: impl FnOnce(&str) -> Option<String>) -> Result<()> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let changed =
        change(&text).with_context(|| format!("{} does not look as expected", file.display()))?;
    fs::write(file, changed).with_context(|| format!("cannot write {}", file.display()))
}

/// Names the crate in `[workspace.dependencies]`, before the workflows that will join it with others.
fn enter_crate(manifest: &str, krate: &str) -> Option<String> {
    let at = manifest.find("\ncallboard-workflows = ")? + 1;
    let (before, after) = manifest.split_at(at);
    Some(format!("{before}callboard-{krate} = {{ path = \"crates/{krate}\" }}\n{after}"))
}

/// Enters the id in the registry of the kernel, in alphabetical order.
fn enter_id(registry: &str, names: &Names) -> Option<String> {
    let id = format!("{}Id", names.one);
    let begin = registry.find("typed_ids! {\n")? + "typed_ids! {\n".len();
    let end = begin + registry[begin..].find('}')?;
    let mut entries: Vec<(String, String)> = Vec::new();
    let mut docs = String::new();
    for line in registry[begin..end].lines() {
        if let Some(name) = line.trim().strip_suffix(';') {
            entries.push((name.to_owned(), format!("{docs}{line}\n")));
            docs.clear();
        } else {
            docs.push_str(line);
            docs.push('\n');
        }
    }
    if entries.iter().all(|(name, _)| *name != id) {
        let noun = names.snake.replace('_', " ");
        entries.push((
            id.clone(),
            format!("    /// Of the domain `{}`: one {noun}.\n    {id};\n", names.krate),
        ));
        entries.sort();
    }
    let list: String = entries.into_iter().map(|(_, lines)| lines).collect();
    Some(format!("{}{list}{docs}{}", &registry[..begin], &registry[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch;

    #[test]
    fn nouns_are_read_in_all_forms() {
        let names = Names::try_new("price-lists", None).unwrap();
        assert_eq!((names.one.as_str(), names.many.as_str()), ("PriceList", "PriceLists"));
        assert_eq!((names.snake.as_str(), names.module.as_str()), ("price_list", "price_lists"));
        assert_eq!(Names::try_new("inquiries", None).unwrap().one, "Inquiry");
        assert_eq!(Names::try_new("boxes", None).unwrap().one, "Box");
        assert_eq!(Names::try_new("feedback", Some("feedback-call")).unwrap().one, "FeedbackCall");
        for wrong in ["Jobs", "jobs_", "1s", "kernel", "adapter-mail", "feedback", "a--b", ""] {
            assert!(Names::try_new(wrong, None).is_err(), "{wrong}");
        }
    }

    #[test]
    fn ids_stay_in_order_and_are_entered_once() {
        let names = Names::try_new("boxes", None).unwrap();
        let registry = "typed_ids! {\n    /// A.\n    ApiKeyId;\n    /// C.\n    CallId;\n}\n";
        let entered = enter_id(registry, &names).unwrap();
        assert!(entered.find("ApiKeyId").unwrap() < entered.find("BoxId").unwrap());
        assert!(entered.find("BoxId").unwrap() < entered.find("CallId").unwrap());
        assert_eq!(enter_id(&entered, &names).unwrap(), entered);
    }

    /// The skeleton compiles, its tests pass and `arch` is content, in a workspace of the kernel and nothing else.
    #[test]
    fn the_skeleton_is_complete() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        let copy = |name: &str| fs::copy(repo::root().join(name), root.join(name)).unwrap();
        for file in repo::files(&repo::root().join("crates/kernel"), &[]).unwrap() {
            let name = repo::shown(&file);
            fs::create_dir_all(root.join(&name).parent().unwrap()).unwrap();
            copy(&name);
        }
        copy("Cargo.lock");
        copy("clippy.toml");
        let manifest = fs::read_to_string(repo::root().join("Cargo.toml")).unwrap();
        let manifest = manifest
            .replace(r#"["crates/*", "migrations", "tests", "xtask"]"#, r#"["crates/*"]"#)
            .replace("default-members = [\"crates/app\"]\n", "");
        fs::write(root.join("Cargo.toml"), manifest).unwrap();

        generate(root, &Names::try_new("price-lists", None).unwrap()).unwrap();
        assert_eq!(arch::violations_of_crate(root, "price-lists").unwrap(), Vec::<String>::new());
        let output = repo::cargo()
            .current_dir(root)
            // Shared, so that the kernel's dependencies need not be compiled again.
            .env("CARGO_TARGET_DIR", repo::target())
            .args(["test", "--offline", "--quiet", "-p", "callboard-price-lists"])
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(output.status.success(), "{said}");
        assert_eq!(
            said.matches("2 passed").count() + said.matches("4 passed").count(),
            2,
            "{said}"
        );
    }
}
