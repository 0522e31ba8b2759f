//! The tables, as the migrations make them; a test compares the two.

#![allow(missing_docs)]

mod arrets;
mod ateliers;
mod avis;
mod fils;
mod lieux;
mod noeuds;
mod orientations;
mod passages;
mod photos;

pub use arrets::*;
pub use ateliers::*;
pub use avis::*;
pub use fils::*;
pub use lieux::*;
pub use noeuds::*;
pub use orientations::*;
pub use passages::*;
pub use photos::*;

diesel::table! {
    installation (cle) {
        cle -> Text,
        valeur -> Text,
    }
}

diesel::table! {
    compte (id) {
        id -> Text,
        role -> Text,
        cree_le -> BigInt,
        vu_le -> BigInt,
    }
}

diesel::table! {
    acces (id) {
        id -> Text,
        compte_id -> Text,
        genre -> Text,
        identifiant -> Text,
        empreinte -> Text,
        cree_le -> BigInt,
    }
}

diesel::table! {
    session (id) {
        id -> Text,
        compte_id -> Text,
        empreinte -> Text,
        precedente -> Nullable<Text>,
        changee_le -> BigInt,
        creee_le -> BigInt,
        expire_le -> BigInt,
        finie_le -> Nullable<BigInt>,
    }
}

diesel::table! {
    tentative (cle) {
        cle -> Text,
        essais -> Integer,
        depuis -> BigInt,
    }
}

diesel::table! {
    cle_idempotence (porteur, cle) {
        porteur -> Text,
        cle -> Text,
        empreinte -> Text,
        reponse -> Text,
        creee_le -> BigInt,
    }
}

diesel::table! {
    structure (id) {
        id -> Text,
        nom -> Text,
        commune -> Nullable<Text>,
        creee_le -> BigInt,
        source_id -> Nullable<Text>,
        genre -> Nullable<Text>,
        adresse -> Nullable<Text>,
        code_postal -> Nullable<Text>,
        code_commune -> Nullable<Text>,
        latitude -> Nullable<Integer>,
        longitude -> Nullable<Integer>,
        horaires -> Nullable<Text>,
        horaires_note -> Nullable<Text>,
        source -> Nullable<Text>,
    }
}

diesel::table! {
    lieu (id) {
        id -> Text,
        nom -> Text,
        adresse -> Text,
        commune -> Text,
        fuseau -> Text,
        espace_mobile_id -> Nullable<Text>,
    }
}

diesel::table! {
    espace_temps (id) {
        id -> Text,
        code -> Text,
        nom -> Text,
        presentation -> Text,
        lieu_id -> Text,
        horaires_note -> Nullable<Text>,
        cree_le -> BigInt,
        genre -> Text,
        venir -> Nullable<Text>,
        commodites -> Text,
        acces_note -> Nullable<Text>,
        zone_scolaire -> Nullable<Text>,
        vacances -> Text,
        feries -> Text,
        programme -> Bool,
        horaires_osm -> Nullable<Text>,
        horaires_a_corriger -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    ouverture (espace_id, vacances, jour, debut) {
        espace_id -> Text,
        vacances -> Bool,
        jour -> Integer,
        debut -> Integer,
        fin -> Integer,
    }
}

diesel::table! {
    proposition (espace_id, rang) {
        espace_id -> Text,
        rang -> Integer,
        texte -> Text,
    }
}

diesel::table! {
    animation (espace_id, structure_id) {
        espace_id -> Text,
        structure_id -> Text,
    }
}

diesel::table! {
    jeune (compte_id) {
        compte_id -> Text,
        prenom -> Text,
        prenom_cherche -> Text,
        naissance_annee -> Integer,
        naissance_mois -> Integer,
        espace_id -> Nullable<Text>,
        agenda -> Integer,
        rappel_semaine -> Bool,
        rappel_veille -> Bool,
        rappel_heures -> Bool,
        lectures_cachees -> Bool,
    }
}

diesel::table! {
    professionnel (compte_id) {
        compte_id -> Text,
        prenom -> Text,
        aide -> Text,
        agenda -> Integer,
    }
}

diesel::table! {
    membre (compte_id, structure_id) {
        compte_id -> Text,
        structure_id -> Text,
        referent -> Bool,
        publie -> Bool,
        coordonne -> Bool,
    }
}

diesel::table! {
    invitation (id) {
        id -> Text,
        structure_id -> Text,
        referent -> Bool,
        publie -> Bool,
        coordonne -> Bool,
        creee_par -> Text,
        expire_le -> BigInt,
        acceptee_le -> Nullable<BigInt>,
    }
}

diesel::table! {
    code_retour (id) {
        id -> Text,
        jeune_id -> Text,
        donne_par -> Text,
        empreinte -> Text,
        essais -> Integer,
        expire_le -> BigInt,
        utilise_le -> Nullable<BigInt>,
    }
}

diesel::table! {
    permanence (id) {
        id -> Text,
        structure_id -> Text,
        espace_id -> Text,
        lieu_id -> Text,
        professionnel_id -> Text,
        besoin -> Text,
        rythme -> Text,
        premier_jour -> Text,
        dernier_jour -> Nullable<Text>,
        debut -> Integer,
        fin -> Integer,
        duree -> Integer,
        places -> Integer,
        pause -> Integer,
        delai -> Integer,
        avance -> Nullable<Integer>,
        public -> Text,
        mode -> Text,
        lien -> Nullable<Text>,
        feries -> Text,
        creneaux_jusquau -> Text,
        publiee_par -> Text,
        publiee_le -> BigInt,
        change_le -> Nullable<BigInt>,
    }
}

diesel::table! {
    creneau (id) {
        id -> Text,
        permanence_id -> Text,
        professionnel_id -> Text,
        espace_id -> Text,
        besoin -> Text,
        public -> Text,
        jour -> Text,
        debut -> BigInt,
        fin -> BigInt,
        ouvre_le -> BigInt,
        ferme_le -> BigInt,
        places -> Integer,
        places_libres -> Integer,
        attentes -> Integer,
        annule -> Bool,
    }
}

diesel::table! {
    rendez_vous (id) {
        id -> Text,
        creneau_id -> Text,
        jeune_id -> Nullable<Text>,
        prenom -> Nullable<Text>,
        etat -> Text,
        accompagne -> Bool,
        arrive_le -> Nullable<BigInt>,
        marque_le -> Nullable<BigInt>,
        entre_le -> Nullable<BigInt>,
        programme -> Nullable<Text>,
        suivi_par -> Nullable<Text>,
        mot -> Nullable<Text>,
        pris_le -> BigInt,
        change_le -> BigInt,
    }
}

diesel::table! {
    occurrence (permanence_id, jour) {
        permanence_id -> Text,
        jour -> Text,
        etat -> Text,
        vers_jour -> Nullable<Text>,
        vers_debut -> Nullable<Integer>,
        change_par -> Text,
        change_le -> BigInt,
    }
}

diesel::table! {
    fermeture (id) {
        id -> Text,
        espace_id -> Text,
        du -> Text,
        au -> Text,
        motif -> Text,
        creee_par -> Text,
        creee_le -> BigInt,
    }
}

diesel::table! {
    absence (id) {
        id -> Text,
        professionnel_id -> Text,
        debut -> BigInt,
        fin -> BigInt,
        creee_par -> Text,
        creee_le -> BigInt,
    }
}

diesel::table! {
    attente (id) {
        id -> Text,
        jeune_id -> Text,
        creneau_id -> Nullable<Text>,
        espace_id -> Text,
        besoin -> Text,
        etat -> Text,
        depuis -> BigInt,
        offre_id -> Nullable<Text>,
        offre_jusquau -> Nullable<BigInt>,
    }
}

diesel::joinable!(acces -> compte (compte_id));
diesel::joinable!(session -> compte (compte_id));
diesel::joinable!(espace_temps -> lieu (lieu_id));
diesel::joinable!(ouverture -> espace_temps (espace_id));
diesel::joinable!(proposition -> espace_temps (espace_id));
diesel::joinable!(animation -> espace_temps (espace_id));
diesel::joinable!(animation -> structure (structure_id));
diesel::joinable!(jeune -> compte (compte_id));
diesel::joinable!(jeune -> espace_temps (espace_id));
diesel::joinable!(professionnel -> compte (compte_id));
diesel::joinable!(membre -> compte (compte_id));
diesel::joinable!(membre -> structure (structure_id));
diesel::joinable!(invitation -> structure (structure_id));
diesel::joinable!(invitation -> compte (creee_par));
diesel::joinable!(code_retour -> jeune (jeune_id));
diesel::joinable!(code_retour -> compte (donne_par));
diesel::joinable!(permanence -> structure (structure_id));
diesel::joinable!(permanence -> espace_temps (espace_id));
diesel::joinable!(permanence -> lieu (lieu_id));
diesel::joinable!(permanence -> professionnel (professionnel_id));
diesel::joinable!(permanence -> compte (publiee_par));
diesel::joinable!(creneau -> permanence (permanence_id));
diesel::joinable!(creneau -> professionnel (professionnel_id));
diesel::joinable!(creneau -> espace_temps (espace_id));
diesel::joinable!(rendez_vous -> creneau (creneau_id));
diesel::joinable!(rendez_vous -> jeune (jeune_id));
diesel::joinable!(occurrence -> permanence (permanence_id));
diesel::joinable!(fermeture -> espace_temps (espace_id));
diesel::joinable!(absence -> professionnel (professionnel_id));
diesel::joinable!(attente -> jeune (jeune_id));
diesel::joinable!(attente -> espace_temps (espace_id));
diesel::joinable!(envoi -> compte (compte_id));
diesel::joinable!(abonnement_push -> compte (compte_id));
diesel::joinable!(abonnement_push -> session (session_id));
diesel::joinable!(prescription -> rendez_vous (rendez_vous_id));
diesel::joinable!(prescription -> structure (structure_id));
diesel::joinable!(prescription -> professionnel (prescripteur_id));
diesel::joinable!(calendrier -> compte (compte_id));
diesel::joinable!(passage -> espace_temps (espace_id));
diesel::joinable!(passage -> jeune (jeune_id));
diesel::joinable!(passage -> professionnel (pris_par));
diesel::joinable!(proche -> espace_temps (espace_id));
diesel::allow_tables_to_appear_in_same_query! {
    installation, compte, acces, session, tentative, cle_idempotence, structure, lieu, espace_temps, ouverture,
    proposition, animation, jeune, professionnel, membre, invitation, code_retour, permanence, creneau, rendez_vous,
    occurrence, fermeture, absence, attente, envoi, prescription, calendrier, regle_passee, fil, message, message_avant, lecture, carte,
    piece, contenu, plage, remplacement, lecteur, consultation, reponse_rapide, signalement, evenement,
    abonnement_push, preference_avis, reglage_avis, serie, atelier, meneur, inscription, retour, carte_atelier, changement_atelier,
    retrait_atelier,
    jour_particulier, arret, support, visite, photo_espace,
    passage, code_porte,
    arret_particulier,
    proche, mot_proche, consultation_proche,
}
