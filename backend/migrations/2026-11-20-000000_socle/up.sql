-- One tree for SQLite and PostgreSQL: TEXT, INTEGER, BIGINT, BOOLEAN, CHECK, UNIQUE and nothing else.
-- Instants are BIGINT, milliseconds since 1970-01-01T00:00:00Z: the same number on both engines, with no zone and no rounding.
-- Days are TEXT 'YYYY-MM-DD' and wall times INTEGER minutes after midnight, both on the clock of the place.

CREATE TABLE installation (
    cle TEXT NOT NULL PRIMARY KEY,
    valeur TEXT NOT NULL
);

CREATE TABLE compte (
    id TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('jeune', 'professionnel', 'administrateur')),
    cree_le BIGINT NOT NULL,
    vu_le BIGINT NOT NULL
);

-- Several accounts may share an identifiant (one phone for two siblings): the secret tells them apart.
CREATE TABLE acces (
    id TEXT NOT NULL PRIMARY KEY,
    compte_id TEXT NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    genre TEXT NOT NULL CHECK (genre IN ('telephone', 'courriel', 'carte')),
    identifiant TEXT NOT NULL,
    empreinte TEXT NOT NULL,
    cree_le BIGINT NOT NULL,
    UNIQUE (identifiant, empreinte)
);
CREATE INDEX acces_compte ON acces (compte_id);

CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    compte_id TEXT NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    empreinte TEXT NOT NULL,
    precedente TEXT,
    changee_le BIGINT NOT NULL,
    creee_le BIGINT NOT NULL,
    expire_le BIGINT NOT NULL,
    finie_le BIGINT
);
CREATE INDEX session_compte ON session (compte_id);
CREATE INDEX session_expire ON session (expire_le);

CREATE TABLE tentative (
    cle TEXT NOT NULL PRIMARY KEY,
    essais INTEGER NOT NULL,
    depuis BIGINT NOT NULL
);
CREATE INDEX tentative_depuis ON tentative (depuis);

CREATE TABLE cle_idempotence (
    porteur TEXT NOT NULL,
    cle TEXT NOT NULL,
    empreinte TEXT NOT NULL,
    reponse TEXT NOT NULL,
    creee_le BIGINT NOT NULL,
    PRIMARY KEY (porteur, cle)
);
CREATE INDEX cle_idempotence_creee ON cle_idempotence (creee_le);

CREATE TABLE structure (
    id TEXT NOT NULL PRIMARY KEY,
    nom TEXT NOT NULL,
    commune TEXT,
    creee_le BIGINT NOT NULL
);

CREATE TABLE lieu (
    id TEXT NOT NULL PRIMARY KEY,
    nom TEXT NOT NULL,
    adresse TEXT NOT NULL,
    commune TEXT NOT NULL,
    fuseau TEXT NOT NULL
);

CREATE TABLE espace_temps (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    nom TEXT NOT NULL,
    presentation TEXT NOT NULL,
    lieu_id TEXT NOT NULL REFERENCES lieu (id),
    horaires_note TEXT,
    cree_le BIGINT NOT NULL
);

CREATE TABLE ouverture (
    espace_id TEXT NOT NULL REFERENCES espace_temps (id) ON DELETE CASCADE,
    jour INTEGER NOT NULL CHECK (jour BETWEEN 1 AND 7),
    debut INTEGER NOT NULL CHECK (debut BETWEEN 0 AND 1439),
    fin INTEGER NOT NULL CHECK (fin <= 1439),
    PRIMARY KEY (espace_id, jour, debut),
    CHECK (debut < fin)
);

CREATE TABLE proposition (
    espace_id TEXT NOT NULL REFERENCES espace_temps (id) ON DELETE CASCADE,
    rang INTEGER NOT NULL,
    texte TEXT NOT NULL,
    PRIMARY KEY (espace_id, rang)
);

CREATE TABLE animation (
    espace_id TEXT NOT NULL REFERENCES espace_temps (id) ON DELETE CASCADE,
    structure_id TEXT NOT NULL REFERENCES structure (id),
    PRIMARY KEY (espace_id, structure_id)
);
CREATE INDEX animation_structure ON animation (structure_id);

CREATE TABLE jeune (
    compte_id TEXT NOT NULL PRIMARY KEY REFERENCES compte (id) ON DELETE CASCADE,
    prenom TEXT NOT NULL,
    prenom_cherche TEXT NOT NULL,
    naissance_annee INTEGER NOT NULL,
    naissance_mois INTEGER NOT NULL CHECK (naissance_mois BETWEEN 1 AND 12),
    espace_id TEXT REFERENCES espace_temps (id),
    agenda INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX jeune_prenom ON jeune (prenom_cherche);

CREATE TABLE professionnel (
    compte_id TEXT NOT NULL PRIMARY KEY REFERENCES compte (id) ON DELETE CASCADE,
    prenom TEXT NOT NULL,
    aide TEXT NOT NULL,
    agenda INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE membre (
    compte_id TEXT NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    structure_id TEXT NOT NULL REFERENCES structure (id),
    referent BOOLEAN NOT NULL,
    publie BOOLEAN NOT NULL,
    coordonne BOOLEAN NOT NULL,
    PRIMARY KEY (compte_id, structure_id)
);
CREATE INDEX membre_structure ON membre (structure_id);

CREATE TABLE invitation (
    id TEXT NOT NULL PRIMARY KEY,
    structure_id TEXT NOT NULL REFERENCES structure (id),
    referent BOOLEAN NOT NULL,
    publie BOOLEAN NOT NULL,
    coordonne BOOLEAN NOT NULL,
    creee_par TEXT NOT NULL REFERENCES compte (id),
    expire_le BIGINT NOT NULL,
    acceptee_le BIGINT
);

CREATE TABLE code_retour (
    id TEXT NOT NULL PRIMARY KEY,
    jeune_id TEXT NOT NULL REFERENCES jeune (compte_id) ON DELETE CASCADE,
    donne_par TEXT NOT NULL REFERENCES compte (id),
    empreinte TEXT NOT NULL,
    essais INTEGER NOT NULL,
    expire_le BIGINT NOT NULL,
    utilise_le BIGINT
);
CREATE INDEX code_retour_jeune ON code_retour (jeune_id);

CREATE TABLE permanence (
    id TEXT NOT NULL PRIMARY KEY,
    structure_id TEXT NOT NULL REFERENCES structure (id),
    espace_id TEXT NOT NULL REFERENCES espace_temps (id),
    lieu_id TEXT NOT NULL REFERENCES lieu (id),
    professionnel_id TEXT NOT NULL REFERENCES professionnel (compte_id),
    besoin TEXT NOT NULL,
    rythme TEXT NOT NULL CHECK (rythme IN ('date', 'semaine')),
    premier_jour TEXT NOT NULL,
    dernier_jour TEXT,
    debut INTEGER NOT NULL CHECK (debut BETWEEN 0 AND 1439),
    fin INTEGER NOT NULL CHECK (fin <= 1439),
    duree INTEGER NOT NULL CHECK (duree > 0),
    places INTEGER NOT NULL CHECK (places > 0),
    creneaux_jusquau TEXT NOT NULL,
    publiee_par TEXT NOT NULL REFERENCES compte (id),
    publiee_le BIGINT NOT NULL,
    CHECK (debut < fin)
);
CREATE INDEX permanence_structure ON permanence (structure_id);

-- besoin, espace_id and professionnel_id never change: repeated here so that the lists read one index.
CREATE TABLE creneau (
    id TEXT NOT NULL PRIMARY KEY,
    permanence_id TEXT NOT NULL REFERENCES permanence (id) ON DELETE CASCADE,
    professionnel_id TEXT NOT NULL REFERENCES professionnel (compte_id),
    espace_id TEXT NOT NULL REFERENCES espace_temps (id),
    besoin TEXT NOT NULL,
    debut BIGINT NOT NULL,
    fin BIGINT NOT NULL,
    places INTEGER NOT NULL,
    places_libres INTEGER NOT NULL,
    CHECK (debut < fin),
    CHECK (places_libres >= 0 AND places_libres <= places),
    UNIQUE (professionnel_id, debut)
);
CREATE INDEX creneau_permanence ON creneau (permanence_id, debut);
CREATE INDEX creneau_debut ON creneau (debut, id);
CREATE INDEX creneau_besoin ON creneau (besoin, debut, id);
CREATE INDEX creneau_espace ON creneau (espace_id, debut, id);

CREATE TABLE rendez_vous (
    id TEXT NOT NULL PRIMARY KEY,
    creneau_id TEXT NOT NULL REFERENCES creneau (id),
    jeune_id TEXT NOT NULL REFERENCES jeune (compte_id) ON DELETE CASCADE,
    etat TEXT NOT NULL,
    pris_le BIGINT NOT NULL,
    change_le BIGINT NOT NULL
);
CREATE UNIQUE INDEX rendez_vous_une_fois ON rendez_vous (creneau_id, jeune_id) WHERE etat = 'confirme';
CREATE INDEX rendez_vous_creneau ON rendez_vous (creneau_id);
CREATE INDEX rendez_vous_jeune ON rendez_vous (jeune_id);

CREATE TABLE fil (
    id TEXT NOT NULL PRIMARY KEY,
    jeune_id TEXT NOT NULL REFERENCES jeune (compte_id) ON DELETE CASCADE,
    espace_id TEXT NOT NULL REFERENCES espace_temps (id),
    referent_id TEXT REFERENCES professionnel (compte_id),
    dernier_seq BIGINT NOT NULL,
    dernier_le BIGINT,
    attend_depuis BIGINT,
    cree_le BIGINT NOT NULL,
    UNIQUE (jeune_id, espace_id)
);
CREATE INDEX fil_espace ON fil (espace_id);
CREATE INDEX fil_referent ON fil (referent_id);

CREATE TABLE message (
    id TEXT NOT NULL PRIMARY KEY,
    fil_id TEXT NOT NULL REFERENCES fil (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    auteur_id TEXT NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    texte TEXT NOT NULL,
    envoye_le BIGINT NOT NULL,
    UNIQUE (fil_id, seq)
);

CREATE TABLE lecture (
    fil_id TEXT NOT NULL REFERENCES fil (id) ON DELETE CASCADE,
    compte_id TEXT NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    PRIMARY KEY (fil_id, compte_id)
);
