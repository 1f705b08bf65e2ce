//! Colleagues who are rung into a call: whoever has a telephone picks it up, and whoever is rung in his browser has his time.

use super::{Carrier, Exchange, Report, report::End};
use crate::error::SimulatorError;
use callboard_kernel::{Scope, Timestamp};
use callboard_switchboard::{
    model::{AskedInto, Leg},
    ports::PretendPhone,
};
use callboard_telephony::CallStatus;
use time::Duration;

/// How long it takes until a telephone is picked up and the key is pressed.
const PICKS_UP: Duration = Duration::seconds(4);
/// How long a browser rings.
const RINGS: Duration = Duration::seconds(30);
/// Legs that a stopped program left ringing are ended by the next one, however long it was away within a day.
const FORGOTTEN: Duration = Duration::days(1);
/// How much longer whoever is outside stays on the line when his call is in a room.
const PATIENCE: Duration = Duration::minutes(3);

impl Carrier {
    /// Moves the legs of colleagues who are being rung.
    pub(super) async fn move_colleagues(
        &self,
        scope: &Scope,
        now: Timestamp,
    ) -> Result<(), SimulatorError> {
        let Some(exchange) = &self.exchange else { return Ok(()) };
        let Some(switchboard) = exchange.switchboard() else { return Ok(()) };
        let ours = switchboard.asked_in(scope, now - FORGOTTEN).await?;
        for asked in ours.iter().filter(|asked| asked.provider == super::PROVIDER) {
            move_on(exchange, scope, &asked.leg, now).await?;
        }
        Ok(())
    }

    /// Whether whoever is outside would have hung up by now, but others have just come in.
    pub(super) async fn stays(
        &self,
        scope: &Scope,
        leg: &str,
        ends: Timestamp,
        now: Timestamp,
    ) -> Result<bool, SimulatorError> {
        let Some(exchange) = &self.exchange else { return Ok(false) };
        let Some(switchboard) = exchange.switchboard().filter(|_| now < ends + PATIENCE) else {
            return Ok(false);
        };
        Ok(switchboard.is_in_room(scope, leg).await?)
    }
}

async fn move_on(
    exchange: &Exchange,
    scope: &Scope,
    leg: &Leg,
    now: Timestamp,
) -> Result<(), SimulatorError> {
    let (Some(guest), Some(member)) = (leg.guest, leg.member) else { return Ok(()) };
    if leg.number.is_some() && now >= guest.asked_at + PICKS_UP {
        let asked = AskedInto { first: leg.first.clone(), member, by: guest.asked_by };
        exchange.come_in(scope, leg.id.as_str(), &asked).await?;
    } else if now >= guest.asked_at + RINGS {
        let ends = (End::Withheld, End::Withheld);
        let report = Report::step(leg.id.as_str(), CallStatus::NoAnswer, now, ends);
        exchange.tell(scope, &report.rung_by(leg.first.as_str()), None).await?;
    }
    Ok(())
}
