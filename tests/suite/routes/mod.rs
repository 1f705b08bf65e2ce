//! Every operation of the document × everybody who may not, × every id of somebody else, × every page of another site.
//! A new route adds its fixture, and the things it speaks of, to `fixtures/<domain>.rs`; without one these tests fail.

mod accounts;
mod bad_input;
mod document;
mod fixture;
mod fixtures;
mod foreign;
mod headers;
mod making;
mod mass_assignment;
mod origins;
mod poison;
mod refusals;
mod world;
