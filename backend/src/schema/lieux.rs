//! Places in real life: chosen dates, stops, posters and cards.

diesel::table! {
    jour_particulier (espace_id, jour, rang) {
        espace_id -> Text,
        jour -> Text,
        rang -> Integer,
        debut -> Nullable<Integer>,
        fin -> Nullable<Integer>,
        mot -> Nullable<Text>,
    }
}

diesel::table! {
    arret (espace_id, rang) {
        espace_id -> Text,
        rang -> Integer,
        jour -> Integer,
        debut -> Integer,
        fin -> Integer,
        nom -> Text,
        adresse -> Text,
        commune -> Text,
        vacances -> Bool,
    }
}

diesel::table! {
    support (id) {
        id -> Text,
        espace_id -> Text,
        genre -> Text,
        libelle -> Text,
        code -> Text,
        cree_par -> Text,
        cree_le -> BigInt,
        fini_le -> Nullable<BigInt>,
    }
}

diesel::table! {
    visite (support_id, jour) {
        support_id -> Text,
        jour -> Text,
        scans -> Integer,
        comptes -> Integer,
    }
}

diesel::joinable!(support -> super::espace_temps (espace_id));
diesel::joinable!(visite -> support (support_id));
