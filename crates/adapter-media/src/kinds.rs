//! What a file is, by its first bytes.

use callboard_media::model::FileKind;

/// What a file is by its head; `None` when it is nothing that is kept.
pub(crate) fn of(head: &[u8], name: &str) -> Option<FileKind> {
    match infer::get(head).map(|found| found.mime_type()) {
        Some("image/jpeg") => Some(FileKind::Jpeg),
        Some("image/png") => Some(FileKind::Png),
        Some("image/webp") => Some(FileKind::Webp),
        // Three letters are a GIF to some, and the beginning of a script to others.
        Some("image/gif") if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") => {
            Some(FileKind::Gif)
        }
        Some("image/heif" | "image/heic") => Some(FileKind::Heic),
        Some("application/pdf") => Some(FileKind::Pdf),
        Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document") => {
            Some(FileKind::Docx)
        }
        Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") => {
            Some(FileKind::Xlsx)
        }
        Some("audio/mpeg") => Some(FileKind::Mp3),
        Some("audio/x-wav" | "audio/wav") => Some(FileKind::Wav),
        Some("audio/m4a" | "audio/x-m4a" | "audio/mp4") => Some(FileKind::M4a),
        Some("audio/ogg" | "audio/opus") => Some(FileKind::Ogg),
        // A kind that is known and is not kept: pages, programs, archives, pictures that are programs.
        Some(_) => None,
        None => text(head, name),
    }
}

/// A text that is no language of a machine: what begins like a page, a drawing or a script is none.
fn text(head: &[u8], name: &str) -> Option<FileKind> {
    let body = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let read = match std::str::from_utf8(body) {
        Ok(read) => read,
        // The head may end within a letter.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            std::str::from_utf8(&body[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    let readable = |sign: char| !sign.is_control() || matches!(sign, '\n' | '\r' | '\t' | '\u{c}');
    let begin = read.trim_start();
    if begin.is_empty() || !read.chars().all(readable) || begin.starts_with("#!") {
        return None;
    }
    let lower = read.to_ascii_lowercase();
    if begin.starts_with('<') || MARKUP.iter().any(|mark| lower.contains(mark)) {
        return None;
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    Some(if ending.as_deref() == Some("csv") { FileKind::Csv } else { FileKind::Text })
}

/// What makes a browser take a text for a page.
const MARKUP: [&str; 12] = [
    "<!doctype",
    "<html",
    "<script",
    "<svg",
    "<iframe",
    "<body",
    "<head",
    "<img",
    "<object",
    "<embed",
    "<?xml",
    "<?php",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_from_a_table_by_its_name_alone() {
        assert_eq!(of(b"a,b\n1,2\n", "rows.CSV"), Some(FileKind::Csv));
        assert_eq!(of(b"a,b\n1,2\n", "rows.txt"), Some(FileKind::Text));
        assert_eq!(of("Grüße €".as_bytes(), "x.exe"), Some(FileKind::Text));
        let cut = "ü".repeat(10);
        assert_eq!(of(&cut.as_bytes()[..19], "x"), Some(FileKind::Text));
    }

    #[test]
    fn what_is_no_text_is_none() {
        let bad: [&[u8]; 6] =
            [b"", b" \n\t ", b"a\0b", b"\xff\xfeh\0i\0", b"#!/bin/sh\nrm", b"\x1b[2J"];
        for bytes in bad {
            assert_eq!(of(bytes, "a.txt"), None, "{bytes:?}");
        }
    }
}
