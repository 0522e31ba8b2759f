-- The week of a place, written in the language of OpenStreetMap: what can be read, and what somebody must correct.
ALTER TABLE espace_temps ADD COLUMN horaires_osm TEXT;
ALTER TABLE espace_temps ADD COLUMN horaires_a_corriger TEXT;
