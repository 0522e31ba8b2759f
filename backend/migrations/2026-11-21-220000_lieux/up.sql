-- Places in real life: their kind, holidays, chosen dates, stops; posters and cards; structures from open data.
ALTER TABLE espace_temps ADD COLUMN genre TEXT NOT NULL DEFAULT 'existant'
    CHECK (genre IN ('existant', 'la-ou-ils-sont', 'nouveau', 'mobile'));
ALTER TABLE espace_temps ADD COLUMN venir TEXT;
-- Codes of a closed list, apart by commas.
ALTER TABLE espace_temps ADD COLUMN commodites TEXT NOT NULL DEFAULT '';
ALTER TABLE espace_temps ADD COLUMN acces_note TEXT;
ALTER TABLE espace_temps ADD COLUMN zone_scolaire TEXT CHECK (zone_scolaire IN ('a', 'b', 'c'));
ALTER TABLE espace_temps ADD COLUMN vacances TEXT NOT NULL DEFAULT 'pareil'
    CHECK (vacances IN ('pareil', 'autres', 'ferme'));
ALTER TABLE espace_temps ADD COLUMN feries TEXT NOT NULL DEFAULT 'metropole';
ALTER TABLE espace_temps ADD COLUMN programme BOOLEAN NOT NULL DEFAULT FALSE;

-- An evening may end after midnight, and school holidays have hours of their own: SQLite changes no CHECK in place.
CREATE TABLE ouverture_nouvelle (
    espace_id TEXT NOT NULL REFERENCES espace_temps (id) ON DELETE CASCADE,
    vacances BOOLEAN NOT NULL,
    jour INTEGER NOT NULL CHECK (jour BETWEEN 1 AND 7),
    debut INTEGER NOT NULL CHECK (debut BETWEEN 0 AND 1439),
    fin INTEGER NOT NULL CHECK (fin BETWEEN 0 AND 1439),
    PRIMARY KEY (espace_id, vacances, jour, debut),
    CHECK (debut < fin OR fin <= 360)
);
INSERT INTO ouverture_nouvelle (espace_id, vacances, jour, debut, fin)
    SELECT espace_id, FALSE, jour, debut, fin FROM ouverture;
DROP TABLE ouverture;
ALTER TABLE ouverture_nouvelle RENAME TO ouverture;

-- A line without hours is a day on which the place is closed.
CREATE TABLE jour_particulier (
    espace_id TEXT NOT NULL REFERENCES espace_temps (id) ON DELETE CASCADE,
    jour TEXT NOT NULL,
    rang INTEGER NOT NULL,
    debut INTEGER CHECK (debut BETWEEN 0 AND 1439),
    fin INTEGER CHECK (fin BETWEEN 0 AND 1439),
    mot TEXT,
    PRIMARY KEY (espace_id, jour, rang)
);

CREATE TABLE arret (
    espace_id TEXT NOT NULL REFERENCES espace_temps (id) ON DELETE CASCADE,
    rang INTEGER NOT NULL,
    jour INTEGER NOT NULL CHECK (jour BETWEEN 1 AND 7),
    debut INTEGER NOT NULL CHECK (debut BETWEEN 0 AND 1439),
    fin INTEGER NOT NULL CHECK (fin BETWEEN 0 AND 1439),
    nom TEXT NOT NULL,
    adresse TEXT NOT NULL,
    commune TEXT NOT NULL,
    vacances BOOLEAN NOT NULL,
    PRIMARY KEY (espace_id, rang)
);

CREATE TABLE support (
    id TEXT NOT NULL PRIMARY KEY,
    espace_id TEXT NOT NULL REFERENCES espace_temps (id) ON DELETE CASCADE,
    genre TEXT NOT NULL CHECK (genre IN ('affiche', 'cartes')),
    libelle TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    cree_par TEXT NOT NULL REFERENCES compte (id),
    cree_le BIGINT NOT NULL,
    fini_le BIGINT
);
CREATE INDEX support_espace ON support (espace_id);

-- How many, never who.
CREATE TABLE visite (
    support_id TEXT NOT NULL REFERENCES support (id) ON DELETE CASCADE,
    jour TEXT NOT NULL,
    scans INTEGER NOT NULL,
    comptes INTEGER NOT NULL,
    PRIMARY KEY (support_id, jour)
);

-- What open data says of a structure; nothing of it for those that were made here.
ALTER TABLE structure ADD COLUMN source_id TEXT;
ALTER TABLE structure ADD COLUMN genre TEXT;
ALTER TABLE structure ADD COLUMN adresse TEXT;
ALTER TABLE structure ADD COLUMN code_postal TEXT;
ALTER TABLE structure ADD COLUMN code_commune TEXT;
-- Millionths of a degree.
ALTER TABLE structure ADD COLUMN latitude INTEGER;
ALTER TABLE structure ADD COLUMN longitude INTEGER;
-- In the language of OpenStreetMap, only when it can be read; what cannot is a note.
ALTER TABLE structure ADD COLUMN horaires TEXT;
ALTER TABLE structure ADD COLUMN horaires_note TEXT;
ALTER TABLE structure ADD COLUMN source TEXT;
CREATE UNIQUE INDEX structure_source ON structure (source_id);
