//! The log: writing a call down, reading one, editing it, tying it to a customer.

use super::{Calls, commit_of};
use crate::{
    error::CallError,
    model::{
        Call, CallEdit, Direction, EditContext, LogContext, MANUAL_PROVIDER, ManualCall,
        OutcomeContext, choose,
    },
    ports::KnownCaller,
};
use callboard_kernel::{
    CallId, CustomerId, Invalid, Loaded, Patch, Permission, SaveError, Scope, Version,
};

/// Longest idempotency key, in characters.
const MAX_KEY: usize = 128;

impl Calls {
    /// Writes a call down by hand. With a key, doing it twice answers the first call.
    pub async fn log_by_hand(
        &self,
        scope: &Scope,
        manual: ManualCall,
        idempotency_key: Option<&str>,
    ) -> Result<Loaded<Call>, CallError> {
        scope.require(Permission::WorkCalls)?;
        if let Some(key) = idempotency_key {
            check_key(key)?;
            if let Some(first) =
                self.ports.repo.find_by_provider(scope, MANUAL_PROVIDER, key).await?
            {
                return Ok(first);
            }
        }
        let known = self.known_caller(scope, &manual).await?;
        let after_hours = manual.direction == Direction::In
            && !self.ports.hours.is_open(scope, manual.started_at).await?;
        let context = LogContext {
            id: CallId(self.ports.ids.next()),
            idempotency_key: idempotency_key.map(str::to_owned),
            known,
            after_hours,
        };
        let now = self.now();
        let decision = Call::log_by_hand(&manual, context, now)?;
        let call = decision.call.clone();
        match self.ports.repo.save(scope, commit_of(None, decision, now)).await {
            Ok(version) => Ok(Loaded { value: call, version }),
            Err(SaveError::Duplicate("calls_provider_key")) => {
                let key = idempotency_key.unwrap_or_default();
                let first = self.ports.repo.find_by_provider(scope, MANUAL_PROVIDER, key).await?;
                first.ok_or(CallError::NotFound)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The call with its version.
    pub async fn get(&self, scope: &Scope, id: CallId) -> Result<Loaded<Call>, CallError> {
        scope.require(Permission::ReadCalls)?;
        self.load(scope, id).await
    }

    /// Edits a call. Setting another disposition is an outcome with all its rules, in the same write. An edit that changes
    /// nothing writes nothing.
    pub async fn edit(
        &self,
        scope: &Scope,
        id: CallId,
        expected: Option<Version>,
        edit: CallEdit,
    ) -> Result<Loaded<Call>, CallError> {
        scope.require(Permission::WorkCalls)?;
        let catalogue = self.ports.catalogue.load(scope).await?.value;
        let loaded = self.load(scope, id).await?;
        let has_open_follow_up = match edit.disposition {
            Patch::Set(_) => self.has_open_promise(scope, &loaded.value).await?,
            Patch::Keep | Patch::Clear => false,
        };
        let by = scope.member();
        self.change_loaded(scope, loaded, expected, None, |call, now| {
            let current = catalogue.iter().find(|rule| call.disposition() == Some(&rule.key));
            let outcome = match &edit.disposition {
                Patch::Set(key) if edit.is_outcome_for(call) => {
                    let rule = choose(&catalogue, key)?;
                    Some(OutcomeContext { rule, has_open_follow_up, by })
                }
                _ => None,
            };
            call.edit(&edit, EditContext { current, outcome }, now)
        })
        .await
    }

    /// Ties the call to a customer, whose name and do-not-contact mark it takes.
    pub async fn link_customer(
        &self,
        scope: &Scope,
        id: CallId,
        customer: CustomerId,
    ) -> Result<Loaded<Call>, CallError> {
        scope.require(Permission::WorkCalls)?;
        let caller = self.caller(scope, customer).await?;
        let loaded = self.load(scope, id).await?;
        let rule = self.current_rule(scope, &loaded.value).await?;
        self.change_loaded(scope, loaded, None, None, |call, now| {
            Ok(call.link_customer(&caller, rule.as_ref(), now))
        })
        .await
    }

    /// Unties the call from its customer.
    pub async fn unlink_customer(
        &self,
        scope: &Scope,
        id: CallId,
    ) -> Result<Loaded<Call>, CallError> {
        scope.require(Permission::WorkCalls)?;
        let loaded = self.load(scope, id).await?;
        let rule = self.current_rule(scope, &loaded.value).await?;
        self.change_loaded(scope, loaded, None, None, |call, now| {
            Ok(call.unlink_customer(rule.as_ref(), now))
        })
        .await
    }

    async fn caller(&self, scope: &Scope, customer: CustomerId) -> Result<KnownCaller, CallError> {
        self.ports.callers.by_id(scope, customer).await?.ok_or(CallError::NoSuchCustomer)
    }

    async fn known_caller(
        &self,
        scope: &Scope,
        manual: &ManualCall,
    ) -> Result<Option<KnownCaller>, CallError> {
        match (manual.customer, manual.other_party()) {
            (Some(customer), _) => self.caller(scope, customer).await.map(Some),
            (None, Some(number)) => Ok(self.ports.callers.by_number(scope, number).await?),
            (None, None) => Ok(None),
        }
    }
}

fn check_key(key: &str) -> Result<(), Invalid> {
    let plain = key.chars().all(|c| c.is_ascii_graphic());
    if plain && (1..=MAX_KEY).contains(&key.len()) {
        Ok(())
    } else {
        Err(Invalid::field(
            "Idempotency-Key",
            "bad_format",
            "Must be 1 to 128 visible ASCII characters.",
        ))
    }
}
