//! What screens and reports read.

use super::Consents;
use crate::{
    board::{ChannelStanding, ConsentFigures, Overview, RecordingFigures},
    error::ConsentError,
    model::{
        About, Address, Channel, ConsentChange, ConsentEntry, KeptEntry, Purpose, Standing, Target,
        stand,
    },
    ports::{Known, Recalled},
};
use callboard_kernel::{Page, PageRequest, Period, Permission, Scope, Timestamp};
use std::collections::HashSet;

/// What somebody can agree to or refuse; the two answers to keywords are no matter of consent.
const PURPOSES: [Purpose; 5] =
    [Purpose::Reply, Purpose::Service, Purpose::Reminder, Purpose::Survey, Purpose::Marketing];

impl Consents {
    /// Where a customer or a number stands: by channel, on the list, and what waits for a decision.
    pub async fn overview(&self, scope: &Scope, about: &About) -> Result<Overview, ConsentError> {
        scope.require(Permission::ReadCustomers)?;
        let known = self.of(scope, about).await?;
        let recalled = self.ports.book.recall(scope, &known.customers, &known.addresses).await?;
        Ok(overview(about, &known, recalled, self.now()))
    }

    /// A page of the ledger of a customer or number, newest first.
    pub async fn ledger(
        &self,
        scope: &Scope,
        about: &About,
        page: &PageRequest,
    ) -> Result<Page<KeptEntry>, ConsentError> {
        scope.require(Permission::ReadCustomers)?;
        let Known { customers, addresses, .. } = self.of(scope, about).await?;
        Ok(self.ports.board.ledger(scope, &customers, &addresses, page).await?)
    }

    /// Numbers of the list and the ledger over a time.
    pub async fn figures(
        &self,
        scope: &Scope,
        period: Period,
    ) -> Result<ConsentFigures, ConsentError> {
        scope.require(Permission::ReadAudit)?;
        Ok(self.ports.board.figures(scope, period).await?)
    }

    /// What was said of recording over a time.
    pub async fn recordings(
        &self,
        scope: &Scope,
        period: Period,
    ) -> Result<RecordingFigures, ConsentError> {
        scope.require(Permission::ReadAudit)?;
        Ok(self.ports.acquaintance.recordings(scope, period).await?)
    }

    async fn of(&self, scope: &Scope, about: &About) -> Result<Known, ConsentError> {
        let mut known = match (about.customer, about.phone()) {
            (Some(customer), _) => self.known(scope, customer).await?,
            (None, Some(number)) => self.of_number(scope, number).await?,
            (None, None) => Known::default(),
        };
        if let Some(address) = &about.address
            && !known.addresses.contains(address)
        {
            known.addresses.push(address.clone());
        }
        Ok(known)
    }
}

fn overview(about: &About, known: &Known, recalled: Recalled, at: Timestamp) -> Overview {
    let Recalled { version: _, entries, marks, blocked, overrides, settings: _ } = recalled;
    let ledger: Vec<ConsentEntry> = entries.iter().map(|kept| kept.entry.clone()).collect();
    let asked = about.address.as_ref();
    let phone = asked.into_iter().chain(&known.addresses).find_map(|address| match address {
        Address::Phone(number) => Some(number.clone()),
        Address::Email(_) => None,
    });
    let email = asked.into_iter().chain(&known.addresses).find_map(|address| match address {
        Address::Email(email) => Some(email.clone()),
        Address::Phone(_) => None,
    });
    let targets =
        [phone.clone().map(Target::Call), phone.map(Target::Text), email.map(Target::Email)];
    let channels = targets.into_iter().flatten().map(|target| standing(&ledger, &target, at));
    let channels = channels.collect();
    let decided: HashSet<_> = entries.iter().filter_map(|kept| kept.decides).collect();
    let waits = |kept: &KeptEntry| {
        kept.entry.change == ConsentChange::RevocationProposed && !decided.contains(&kept.id)
    };
    let live = overrides.iter().filter(|kept| kept.given.at <= at && at < kept.given.until);
    Overview {
        customer: about.customer.or_else(|| known.customers.first().copied()),
        channels,
        marks: marks.into_iter().filter(|(kept, _)| kept.stands()).collect(),
        blocked: !blocked.is_empty(),
        overrides: live.map(|kept| (kept.given.rule, kept.given.until)).collect(),
        proposed: entries.into_iter().filter(waits).collect(),
    }
}

fn standing(ledger: &[ConsentEntry], target: &Target, at: Timestamp) -> ChannelStanding {
    let channel: Channel = target.channel();
    let mut found = ChannelStanding {
        channel,
        granted: Vec::new(),
        revoked: Vec::new(),
        waiting: Vec::new(),
        since: None,
    };
    for purpose in PURPOSES {
        let stand = stand(ledger, target, purpose, at);
        match stand.standing {
            Standing::Granted { .. } => found.granted.push(purpose),
            Standing::Revoked(_) => found.revoked.push(purpose),
            Standing::Silent => {}
        }
        if stand.waiting.is_some() {
            found.waiting.push(purpose);
        }
    }
    let about_it = ledger.iter().filter(|entry| entry.scope.channels.covers(&channel));
    found.since = about_it.map(|entry| entry.at).max();
    found
}
