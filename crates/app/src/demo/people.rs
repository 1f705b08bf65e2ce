//! The people of the demo: who works there, and who calls.

use crate::wiring::Services;
use anyhow::{Context, Result};
use callboard_customers::model::{
    Address, CustomerKind, CustomerStatus, EmailDraft, NewCustomer, PhoneDraft,
};
use callboard_followups::hours::{Block, BusinessHours, LocalTime, Weekly};
use callboard_kernel::{Actor, MemberId, Patch, Phone, Role, Scope};
use callboard_simulator::{Dice, Town};
use callboard_switchboard::model::Presence;
use callboard_workspaces::{NewMember, NewOwner, model::Secret};

/// The password of all demo logins.
pub const PASSWORD: &str = "callboard-demo";

/// Who can sign in: name, e-mail, role.
pub const LOGINS: [(&str, &str, Role); 6] = [
    ("Olivia Hart", "owner@demo.callboard.local", Role::Owner),
    ("Aaron Pike", "admin@demo.callboard.local", Role::Admin),
    ("Dana Whitlock", "dana@demo.callboard.local", Role::Dispatcher),
    ("Miguel Santos", "miguel@demo.callboard.local", Role::Dispatcher),
    ("Theo Lang", "theo@demo.callboard.local", Role::Tech),
    ("Vera Stone", "vera@demo.callboard.local", Role::Viewer),
];

/// Who has a telephone of his own.
const TELEPHONES: [(&str, &str); 2] =
    [("Aaron Pike", "+14045550113"), ("Miguel Santos", "+14045550114")];

/// How many residents the company has heard of.
const RESIDENTS_MET: u64 = 360;

/// The first login, who founds the workspace.
pub(super) fn owner() -> NewOwner {
    let (name, email, _) = LOGINS[0];
    NewOwner {
        name: name.to_owned(),
        email: email.to_owned(),
        password: Secret::received(PASSWORD),
    }
}

/// Adds the other logins; answers those who pick up the phone.
pub(super) async fn hire(services: &Services, scope: &Scope) -> Result<Vec<MemberId>> {
    let mut agents = Vec::new();
    for (name, email, role) in LOGINS.into_iter().skip(1) {
        let member = NewMember { name: name.to_owned(), email: email.to_owned(), role };
        let added = services
            .members
            .add_with_password(scope, member, &Secret::received(PASSWORD))
            .await
            .context("a demo member cannot be added")?;
        if role == Role::Dispatcher || role == Role::Tech {
            agents.push(added.value.snapshot().id);
        }
    }
    Ok(agents)
}

/// Gives the people of the office telephones of their own, so that they can be asked into calls; the pretend company picks them
/// up. `Scope::system` has no telephone, so each of them says so himself.
pub(super) async fn equip(services: &Services, scope: &Scope) -> Result<()> {
    for member in services.members.list(scope, false).await? {
        let Some((_, number)) = TELEPHONES.into_iter().find(|(name, _)| *name == member.name)
        else {
            continue;
        };
        #[expect(clippy::disallowed_methods, reason = "the people of the demo are made here")]
        let his = Scope::authenticated(
            scope.workspace(),
            Actor::Member { id: member.id, role: member.role },
        );
        let phone = Patch::Set(Phone::from_e164(number).context("a number of the demo")?);
        services.switchboard.set_station(&his, Some(Presence::Available), phone, None).await?;
    }
    Ok(())
}

/// The demo never closes, so that its clocks run whenever somebody looks.
pub(super) async fn open_around_the_clock(services: &Services, scope: &Scope) -> Result<()> {
    let always = || -> Result<Vec<Block>> {
        Ok(vec![Block {
            open: "00:00".parse::<LocalTime>()?,
            close: "24:00".parse::<LocalTime>()?,
        }])
    };
    let hours = BusinessHours {
        weekly: Weekly {
            mon: always()?,
            tue: always()?,
            wed: always()?,
            thu: always()?,
            fri: always()?,
            sat: always()?,
            sun: always()?,
        },
        ..BusinessHours::shipped(super::TIME_ZONE)
    };
    services.followups.save_hours(scope, None, hours).await.context("the hours cannot be kept")?;
    Ok(())
}

/// Makes the residents whom the company knows.
pub(super) async fn meet_customers(services: &Services, scope: &Scope, town: Town) -> Result<()> {
    for index in 0..RESIDENTS_MET {
        let resident = town.resident(index);
        if !resident.is_customer {
            continue;
        }
        let mut dice = Dice::new(town.seed(), index);
        let is_company = resident.company.is_some() && dice.chance(60);
        let customer = NewCustomer {
            kind: if is_company { CustomerKind::Company } else { CustomerKind::Person },
            company: resident.company,
            status: *dice.pick(&[
                CustomerStatus::Active,
                CustomerStatus::Active,
                CustomerStatus::Active,
                CustomerStatus::Lead,
                CustomerStatus::Lead,
                CustomerStatus::Churned,
            ]),
            lead_source: dice.chance(70).then(|| {
                (*dice.pick(&["Website", "Referral", "Google Ads", "Phone Call"])).to_owned()
            }),
            address: Some(Address {
                street: resident.street,
                city: resident.city.to_owned(),
                state: resident.state.to_owned(),
                postal_code: resident.postal_code.to_owned(),
                country: "US".to_owned(),
                ..Address::default()
            }),
            phones: vec![PhoneDraft {
                number: resident.phone,
                label: Some("mobile".to_owned()),
                primary: true,
            }],
            emails: resident
                .email
                .map(|address| EmailDraft { address, label: None })
                .into_iter()
                .collect(),
            ..NewCustomer::lead(resident.name)
        };
        services.customers.create(scope, customer, None).await.context("a demo customer")?;
    }
    Ok(())
}
