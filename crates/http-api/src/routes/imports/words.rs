//! Names of the closed lists of imports in the document.

use crate::fields::vocabulary;
use callboard_calls::{
    import::{Duplicates, Encoding, Field, ImportSource, ImportState, Separator},
    ports::KeptBecause,
};

vocabulary! {
    Duplicates => "ImportDuplicates",
    Encoding => "ImportEncoding",
    Field => "ImportField",
    ImportSource => "ImportSource",
    ImportState => "ImportState",
    KeptBecause => "ImportKeptBecause",
    Separator => "ImportSeparator",
}
