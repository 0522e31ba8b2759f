//! What the screens are made of. Nothing here knows a room.

pub mod bars;
pub mod choices;
pub mod codes;
pub mod confirm;
pub mod creation;
pub mod drawings;
pub mod emergency;
pub mod forms;
pub mod icons;
pub mod loaded;
pub mod page;
pub mod quick_exit;
pub mod sight;

pub use bars::{BottomBar, Tab, TopBar};
pub use choices::{CheckField, Choice, RadioField, SelectField, SeveralField, TextField};
pub use confirm::Confirm;
pub use creation::Creation;
pub use drawings::{Drawing, EmptyState, Picture};
pub use emergency::{ChildLine, EmergencyLink, EmergencyNumbers};
pub use forms::{Field, Notice, PasswordField, ProblemNotice, Submit, focus_first_error};
pub use icons::Icon;
pub use loaded::{Loaded, Loading};
pub use page::{NotFound, Page, QrImage, focus_heading, save};
pub use sight::Sight;

/// The main action of a screen.
pub const MAIN: &str = "btn btn-primary btn-block text-lg";
/// Another action of a screen.
pub const PLAIN: &str = "btn btn-block bouton-simple";
/// A small action beside something.
pub const SMALL: &str = "btn bouton-simple";
/// An action that takes something away.
pub const DANGER: &str = "btn btn-error";
/// A card: one idea each.
pub const CARD: &str = "carte";
