DROP INDEX structure_source;
ALTER TABLE structure DROP COLUMN source;
ALTER TABLE structure DROP COLUMN horaires_note;
ALTER TABLE structure DROP COLUMN horaires;
ALTER TABLE structure DROP COLUMN longitude;
ALTER TABLE structure DROP COLUMN latitude;
ALTER TABLE structure DROP COLUMN code_commune;
ALTER TABLE structure DROP COLUMN code_postal;
ALTER TABLE structure DROP COLUMN adresse;
ALTER TABLE structure DROP COLUMN genre;
ALTER TABLE structure DROP COLUMN source_id;
DROP TABLE visite;
DROP TABLE support;
DROP TABLE arret;
DROP TABLE jour_particulier;
CREATE TABLE ouverture_ancienne (
    espace_id TEXT NOT NULL REFERENCES espace_temps (id) ON DELETE CASCADE,
    jour INTEGER NOT NULL CHECK (jour BETWEEN 1 AND 7),
    debut INTEGER NOT NULL CHECK (debut BETWEEN 0 AND 1439),
    fin INTEGER NOT NULL CHECK (fin <= 1439),
    PRIMARY KEY (espace_id, jour, debut),
    CHECK (debut < fin)
);
-- The server of before knows no evening that ends after midnight: it ends at the last minute of its day.
INSERT INTO ouverture_ancienne (espace_id, jour, debut, fin)
    SELECT espace_id, jour, debut, CASE WHEN debut < fin THEN fin ELSE 1439 END FROM ouverture
    WHERE NOT vacances AND debut < 1439;
DROP TABLE ouverture;
ALTER TABLE ouverture_ancienne RENAME TO ouverture;
ALTER TABLE espace_temps DROP COLUMN programme;
ALTER TABLE espace_temps DROP COLUMN feries;
ALTER TABLE espace_temps DROP COLUMN vacances;
ALTER TABLE espace_temps DROP COLUMN zone_scolaire;
ALTER TABLE espace_temps DROP COLUMN acces_note;
ALTER TABLE espace_temps DROP COLUMN commodites;
ALTER TABLE espace_temps DROP COLUMN venir;
ALTER TABLE espace_temps DROP COLUMN genre;
