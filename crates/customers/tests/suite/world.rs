//! Scopes, customers and ports that the tests share.

use callboard_customers::{
    Customers, CustomersPorts,
    model::{Customer, NewCustomer, PhoneDraft},
    ports::{MockCustomerBoard, MockCustomerRepository, MockHomeRegion, MockInteractionRepository},
};
use callboard_kernel::{
    Actor, CustomerId, Loaded, ManualClock, MemberId, Role, Scope, SequentialIds, Version,
    WorkspaceId, timestamp,
};
use std::sync::Arc;
use uuid::Uuid;

pub(crate) const NOON: i64 = 1_763_726_400_000;

pub(crate) fn scope(role: Role) -> Scope {
    scope_in(0xA, role)
}

pub(crate) fn scope_in(workspace: u128, role: Role) -> Scope {
    let workspace = WorkspaceId(Uuid::from_u128(workspace));
    Scope::authenticated(workspace, Actor::Member { id: me(), role })
}

/// The product itself.
pub(crate) fn product() -> Scope {
    Scope::system(WorkspaceId(Uuid::from_u128(0xA)), "finished_call_writes_its_line")
}

/// The member who acts in [`scope`].
pub(crate) fn me() -> MemberId {
    MemberId(Uuid::from_u128(0x11))
}

pub(crate) fn ana() -> CustomerId {
    CustomerId(Uuid::from_u128(0xAAA))
}

pub(crate) fn customer() -> Customer {
    let phones = vec![PhoneDraft { number: "+18645550100".into(), ..PhoneDraft::default() }];
    let new = NewCustomer { phones, ..NewCustomer::lead("Ana Ortiz") };
    Customer::new(ana(), new, "US", timestamp(0)).unwrap()
}

/// Ports of which a test sets up those that it needs; a call that it did not expect fails it.
pub(crate) struct World {
    pub(crate) repo: MockCustomerRepository,
    pub(crate) interactions: MockInteractionRepository,
    pub(crate) board: MockCustomerBoard,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            repo: MockCustomerRepository::new(),
            interactions: MockInteractionRepository::new(),
            board: MockCustomerBoard::new(),
        }
    }

    /// A workspace with this customer at version 4.
    pub(crate) fn with(customer: Customer) -> Self {
        let mut world = Self::new();
        world.repo.expect_get().returning(move |_, id| {
            let loaded = Loaded { value: customer.clone(), version: Version(4) };
            Ok((customer.snapshot().id == id).then_some(loaded))
        });
        world
    }

    pub(crate) fn customers(self) -> Customers {
        let mut region = MockHomeRegion::new();
        region.expect_region().returning(|_| Ok("US".into()));
        Customers::new(CustomersPorts {
            repo: Arc::new(self.repo),
            interactions: Arc::new(self.interactions),
            board: Arc::new(self.board),
            region: Arc::new(region),
            clock: Arc::new(ManualClock::new(timestamp(NOON))),
            ids: Arc::new(SequentialIds::default()),
        })
    }
}
