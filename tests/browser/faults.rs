//! That the check finds the faults of broken pictures and pages, and none in sound ones.

use super::findings::{Ground, picture_findings};
use super::{Chromium, Finding, findings};

const WHITE: &str = r##"<rect width="720" height="200" fill="#fff"/>"##;

fn picture(body: &str) -> String {
    format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 200" role="img" direction="ltr">{body}</svg>"#)
}

fn faults(findings: &[Finding]) -> Vec<[&str; 3]> {
    let mut faults: Vec<[&str; 3]> =
        findings.iter().map(|finding| [&*finding.name, &*finding.fault, &*finding.text]).collect();
    faults.sort_unstable();
    faults
}

fn text(x: u32, more: &str, words: &str) -> String {
    format!(r##"<text x="{x}" y="100" font-size="20" fill="#1b2733" {more}>{words}</text>"##)
}

#[test]
fn faults_of_pictures_are_found() {
    let Some(browser) = Chromium::find() else { return };
    let line = |x: u32| format!(r##"<path d="M{x} 10V190" fill="none" stroke="#39434d" stroke-width="2"/>"##);
    let outline = r##"paint-order="stroke" stroke="#fff" stroke-width="5""##;
    let bar = r##"<rect x="20" y="70" width="300" height="60" fill="#c8611a"/>"##;
    let flow = r##"<path d="M20 60C100 60 150 60 200 60V140H20Z" fill="#d4e5ef"/>"##;
    let striped = r##"<pattern id="s" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8"
        fill="#fff"/><rect width="2" height="8" fill="#c8611a"/></pattern>
        <rect x="20" y="70" width="300" height="60" fill="url(#s)"/>"##;
    let pictures = [
        ("sound", format!("{WHITE}{}{flow}{}", line(300), text(40, "", "on a flow") + &text(400, "", "beside it"))),
        ("outlined", format!("{WHITE}{}{}", line(60), text(40, outline, "over a line"))),
        ("left", format!("{WHITE}{}", text(1, "", "starts too early"))),
        ("right", format!("{WHITE}{}", text(640, "", "leaves the picture"))),
        ("below", format!("{WHITE}{}", text(40, "dy=\"110\"", "too low"))),
        ("two", format!("{WHITE}{}{}", text(40, "", "one text"), text(80, "", "another"))),
        ("under a bar", format!("{WHITE}{}{bar}", text(40, "", "hidden"))),
        ("under a line", format!("{WHITE}{}{}", text(40, outline, "struck out"), line(60))),
        ("over an edge", format!("{WHITE}{flow}{}", text(180, "", "over an edge"))),
        ("over a line", format!("{WHITE}{}{}", line(60), text(40, "", "crossed"))),
        ("small", format!("{WHITE}{}", text(40, "style=\"font-size:12px\"", "tiny"))),
        ("small part", format!("{WHITE}{}", text(40, "", "large <tspan font-size=\"12\">tiny</tspan>"))),
        ("pale", format!("{WHITE}{}", text(40, "style=\"fill:#b9c0c6\"", "grey"))),
        ("pale part", format!("{WHITE}{}", text(40, "", "ink <tspan fill=\"#b9c0c6\">grey</tspan>"))),
        ("on a bar", format!("{WHITE}{bar}{}", text(40, "style=\"fill:#9c450b\"", "orange on orange"))),
        ("on stripes", format!("{WHITE}{striped}{}", text(40, "style=\"fill:#9c450b\"", "on stripes"))),
        ("no ground", text(40, "", "on any page")),
    ];
    let pictures = pictures.map(|(name, body)| (name.to_owned(), picture(&body)));
    for ground in [Ground::wide(360), Ground { dark: true, from_right: true, ..Ground::wide(1200) }] {
        let found = picture_findings(&browser, &pictures, &[ground]);
        let expected = [
            ["below", "outside", "too low"],
            ["left", "outside", "starts too early"],
            ["no ground", "ground", "the picture has no white ground"],
            ["on a bar", "pale", "orange on orange"],
            ["on stripes", "pale", "on stripes"],
            ["over a line", "crossed", "crossed"],
            ["over an edge", "crossed", "over an edge"],
            ["pale", "pale", "grey"],
            ["pale part", "pale", "ink grey"],
            ["right", "outside", "leaves the picture"],
            ["small", "small", "tiny"],
            ["small part", "small", "large tiny"],
            ["two", "overlap", "one text | another"],
            ["under a bar", "covered", "hidden"],
            ["under a line", "covered", "struck out"],
        ];
        assert_eq!(faults(&found), expected);
        assert!(found.iter().all(|finding| finding.width == ground.width));
    }
}

#[test]
fn faults_of_pages_are_found() {
    let Some(browser) = Chromium::find() else { return };
    let page = |body: &str| {
        format!(
            "<!doctype html><html lang=en><head><meta charset=utf-8><title>A page</title></head><body><main>\
             <h1>A page</h1>{body}</main></body></html>"
        )
    };
    let sound = page(
        "<table><caption>Services</caption><tr><th scope=col>service</th><th scope=col>net</th></tr>\
         <tr><th scope=row>bus</th><td>3</td></tr></table>",
    );
    let bare = page("<table><tr><td>bus</td><td>3</td></tr></table>");
    let unscoped = page("<table><caption>Services</caption><tr><th>bus</th><td>3</td></tr></table>");
    let wide = page("<p style='width:1300px;margin:0'>wide</p>");
    let broken = page(
        "<p>broken</p><script>console.error('said', 1); nowhere.to.be.found;</script>\
         <script>Promise.reject(new Error('refused'))</script><img src='file:///nowhere.png' alt=nowhere>",
    );
    let picture = page(&picture(&format!("<title>a</title>{WHITE}{}", text(640, "", "leaves the picture"))));
    let pages = [
        ("sound", sound),
        ("bare", bare),
        ("unscoped", unscoped),
        ("wide", wide),
        ("broken", broken),
        ("picture", picture),
    ];
    let pages: Vec<(&str, &str)> = pages.iter().map(|(name, html)| (*name, html.as_str())).collect();
    for width in [360, 1200] {
        let found = findings(&browser, &pages, width);
        let (by_axe, own): (Vec<Finding>, Vec<Finding>) = found.into_iter().partition(|finding| finding.fault == "axe");
        let expected = [
            ["bare", "caption", "bus3"],
            ["bare", "scope", "bus3"],
            ["broken", "error", "Error: refused"],
            ["broken", "error", "Uncaught ReferenceError: nowhere is not defined"],
            ["broken", "error", "not loaded: <img src=\"file:///nowhere.png\" alt=\"nowhere\">"],
            ["broken", "error", "said 1"],
            ["picture", "outside", "leaves the picture"],
            ["unscoped", "scope", "Servicesbus3"],
            ["wide", "wide", "1308 pixels"],
        ];
        assert_eq!(faults(&own), expected);
        assert_eq!(by_axe, []);
    }
}

/// The rules of axe run if a copy of it is named.
#[test]
fn axe_finds_a_picture_without_a_name() {
    let Some(browser) = Chromium::find() else { return };
    let page = format!(
        "<!doctype html><html lang=en><head><title>A page</title></head><body><main><h1>A page</h1>{}</main></body></html>",
        picture(WHITE)
    );
    let found = findings(&browser, &[("nameless", &page)], 720);
    let rules: Vec<&str> = found.iter().filter_map(|finding| finding.text.split(':').next()).collect();
    assert_eq!(rules, if std::env::var_os("AXE").is_some() { vec!["svg-img-alt"] } else { vec![] });
}
