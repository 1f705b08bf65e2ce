//! Names of the closed lists of the customer domain in the document.

use crate::fields::vocabulary;
use callboard_customers::model::{
    Channel, CustomerKind, CustomerStatus, InteractionDirection, InteractionKind, Weekday,
};

vocabulary! {
    Channel => "Channel",
    CustomerKind => "CustomerKind",
    CustomerStatus => "CustomerStatus",
    InteractionDirection => "InteractionDirection",
    InteractionKind => "InteractionKind",
    Weekday => "Weekday",
}
