ALTER TABLE espace_temps DROP COLUMN version;
