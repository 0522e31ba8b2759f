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
        marque_le -> Nullable<BigInt>,
    }
}

diesel::table! {
    code_porte (espace_id) {
        espace_id -> Text,
        numero -> Integer,
        change_le -> BigInt,
    }
}

diesel::table! {
    proche (id) {
        id -> Text,
        espace_id -> Text,
        jeune_id -> Nullable<Text>,
        prenom -> Text,
        portee -> Text,
        signe -> Nullable<Text>,
        rendez_vous_id -> Nullable<Text>,
        inscription_id -> Nullable<Text>,
        empreinte -> Nullable<Text>,
        appareil -> Nullable<Text>,
        lie_le -> Nullable<BigInt>,
        expire_le -> BigInt,
        fini_le -> Nullable<BigInt>,
        dernier_seq -> BigInt,
        dernier_le -> Nullable<BigInt>,
        attend_depuis -> Nullable<BigInt>,
        cree_le -> BigInt,
        pose_accompagne -> Bool,
    }
}

diesel::table! {
    mot_proche (proche_id, seq) {
        proche_id -> Text,
        seq -> BigInt,
        de_proche -> Bool,
        professionnel_id -> Nullable<Text>,
        texte -> Text,
        envoye_le -> BigInt,
    }
}

diesel::table! {
    consultation_proche (proche_id, compte_id, jour) {
        proche_id -> Text,
        compte_id -> Text,
        jour -> Text,
        le -> BigInt,
    }
}
