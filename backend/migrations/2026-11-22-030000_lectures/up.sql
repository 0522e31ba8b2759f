-- How far a jeune has read, as the other side is shown it: it stays where it was when they hide what they read.
ALTER TABLE lecture ADD COLUMN montre BIGINT NOT NULL DEFAULT 0;
UPDATE lecture SET montre = seq
WHERE compte_id NOT IN (SELECT compte_id FROM jeune WHERE lectures_cachees);
-- The same words to several jeunes are no answer to what one of them asked.
ALTER TABLE message ADD COLUMN collectif BOOLEAN NOT NULL DEFAULT FALSE;
-- What a message said before it was changed or taken back: for whoever reports it, and for nobody else. Forgotten after thirty days.
CREATE TABLE message_avant (
    message_id TEXT NOT NULL PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
    texte TEXT NOT NULL,
    garde_le BIGINT NOT NULL
);
CREATE INDEX message_avant_garde_le ON message_avant (garde_le);
