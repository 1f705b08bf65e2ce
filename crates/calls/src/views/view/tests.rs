//! Who may do what with a view.

use super::*;
use crate::board::{CallFilter, Period};
use callboard_kernel::Classify;
use callboard_kernel::{Actor, ApiKeyId, ErrorKind, Role, WorkspaceId};
use time::macros::datetime;

const NOW: Timestamp = datetime!(2026-05-20 14:00 UTC);

#[expect(clippy::disallowed_methods, reason = "tests say who acts")]
fn acting(member: u128, role: Role) -> Scope {
    let id = MemberId(Uuid::from_u128(member));
    Scope::authenticated(WorkspaceId(Uuid::nil()), Actor::Member { id, role })
}

#[expect(clippy::disallowed_methods, reason = "tests say who acts")]
fn program() -> Scope {
    let actor = Actor::ApiKey { id: ApiKeyId(Uuid::nil()), role: Role::Admin };
    Scope::authenticated(WorkspaceId(Uuid::nil()), actor)
}

fn draft(team: bool) -> NewView {
    NewView {
        name: " Storm ".to_owned(),
        wanted: SpokenFilter { period: Some(Period::Today), ..SpokenFilter::default() },
        sort: None,
        team,
        pinned: true,
    }
}

fn view(team: bool, by: &Scope) -> CallView {
    CallView::new(CallViewId(Uuid::from_u128(9)), draft(team), by, NOW).unwrap()
}

#[test]
fn a_private_view_exists_for_its_author_alone() {
    let dana = acting(1, Role::Dispatcher);
    let mine = view(false, &dana);
    assert_eq!(mine.snapshot().name, "Storm");
    assert!(mine.is_seen_by(&dana) && mine.may_be_changed_by(&dana));
    let owner = acting(2, Role::Owner);
    assert!(!mine.is_seen_by(&owner));
    assert!(matches!(mine.remove(&owner, NOW), Err(CallError::NoSuchView)));
    assert!(!mine.is_seen_by(&program()));
}

#[test]
fn supervisors_make_and_change_the_teams_views_and_others_see_them() {
    let dana = acting(1, Role::Dispatcher);
    let refused = CallView::new(CallViewId(Uuid::nil()), draft(true), &dana, NOW);
    assert!(matches!(refused, Err(CallError::Forbidden(_))));
    let ours = view(true, &acting(2, Role::Admin));
    assert!(ours.is_seen_by(&dana) && !ours.may_be_changed_by(&dana));
    assert!(ours.may_be_changed_by(&acting(3, Role::Owner)));
}

#[test]
fn an_author_keeps_his_view_when_he_is_no_supervisor_any_more() {
    let ours = view(true, &acting(2, Role::Admin));
    let demoted = acting(2, Role::Dispatcher);
    let edit = ViewEdit { name: Some("Hail".to_owned()), ..ViewEdit::default() };
    assert_eq!(ours.edit(edit, &demoted, NOW).unwrap().unwrap().snapshot().name, "Hail");
}

#[test]
fn sharing_needs_a_supervisor_and_unsharing_somebody_whose_it_is() {
    let dana = acting(1, Role::Dispatcher);
    let mine = view(false, &dana);
    let share = ViewEdit { team: Some(true), ..ViewEdit::default() };
    assert!(matches!(mine.edit(share.clone(), &dana, NOW), Err(CallError::Forbidden(_))));
    let promoted = acting(1, Role::Admin);
    assert!(mine.edit(share, &promoted, NOW).unwrap().unwrap().snapshot().team);
    let unshare = ViewEdit { team: Some(false), ..ViewEdit::default() };
    let programs = view(true, &program());
    assert!(matches!(programs.edit(unshare, &promoted, NOW), Err(CallError::ViewNeedsMember)));
    let refused = CallView::new(CallViewId(Uuid::nil()), draft(false), &program(), NOW);
    assert!(matches!(refused, Err(CallError::ViewNeedsMember)));
}

#[test]
fn the_filter_of_a_view_is_checked_like_that_of_a_list() {
    let dana = acting(1, Role::Dispatcher);
    let filter = CallFilter { search: Some("55".to_owned()), ..CallFilter::default() };
    let wanted = SpokenFilter { period: None, filter };
    let new = NewView { name: " ".to_owned(), wanted, ..draft(false) };
    let error = CallView::new(CallViewId(Uuid::nil()), new, &dana, NOW).unwrap_err();
    let ErrorKind::Invalid(fields) = error.kind() else { panic!("{error}") };
    let paths: Vec<_> = fields.iter().map(|field| field.path.as_str()).collect();
    assert_eq!(paths, ["name", "filters.search"]);
}

#[test]
fn an_edit_that_changes_nothing_is_none() {
    let dana = acting(1, Role::Dispatcher);
    let mine = view(false, &dana);
    let edit = ViewEdit { name: Some("Storm".to_owned()), ..ViewEdit::default() };
    assert_eq!(mine.edit(edit, &dana, NOW + Duration::hours(1)).unwrap(), None);
}

#[test]
fn a_removed_view_comes_back_for_ten_minutes() {
    let dana = acting(1, Role::Dispatcher);
    let mine = view(false, &dana);
    assert!(matches!(mine.bring_back(&dana, NOW), Err(CallError::ViewNotRemoved)));
    let gone = mine.remove(&dana, NOW).unwrap();
    assert_eq!(gone.bring_back(&dana, NOW + RESTORE_FOR).unwrap().snapshot().deleted_at, None);
    let late = gone.bring_back(&dana, NOW + RESTORE_FOR + Duration::seconds(1));
    assert!(matches!(late, Err(CallError::NoSuchView)));
}

#[test]
fn an_order_is_read_as_it_is_written() {
    for word in ["time", "-follow_up"] {
        assert_eq!(CallSort::parse(word).unwrap().word(), word);
    }
    assert_eq!(CallSort::parse("colour"), None);
}
