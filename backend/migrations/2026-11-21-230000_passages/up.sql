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
