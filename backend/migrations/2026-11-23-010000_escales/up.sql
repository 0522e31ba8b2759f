-- The place of a bus: what is held there is held at its stop of that hour.
ALTER TABLE lieu ADD COLUMN espace_mobile_id TEXT;
UPDATE lieu SET espace_mobile_id =
    (SELECT espace_temps.id FROM espace_temps WHERE espace_temps.lieu_id = lieu.id AND espace_temps.genre = 'mobile');
