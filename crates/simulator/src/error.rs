//! Why the town stumbles.

use callboard_calls::CallError;
use callboard_switchboard::HookError;

/// Why a simulated call could not go on.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorError {
    /// The call domain did not take it.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The switchboard did not take the report.
    #[error(transparent)]
    Report(#[from] HookError),
}
