ALTER TABLE proche DROP COLUMN pose_accompagne;
