-- Ateliers: collective actions on one date, made alone or by series.
CREATE TABLE serie (
    id TEXT NOT NULL PRIMARY KEY,
    structure_id TEXT NOT NULL REFERENCES structure (id),
    creee_par TEXT NOT NULL REFERENCES compte (id),
    creee_le BIGINT NOT NULL
);

-- chez_espace: held at the espace-temps itself; else lieu_id is a place of its own. numero: the last number given to whoever
-- joined or waits, taken in the write that takes the place. attentes: how many wait without an offer. changements: how many
-- times those who joined were told of something new.
CREATE TABLE atelier (
    id TEXT NOT NULL PRIMARY KEY,
    serie_id TEXT REFERENCES serie (id),
    structure_id TEXT NOT NULL REFERENCES structure (id),
    espace_id TEXT REFERENCES espace_temps (id),
    lieu_id TEXT NOT NULL REFERENCES lieu (id),
    chez_espace BOOLEAN NOT NULL,
    titre TEXT NOT NULL,
    presentation TEXT NOT NULL,
    besoin TEXT NOT NULL,
    age_min INTEGER,
    age_max INTEGER,
    point_rencontre TEXT,
    a_apporter TEXT,
    pour_essayer BOOLEAN NOT NULL,
    accompagne BOOLEAN NOT NULL,
    places INTEGER NOT NULL CHECK (places > 0),
    places_libres INTEGER NOT NULL,
    attentes INTEGER NOT NULL CHECK (attentes >= 0),
    numero BIGINT NOT NULL CHECK (numero >= 0),
    debut BIGINT NOT NULL,
    fin BIGINT NOT NULL,
    etat TEXT NOT NULL CHECK (etat IN ('brouillon', 'publie', 'annule', 'fait')),
    mot TEXT,
    changements INTEGER NOT NULL,
    cree_par TEXT NOT NULL REFERENCES compte (id),
    cree_le BIGINT NOT NULL,
    change_le BIGINT NOT NULL,
    CHECK (debut < fin),
    CHECK (places_libres >= 0 AND places_libres <= places),
    CHECK (places_libres = 0 OR attentes = 0),
    CHECK (age_min IS NULL OR age_max IS NULL OR age_min <= age_max),
    CHECK (NOT chez_espace OR espace_id IS NOT NULL)
);
CREATE INDEX atelier_debut ON atelier (debut, id);
CREATE INDEX atelier_besoin ON atelier (besoin, debut, id);
CREATE INDEX atelier_espace ON atelier (espace_id, debut, id);
CREATE INDEX atelier_structure ON atelier (structure_id, debut);
CREATE INDEX atelier_serie ON atelier (serie_id);

-- Who leads, on equal terms: a structure or a professional of the installation, or anybody by name.
CREATE TABLE meneur (
    atelier_id TEXT NOT NULL REFERENCES atelier (id) ON DELETE CASCADE,
    rang INTEGER NOT NULL,
    structure_id TEXT REFERENCES structure (id),
    professionnel_id TEXT REFERENCES professionnel (compte_id) ON DELETE SET NULL,
    nom TEXT,
    apport TEXT,
    PRIMARY KEY (atelier_id, rang)
);
CREATE INDEX meneur_structure ON meneur (structure_id);
CREATE INDEX meneur_professionnel ON meneur (professionnel_id);

-- A place, or a wait for one, in the order of numero. jeune_id is empty for a guest. vu: the changements that were seen.
CREATE TABLE inscription (
    id TEXT NOT NULL PRIMARY KEY,
    atelier_id TEXT NOT NULL REFERENCES atelier (id) ON DELETE CASCADE,
    jeune_id TEXT REFERENCES jeune (compte_id) ON DELETE CASCADE,
    prenom TEXT,
    etat TEXT NOT NULL
        CHECK (etat IN ('inscrit', 'attend', 'offert', 'quitte', 'passe', 'annule', 'present', 'absent')),
    numero BIGINT NOT NULL,
    accompagne BOOLEAN NOT NULL,
    offre_jusquau BIGINT,
    vu INTEGER NOT NULL,
    repondu BOOLEAN NOT NULL,
    marque_le BIGINT,
    pris_le BIGINT NOT NULL,
    change_le BIGINT NOT NULL,
    CHECK (jeune_id IS NOT NULL OR prenom IS NOT NULL),
    CHECK (etat <> 'offert' OR offre_jusquau IS NOT NULL)
);
CREATE UNIQUE INDEX inscription_numero ON inscription (atelier_id, numero);
CREATE UNIQUE INDEX inscription_une_fois ON inscription (atelier_id, jeune_id)
    WHERE etat IN ('inscrit', 'attend', 'offert', 'present', 'absent');
CREATE INDEX inscription_jeune ON inscription (jeune_id);
CREATE INDEX inscription_offre ON inscription (etat, offre_jusquau);

-- What those who came have said, and nothing of who said it: neither a person nor a moment.
CREATE TABLE retour (
    id TEXT NOT NULL PRIMARY KEY,
    atelier_id TEXT NOT NULL REFERENCES atelier (id) ON DELETE CASCADE,
    visage TEXT NOT NULL CHECK (visage IN ('content', 'moyen', 'triste')),
    mot TEXT
);
CREATE INDEX retour_atelier ON retour (atelier_id);

-- An atelier that a message proposes.
CREATE TABLE carte_atelier (
    message_id TEXT NOT NULL PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
    atelier_id TEXT NOT NULL REFERENCES atelier (id) ON DELETE CASCADE
);
