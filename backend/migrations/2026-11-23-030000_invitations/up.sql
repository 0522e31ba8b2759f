-- Whether inviting somebody is what made the jeune come accompanied: ending the invitation takes that back.
ALTER TABLE proche ADD COLUMN pose_accompagne BOOLEAN NOT NULL DEFAULT FALSE;
