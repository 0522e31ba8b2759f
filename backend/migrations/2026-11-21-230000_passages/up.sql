-- Somebody who passes by, with an account or without. arrive_le: there since; pris_le: somebody of the team takes care of them
-- since; fini_le: gone. Who it was is forgotten after 48 hours; jour, heure (0 to 23, on the clock of the place) and besoin stay.
CREATE TABLE passage (
    id TEXT NOT NULL PRIMARY KEY,
    espace_id TEXT NOT NULL REFERENCES espace_temps (id) ON DELETE CASCADE,
    jeune_id TEXT REFERENCES jeune (compte_id) ON DELETE SET NULL,
    sans_compte BOOLEAN NOT NULL,
    prenom TEXT,
    age INTEGER,
    besoin TEXT,
    note TEXT,
    jour TEXT NOT NULL,
    heure INTEGER NOT NULL CHECK (heure BETWEEN 0 AND 23),
    vu_le BIGINT NOT NULL,
    arrive_le BIGINT,
    pris_par TEXT REFERENCES professionnel (compte_id) ON DELETE SET NULL,
    pris_le BIGINT,
    fini_le BIGINT
);
CREATE INDEX passage_vu ON passage (espace_id, vu_le);
CREATE INDEX passage_jour ON passage (espace_id, jour);
CREATE INDEX passage_age ON passage (vu_le);
-- A jeune is once in a place.
CREATE UNIQUE INDEX passage_en_cours ON passage (espace_id, jeune_id) WHERE fini_le IS NULL;

-- The code at the door of a place: its number; the code itself is made of it by the key of the installation.
CREATE TABLE code_porte (
    espace_id TEXT NOT NULL PRIMARY KEY REFERENCES espace_temps (id) ON DELETE CASCADE,
    numero INTEGER NOT NULL,
    change_le BIGINT NOT NULL
);

-- A relative or a trusted adult: invited by a jeune, or come on their own (jeune_id is null). empreinte: the digest of the
-- secret of the link; appareil: the digest of the cookie of the one phone that it is bound to.
CREATE TABLE proche (
    id TEXT NOT NULL PRIMARY KEY,
    espace_id TEXT NOT NULL REFERENCES espace_temps (id) ON DELETE CASCADE,
    jeune_id TEXT REFERENCES jeune (compte_id) ON DELETE CASCADE,
    prenom TEXT NOT NULL,
    portee TEXT NOT NULL CHECK (portee IN ('rendez-vous', 'atelier', 'equipe')),
    signe TEXT,
    rendez_vous_id TEXT REFERENCES rendez_vous (id) ON DELETE CASCADE,
    inscription_id TEXT REFERENCES inscription (id) ON DELETE CASCADE,
    empreinte TEXT UNIQUE,
    appareil TEXT,
    lie_le BIGINT,
    expire_le BIGINT NOT NULL,
    fini_le BIGINT,
    dernier_seq BIGINT NOT NULL,
    dernier_le BIGINT,
    attend_depuis BIGINT,
    cree_le BIGINT NOT NULL
);
CREATE INDEX proche_jeune ON proche (jeune_id);
CREATE INDEX proche_espace ON proche (espace_id, attend_depuis);
CREATE INDEX proche_appareil ON proche (appareil);

-- What a relative and the team wrote to each other.
CREATE TABLE mot_proche (
    proche_id TEXT NOT NULL REFERENCES proche (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    de_proche BOOLEAN NOT NULL,
    professionnel_id TEXT REFERENCES professionnel (compte_id) ON DELETE SET NULL,
    texte TEXT NOT NULL,
    envoye_le BIGINT NOT NULL,
    PRIMARY KEY (proche_id, seq)
);

-- Who of the team has read it, once a day.
CREATE TABLE consultation_proche (
    proche_id TEXT NOT NULL REFERENCES proche (id) ON DELETE CASCADE,
    compte_id TEXT NOT NULL REFERENCES professionnel (compte_id) ON DELETE CASCADE,
    jour TEXT NOT NULL,
    le BIGINT NOT NULL,
    PRIMARY KEY (proche_id, compte_id, jour)
);
