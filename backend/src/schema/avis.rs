//! What is sent, and how a person is told that there is something new.

diesel::table! {
    envoi (id) {
        id -> Text,
        compte_id -> Text,
        genre -> Text,
        sujet -> Text,
        a_partir_du -> BigInt,
        perime_le -> BigInt,
        etat -> Text,
        essais -> Integer,
        pris_jusquau -> Nullable<BigInt>,
        envoye_le -> Nullable<BigInt>,
        etape -> Text,
        urgent -> Bool,
        canal -> Nullable<Text>,
        pousse_le -> Nullable<BigInt>,
        ecrit_le -> Nullable<BigInt>,
        sans_reponse -> Integer,
        non_lus -> Integer,
    }
}

diesel::table! {
    abonnement_push (id) {
        id -> Text,
        compte_id -> Text,
        session_id -> Nullable<Text>,
        adresse -> Text,
        empreinte -> Text,
        p256dh -> Text,
        auth -> Text,
        vu_le -> BigInt,
    }
}

diesel::table! {
    preference_avis (compte_id, genre) {
        compte_id -> Text,
        genre -> Text,
        push -> Bool,
        ecrit -> Bool,
    }
}

diesel::table! {
    reglage_avis (compte_id) {
        compte_id -> Text,
        silence_debut -> Integer,
        silence_fin -> Integer,
        resume -> Bool,
        courriel_refuse_le -> Nullable<BigInt>,
        sms_refuse_le -> Nullable<BigInt>,
    }
}
