//! Pictures and pages as a browser shows them: no text is outside, hidden, crossed, too small or too pale.
//!
//! The tests are skipped if there is no browser. `CHROMIUM` names one that is not on the path, `AXE` a copy of
//! `axe.min.js`, and `PICTURES` a folder into which all pictures are written, to be looked at.

mod certainty;
mod chromium;
mod faults;
mod findings;
mod pictures;
mod worth;

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

/// Each picture is printed on one page, and its page has more than a blank one: marks and texts.
#[test]
fn pictures_are_printed() {
    let Some(browser) = Chromium::find() else { return };
    let pictures: Vec<Picture> = pictures().into_iter().filter(|(name, _)| name.starts_with("ordinary: ")).collect();
    let sizes = page_sizes(&browser.pdf(&picture_page(&pictures)));
    assert_eq!(sizes.len(), pictures.len(), "pages and pictures");
    let blank = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 400\"><rect width=\"720\" height=\"400\" \
                 fill=\"#fff\"/></svg>";
    let [blank] = page_sizes(&browser.pdf(&picture_page(&[("blank".to_owned(), blank.to_owned())])))[..] else {
        panic!("a blank picture is one page")
    };
    for ((name, _), size) in pictures.iter().zip(sizes) {
        assert!(size > 2 * blank, "{name} is printed in {size} bytes, and a blank page in {blank}");
    }
}

/// The length of what each page of a PDF draws, in bytes.
fn page_sizes(pdf: &[u8]) -> Vec<usize> {
    let text = String::from_utf8_lossy(pdf);
    let number =
        |text: &str| text.split(|letter: char| !letter.is_ascii_digit()).next().and_then(|text| text.parse().ok());
    let size = |page: &str| {
        let contents: usize = number(page.split_once("/Contents ")?.1)?;
        number(text.split_once(&format!("\n{contents} 0 obj\n"))?.1.split_once("/Length ")?.1)
    };
    text.split("<</Type /Page\n").skip(1).map(|page| size(page).expect("a page has contents")).collect()
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
    assert!(page_sizes(&browser.pdf(&pages[4])).iter().sum::<usize>() > 10_000, "a report is printed");
}

/// Writes each picture as a file.
fn write(folder: &std::path::Path, pictures: &[Picture]) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for (name, svg) in pictures {
        let name = name.replace([':', '/'], " -");
        std::fs::write(folder.join(format!("{name}.svg")), svg).expect("the folder can be written");
    }
}
