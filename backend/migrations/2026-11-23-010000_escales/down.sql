ALTER TABLE lieu DROP COLUMN espace_mobile_id;
