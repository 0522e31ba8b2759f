-- Answers are shown five at a time, so that one more tells nobody who gave it: which five one belongs to, and not when it came.
ALTER TABLE retour ADD COLUMN lot INTEGER NOT NULL DEFAULT 0;
