//! Ctrl-C and termination: whatever this tool started is stopped by its own pid before the tool ends.

use std::{
    process::Command,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

static HAPPENED: AtomicBool = AtomicBool::new(false);
static CHILDREN: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Starts listening. Children are told to end; the waits of `process` then return and guards clean up.
pub(crate) fn listen() {
    let handler = || {
        HAPPENED.store(true, Ordering::SeqCst);
        let children = CHILDREN.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for pid in children {
            terminate(pid);
        }
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        crate::output::note(&format!("Ctrl-C will not clean up: {error}"));
    }
}

/// Whether somebody asked this tool to stop.
pub(crate) fn happened() -> bool {
    HAPPENED.load(Ordering::SeqCst)
}

/// A child that is told to end when this tool is.
pub(crate) struct Registered(u32);

impl Registered {
    /// Watches the child of that pid until the value is dropped.
    pub(crate) fn new(pid: u32) -> Self {
        CHILDREN.lock().unwrap_or_else(PoisonError::into_inner).push(pid);
        if happened() {
            terminate(pid);
        }
        Self(pid)
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        CHILDREN.lock().unwrap_or_else(PoisonError::into_inner).retain(|pid| *pid != self.0);
    }
}

/// Asks a process to end.
pub(crate) fn terminate(pid: u32) {
    // A process that is gone already is what was wanted.
    let _ = Command::new("kill").args(["-TERM", &pid.to_string()]).output();
}
