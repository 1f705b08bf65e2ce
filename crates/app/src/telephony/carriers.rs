//! Which telephone company a workspace has: the pretend one for the demo, Twilio when its keys are set, else none.

use async_trait::async_trait;
use callboard_adapter_twilio::Twilio;
use callboard_kernel::{PortError, Scope, WorkspaceId};
use callboard_simulator::{Exchange, PROVIDER as SIMULATOR};
use callboard_switchboard::ports::Carrier;
use callboard_telephony::{
    AccessToken, AccountReport, Answer, BrowserGrant, CallProgress, Delivery, Expected, Finding,
    Looked, NewCall, PlacedCall, ProviderCallId, RawWebhook, Refusal, RefusalCause, Script,
    TelephonyError, WebhookError, WrittenAnswer,
    ports::{AccountCheck, BrowserPhones, OutboundCalls, Webhooks},
};
use callboard_workspaces::DemoTrafficStore;
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// Twilio's name in addresses and on calls.
pub const TWILIO: &str = "twilio";

/// Asks the company that the workspace has.
pub struct Carriers {
    simulator: Arc<Exchange>,
    twilio: Option<Twilio>,
    demo: Arc<dyn DemoTrafficStore>,
    hooks_origin: String,
    /// A workspace is a demo from its first day to its last.
    known: RwLock<HashMap<WorkspaceId, bool>>,
}

/// The company of one workspace.
enum Company<'a> {
    Simulator(&'a Exchange),
    Twilio(&'a Twilio),
    Nobody,
}

impl Carriers {
    /// Over the companies that there are.
    pub fn new(
        simulator: Arc<Exchange>,
        twilio: Option<Twilio>,
        demo: Arc<dyn DemoTrafficStore>,
        hooks_origin: impl Into<String>,
    ) -> Self {
        let hooks_origin = hooks_origin.into();
        Self { simulator, twilio, demo, hooks_origin, known: RwLock::default() }
    }

    async fn company(&self, scope: &Scope) -> Result<Company<'_>, PortError> {
        if self.is_demo(scope).await? {
            return Ok(Company::Simulator(&self.simulator));
        }
        Ok(self.twilio.as_ref().map_or(Company::Nobody, Company::Twilio))
    }

    async fn is_demo(&self, scope: &Scope) -> Result<bool, PortError> {
        let workspace = scope.workspace();
        let known = {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            known.get(&workspace).copied()
        };
        if let Some(known) = known {
            return Ok(known);
        }
        let is_demo = self.demo.load(scope).await?.is_some();
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(workspace, is_demo);
        Ok(is_demo)
    }
}

#[async_trait]
impl Carrier for Carriers {
    async fn provider(&self, scope: &Scope) -> Result<Option<&'static str>, PortError> {
        Ok(match self.company(scope).await? {
            Company::Simulator(_) => Some(SIMULATOR),
            Company::Twilio(_) => Some(TWILIO),
            Company::Nobody => None,
        })
    }

    /// The pretend company asks nobody over the network.
    fn origin(&self, provider: &str) -> String {
        if provider == SIMULATOR {
            "https://simulator.invalid".to_owned()
        } else {
            self.hooks_origin.clone()
        }
    }
}

/// There is nobody to ask.
const fn nobody() -> TelephonyError {
    TelephonyError::Refused(Refusal { cause: RefusalCause::Credentials, code: None })
}

#[async_trait]
impl OutboundCalls for Carriers {
    async fn place(&self, scope: &Scope, call: &NewCall) -> Result<PlacedCall, TelephonyError> {
        match self.company(scope).await? {
            Company::Simulator(simulator) => simulator.place(scope, call).await,
            Company::Twilio(twilio) => twilio.place(scope, call).await,
            Company::Nobody => Err(nobody()),
        }
    }

    async fn redirect(
        &self,
        scope: &Scope,
        call: &ProviderCallId,
        script: &Script,
    ) -> Result<(), TelephonyError> {
        match self.company(scope).await? {
            Company::Simulator(simulator) => simulator.redirect(scope, call, script).await,
            Company::Twilio(twilio) => twilio.redirect(scope, call, script).await,
            Company::Nobody => Err(nobody()),
        }
    }

    async fn hang_up(&self, scope: &Scope, call: &ProviderCallId) -> Result<(), TelephonyError> {
        match self.company(scope).await? {
            Company::Simulator(simulator) => simulator.hang_up(scope, call).await,
            Company::Twilio(twilio) => twilio.hang_up(scope, call).await,
            Company::Nobody => Err(nobody()),
        }
    }

    async fn progress(
        &self,
        scope: &Scope,
        call: &ProviderCallId,
    ) -> Result<CallProgress, TelephonyError> {
        match self.company(scope).await? {
            Company::Simulator(simulator) => simulator.progress(scope, call).await,
            Company::Twilio(twilio) => twilio.progress(scope, call).await,
            Company::Nobody => Err(nobody()),
        }
    }
}

#[async_trait]
impl BrowserPhones for Carriers {
    async fn token(&self, scope: &Scope, grant: &BrowserGrant) -> Result<AccessToken, PortError> {
        match self.company(scope).await? {
            Company::Simulator(simulator) => simulator.token(scope, grant).await,
            Company::Twilio(twilio) => twilio.token(scope, grant).await,
            Company::Nobody => {
                Err(PortError::broken("carriers.token", "the workspace has no telephone company"))
            }
        }
    }
}

#[async_trait]
impl AccountCheck for Carriers {
    async fn inspect(
        &self,
        scope: &Scope,
        expected: &Expected,
    ) -> Result<AccountReport, TelephonyError> {
        match self.company(scope).await? {
            Company::Simulator(_) => Ok(AccountReport {
                findings: vec![Finding::fine(
                    Looked::Provider,
                    "The pretend company needs no check.",
                )],
                registrations: Vec::new(),
            }),
            Company::Twilio(twilio) => twilio.inspect(scope, expected).await,
            Company::Nobody => Err(nobody()),
        }
    }
}

#[async_trait]
impl Webhooks for Carriers {
    async fn read(&self, scope: &Scope, request: &RawWebhook) -> Result<Delivery, WebhookError> {
        match self.company(scope).await? {
            Company::Simulator(simulator) => simulator.read(scope, request).await,
            Company::Twilio(twilio) => twilio.read(scope, request).await,
            Company::Nobody => Err(WebhookError::Forged),
        }
    }

    async fn read_again(
        &self,
        scope: &Scope,
        request: &RawWebhook,
    ) -> Result<Delivery, WebhookError> {
        match self.company(scope).await? {
            Company::Simulator(simulator) => simulator.read_again(scope, request).await,
            Company::Twilio(twilio) => twilio.read_again(scope, request).await,
            Company::Nobody => Err(WebhookError::Forged),
        }
    }

    fn write(&self, scope: &Scope, answer: &Answer) -> WrittenAnswer {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let is_demo = known.get(&scope.workspace()).copied().unwrap_or(false);
        match (&self.twilio, is_demo) {
            (Some(twilio), false) => twilio.write(scope, answer),
            _ => self.simulator.write(scope, answer),
        }
    }
}
