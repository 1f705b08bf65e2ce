//! Why the town stumbles.

use callboard_calls::CallError;
use callboard_kernel::PortError;
use callboard_switchboard::{HookError, SwitchboardError};

/// Why a simulated call could not go on.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorError {
    /// The call domain did not take it.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The switchboard did not take the report.
    #[error(transparent)]
    Report(#[from] HookError),
    /// The switchboard could not be asked.
    #[error(transparent)]
    Switchboard(#[from] SwitchboardError),
    /// A report was not taken.
    #[error(transparent)]
    Port(#[from] PortError),
}
