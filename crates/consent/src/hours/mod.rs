//! When somebody may be contacted: hours of jurisdictions as data, the zones of area codes as data, and the arithmetic of
//! the clock on the wall where the customer is.

mod area_codes;
mod calling_hours;
mod gate;
mod holidays;
mod jurisdiction;
mod state;
mod wall;
mod week;
mod whereabouts;

pub use area_codes::{AREA_CODES, AREA_CODES_AS_OF, AREA_CODES_SOURCE, AreaCodes};
pub use calling_hours::{FEDERAL, JURISDICTIONS, UNKNOWN_STATE, VERSION};
pub use gate::{Closed, Gate, Hours};
pub use holidays::{FEDERAL_HOLIDAYS, Holiday, Observed};
pub use jurisdiction::{Holidays, Jurisdiction};
pub use state::State;
pub use week::{Week, Window};
pub use whereabouts::{Whereabouts, ZoneUnknown, area_code};
