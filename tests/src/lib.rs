//! Shared harness of the system tests.
