ALTER TABLE atelier DROP COLUMN publie_le;
ALTER TABLE passage DROP COLUMN marque_le;
