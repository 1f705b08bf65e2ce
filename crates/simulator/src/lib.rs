//! A pretend town of callers that keeps the phone ringing in the demo.
