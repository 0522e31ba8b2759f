//! Who passes by, the code at the door, relatives and trusted adults.

diesel::table! {
    passage (id) {
        id -> Text,
        espace_id -> Text,
        jeune_id -> Nullable<Text>,
        sans_compte -> Bool,
        prenom -> Nullable<Text>,
        age -> Nullable<Integer>,
        besoin -> Nullable<Text>,
        note -> Nullable<Text>,
        jour -> Text,
        heure -> Integer,
        vu_le -> BigInt,
        arrive_le -> Nullable<BigInt>,
        pris_par -> Nullable<Text>,
        pris_le -> Nullable<BigInt>,
        fini_le -> Nullable<BigInt>,
    }
}

diesel::table! {
    code_porte (espace_id) {
        espace_id -> Text,
        numero -> Integer,
        change_le -> BigInt,
    }
}
