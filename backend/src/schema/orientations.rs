//! What a partner takes for a jeune, the calendars that leave the product, the rules that permanences followed before.

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

diesel::table! {
    regle_passee (permanence_id, avant) {
        permanence_id -> Text,
        avant -> Text,
        rythme -> Text,
        debut -> Integer,
        fin -> Integer,
        duree -> Integer,
        pause -> Integer,
        places -> Integer,
        delai -> Integer,
        avance -> Nullable<Integer>,
        public -> Text,
        feries -> Text,
    }
}
