//! What an operation of the API is: a request type with an address.

use serde::{Serialize, de::DeserializeOwned};
use validator::Validate;

/// The HTTP methods of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Reads; the fields travel in the path and the query.
    Get,
    /// Creates or acts; the fields travel in the path and the JSON body.
    Post,
}

impl Method {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A request that is its own endpoint.
///
/// Fields named in `{}` in [`Operation::PATH`] travel in the path, the others in the query (`GET`) or in the JSON body.
pub trait Operation: Serialize + DeserializeOwned + Validate + 'static {
    /// How it is sent.
    const METHOD: Method;
    /// Where it is sent, the only place where this address is written.
    const PATH: &'static str;
    /// Whether it creates something: it then needs an `Idempotency-Key`, and a retry gives the first answer again.
    const ONCE: bool = false;
    /// What the server answers.
    type Reply: Serialize + DeserializeOwned + 'static;

    /// The name of the operation, the `operationId` of the OpenAPI document.
    fn name() -> &'static str {
        let path = std::any::type_name::<Self>();
        path.rsplit("::").next().unwrap_or(path)
    }
}

/// The names between braces in a path, in order.
pub fn path_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}

/// The answer of an operation that has nothing to tell but that it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Done {}

/// Writes the derives, the address and the reply of an operation in one place.
///
/// ```text
/// operation! {
///     /// A jeune leaves a thread.
///     LeaveFil { fil: FilId } Post "/api/fils/{fil}/depart" -> Done
/// }
/// ```
macro_rules! operation {
    ($(#[$doc:meta])* $name:ident $fields:tt $method:ident $path:literal $(($once:ident))? -> $reply:ty) => {
        operation!(@struct [$(#[$doc])*] $name $fields);
        impl $crate::operation::Operation for $name {
            const METHOD: $crate::operation::Method = $crate::operation::Method::$method;
            const PATH: &'static str = $path;
            $(const ONCE: bool = operation!(@$once);)?
            type Reply = $reply;
        }
    };
    (@once) => { true };
    (@struct [$(#[$doc:meta])*] $name:ident { $($(#[$field:meta])* $id:ident : $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, validator::Validate)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$field])* pub $id: $type),* }
    };
}
pub(crate) use operation;

/// Describes a value that travels as a string of a known format.
macro_rules! text_schema {
    ($name:ident, $format:literal) => {
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .format(Some(utoipa::openapi::SchemaFormat::Custom($format.to_owned())))
                    .into()
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}
pub(crate) use text_schema;

/// A closed list of names, each with its word on the wire and in the database.
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident $code:literal)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$item])* #[serde(rename = $code)] $variant),* }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some([$($code),*]))
                    .into()
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}

        impl $name {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The name on the wire and in the database.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            /// From its name.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|item| item.code() == code)
            }
        }
    };
}
pub(crate) use closed_list;
