//! The encoding of a file: the bytes of a table as UTF-8.

use std::fmt;
use std::str::FromStr;

use crate::io::byte_order_mark;
use crate::io::error::Reason;
use crate::word::UnknownWord;

/// The encoding of a file, named as the [Encoding Standard](https://encoding.spec.whatwg.org/) names it.
///
/// A file that begins with a byte-order mark of UTF-8 or UTF-16 is read in that encoding, whichever is named.
///
/// # Errors, as examples
///
/// - `"windows-1525".parse::<Encoding>()`: ``form: unknown encoding `windows-1525`, expected one of UTF-8, ..``.
///
/// # Example
///
/// ```
/// use covalue::table::Encoding;
///
/// let encoding: Encoding = "latin1".parse()?;
/// assert_eq!(encoding, Encoding::WINDOWS_1252); // as every browser reads it
/// assert_eq!(encoding.to_string(), "windows-1252");
/// # Ok::<(), covalue::error::UnknownWord>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// UTF-8, which is assumed if no other encoding is named.
    pub const UTF_8: Self = Self(encoding_rs::UTF_8);
    /// UTF-16 with the low byte first, in which Excel saves *Unicode text*.
    pub const UTF_16LE: Self = Self(encoding_rs::UTF_16LE);
    /// UTF-16 with the high byte first.
    pub const UTF_16BE: Self = Self(encoding_rs::UTF_16BE);
    /// Windows-1252, in which Excel saves *CSV* in western Europe and America.
    pub const WINDOWS_1252: Self = Self(encoding_rs::WINDOWS_1252);
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0.name())
    }
}

impl FromStr for Encoding {
    type Err = UnknownWord;

    fn from_str(label: &str) -> Result<Self, UnknownWord> {
        let known = ["UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "or another of the Encoding Standard"];
        let encoding = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes());
        encoding.map(Self).ok_or_else(|| UnknownWord::new(label, "encoding", &known))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Encoding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Encoding {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let label = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        label.parse().map_err(serde::de::Error::custom)
    }
}

/// The first bytes of a ZIP archive, which an `.xlsx` or `.ods` file is, and of an old `.xls` file.
const SPREADSHEETS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// Whether a file is that of a spreadsheet program.
pub(super) fn is_spreadsheet(bytes: &[u8]) -> bool {
    SPREADSHEETS.iter().any(|start| bytes.starts_with(start))
}

/// The bytes of a file without byte-order marks, in UTF-8 as far as the file is valid: a line that is not is refused
/// when it is read.
pub(super) fn decoded(mut bytes: Vec<u8>, named: Option<Encoding>) -> Result<Vec<u8>, Reason> {
    if byte_order_mark::is_utf_32(&bytes) {
        return Err(Reason::Utf32);
    }
    let (encoding, mark) = encoding_rs::Encoding::for_bom(&bytes)
        .or(named.map(|Encoding(encoding)| (encoding, 0)))
        .unwrap_or((encoding_rs::UTF_8, 0));
    if encoding == encoding_rs::UTF_8 {
        if named.is_none() && bytes.iter().take(4).any(|&byte| byte == 0) {
            return Err(Reason::Unmarked);
        }
    } else {
        // Names would be garbled in silence. Text of another encoding is hardly ever UTF-8 by chance; that of UTF-16 may be.
        let is_utf_16 = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
        if mark == 0 && !is_utf_16 && !bytes.is_ascii() && std::str::from_utf8(&bytes).is_ok() {
            return Err(Reason::IsUtf8 { encoding: encoding.name() });
        }
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
        let text = text.ok_or(Reason::NotInEncoding { encoding: encoding.name() })?;
        bytes = text.into_owned().into_bytes();
    }
    let mut marks = 0;
    while bytes[marks..].starts_with(byte_order_mark::UTF_8) {
        marks += byte_order_mark::UTF_8.len();
    }
    bytes.drain(..marks);
    Ok(bytes)
}
