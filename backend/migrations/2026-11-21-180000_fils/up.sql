-- version: counts every change of a thread, so that a device that was away asks for what is new or changed since.
-- dernier_dit: the last message that someone wrote; the thread itself may have announced something since.
ALTER TABLE fil ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE fil ADD COLUMN dernier_dit BIGINT NOT NULL DEFAULT 0;
ALTER TABLE fil ADD COLUMN relayee_le BIGINT;
UPDATE fil SET version = dernier_seq, dernier_dit = dernier_seq;
CREATE INDEX fil_attente ON fil (attend_depuis);
CREATE INDEX fil_relayee ON fil (relayee_le, espace_id);

-- cherche: the text without accents and capitals, for searching. attente: how long the jeune had waited for this answer, in
-- milliseconds.
ALTER TABLE message ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN cherche TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN modifie_le BIGINT;
ALTER TABLE message ADD COLUMN supprime_le BIGINT;
ALTER TABLE message ADD COLUMN annonce TEXT;
ALTER TABLE message ADD COLUMN attente BIGINT;
UPDATE message SET version = seq, cherche = lower(texte);
CREATE INDEX message_version ON message (fil_id, version);
CREATE INDEX message_attente ON message (auteur_id, envoye_le) WHERE attente IS NOT NULL;

ALTER TABLE lecture ADD COLUMN recu BIGINT NOT NULL DEFAULT 0;
UPDATE lecture SET recu = seq;

ALTER TABLE jeune ADD COLUMN lectures_cachees BOOLEAN NOT NULL DEFAULT FALSE;

-- A créneau that a message proposes.
CREATE TABLE carte (
    message_id TEXT NOT NULL PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
    creneau_id TEXT NOT NULL REFERENCES creneau (id) ON DELETE CASCADE
);

-- A photo or a PDF; no message bears it until message_id is known. perimee_le: kept for as long as files are, and gone.
CREATE TABLE piece (
    id TEXT NOT NULL PRIMARY KEY,
    fil_id TEXT NOT NULL REFERENCES fil (id) ON DELETE CASCADE,
    auteur_id TEXT NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    message_id TEXT REFERENCES message (id) ON DELETE CASCADE,
    genre TEXT NOT NULL CHECK (genre IN ('photo', 'pdf')),
    taille INTEGER NOT NULL,
    largeur INTEGER NOT NULL,
    hauteur INTEGER NOT NULL,
    empreinte TEXT NOT NULL,
    creee_le BIGINT NOT NULL,
    perimee_le BIGINT
);
CREATE UNIQUE INDEX piece_message ON piece (message_id);
CREATE INDEX piece_creee ON piece (creee_le);

-- Its bytes, unless the installation keeps files in a folder.
CREATE TABLE contenu (
    piece_id TEXT NOT NULL PRIMARY KEY REFERENCES piece (id) ON DELETE CASCADE,
    octets BYTEA NOT NULL
);

-- When a professional answers: 1 is Monday; minutes after midnight.
CREATE TABLE plage (
    compte_id TEXT NOT NULL REFERENCES professionnel (compte_id) ON DELETE CASCADE,
    jour INTEGER NOT NULL CHECK (jour BETWEEN 1 AND 7),
    debut INTEGER NOT NULL,
    fin INTEGER NOT NULL,
    PRIMARY KEY (compte_id, jour, debut),
    CHECK (debut < fin)
);

-- A professional is away and a colleague may answer meanwhile. debut_le and fin_le are the first and the last moment.
CREATE TABLE remplacement (
    id TEXT NOT NULL PRIMARY KEY,
    absent_id TEXT NOT NULL REFERENCES professionnel (compte_id) ON DELETE CASCADE,
    remplacant_id TEXT REFERENCES professionnel (compte_id) ON DELETE SET NULL,
    du TEXT NOT NULL,
    au TEXT NOT NULL,
    debut_le BIGINT NOT NULL,
    fin_le BIGINT NOT NULL,
    annonce_le BIGINT,
    cree_le BIGINT NOT NULL
);
CREATE INDEX remplacement_absent ON remplacement (absent_id, fin_le);
CREATE INDEX remplacement_remplacant ON remplacement (remplacant_id, fin_le);

-- A professional of the team reads and answers along with the référent.
CREATE TABLE lecteur (
    fil_id TEXT NOT NULL REFERENCES fil (id) ON DELETE CASCADE,
    compte_id TEXT NOT NULL REFERENCES professionnel (compte_id) ON DELETE CASCADE,
    depuis BIGINT NOT NULL,
    PRIMARY KEY (fil_id, compte_id)
);
CREATE INDEX lecteur_compte ON lecteur (compte_id);

-- Who read or wrote in a thread without being its référent, why they could, once a day: the jeune may ask.
CREATE TABLE consultation (
    fil_id TEXT NOT NULL REFERENCES fil (id) ON DELETE CASCADE,
    compte_id TEXT NOT NULL REFERENCES professionnel (compte_id) ON DELETE CASCADE,
    jour TEXT NOT NULL,
    acces TEXT NOT NULL,
    le BIGINT NOT NULL,
    PRIMARY KEY (fil_id, compte_id, jour, acces)
);

CREATE TABLE reponse_rapide (
    compte_id TEXT NOT NULL REFERENCES professionnel (compte_id) ON DELETE CASCADE,
    rang INTEGER NOT NULL,
    texte TEXT NOT NULL,
    PRIMARY KEY (compte_id, rang)
);

-- What was reported to the administrator. dit: what the message said then. blocage: a professional has stopped the exchange.
CREATE TABLE signalement (
    id TEXT NOT NULL PRIMARY KEY,
    fil_id TEXT NOT NULL REFERENCES fil (id) ON DELETE CASCADE,
    message_id TEXT REFERENCES message (id) ON DELETE SET NULL,
    par_id TEXT NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    vise_id TEXT REFERENCES compte (id) ON DELETE SET NULL,
    motif TEXT NOT NULL,
    precisions TEXT,
    dit TEXT,
    blocage BOOLEAN NOT NULL DEFAULT FALSE,
    cree_le BIGINT NOT NULL,
    traite_le BIGINT
);
CREATE INDEX signalement_par ON signalement (par_id, fil_id);
