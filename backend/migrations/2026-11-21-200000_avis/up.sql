-- How far something to send has come: 'app' (the page may show it), 'push' (the phones), 'ecrit' (an e-mail or a text message).
-- A reminder begins at 'push': an open page says nothing of it.
ALTER TABLE envoi ADD COLUMN etape TEXT NOT NULL DEFAULT 'push' CHECK (etape IN ('app', 'push', 'ecrit'));
ALTER TABLE envoi ADD COLUMN urgent BOOLEAN NOT NULL DEFAULT FALSE;
-- By what it was written, or is about to be, and when: the caps of a day count these.
ALTER TABLE envoi ADD COLUMN canal TEXT CHECK (canal IN ('app', 'push', 'courriel', 'sms'));
ALTER TABLE envoi ADD COLUMN pousse_le BIGINT;
ALTER TABLE envoi ADD COLUMN ecrit_le BIGINT;
-- What a summary says: how many wait for an answer, how many are not read.
ALTER TABLE envoi ADD COLUMN sans_reponse INTEGER NOT NULL DEFAULT 0;
ALTER TABLE envoi ADD COLUMN non_lus INTEGER NOT NULL DEFAULT 0;

-- One notice about one thing at a time; one summary a day.
CREATE UNIQUE INDEX envoi_un_avis ON envoi (compte_id, genre, sujet) WHERE etat = 'prevu' AND genre NOT IN ('rappel', 'resume');
CREATE UNIQUE INDEX envoi_un_resume ON envoi (compte_id, sujet) WHERE genre = 'resume';

-- A device that allowed notifications. empreinte: the digest of its address. It is told as long as its session has not ended.
CREATE TABLE abonnement_push (
    id TEXT NOT NULL PRIMARY KEY,
    compte_id TEXT NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    session_id TEXT REFERENCES session (id) ON DELETE SET NULL,
    adresse TEXT NOT NULL,
    empreinte TEXT NOT NULL UNIQUE,
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    vu_le BIGINT NOT NULL
);
CREATE INDEX abonnement_push_compte ON abonnement_push (compte_id, vu_le);
CREATE INDEX abonnement_push_session ON abonnement_push (session_id);

CREATE TABLE preference_avis (
    compte_id TEXT NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    genre TEXT NOT NULL,
    push BOOLEAN NOT NULL,
    ecrit BOOLEAN NOT NULL,
    PRIMARY KEY (compte_id, genre)
);

-- silence_*: minutes after midnight on the clock of the installation; the same twice is no silence.
-- *_refuse_le: when a server last said that there is nobody at this address.
CREATE TABLE reglage_avis (
    compte_id TEXT NOT NULL PRIMARY KEY REFERENCES compte (id) ON DELETE CASCADE,
    silence_debut INTEGER NOT NULL DEFAULT 1260 CHECK (silence_debut BETWEEN 0 AND 1439),
    silence_fin INTEGER NOT NULL DEFAULT 480 CHECK (silence_fin BETWEEN 0 AND 1439),
    resume BOOLEAN NOT NULL DEFAULT TRUE,
    courriel_refuse_le BIGINT,
    sms_refuse_le BIGINT
);
