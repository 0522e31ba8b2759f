DROP TABLE reglage_avis;
DROP TABLE preference_avis;
DROP TABLE abonnement_push;
DROP INDEX envoi_un_resume;
DROP INDEX envoi_un_avis;
-- The server of before knows reminders only.
DELETE FROM envoi WHERE genre <> 'rappel';
ALTER TABLE envoi DROP COLUMN non_lus;
ALTER TABLE envoi DROP COLUMN sans_reponse;
ALTER TABLE envoi DROP COLUMN ecrit_le;
ALTER TABLE envoi DROP COLUMN pousse_le;
ALTER TABLE envoi DROP COLUMN canal;
ALTER TABLE envoi DROP COLUMN urgent;
ALTER TABLE envoi DROP COLUMN etape;
