//! Places in ordered lists: opaque text that only the list that made it can read.

use crate::error::{Result, StoreError};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use callboard_kernel::{Cursor, PageRequest};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The cursor's content: the list with its order, and the sort key of the last row.
#[derive(Serialize, Deserialize)]
struct Place<K> {
    list: String,
    key: K,
}

/// The key after which the wanted page starts. `BadCursor` when the cursor is of another list or order.
pub(crate) fn start<K: DeserializeOwned>(list: &str, page: &PageRequest) -> Result<Option<K>> {
    let Some(cursor) = &page.after else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(&cursor.0).map_err(|_| StoreError::BadCursor)?;
    let place: Place<K> = serde_json::from_slice(&bytes).map_err(|_| StoreError::BadCursor)?;
    if place.list == list { Ok(Some(place.key)) } else { Err(StoreError::BadCursor) }
}

/// Rows to ask the database for: one more than the page, to learn whether there is a next page.
pub(crate) fn rows_to_read(page: &PageRequest) -> u64 {
    u64::from(page.limit) + 1
}

/// Leaves the page of the rows that were read with [`rows_to_read`], and answers where the next page starts.
pub(crate) fn next<T, K: Serialize>(
    list: &str,
    request: &PageRequest,
    rows: &mut Vec<T>,
    key: impl Fn(&T) -> Result<K>,
) -> Result<Option<Cursor>> {
    let limit = request.limit as usize;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let Some(last) = rows.last().filter(|_| has_more) else { return Ok(None) };
    let place = Place { list: list.to_owned(), key: key(last)? };
    Ok(Some(Cursor(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&place)?))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(after: Option<Cursor>) -> PageRequest {
        PageRequest { limit: 2, after }
    }

    #[test]
    fn a_page_ends_where_the_next_starts() {
        let mut rows = vec![1, 2, 3];
        let next = next("numbers", &request(None), &mut rows, |n| Ok(*n)).unwrap();
        assert_eq!(rows, [1, 2]);
        assert_eq!(start::<i32>("numbers", &request(next)).unwrap(), Some(2));
    }

    #[test]
    fn the_last_page_has_no_cursor() {
        let next = next("numbers", &request(None), &mut vec![1, 2], |n| Ok(*n)).unwrap();
        assert_eq!(next, None);
    }

    #[test]
    fn a_cursor_of_another_list_or_none_at_all_is_refused() {
        let next = next("numbers", &request(None), &mut vec![1, 2, 3], |n| Ok(*n)).unwrap();
        assert!(matches!(start::<i32>("letters", &request(next)), Err(StoreError::BadCursor)));
        let nonsense = Some(Cursor("%%%".to_owned()));
        assert!(matches!(start::<i32>("numbers", &request(nonsense)), Err(StoreError::BadCursor)));
    }
}
