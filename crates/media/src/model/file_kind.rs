//! Which kinds of files are kept. The content decides; what a client calls a file decides nothing.

use callboard_kernel::words;

words! {
    /// A kind of file that is kept.
    pub enum FileKind {
        /// JPEG picture.
        Jpeg = "jpeg",
        /// PNG picture.
        Png = "png",
        /// WebP picture.
        Webp = "webp",
        /// GIF picture.
        Gif = "gif",
        /// HEIC picture of a telephone.
        Heic = "heic",
        /// PDF document.
        Pdf = "pdf",
        /// Plain text.
        Text = "text",
        /// Table as text.
        Csv = "csv",
        /// Word document.
        Docx = "docx",
        /// Excel workbook.
        Xlsx = "xlsx",
        /// MP3 sound.
        Mp3 = "mp3",
        /// WAV sound.
        Wav = "wav",
        /// MPEG-4 sound.
        M4a = "m4a",
        /// Ogg sound.
        Ogg = "ogg",
    }
}

/// What is done with a file before it is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Treatment {
    /// It is read as a picture and written anew, which leaves all it told beside the picture behind.
    WrittenAnew,
    /// Its bytes are kept as they are.
    AsItIs,
}

impl FileKind {
    /// What a server says it is.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Heic => "image/heic",
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Mp3 => "audio/mpeg",
            Self::Wav => "audio/wav",
            Self::M4a => "audio/mp4",
            Self::Ogg => "audio/ogg",
        }
    }

    /// Endings that a name of this kind may have, the usual one first.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Gif => &["gif"],
            Self::Heic => &["heic", "heif"],
            Self::Pdf => &["pdf"],
            Self::Text => &["txt", "log", "md"],
            Self::Csv => &["csv"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Mp3 => &["mp3"],
            Self::Wav => &["wav"],
            Self::M4a => &["m4a", "mp4"],
            Self::Ogg => &["ogg", "oga", "opus"],
        }
    }

    /// What is done with it before it is kept.
    pub const fn treatment(self) -> Treatment {
        match self {
            Self::Jpeg | Self::Png | Self::Webp => Treatment::WrittenAnew,
            _ => Treatment::AsItIs,
        }
    }

    /// The kinds as a person reads them.
    pub const fn in_words() -> &'static str {
        "JPEG, PNG, WebP, GIF, HEIC, PDF, text, CSV, Word (docx), Excel (xlsx), MP3, WAV, M4A, Ogg"
    }
}
