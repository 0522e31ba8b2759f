-- What a bus does on one day only: with a place and an end, a stop more; without, the usual stop of that hour is left out.
CREATE TABLE arret_particulier (
    espace_id TEXT NOT NULL REFERENCES espace_temps (id) ON DELETE CASCADE,
    rang INTEGER NOT NULL,
    jour TEXT NOT NULL,
    debut INTEGER NOT NULL CHECK (debut BETWEEN 0 AND 1439),
    fin INTEGER CHECK (fin BETWEEN 0 AND 1439),
    nom TEXT,
    adresse TEXT,
    commune TEXT,
    PRIMARY KEY (espace_id, rang),
    CHECK ((fin IS NULL) = (nom IS NULL) AND (nom IS NULL) = (adresse IS NULL) AND (nom IS NULL) = (commune IS NULL))
);
