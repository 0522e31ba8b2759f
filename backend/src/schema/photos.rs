//! Photos of places.

diesel::table! {
    photo_espace (id) {
        id -> Text,
        espace_id -> Text,
        rang -> Integer,
        description -> Nullable<Text>,
        empreinte -> Text,
        octets -> Nullable<Binary>,
        creee_le -> BigInt,
    }
}

diesel::joinable!(photo_espace -> super::espace_temps (espace_id));
