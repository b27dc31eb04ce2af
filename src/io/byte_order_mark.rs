//! The bytes at the beginning of a file that name its encoding.

/// The mark of UTF-8.
pub(super) const UTF_8: &[u8] = "\u{feff}".as_bytes();

/// Whether a file begins with a mark of UTF-32, which no reader takes.
pub(super) fn is_utf_32(bytes: &[u8]) -> bool {
    [b"\xff\xfe\0\0", b"\0\0\xfe\xff"].iter().any(|mark| bytes.starts_with(*mark))
}
