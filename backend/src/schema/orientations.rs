//! What a partner takes for a jeune, and the calendars that leave the product.

diesel::table! {
    prescription (id) {
        id -> Text,
        rendez_vous_id -> Text,
        structure_id -> Text,
        prescripteur_id -> Text,
        surnom -> Text,
        debut -> BigInt,
        pour_id -> Nullable<Text>,
        empreinte -> Text,
        reponse -> Nullable<Text>,
        creee_le -> BigInt,
        repondu_le -> Nullable<BigInt>,
    }
}

diesel::table! {
    calendrier (compte_id) {
        compte_id -> Text,
        empreinte -> Text,
        cree_le -> BigInt,
    }
}
