//! What moves does something else on one day.

diesel::table! {
    arret_particulier (espace_id, rang) {
        espace_id -> Text,
        rang -> Integer,
        jour -> Text,
        debut -> Integer,
        fin -> Nullable<Integer>,
        nom -> Nullable<Text>,
        adresse -> Nullable<Text>,
        commune -> Nullable<Text>,
    }
}
