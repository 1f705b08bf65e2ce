//! How near one word is to another.

/// Whether two words differ by at most one slip: a letter too many, too few, wrong, or two that changed places.
pub(super) fn one_slip(a: &str, b: &str) -> bool {
    a == b || transposed_or_moved(a, b) || substituted(a, b)
}

/// The same without a wrong letter, which too often makes another word: testing is not texting.
pub(super) fn transposed_or_moved(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    match long.chars().count() - short.chars().count().min(long.chars().count()) {
        0 => transposed(a, b),
        1 => one_more(short, long),
        _ => false,
    }
}

/// Whether two words differ by at most so many letters too many, too few or wrong.
pub(super) fn within(a: &str, b: &str, most: usize) -> bool {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()] <= most
}

/// The word with every letter once where it is repeated: stoooop is stop.
pub(super) fn squeezed(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

fn substituted(a: &str, b: &str) -> bool {
    a.chars().count() == b.chars().count()
        && a.chars().zip(b.chars()).filter(|(x, y)| x != y).count() == 1
}

fn transposed(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() != b.len() {
        return false;
    }
    let wrong: Vec<usize> = (0..a.len()).filter(|at| a[*at] != b[*at]).collect();
    match wrong[..] {
        [first, second] => second == first + 1 && a[first] == b[second] && a[second] == b[first],
        _ => false,
    }
}

fn one_more(short: &str, long: &str) -> bool {
    let (short, long): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    let same = short.iter().zip(&long).take_while(|(x, y)| x == y).count();
    short[same..] == long[same + 1..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_seen_and_two_are_not() {
        for near in ["unsubscribe", "unsubcribe", "unsubscribee", "unsubscrive", "unsubscrieb"] {
            assert!(one_slip(near, "unsubscribe"), "{near}");
        }
        for far in ["unsubcrib", "subscribe", "", "unsubscribers"] {
            assert!(!one_slip(far, "unsubscribe"), "{far}");
        }
        assert!(!transposed_or_moved("testing", "texting"));
        assert!(transposed_or_moved("texing", "texting"));
    }

    #[test]
    fn letters_are_counted() {
        assert!(within("unsubcrib", "unsubscribe", 2));
        assert!(!within("subscribe", "unsubscribe", 1));
        assert!(within("", "ab", 2));
    }
}
