//! Going beyond a rule with a reason on record.

use super::{Consents, MAX_REASON, Needed, Writing, lines, text};
use crate::{
    error::ConsentError,
    events::ConsentEvent,
    model::{About, KeptOverride, Override, Purpose, Reach, Rule},
    ports::Change,
};
use callboard_kernel::{Actor, ConsentOverrideId, Invalid, Permission, Scope};
use time::Duration;

/// The longest time that a reason holds, in minutes.
pub const MAX_OVERRIDE_MINUTES: u16 = 24 * 60;

/// A reason to go beyond a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewOverride {
    /// Whom it is about.
    pub about: About,
    /// The rule.
    pub rule: Rule,
    /// What for; `None` for every purpose.
    pub purpose: Option<Purpose>,
    /// Why.
    pub reason: String,
    /// For how long, 1 minute to 24 hours.
    pub minutes: u16,
}

impl Consents {
    /// Puts a reason on record. The rule says which role it takes: an owner for the company's own list, an admin for a
    /// blocked number, a dispatcher for the courtesy hours. Whether it helps in a case is decided when the rules are asked.
    pub async fn go_beyond(
        &self,
        scope: &Scope,
        new: NewOverride,
    ) -> Result<KeptOverride, ConsentError> {
        scope.require(Permission::EditCustomers)?;
        let needed = new.rule.lifted_by_reason_of().ok_or(ConsentError::NotLiftable)?;
        let Actor::Member { role, .. } = scope.actor() else {
            return Err(ConsentError::NotAMember);
        };
        if *role < needed {
            return Err(ConsentError::needs(Some(*role), needed));
        }
        let mut wrong = Invalid::default();
        let why = Needed::Always("Say why.");
        let reason = text(&new.reason, "reason", MAX_REASON, why, &mut wrong);
        if !(1..=MAX_OVERRIDE_MINUTES).contains(&new.minutes) {
            wrong.push("minutes", "out_of_range", "From 1 minute to 24 hours.");
        }
        if new.about.customer.is_none() && new.about.address.is_none() {
            wrong.push("customer_id", "required", "Either a customer or a number.");
        }
        wrong.check()?;
        if let Some(customer) = new.about.customer {
            self.known(scope, customer).await?;
        }
        let at = self.now();
        let given = Override {
            rule: new.rule,
            purposes: new.purpose.map_or(Reach::All, |purpose| Reach::Only(vec![purpose])),
            by: scope.actor().clone(),
            reason,
            at,
            until: at + Duration::minutes(i64::from(new.minutes)),
        };
        let id = ConsentOverrideId(self.ports.ids.next());
        let kept = KeptOverride { id, about: new.about, given };
        let event =
            ConsentEvent::OverrideGiven { id, customer: kept.about.customer, rule: new.rule };
        let audit = lines::given(&kept);
        self.write(scope, Writing::one(Change::Override(kept.clone()), event, audit)).await?;
        Ok(kept)
    }
}
