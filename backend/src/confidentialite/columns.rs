//! Every column: personal or not, why, for how long. Export, erasure and retention are driven by this list.

/// For how long something is kept (`rights.md`: two years from the last contact at the most; shorter where it can be).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// As long as the account, which ends 24 months after the last contact.
    Account,
    /// Twelve months.
    Messages,
    /// Twenty-four months.
    RendezVous,
    /// As long as the session, thirty days at the most.
    Session,
    /// Forty-eight hours.
    Hours48,
    /// Ten minutes.
    Minutes10,
}

/// Whether a column says something of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// It does not.
    No,
    /// It does.
    Yes {
        /// What it is needed for.
        why: &'static str,
        /// For how long.
        kept: Kept,
    },
}

/// A column of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its table.
    pub table: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it says of whom.
    pub personal: Personal,
}

const fn no(table: &'static str, name: &'static str) -> Column {
    Column { table, name, personal: Personal::No }
}

const fn yes(table: &'static str, name: &'static str, kept: Kept, why: &'static str) -> Column {
    Column { table, name, personal: Personal::Yes { why, kept } }
}

const fn whose(table: &'static str, name: &'static str, kept: Kept) -> Column {
    yes(table, name, kept, "to know whose it is")
}

/// The list, in the order of the migrations.
pub const COLUMNS: &[Column] = &[
    no("installation", "cle"),
    no("installation", "valeur"),
    whose("compte", "id", Kept::Account),
    no("compte", "role"),
    yes("compte", "cree_le", Kept::Account, "to remove accounts that were never used"),
    yes("compte", "vu_le", Kept::Account, "to count the two years from the last contact"),
    no("acces", "id"),
    whose("acces", "compte_id", Kept::Account),
    yes("acces", "genre", Kept::Account, "to know by which way the account comes back"),
    yes(
        "acces",
        "identifiant",
        Kept::Account,
        "to recognise who comes back; a phone, an e-mail or the first words of a card",
    ),
    yes("acces", "empreinte", Kept::Account, "to check the secret, as an argon2id hash"),
    no("acces", "cree_le"),
    no("session", "id"),
    whose("session", "compte_id", Kept::Session),
    yes("session", "empreinte", Kept::Session, "to continue a session, as a digest"),
    yes("session", "precedente", Kept::Session, "to notice a stolen token, as a digest"),
    yes("session", "changee_le", Kept::Session, "to notice a stolen token"),
    yes("session", "creee_le", Kept::Session, "to end a session in time"),
    yes("session", "expire_le", Kept::Session, "to end a session in time"),
    yes("session", "finie_le", Kept::Session, "to end a session"),
    yes("tentative", "cle", Kept::Minutes10, "to slow down who guesses; a keyed digest, never the value"),
    no("tentative", "essais"),
    no("tentative", "depuis"),
    whose("cle_idempotence", "porteur", Kept::Hours48),
    no("cle_idempotence", "cle"),
    yes("cle_idempotence", "empreinte", Kept::Hours48, "to tell a retry from another request, as a keyed digest"),
    yes("cle_idempotence", "reponse", Kept::Hours48, "to give the first answer again to a retry"),
    no("cle_idempotence", "creee_le"),
    no("structure", "id"),
    no("structure", "nom"),
    no("structure", "commune"),
    no("structure", "creee_le"),
    no("lieu", "id"),
    no("lieu", "nom"),
    no("lieu", "adresse"),
    no("lieu", "commune"),
    no("lieu", "fuseau"),
    no("espace_temps", "id"),
    no("espace_temps", "code"),
    no("espace_temps", "nom"),
    no("espace_temps", "presentation"),
    no("espace_temps", "lieu_id"),
    no("espace_temps", "horaires_note"),
    no("espace_temps", "cree_le"),
    no("ouverture", "espace_id"),
    no("ouverture", "jour"),
    no("ouverture", "debut"),
    no("ouverture", "fin"),
    no("proposition", "espace_id"),
    no("proposition", "rang"),
    no("proposition", "texte"),
    no("animation", "espace_id"),
    no("animation", "structure_id"),
    whose("jeune", "compte_id", Kept::Account),
    yes("jeune", "prenom", Kept::Account, "to call the person by a name that they chose"),
    yes("jeune", "prenom_cherche", Kept::Account, "to find the account with a code of recovery"),
    yes("jeune", "naissance_annee", Kept::Account, "to know the age; minors are protected"),
    yes("jeune", "naissance_mois", Kept::Account, "to know the age; minors are protected"),
    yes("jeune", "espace_id", Kept::Account, "to show the place that welcomes them"),
    no("jeune", "agenda"),
    whose("professionnel", "compte_id", Kept::Account),
    yes("professionnel", "prenom", Kept::Account, "jeunes know who answers"),
    yes("professionnel", "aide", Kept::Account, "jeunes know what a professional helps with"),
    no("professionnel", "agenda"),
    whose("membre", "compte_id", Kept::Account),
    no("membre", "structure_id"),
    no("membre", "referent"),
    no("membre", "publie"),
    no("membre", "coordonne"),
    no("invitation", "id"),
    no("invitation", "structure_id"),
    no("invitation", "referent"),
    no("invitation", "publie"),
    no("invitation", "coordonne"),
    whose("invitation", "creee_par", Kept::Account),
    no("invitation", "expire_le"),
    no("invitation", "acceptee_le"),
    no("code_retour", "id"),
    whose("code_retour", "jeune_id", Kept::Minutes10),
    whose("code_retour", "donne_par", Kept::Minutes10),
    yes("code_retour", "empreinte", Kept::Minutes10, "to check the code, as a keyed digest"),
    no("code_retour", "essais"),
    no("code_retour", "expire_le"),
    no("code_retour", "utilise_le"),
    no("permanence", "id"),
    no("permanence", "structure_id"),
    no("permanence", "espace_id"),
    no("permanence", "lieu_id"),
    whose("permanence", "professionnel_id", Kept::Account),
    no("permanence", "besoin"),
    no("permanence", "rythme"),
    no("permanence", "premier_jour"),
    no("permanence", "dernier_jour"),
    no("permanence", "debut"),
    no("permanence", "fin"),
    no("permanence", "duree"),
    no("permanence", "places"),
    no("permanence", "creneaux_jusquau"),
    whose("permanence", "publiee_par", Kept::Account),
    no("permanence", "publiee_le"),
    no("creneau", "id"),
    no("creneau", "permanence_id"),
    whose("creneau", "professionnel_id", Kept::Account),
    no("creneau", "espace_id"),
    no("creneau", "besoin"),
    no("creneau", "debut"),
    no("creneau", "fin"),
    no("creneau", "places"),
    no("creneau", "places_libres"),
    no("rendez_vous", "id"),
    no("rendez_vous", "creneau_id"),
    whose("rendez_vous", "jeune_id", Kept::RendezVous),
    yes("rendez_vous", "etat", Kept::RendezVous, "what became of the rendez-vous"),
    yes("rendez_vous", "pris_le", Kept::RendezVous, "to measure the delay to the first rendez-vous"),
    yes("rendez_vous", "change_le", Kept::RendezVous, "the history of the rendez-vous"),
    no("fil", "id"),
    whose("fil", "jeune_id", Kept::Messages),
    no("fil", "espace_id"),
    whose("fil", "referent_id", Kept::Messages),
    no("fil", "dernier_seq"),
    yes("fil", "dernier_le", Kept::Messages, "the order of the list"),
    yes("fil", "attend_depuis", Kept::Messages, "nobody is left without an answer"),
    no("fil", "cree_le"),
    no("message", "id"),
    no("message", "fil_id"),
    no("message", "seq"),
    whose("message", "auteur_id", Kept::Messages),
    yes("message", "texte", Kept::Messages, "the conversation between a jeune and the team"),
    yes("message", "envoye_le", Kept::Messages, "the order and the time of the conversation"),
    no("lecture", "fil_id"),
    whose("lecture", "compte_id", Kept::Messages),
    yes("lecture", "seq", Kept::Messages, "to count what is not read yet"),
];
