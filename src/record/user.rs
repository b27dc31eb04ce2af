//! Users of services.

use super::Dimensions;
use crate::catalogue::{ActorId, EmptyId, Fault, Faults, IntoId};
use crate::printable::quoted;

/// A user of a service, with their dimensions at the interaction: at most one value for each (age band, district,
/// influence, ..).
///
/// # Example
///
/// ```
/// use covalue::User;
///
/// let ana = User::new("ana").with("district", "north");
/// assert_eq!(ana.value("district"), Some("north"));
/// assert_eq!(format!("{ana:?}"), r#"User { id: "ana", with: 1 stated }"#); // no dimension in a log
/// ```
#[derive(Clone, PartialEq)]
pub struct User {
    id: ActorId,
    with: Dimensions,
    faults: Faults,
}

impl User {
    /// A user without dimensions.
    pub fn new(id: impl IntoId<ActorId>) -> Self {
        Self::of(id.into_id())
    }

    fn of(id: Result<ActorId, EmptyId>) -> Self {
        let mut faults = Faults::default();
        let id = faults.id(id, ActorId::refused());
        Self { id, with: Dimensions::default(), faults }
    }

    /// States the user's value in a dimension.
    pub fn with(mut self, dimension: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.with.set(dimension.as_ref(), value.as_ref(), &mut self.faults, || format!("user {}", quoted(&self.id)));
        self
    }

    /// The user, if it breaks no rule.
    ///
    /// # Errors
    ///
    /// - `User::new("")`, `.with("", "north")`: an empty id or name (R1);
    /// - `.with("district", "north").with("district", "south")`: two values in one dimension (form).
    pub fn checked(self) -> Result<Self, Fault> {
        self.faults.first().map(|()| self)
    }

    /// The user's id.
    pub fn id(&self) -> &ActorId {
        &self.id
    }

    /// The user's value in a dimension, if stated.
    pub fn value(&self, dimension: &str) -> Option<&str> {
        self.with.get(dimension)
    }

    /// All stated dimensions and values, sorted by dimension.
    pub fn dimensions(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.with.iter()
    }

    pub(crate) fn dimension_set(&self) -> &Dimensions {
        &self.with
    }

    pub(super) fn take_faults(&mut self) -> Faults {
        std::mem::take(&mut self.faults)
    }
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User").field("id", &self.id).field("with", &self.with).finish()
    }
}

/// A [`User`] or an id, as [`Interaction::between`](crate::Interaction::between) takes it.
///
/// # Example
///
/// ```
/// use covalue::{Interaction, User, date};
/// use covalue::record::IntoUser;
///
/// let ana = User::new("ana").with("district", "north");
/// let visit = Interaction::<f64>::between(&ana, "physio", date(2026, 3, 2)).user("ben");
/// assert_eq!(visit.users().cloned().collect::<Vec<_>>(), [ana, "ben".into_user()]);
/// ```
pub trait IntoUser {
    /// The user.
    fn into_user(self) -> User;
}

impl IntoUser for User {
    fn into_user(self) -> User {
        self
    }
}

impl IntoUser for &User {
    fn into_user(self) -> User {
        self.clone()
    }
}

macro_rules! into_user {
    ($($id:ty),+) => {
        $(impl IntoUser for $id {
            fn into_user(self) -> User {
                User::of(self.into_id())
            }
        })+
    };
}

into_user!(&str, String, &String, ActorId, &ActorId);
