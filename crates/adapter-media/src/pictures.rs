//! Pictures: read, turned upright and written anew, so that nothing is left of them but what can be seen.

use callboard_kernel::{PortError, Timestamp};
use callboard_media::{
    model::FileKind,
    ports::{CleanPicture, PictureError},
};
use exif::{In, Tag, Value};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    metadata::Orientation,
};
use std::io::Cursor;
use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

/// Longest side of a picture that is looked at, in pixels.
const LONGEST_SIDE: u32 = 16_384;
/// Most pixels of a picture that is looked at.
const MOST_PIXELS: u64 = 50_000_000;
/// Most memory that reading one may take.
const MOST_MEMORY: u64 = 320 * 1024 * 1024;
/// Longest side of a picture that is kept: enough to read a type plate, and no more than a screen shows.
const KEPT_SIDE: u32 = 4_096;
/// Longest side of a small copy.
const THUMBNAIL_SIDE: u32 = 320;
/// Quality of JPEG, of 100.
const QUALITY: u8 = 87;

/// The picture upright, without anything it told beside the picture.
pub(crate) fn clean(bytes: &[u8]) -> Result<CleanPicture, PictureError> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut reader = reader.map_err(|_| PictureError::Unreadable)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(PictureError::Unreadable);
    }
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| PictureError::Unreadable)?;
    // How large it says it is, before any of it is unpacked.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || width == 0 || height == 0 {
        return Err(PictureError::Unreadable);
    }
    let told = decoder.exif_metadata().ok().flatten();
    let told = told.and_then(|raw| exif::Reader::new().read_raw(raw).ok());
    let orientation = told.as_ref().and_then(orientation_of);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| PictureError::Unreadable)?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    if picture.width().max(picture.height()) > KEPT_SIDE {
        picture = picture.resize(KEPT_SIDE, KEPT_SIDE, image::imageops::FilterType::Triangle);
    }
    let taken_at = told.as_ref().and_then(taken_at);
    let thumbnail = jpeg(&picture.thumbnail(THUMBNAIL_SIDE, THUMBNAIL_SIDE))?;
    let (kind, kept) = if picture.color().has_alpha() {
        (FileKind::Png, png(&picture)?)
    } else {
        (FileKind::Jpeg, jpeg(&picture)?)
    };
    let (width, height) = (picture.width(), picture.height());
    Ok(CleanPicture { kind, bytes: kept, thumbnail, width, height, taken_at })
}

fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    picture.to_rgb8().write_with_encoder(encoder).map_err(not_written)?;
    Ok(bytes)
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    picture.to_rgba8().write_with_encoder(PngEncoder::new(&mut bytes)).map_err(not_written)?;
    Ok(bytes)
}

fn not_written(error: image::ImageError) -> PictureError {
    PictureError::Port(PortError::broken("inspector.clean", error))
}

fn orientation_of(told: &exif::Exif) -> Option<Orientation> {
    let field = told.get_field(Tag::Orientation, In::PRIMARY)?;
    Orientation::from_exif(u8::try_from(field.value.get_uint(0)?).ok()?)
}

/// When it was taken. Cameras write the time on the wall; many say its distance from UTC beside it.
fn taken_at(told: &exif::Exif) -> Option<Timestamp> {
    let text = |tag| match &told.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    };
    let mut read = exif::DateTime::from_ascii(text(Tag::DateTimeOriginal)?).ok()?;
    if let Some(offset) = text(Tag::OffsetTimeOriginal) {
        // One that cannot be read is as good as none.
        read.parse_offset(offset).ok();
    }
    let month = Month::try_from(read.month).ok()?;
    let date = Date::from_calendar_date(i32::from(read.year), month, read.day).ok()?;
    let time = Time::from_hms(read.hour, read.minute, read.second).ok()?;
    let offset = UtcOffset::from_whole_seconds(i32::from(read.offset.unwrap_or(0)) * 60).ok()?;
    let at = PrimitiveDateTime::new(date, time).assume_offset(offset).to_offset(UtcOffset::UTC);
    // A camera without a clock says 1970, or worse.
    (at.year() >= 1990 && at.year() < 2100).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageBuffer, Rgb, Rgba};
    use time::macros::datetime;

    /// A picture with a red left half, as bytes of a format.
    fn picture(format: ImageFormat) -> Vec<u8> {
        let pixels = ImageBuffer::from_fn(40, 20, |x, _| {
            if x < 20 { Rgb([250_u8, 0, 0]) } else { Rgb([0, 0, 250]) }
        });
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(pixels).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// A JPEG with an EXIF part: turned by a quarter, with a place, an instant and the camera's owner.
    fn telling() -> Vec<u8> {
        let field = |tag, value| exif::Field { tag, ifd_num: In::PRIMARY, value };
        let ascii = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
        let fields = [
            field(Tag::Orientation, Value::Short(vec![6])),
            field(Tag::DateTimeOriginal, ascii("2026:03:02 10:15:30")),
            field(Tag::OffsetTimeOriginal, ascii("-05:00")),
            field(Tag::Artist, ascii("SECRET-OWNER")),
            field(Tag::GPSLatitudeRef, ascii("N")),
            field(Tag::ImageDescription, ascii("SECRET-PLACE")),
        ];
        let mut writer = exif::experimental::Writer::new();
        for field in &fields {
            writer.push_field(field);
        }
        let mut told = Cursor::new(Vec::new());
        writer.write(&mut told, false).unwrap();
        let told = told.into_inner();
        let jpeg = picture(ImageFormat::Jpeg);
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend([0xff, 0xe1]);
        bytes.extend(u16::try_from(told.len() + 8).unwrap().to_be_bytes());
        bytes.extend(b"Exif\0\0");
        bytes.extend(&told);
        bytes.extend(&jpeg[2..]);
        bytes
    }

    #[test]
    fn a_photo_stands_upright_and_tells_only_when_it_was_taken() {
        let bytes = telling();
        assert!(bytes.windows(12).any(|w| w == b"SECRET-OWNER"));
        let clean = clean(&bytes).unwrap();
        assert_eq!((clean.width, clean.height), (20, 40));
        assert_eq!(clean.taken_at, Some(datetime!(2026-03-02 15:15:30 UTC)));
        for kept in [&clean.bytes, &clean.thumbnail] {
            for secret in [&b"SECRET"[..], b"Exif", b"GPS", b"http://ns.adobe.com"] {
                assert!(!kept.windows(secret.len()).any(|w| w == secret), "{secret:?} is kept");
            }
        }
        let upright = image::load_from_memory(&clean.bytes).unwrap().to_rgb8();
        let top = upright.get_pixel(10, 5);
        assert!(top[0] > 150 && top[2] < 100, "the left half is the upper one now: {top:?}");
    }

    #[test]
    fn a_picture_with_glass_stays_a_png_and_others_become_jpeg() {
        let glass = ImageBuffer::from_pixel(8, 8, Rgba([1_u8, 2, 3, 100]));
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(glass).write_to(&mut bytes, ImageFormat::Png).unwrap();
        assert_eq!(clean(&bytes.into_inner()).unwrap().kind, FileKind::Png);
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            assert_eq!(clean(&picture(format)).unwrap().kind, FileKind::Jpeg, "{format:?}");
        }
    }

    #[test]
    fn what_follows_a_picture_is_left_behind() {
        let mut bytes = picture(ImageFormat::Png);
        bytes.extend(b"<script>alert(1)</script>");
        let clean = clean(&bytes).unwrap();
        assert!(!clean.bytes.windows(7).any(|w| w == b"<script"));
    }

    #[test]
    fn a_broken_picture_is_none() {
        let whole = picture(ImageFormat::Png);
        for bytes in [&whole[..40], &b"\x89PNG\r\n\x1a\n"[..], b"GIF89a", b""] {
            assert!(matches!(clean(bytes), Err(PictureError::Unreadable)));
        }
    }
}
