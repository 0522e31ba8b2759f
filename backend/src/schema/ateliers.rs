//! Ateliers: who leads them, who joins or waits, what those who came have said.

diesel::table! {
    serie (id) {
        id -> Text,
        structure_id -> Text,
        creee_par -> Text,
        creee_le -> BigInt,
    }
}

diesel::table! {
    atelier (id) {
        id -> Text,
        serie_id -> Nullable<Text>,
        structure_id -> Text,
        espace_id -> Nullable<Text>,
        lieu_id -> Text,
        chez_espace -> Bool,
        titre -> Text,
        presentation -> Text,
        besoin -> Text,
        age_min -> Nullable<Integer>,
        age_max -> Nullable<Integer>,
        point_rencontre -> Nullable<Text>,
        a_apporter -> Nullable<Text>,
        pour_essayer -> Bool,
        accompagne -> Bool,
        places -> Integer,
        places_libres -> Integer,
        attentes -> Integer,
        numero -> BigInt,
        debut -> BigInt,
        fin -> BigInt,
        etat -> Text,
        mot -> Nullable<Text>,
        changements -> Integer,
        cree_par -> Text,
        cree_le -> BigInt,
        change_le -> BigInt,
        publie_le -> Nullable<BigInt>,
        version -> Integer,
        chez_structure_id -> Nullable<Text>,
    }
}

diesel::table! {
    meneur (atelier_id, rang) {
        atelier_id -> Text,
        rang -> Integer,
        structure_id -> Nullable<Text>,
        professionnel_id -> Nullable<Text>,
        nom -> Nullable<Text>,
        apport -> Nullable<Text>,
    }
}

diesel::table! {
    inscription (id) {
        id -> Text,
        atelier_id -> Text,
        jeune_id -> Nullable<Text>,
        prenom -> Nullable<Text>,
        etat -> Text,
        numero -> BigInt,
        accompagne -> Bool,
        offre_jusquau -> Nullable<BigInt>,
        vu -> Integer,
        repondu -> Bool,
        marque_le -> Nullable<BigInt>,
        pris_le -> BigInt,
        change_le -> BigInt,
        tenue -> Bool,
    }
}

diesel::table! {
    changement_atelier (atelier_id, numero) {
        atelier_id -> Text,
        numero -> Integer,
        avant -> Nullable<Text>,
        mot -> Nullable<Text>,
    }
}

diesel::table! {
    retrait_atelier (atelier_id, compte_id, part) {
        atelier_id -> Text,
        compte_id -> Text,
        part -> Text,
    }
}

diesel::table! {
    retour (id) {
        id -> Text,
        atelier_id -> Text,
        visage -> Text,
        mot -> Nullable<Text>,
        lot -> Integer,
    }
}

diesel::table! {
    carte_atelier (message_id) {
        message_id -> Text,
        atelier_id -> Text,
    }
}

diesel::joinable!(atelier -> lieu (lieu_id));
diesel::joinable!(atelier -> structure (structure_id));
diesel::joinable!(atelier -> espace_temps (espace_id));
diesel::joinable!(meneur -> atelier (atelier_id));
diesel::joinable!(inscription -> atelier (atelier_id));
diesel::joinable!(inscription -> jeune (jeune_id));
diesel::joinable!(retour -> atelier (atelier_id));
diesel::joinable!(carte_atelier -> message (message_id));
diesel::joinable!(carte_atelier -> atelier (atelier_id));

use super::{espace_temps, jeune, lieu, message, structure};
