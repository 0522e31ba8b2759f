//! Photos of a place: they help whoever has never been there to find the door. Three at the most, each said in words.

use serde::{Deserialize, Serialize};

use crate::{
    fields::{CodeEspace, Ligne},
    ids::PhotoId,
    operation::operation,
};

/// How many photos a place has at the most.
pub const PHOTOS: usize = 3;

/// A photo, as everybody sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Vue {
    /// Where its bytes are, on this site.
    pub adresse: String,
    /// What is on it, for those who do not see it.
    pub description: String,
}

/// A photo, as the team of the place sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhotoEspace {
    /// Which.
    pub id: PhotoId,
    /// Where its bytes are, on this site, once it is described.
    pub adresse: String,
    /// What is on it. Without it nobody else sees the photo, and it is forgotten after a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

operation! {
    /// The photos of a place that the caller's structures animate.
    ListPhotos { /** The place. */ espace: CodeEspace } Get "/api/espaces/{espace}/photos" -> Vec<PhotoEspace>
}

operation! {
    /// Sends a photo: the body is the file itself (JPEG, PNG or WebP, 5 MB). It is read and written anew, smaller; whatever else was
    /// in the file is left out. The sender makes the id once, a retry stores nothing twice.
    SendPhoto {
        /// The place.
        espace: CodeEspace,
        /// The id made by the sender.
        photo: PhotoId,
    } Post "/api/espaces/{espace}/photos/{photo}" -> PhotoEspace
}

operation! {
    /// Says what is on a photo: from then on everybody sees it.
    DescribePhoto {
        /// The place.
        espace: CodeEspace,
        /// Which.
        photo: PhotoId,
        /// What is on it.
        description: Ligne,
    } Post "/api/espaces/{espace}/photos/{photo}/description" -> Vec<PhotoEspace>
}

operation! {
    /// Deletes a photo at once, bytes and all.
    DeletePhoto {
        /// The place.
        espace: CodeEspace,
        /// Which.
        photo: PhotoId,
    } Post "/api/espaces/{espace}/photos/{photo}/fin" -> Vec<PhotoEspace>
}
