//! Pictures and pages as a browser shows them: no text is outside, hidden, crossed, too small or too pale.
//!
//! The tests are skipped if there is no browser. `CHROMIUM` names one that is not on the path, `AXE` a copy of
//! `axe.min.js`, and `PICTURES` a folder into which all pictures are written, to be looked at.

mod chromium;
mod faults;
mod findings;
mod pictures;

pub use chromium::Chromium;
pub use findings::{Finding, findings};
use findings::{Ground, picture_findings, picture_page, summary};
use pictures::{Picture, pictures};

/// On a phone, as wide as they are drawn, and on a large screen; on a page that inherits nothing that pictures could
/// need; and in both fonts for which the widths of letters are estimated.
const GROUNDS: [Ground; 4] = [
    Ground::wide(360),
    Ground { dark: true, from_right: true, ..Ground::wide(720) },
    Ground::wide(1200),
    Ground { font: Some("DejaVu Sans, sans-serif"), ..Ground::wide(720) },
];

#[test]
fn every_picture_is_readable() {
    let Some(browser) = Chromium::find() else { return };
    let pictures = pictures();
    if let Some(folder) = std::env::var_os("PICTURES") {
        write(folder.as_ref(), &pictures);
    }
    let findings = picture_findings(&browser, &pictures, &GROUNDS);
    assert!(findings.is_empty(), "{} pictures: {}", pictures.len(), summary(&findings));
}

#[test]
fn pictures_are_printed() {
    let Some(browser) = Chromium::find() else { return };
    let pictures: Vec<Picture> = pictures().into_iter().filter(|(name, _)| name.starts_with("ordinary: ")).collect();
    let pdf = browser.pdf(&picture_page(&pictures));
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 1000 * pictures.len(), "{} bytes", pdf.len());
}

#[test]
fn reports_are_sound_pages() {
    let Some(browser) = Chromium::find() else { return };
    let pages = [crate::report::html::pages(), crate::report::hostile::hostile_pages()].concat();
    let names: Vec<String> = (1..=pages.len()).map(|number| format!("report {number}")).collect();
    let with_names: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(pages.iter().map(String::as_str)).collect();
    for width in [360, 1200] {
        let findings = findings(&browser, &with_names, width);
        assert!(findings.is_empty(), "{} pages at {width}: {}", pages.len(), summary(&findings));
    }
    assert!(browser.pdf(&pages[4]).starts_with(b"%PDF-"), "a report is printed");
}

/// Writes each picture as a file.
fn write(folder: &std::path::Path, pictures: &[Picture]) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for (name, svg) in pictures {
        let name = name.replace([':', '/'], " -");
        std::fs::write(folder.join(format!("{name}.svg")), svg).expect("the folder can be written");
    }
}
