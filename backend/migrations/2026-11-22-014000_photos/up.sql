-- Photos of a place: three at the most, seen by everybody once somebody has said what is on them. The bytes are not here when
-- the installation keeps files in a folder.
CREATE TABLE photo_espace (
    id TEXT NOT NULL PRIMARY KEY,
    espace_id TEXT NOT NULL REFERENCES espace_temps (id) ON DELETE CASCADE,
    rang INTEGER NOT NULL CHECK (rang BETWEEN 1 AND 3),
    description TEXT,
    empreinte TEXT NOT NULL,
    octets BYTEA,
    creee_le BIGINT NOT NULL
);
CREATE UNIQUE INDEX photo_espace_rang ON photo_espace (espace_id, rang);
