ALTER TABLE espace_temps DROP COLUMN horaires_a_corriger;
ALTER TABLE espace_temps DROP COLUMN horaires_osm;
