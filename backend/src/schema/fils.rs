//! Threads: what is said in them, what it bears, who may read them.

use super::{compte, creneau, espace_temps, jeune, professionnel};

diesel::table! {
    fil (id) {
        id -> Text,
        jeune_id -> Text,
        espace_id -> Text,
        referent_id -> Nullable<Text>,
        dernier_seq -> BigInt,
        dernier_le -> Nullable<BigInt>,
        attend_depuis -> Nullable<BigInt>,
        cree_le -> BigInt,
        version -> BigInt,
        dernier_dit -> BigInt,
        relayee_le -> Nullable<BigInt>,
    }
}

diesel::table! {
    message (id) {
        id -> Text,
        fil_id -> Text,
        seq -> BigInt,
        auteur_id -> Text,
        texte -> Text,
        envoye_le -> BigInt,
        version -> BigInt,
        cherche -> Text,
        modifie_le -> Nullable<BigInt>,
        supprime_le -> Nullable<BigInt>,
        annonce -> Nullable<Text>,
        attente -> Nullable<BigInt>,
        collectif -> Bool,
    }
}

diesel::table! {
    message_avant (message_id) {
        message_id -> Text,
        texte -> Text,
        garde_le -> BigInt,
    }
}

diesel::table! {
    lecture (fil_id, compte_id) {
        fil_id -> Text,
        compte_id -> Text,
        seq -> BigInt,
        recu -> BigInt,
        montre -> BigInt,
    }
}

diesel::table! {
    carte (message_id) {
        message_id -> Text,
        creneau_id -> Text,
    }
}

diesel::table! {
    piece (id) {
        id -> Text,
        fil_id -> Text,
        auteur_id -> Text,
        message_id -> Nullable<Text>,
        genre -> Text,
        taille -> Integer,
        largeur -> Integer,
        hauteur -> Integer,
        empreinte -> Text,
        creee_le -> BigInt,
        perimee_le -> Nullable<BigInt>,
    }
}

diesel::table! {
    contenu (piece_id) {
        piece_id -> Text,
        octets -> Binary,
    }
}

diesel::table! {
    plage (compte_id, jour, debut) {
        compte_id -> Text,
        jour -> Integer,
        debut -> Integer,
        fin -> Integer,
    }
}

diesel::table! {
    remplacement (id) {
        id -> Text,
        absent_id -> Text,
        remplacant_id -> Nullable<Text>,
        du -> Text,
        au -> Text,
        debut_le -> BigInt,
        fin_le -> BigInt,
        annonce_le -> Nullable<BigInt>,
        cree_le -> BigInt,
    }
}

diesel::table! {
    lecteur (fil_id, compte_id) {
        fil_id -> Text,
        compte_id -> Text,
        depuis -> BigInt,
    }
}

diesel::table! {
    consultation (fil_id, compte_id, jour, acces) {
        fil_id -> Text,
        compte_id -> Text,
        jour -> Text,
        acces -> Text,
        le -> BigInt,
    }
}

diesel::table! {
    reponse_rapide (compte_id, rang) {
        compte_id -> Text,
        rang -> Integer,
        texte -> Text,
    }
}

diesel::table! {
    signalement (id) {
        id -> Text,
        fil_id -> Text,
        message_id -> Nullable<Text>,
        par_id -> Text,
        vise_id -> Nullable<Text>,
        motif -> Text,
        precisions -> Nullable<Text>,
        dit -> Nullable<Text>,
        blocage -> Bool,
        cree_le -> BigInt,
        traite_le -> Nullable<BigInt>,
    }
}

diesel::joinable!(fil -> jeune (jeune_id));
diesel::joinable!(fil -> espace_temps (espace_id));
diesel::joinable!(fil -> professionnel (referent_id));
diesel::joinable!(message -> fil (fil_id));
diesel::joinable!(message -> compte (auteur_id));
diesel::joinable!(lecture -> fil (fil_id));
diesel::joinable!(lecture -> compte (compte_id));
diesel::joinable!(message_avant -> message (message_id));
diesel::joinable!(carte -> message (message_id));
diesel::joinable!(carte -> creneau (creneau_id));
diesel::joinable!(piece -> fil (fil_id));
diesel::joinable!(contenu -> piece (piece_id));
diesel::joinable!(signalement -> fil (fil_id));
diesel::joinable!(lecteur -> professionnel (compte_id));
