//! Saved views: what there is to see, making and changing them, counting.

use crate::world::{DANA, START, api_key, at, dispatcher, member};
use callboard_calls::{
    CallError, CallViews, CallViewsPorts, Counted,
    board::{CallFilter, Period, SpokenFilter},
    ports::{MockCallBoard, MockCallViewStore, MockLocalDays},
    views::{
        CallView, CallViewSnapshot, MAX_OWN_VIEWS, NewView, RESTORE_FOR, Tab, VIEW_CHANGED,
        ViewEdit, shipped_views,
    },
};
use callboard_kernel::{
    AuditAction, CallViewId, DomainEvent, Expected, Loaded, ManualClock, MemberId, Role, SaveError,
    SequentialIds, Version,
};
use std::sync::Arc;
use time::Duration;
use uuid::Uuid;

const VIEW: CallViewId = CallViewId(Uuid::from_u128(0x71e3));

struct Outside {
    store: MockCallViewStore,
    board: MockCallBoard,
    days: MockLocalDays,
}

impl Outside {
    fn with(views: Vec<CallView>) -> Self {
        let mut store = MockCallViewStore::new();
        let all: Vec<_> =
            views.into_iter().map(|value| Loaded { value, version: Version(3) }).collect();
        let listed = all.clone();
        store.expect_list().returning(move |_| Ok(listed.clone()));
        store.expect_get().returning(move |_, id| {
            Ok(all.iter().find(|loaded| loaded.value.snapshot().id == id).cloned())
        });
        store.expect_tabs().returning(|_, _| Ok(Vec::new()));
        Self { store, board: MockCallBoard::new(), days: MockLocalDays::new() }
    }

    fn build(self) -> CallViews {
        CallViews::new(CallViewsPorts {
            store: Arc::new(self.store),
            board: Arc::new(self.board),
            days: Arc::new(self.days),
            clock: Arc::new(ManualClock::new(START)),
            ids: Arc::new(SequentialIds::default()),
        })
    }
}

fn view(owner: MemberId, team: bool) -> CallView {
    CallView::restore(CallViewSnapshot {
        id: VIEW,
        owner: Some(owner),
        name: "Storm".to_owned(),
        wanted: SpokenFilter::default(),
        sort: None,
        team,
        pinned: true,
        created_at: START,
        updated_at: START,
        deleted_at: None,
    })
}

fn draft(team: bool) -> NewView {
    NewView {
        name: "Today".to_owned(),
        wanted: SpokenFilter { period: Some(Period::Today), ..SpokenFilter::default() },
        sort: None,
        team,
        pinned: true,
    }
}

fn rename(name: &str) -> ViewEdit {
    ViewEdit { name: Some(name.to_owned()), ..ViewEdit::default() }
}

#[tokio::test]
async fn a_new_workspace_has_views_and_nobody_may_change_them() {
    let views = Outside::with(vec![]).build();
    let seen = views.list(&dispatcher()).await.unwrap();
    assert_eq!(seen.len(), shipped_views().len());
    assert!(seen.iter().all(|shown| shown.built_in && shown.pinned && !shown.editable));
    let first = seen[0].view.snapshot().id;
    let refused = views.edit(&member(Role::Owner), first, None, rename("Mine")).await;
    assert!(matches!(refused, Err(CallError::ViewIsBuiltIn)));
    assert!(matches!(views.remove(&dispatcher(), first).await, Err(CallError::ViewIsBuiltIn)));
}

#[tokio::test]
async fn what_is_saved_is_told_and_audited() {
    let mut outside = Outside::with(vec![]);
    outside.store.expect_save().once().returning(|_, commit, forget_before| {
        assert_eq!(commit.expected, Expected::Absent);
        let names: Vec<_> = commit.events.iter().map(DomainEvent::name).collect();
        assert_eq!(names, [VIEW_CHANGED]);
        assert!(!commit.events[0].team);
        assert_eq!(commit.audit.unwrap().action, AuditAction::Create);
        assert_eq!(forget_before, START - RESTORE_FOR);
        Ok(Version(1))
    });
    let made = outside.build().create(&dispatcher(), draft(false)).await.unwrap();
    assert_eq!((made.version, made.editable, made.built_in), (1, true, false));
    assert_eq!(made.view.snapshot().owner, Some(DANA));
}

#[tokio::test]
async fn nobody_keeps_more_views_than_a_person_could_read() {
    let many = |n: usize| CallViewSnapshot {
        id: CallViewId(Uuid::from_u128(n as u128)),
        ..view(DANA, false).snapshot().clone()
    };
    let full = (0..MAX_OWN_VIEWS).map(|n| CallView::restore(many(n))).collect();
    let refused = Outside::with(full).build().create(&dispatcher(), draft(false)).await;
    assert!(matches!(refused, Err(CallError::TooManyViews { most: MAX_OWN_VIEWS })));
}

#[tokio::test]
async fn an_edit_of_an_old_state_is_refused_and_one_of_nothing_writes_nothing() {
    let views = Outside::with(vec![view(DANA, false)]).build();
    let refused = views.edit(&dispatcher(), VIEW, Some(Version(2)), rename("Hail")).await;
    assert!(matches!(refused, Err(CallError::Save(SaveError::Stale))));
    let same = views.edit(&dispatcher(), VIEW, None, rename("Storm")).await.unwrap();
    assert_eq!(same.version, 3);
}

#[tokio::test]
async fn somebody_elses_view_is_not_there() {
    let other = MemberId(Uuid::from_u128(0x0e));
    let views = Outside::with(vec![view(other, false)]).build();
    let refused = views.edit(&member(Role::Owner), VIEW, None, rename("Hail")).await;
    assert!(matches!(refused, Err(CallError::NoSuchView)));
    assert!(matches!(views.remove(&dispatcher(), VIEW).await, Err(CallError::NoSuchView)));
}

#[tokio::test]
async fn a_removed_view_comes_back_and_is_not_edited_meanwhile() {
    let gone = view(DANA, false).remove(&dispatcher(), START).unwrap();
    let mut outside = Outside::with(vec![gone]);
    outside.store.expect_save().once().returning(|_, commit, _| {
        assert_eq!(commit.aggregate.snapshot().deleted_at, None);
        assert_eq!(commit.expected, Expected::At(Version(3)));
        Ok(Version(4))
    });
    let views = outside.build();
    let refused = views.edit(&dispatcher(), VIEW, None, rename("Hail")).await;
    assert!(matches!(refused, Err(CallError::NoSuchView)));
    assert_eq!(views.bring_back(&dispatcher(), VIEW).await.unwrap().version, 4);
}

#[tokio::test]
async fn a_member_arranges_his_screen_and_a_program_has_none() {
    let mut outside = Outside::with(vec![]);
    outside.store.expect_save_tabs().once().returning(|_, member, tabs, _| {
        assert_eq!((member, tabs.len()), (DANA, 1));
        Ok(())
    });
    let views = outside.build();
    let tabs = [Tab { view: VIEW, pinned: true }];
    views.arrange(&dispatcher(), &tabs).await.unwrap();
    assert!(matches!(views.arrange(&api_key(), &tabs).await, Err(CallError::ViewNeedsMember)));
    let twice = [tabs[0], tabs[0]];
    assert!(matches!(views.arrange(&dispatcher(), &twice).await, Err(CallError::Invalid(_))));
}

#[tokio::test]
async fn days_are_counted_in_the_zone_of_the_workspace_and_calls_up_to_a_thousand() {
    for (found, counted) in [
        (12, Counted { count: 12, exact: true }),
        (1000, Counted { count: 1000, exact: true }),
        (1001, Counted { count: 1000, exact: false }),
    ] {
        let mut outside = Outside::with(vec![]);
        outside.days.expect_midnight().returning(|_, now, back| {
            assert_eq!(now, START);
            Ok(at(0) - Duration::days(i64::from(back)))
        });
        outside.board.expect_count_up_to().once().returning(move |_, filter, most, _| {
            assert_eq!(most, 1001);
            let yesterday = CallFilter {
                from: Some(START - Duration::days(1)),
                to: Some(START),
                ..CallFilter::default()
            };
            assert_eq!(*filter, yesterday);
            Ok(found)
        });
        let wanted = SpokenFilter { period: Some(Period::Yesterday), ..SpokenFilter::default() };
        let answer = outside.build().count(&dispatcher(), &wanted).await.unwrap();
        assert_eq!(answer, counted);
    }
}
