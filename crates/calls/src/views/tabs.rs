//! In which order a member sees the views, and which of them as tabs. Each member arranges his own screen, the team's
//! views included; who never did has them as their authors pinned them.

use super::view::CallView;
use callboard_kernel::{CallViewId, Invalid};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Most lines of an arrangement: more views nobody can have.
const MAX_TABS: usize = 200;

/// One line of a member's arrangement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tab {
    /// The view.
    pub view: CallViewId,
    /// Whether it is a tab.
    pub pinned: bool,
}

/// A view as one member sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct Shown {
    /// The view.
    pub view: CallView,
    /// Moves with each change of it; 0 for shipped views.
    pub version: i64,
    /// Comes with the product and cannot be changed.
    pub built_in: bool,
    /// A tab of this member.
    pub pinned: bool,
    /// The actor may change it.
    pub editable: bool,
}

/// The views in the order of the arrangement, pinned as it says. What it does not know yet follows in the given order,
/// pinned as its author wanted; pinned ones stand first.
pub fn arrange(views: Vec<Shown>, tabs: &[Tab]) -> Vec<Shown> {
    let place = |view: &CallView| tabs.iter().position(|tab| tab.view == view.snapshot().id);
    let mut placed: Vec<(bool, usize, Shown)> = views
        .into_iter()
        .map(|mut shown| {
            let place = place(&shown.view);
            if let Some(tab) = place.and_then(|place| tabs.get(place)) {
                shown.pinned = tab.pinned;
            }
            (!shown.pinned, place.unwrap_or(usize::MAX), shown)
        })
        .collect();
    placed.sort_by_key(|(unpinned, place, _)| (*unpinned, *place));
    placed.into_iter().map(|(_, _, shown)| shown).collect()
}

/// Refuses an arrangement that names a view twice or is longer than any screen. Views that are gone are harmless.
pub fn check_tabs(tabs: &[Tab]) -> Result<(), Invalid> {
    let mut wrong = Invalid::default();
    if tabs.len() > MAX_TABS {
        wrong.push("data", "too_many", format!("At most {MAX_TABS} views."));
    }
    let mut seen = HashSet::new();
    for (index, tab) in tabs.iter().enumerate() {
        if !seen.insert(tab.view) {
            wrong.push(format!("data.{index}.id"), "duplicate", "This view is named twice.");
        }
    }
    wrong.check()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::shipped_views;

    fn shown() -> Vec<Shown> {
        let show = |view| Shown { view, version: 0, built_in: true, pinned: true, editable: false };
        shipped_views().into_iter().map(show).collect()
    }

    fn names(views: &[Shown]) -> Vec<&str> {
        views.iter().map(|shown| &*shown.view.snapshot().name).collect()
    }

    #[test]
    fn who_arranged_nothing_has_the_given_order() {
        let all = shown();
        assert_eq!(arrange(all.clone(), &[]), all);
    }

    #[test]
    fn the_arrangement_decides_and_what_it_does_not_know_follows() {
        let all = shown();
        let id = |place: usize| all[place].view.snapshot().id;
        let gone = CallViewId(uuid::Uuid::from_u128(77));
        let tabs = [
            Tab { view: id(3), pinned: true },
            Tab { view: gone, pinned: true },
            Tab { view: id(0), pinned: false },
            Tab { view: id(2), pinned: true },
        ];
        let arranged = arrange(all, &tabs);
        let expected = [
            "Unreturned emergencies",
            "Callbacks due",
            "Missed today",
            "Needs triage",
            "Needs an outcome",
        ];
        assert_eq!(names(&arranged), expected);
        assert!(!arranged[4].pinned && arranged[..4].iter().all(|shown| shown.pinned));
    }

    #[test]
    fn a_view_has_one_place() {
        let tab = Tab { view: CallViewId(uuid::Uuid::nil()), pinned: true };
        assert_eq!(check_tabs(&[tab, tab]).unwrap_err().0[0].path, "data.1.id");
        assert!(check_tabs(&[tab]).is_ok());
    }
}
