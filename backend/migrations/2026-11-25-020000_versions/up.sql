-- A form of a place is made from one version of it: an older form would undo what a colleague has saved since.
ALTER TABLE espace_temps ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
