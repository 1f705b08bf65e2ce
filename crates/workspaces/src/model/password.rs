//! Which passwords are good enough (ASVS 6.2): long enough and not among those that are tried first. No rules on letters
//! and digits, because they make passwords that look hard and are easy.

use callboard_kernel::Invalid;

/// Fewest characters.
const SHORTEST: usize = 8;
/// Most characters; a limit only so that hashing stays cheap.
const LONGEST: usize = 256;

/// Passwords that everybody tries first, one a line.
const COMMON: &str = include_str!("common_passwords.txt");

/// `Ok` when the password may be used by somebody of this address and name in this workspace; the error is under `path`.
pub fn check_password(
    path: &str,
    password: &str,
    email: &str,
    member: &str,
    workspace: &str,
) -> Result<(), Invalid> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Invalid::field(
            path,
            "too_short",
            "A password has 8 characters at least; 15 are better.",
        ));
    }
    if length > LONGEST {
        return Err(Invalid::field(path, "too_long", "A password has 256 characters at most."));
    }
    let lower = password.trim().to_lowercase();
    if COMMON.lines().any(|common| common == lower) || repeats_one_letter(&lower) {
        return Err(Invalid::field(
            path,
            "too_common",
            "This password is one of the first that are tried; choose another one.",
        ));
    }
    let local = email.split('@').next().unwrap_or_default();
    let own = [email, local, member, workspace];
    if own.iter().any(|word| squeezed(word) == squeezed(&lower)) {
        return Err(Invalid::field(
            path,
            "too_easy",
            "This is your own name or the name of the business; choose another one.",
        ));
    }
    Ok(())
}

fn repeats_one_letter(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_none_or(|first| letters.all(|letter| letter == first))
}

/// Lower-case without spaces.
fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(password: &str) -> Option<&'static str> {
        check_password(
            "new_password",
            password,
            "dana.reyes@demo.example",
            "Dana Reyes",
            "Ridgeline Home Services",
        )
        .err()
        .map(|wrong| wrong.0[0].code)
    }

    #[test]
    fn short_common_and_own_words_are_refused() {
        for (password, expected) in [
            ("sévén77", "too_short"),
            ("Password123", "too_common"),
            ("aaaaaaaaaaaa", "too_common"),
            ("dana.reyes", "too_easy"),
            ("DANA.REYES@demo.example", "too_easy"),
            ("ridgelinehomeservices", "too_easy"),
            ("danareyes", "too_easy"),
        ] {
            assert_eq!(code(password), Some(expected), "{password}");
        }
        assert_eq!(code(&"ab".repeat(129)), Some("too_long"));
    }

    #[test]
    fn long_ones_and_any_letters_are_welcome() {
        for password in [
            "callboard-demo",
            "correct horse battery staple",
            "ナナナナ七七七八",
            &"ab".repeat(128),
        ] {
            assert_eq!(code(password), None, "{password}");
        }
    }

    #[test]
    fn the_list_is_lower_case_without_doubles_and_not_shorter_than_the_limit() {
        let mut words: Vec<_> = COMMON.lines().collect();
        assert!(words.len() >= 200, "{}", words.len());
        assert!(words.iter().all(|word| word.len() >= SHORTEST && *word == word.to_lowercase()));
        words.sort_unstable();
        let all = words.len();
        words.dedup();
        assert_eq!(words.len(), all);
    }
}
