//! Courses in, reports out.

use balance_classes::{ClassError, Classes, Course, Report};
use covalue::{Rule, date};

fn course(person: &str, attended: i64, after: Option<i64>) -> Course<i64> {
    let (person, venue) = (person.to_owned(), "hall".to_owned());
    Course { person, venue, started: date(2026, 3, 2), attended, missed: 12 - attended, before: 20, after }
}

fn part(name: &str, courses: impl IntoIterator<Item = Course<i64>>) -> Classes<i64> {
    let mut classes = Classes::part(name).unwrap();
    for course in courses {
        classes.enter(course).unwrap();
    }
    classes
}

#[test]
fn a_change_without_attendance_is_a_windfall_and_a_person_not_asked_again_is_missing() {
    let classes = part("spring", [course("ana", 9, Some(15)), course("ben", 0, Some(18)), course("cai", 12, None)]);
    let hall = classes.report().unwrap().of_venue("hall").unwrap();
    assert_eq!((hall.created(), hall.windfall_gain(), hall.appraisal_count()), (5, 2, 2));
    assert_eq!(hall.coverage().map(|coverage| coverage.missing()), Some(1));
}

#[test]
fn a_refused_course_names_its_person_and_leaves_the_books_as_they_were() {
    let mut classes = part("spring", [course("ana", 9, Some(15))]);
    let before = classes.report().unwrap();
    let without_session = Course { missed: 0, ..course("ben", 0, Some(18)) };
    assert_eq!(classes.enter(without_session), Err(ClassError::NoSession { person: "ben".to_owned() }));
    let refused = classes.enter(course("cai", 9, Some(40))).unwrap_err();
    assert!(matches!(&refused, ClassError::Refused { person, reason } if person == "cai" && reason.rule() == Rule::R2));
    assert_eq!(classes.report().unwrap(), before);
}

#[test]
fn stored_reports_merge_to_the_report_of_all_and_count_once() {
    let (spring, autumn) = (part("spring", [course("ana", 9, Some(15))]), part("autumn", [course("ben", 3, Some(22))]));
    let stored = serde_json::to_string(&spring.report().unwrap()).unwrap();
    let spring: Report<i64> = serde_json::from_str(&stored).unwrap();
    let both = autumn.report().unwrap().merge(spring.clone()).unwrap();
    let all = part("year", [course("ana", 9, Some(15)), course("ben", 3, Some(22))]);
    assert_eq!(both.of_venue("hall").unwrap(), all.report().unwrap().of_venue("hall").unwrap());
    let again = both.merge(spring).unwrap_err();
    assert!(matches!(&again, ClassError::Books(error) if error.rule() == Rule::R17), "{again}");
}

#[test]
fn a_publication_withholds_figures_of_few_people() {
    let classes = part("spring", (0..9).map(|number| course(&format!("p{number}"), 9, Some(15 + number % 2 * 8))));
    let published = classes.publish(5).unwrap().to_string();
    assert!(published.contains("withheld") && !published.contains("12.0"), "{published}");
    assert!(classes.publish(1).is_err());
}
