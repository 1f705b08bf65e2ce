//! Tying a call to a customer.

use super::{Call, Decision, disposition::Disposition};
use crate::{events::CallEvent, ports::KnownCaller};
use callboard_kernel::{AuditAction, Timestamp};

impl Call {
    /// Ties the call to a customer: name and do-not-contact mark follow. A mark that the call's own outcome set stays.
    /// `None` when all of it stands already.
    pub fn link_customer(
        &self,
        caller: &KnownCaller,
        current: Option<&Disposition>,
        now: Timestamp,
    ) -> Option<Decision> {
        let mut next = self.clone().touched(now);
        next.state.customer = Some(caller.id);
        next.state.caller_name.clone_from(&caller.name);
        let unlinked_mark = self.state.customer.is_none() && self.state.do_not_contact;
        next.mark_from(caller.do_not_contact, current);
        next.state.do_not_contact |= unlinked_mark;
        self.linked(next, AuditAction::Link)
    }

    /// Unties the call from its customer; its name is unknown again. `None` when it has none.
    pub fn unlink_customer(
        &self,
        current: Option<&Disposition>,
        now: Timestamp,
    ) -> Option<Decision> {
        self.state.customer?;
        let mut next = self.clone().touched(now);
        next.state.customer = None;
        next.state.caller_name.clear();
        next.mark_from(false, current);
        self.linked(next, AuditAction::Unlink)
    }

    /// The mark of a customer who is left goes with it; one that an outcome of this call set stays.
    fn mark_from(&mut self, customer_mark: bool, current: Option<&Disposition>) {
        let own = current.is_some_and(Disposition::suppresses);
        self.state.do_not_contact = customer_mark || own;
        if let Some(before) = self.state.before_outcome.as_mut() {
            before.do_not_contact = customer_mark;
        }
    }

    fn linked(&self, next: Self, action: AuditAction) -> Option<Decision> {
        let same = self.state.customer == next.state.customer
            && self.state.caller_name == next.state.caller_name
            && self.state.do_not_contact == next.state.do_not_contact;
        (!same).then(|| {
            let events = vec![CallEvent::CustomerLinked(next.facts())];
            Decision::update(next, events).under(action)
        })
    }
}

#[cfg(test)]
mod tests;
