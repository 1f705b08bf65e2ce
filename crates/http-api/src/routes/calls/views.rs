//! Saved views of the call list (S1-VIEW-01).

use super::query::{self, CallFilters};
use crate::{
    answer::{Answer, Created, Done, Versioned},
    auth::Caller,
    fields::Nullable,
    problem::Problem,
    request::IfMatch,
    routes::Part,
};
use callboard_calls::{
    board::CallSort,
    views::{MAX_COUNTED, NewView, Shown, Tab, ViewEdit},
};
use callboard_kernel::{CallViewId, Patch, Version};
use futures_util::{StreamExt, TryStreamExt, stream};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// Views that are counted at the same time.
const AT_ONCE: usize = 2;

/// A saved view.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CallView {
    /// Id.
    id: Uuid,
    /// Moves with each change; 0 for views that come with the product.
    version: i64,
    /// What its tab says.
    name: String,
    /// Which calls it shows, in the words of the list.
    filters: CallFilters,
    /// In which order, as `sort` of the list.
    sort: Option<String>,
    /// For everybody in the workspace.
    is_team_view: bool,
    /// One of your tabs.
    pinned: bool,
    /// Place among all that you see, from 0.
    position: u32,
    /// Comes with the product and cannot be changed.
    built_in: bool,
    /// You may change it.
    editable: bool,
}

/// All views that you see.
#[derive(Object)]
pub(crate) struct CallViewList {
    /// Your own, tabs first.
    user_views: Vec<CallView>,
    /// The team's and those that come with the product, tabs first.
    team_views: Vec<CallView>,
}

/// A view to keep.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewCallView {
    /// What its tab says.
    #[oai(validator(min_length = 1, max_length = 60))]
    name: String,
    /// Which calls it shows.
    filters: CallFilters,
    /// In which order, as `sort` of the list.
    #[oai(validator(
        max_length = 20,
        pattern = "^-?(time|caller|duration|intent|disposition|agent|value|follow_up)$"
    ))]
    sort: Option<String>,
    /// For everybody in the workspace; supervisors may.
    #[oai(default)]
    is_team_view: bool,
    /// Shown as a tab to those who have not arranged it otherwise. It is, unless you say no.
    pinned: Option<bool>,
}

/// What to change of a view.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct CallViewPatch {
    /// What its tab says.
    #[oai(validator(min_length = 1, max_length = 60))]
    name: Option<String>,
    /// Which calls it shows; replaces all its filters.
    filters: Option<CallFilters>,
    /// In which order; `null` is the list's own.
    sort: Nullable<String>,
    /// For everybody in the workspace, or for its author alone.
    is_team_view: Option<bool>,
    /// Shown as a tab to those who have not arranged it otherwise.
    pinned: Option<bool>,
}

/// A view in your arrangement.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct CallViewTab {
    /// The view.
    id: Uuid,
    /// One of your tabs.
    pinned: bool,
}

/// Your arrangement of the views.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct CallViewArrangement {
    /// In order. Views that are not named follow.
    #[oai(validator(max_items = 200))]
    data: Vec<CallViewTab>,
}

/// How many calls a view holds.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CallViewCount {
    /// The view.
    view_id: Uuid,
    /// Calls, up to 1,000; absent when they could not be counted in time.
    count: Option<u32>,
    /// There are more.
    more: bool,
}

/// How many calls your tabs hold.
#[derive(Object)]
pub(crate) struct CallViewCounts {
    /// In the order of your tabs, the first 20 of them.
    data: Vec<CallViewCount>,
}

impl CallView {
    fn of(shown: Shown, position: u32) -> Self {
        let Shown { view, version, built_in, pinned, editable } = shown;
        let view = view.snapshot();
        Self {
            id: view.id.uuid(),
            version,
            name: view.name.clone(),
            filters: CallFilters::from(view.wanted.clone()),
            sort: view.sort.map(CallSort::word),
            is_team_view: view.team,
            pinned,
            position,
            built_in,
            editable,
        }
    }

    /// One view after a change, at its place among the others.
    async fn placed(caller: &Caller, shown: Shown) -> Result<Self, Problem> {
        let all = caller.call_views.list(&caller.scope).await?;
        let id = shown.view.snapshot().id;
        let found = (0..).zip(all).find(|(_, other)| other.view.snapshot().id == id);
        // A supervisor who took a view back from the team does not see it any more.
        Ok(found.map_or_else(|| Self::of(shown, 0), |(place, shown)| Self::of(shown, place)))
    }
}

impl CallViewPatch {
    fn edit(self) -> Result<ViewEdit, Problem> {
        let sort = match self.sort.patch(|word| word) {
            Patch::Keep => Patch::Keep,
            Patch::Clear => Patch::Clear,
            Patch::Set(word) => query::sort(Some(&word))?.map_or(Patch::Clear, Patch::Set),
        };
        Ok(ViewEdit {
            name: self.name,
            wanted: self.filters.map(CallFilters::spoken).transpose()?,
            sort,
            team: self.is_team_view,
            pinned: self.pinned,
        })
    }
}

pub(crate) struct ViewsApi;

#[OpenApi(prefix_path = "/calls/views", tag = "Part::Calls")]
impl ViewsApi {
    /// List saved views
    ///
    /// Yours and the team's, with those that come with the product. Their filters are those of the list: opening a view is
    /// asking for the list with them.
    #[oai(path = "/", method = "get", operation_id = "list_call_views")]
    async fn list(&self, caller: Caller) -> Result<Answer<CallViewList>, Problem> {
        let all = caller.call_views.list(&caller.scope).await?;
        let placed = (0..).zip(all).map(|(place, shown)| CallView::of(shown, place));
        let (team_views, user_views) = placed.partition(|view| view.is_team_view);
        Ok(Answer(CallViewList { user_views, team_views }))
    }

    /// Count the calls of your tabs
    ///
    /// Up to 1,000 each. A number may be a few seconds old, or older when it is dear to count.
    #[oai(path = "/counts", method = "get", operation_id = "count_call_views")]
    async fn counts(&self, caller: Caller) -> Result<Answer<CallViewCounts>, Problem> {
        let all = caller.call_views.list(&caller.scope).await?;
        let tabs = all.into_iter().filter(|shown| shown.pinned).take(MAX_COUNTED);
        let data = stream::iter(tabs)
            .map(|shown| {
                let caller = &caller;
                async move {
                    let counted = caller.view_counts.of(caller, &shown).await?;
                    Ok::<_, Problem>(CallViewCount {
                        view_id: shown.view.snapshot().id.uuid(),
                        count: counted.map(|counted| counted.count),
                        more: counted.is_some_and(|counted| !counted.exact),
                    })
                }
            })
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        Ok(Answer(CallViewCounts { data }))
    }

    /// Save a view
    #[oai(path = "/", method = "post", operation_id = "create_call_view")]
    async fn create(
        &self,
        caller: Caller,
        body: Json<NewCallView>,
    ) -> Result<Created<CallView>, Problem> {
        let NewCallView { name, filters, sort, is_team_view, pinned } = body.0;
        let new = NewView {
            name,
            wanted: filters.spoken()?,
            sort: query::sort(sort.as_deref())?,
            team: is_team_view,
            pinned: pinned.unwrap_or(true),
        };
        let made = caller.call_views.create(&caller.scope, new).await?;
        Ok(Created(CallView::placed(&caller, made).await?))
    }

    /// Arrange your views
    ///
    /// In which order you see them and which are tabs. It is your screen alone.
    #[oai(path = "/arrangement", method = "put", operation_id = "arrange_call_views")]
    async fn arrange(
        &self,
        caller: Caller,
        body: Json<CallViewArrangement>,
    ) -> Result<Done, Problem> {
        let tab = |tab: CallViewTab| Tab { view: CallViewId(tab.id), pinned: tab.pinned };
        let tabs: Vec<Tab> = body.0.data.into_iter().map(tab).collect();
        caller.call_views.arrange(&caller.scope, &tabs).await?;
        Ok(Done)
    }

    /// Change a view
    #[oai(path = "/:id", method = "patch", operation_id = "edit_call_view")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] expected: IfMatch,
        body: Json<CallViewPatch>,
    ) -> Result<Versioned<CallView>, Problem> {
        let (id, edit) = (CallViewId(id.0), body.0.edit()?);
        let after = caller.call_views.edit(&caller.scope, id, expected.0, edit).await?;
        let version = Version(after.version);
        Ok(Versioned { body: CallView::placed(&caller, after).await?, version })
    }

    /// Remove a view
    ///
    /// It can be brought back for ten minutes.
    #[oai(path = "/:id", method = "delete", operation_id = "remove_call_view")]
    async fn remove(&self, caller: Caller, id: Path<Uuid>) -> Result<Done, Problem> {
        caller.call_views.remove(&caller.scope, CallViewId(id.0)).await?;
        Ok(Done)
    }

    /// Bring a removed view back
    #[oai(path = "/:id/restore", method = "post", operation_id = "restore_call_view")]
    async fn restore(
        &self,
        caller: Caller,
        id: Path<Uuid>,
    ) -> Result<Versioned<CallView>, Problem> {
        let back = caller.call_views.bring_back(&caller.scope, CallViewId(id.0)).await?;
        let version = Version(back.version);
        Ok(Versioned { body: CallView::placed(&caller, back).await?, version })
    }
}
