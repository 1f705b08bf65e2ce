//! Asking which numbers may send business texts: groups of senders, their brands and campaigns (A2P 10DLC).

use super::{
    accounts::{allowed, hook},
    client::Client,
    text,
};
use crate::{
    account::{Sid, TwilioAccount},
    check::{
        facts::{Seen, Service},
        registration::{Campaign, registration},
    },
};
use callboard_kernel::Phone;
use callboard_telephony::TelephonyError;
use serde_json::Value;
use std::collections::HashMap;

impl Client {
    pub(super) async fn services(
        &self,
        account: &TwilioAccount,
    ) -> Result<Seen<Vec<Service>>, TelephonyError> {
        allowed(self.all_services(account).await)
    }

    async fn all_services(&self, account: &TwilioAccount) -> Result<Vec<Service>, TelephonyError> {
        let listed = self.listed(account, "/v1/Services", "services").await?;
        if listed.is_empty() {
            return Ok(Vec::new());
        }
        let brands = self.listed(account, "/v1/a2p/BrandRegistrations", "data").await?;
        let brands: HashMap<&str, &str> = brands.iter().filter_map(brand).collect();
        let mut services = Vec::new();
        for value in &listed {
            // An id goes into a path, so it must be one.
            let Some(Ok(sid)) = text(value, "sid").map(Sid::service) else { continue };
            let path = format!("/v1/Services/{}", sid.as_str());
            let own = format!("{path}/PhoneNumbers");
            let numbers = self.listed(account, &own, "phone_numbers").await?;
            let usa2p = format!("{path}/Compliance/Usa2p");
            let campaigns = self.listed(account, &usa2p, "compliance").await?;
            let campaigns = campaigns.iter().map(|campaign| Campaign {
                status: text(campaign, "campaign_status").unwrap_or_default(),
                brand: text(campaign, "brand_registration_sid")
                    .and_then(|brand| brands.get(brand).copied()),
                is_mock: is(campaign, "mock"),
            });
            services.push(Service {
                numbers: numbers.iter().filter_map(number).collect(),
                inbound: (!is(value, "use_inbound_webhook_on_number"))
                    .then(|| hook(value, "inbound_request_url", "inbound_method")),
                registration: registration(campaigns),
            });
        }
        Ok(services)
    }

    async fn listed(
        &self,
        account: &TwilioAccount,
        path: &str,
        name: &'static str,
    ) -> Result<Vec<Value>, TelephonyError> {
        let host = self.settings.messaging.trim_end_matches('/');
        self.pages(account, host, format!("{host}{path}?PageSize=1000"), name).await
    }
}

fn is(value: &Value, name: &str) -> bool {
    value.get(name).and_then(Value::as_bool).unwrap_or(false)
}

fn brand(value: &Value) -> Option<(&str, &str)> {
    Some((text(value, "sid")?, text(value, "status")?))
}

fn number(value: &Value) -> Option<Phone> {
    Phone::from_e164(text(value, "phone_number")?).ok()
}
