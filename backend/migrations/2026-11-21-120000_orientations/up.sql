-- A partner takes a rendez-vous for a jeune. empreinte: the digest of the code on the paper, keyed by the installation.
-- pour_id: the account that the contact named, if there is one; the prescripteur never learns whether.
CREATE TABLE prescription (
    id TEXT NOT NULL PRIMARY KEY,
    rendez_vous_id TEXT NOT NULL REFERENCES rendez_vous (id) ON DELETE CASCADE,
    structure_id TEXT NOT NULL REFERENCES structure (id),
    prescripteur_id TEXT NOT NULL REFERENCES professionnel (compte_id),
    surnom TEXT NOT NULL,
    debut BIGINT NOT NULL,
    pour_id TEXT REFERENCES jeune (compte_id) ON DELETE SET NULL,
    empreinte TEXT NOT NULL,
    reponse TEXT CHECK (reponse IN ('prise', 'refusee', 'retiree')),
    creee_le BIGINT NOT NULL,
    repondu_le BIGINT
);
CREATE UNIQUE INDEX prescription_rendez_vous ON prescription (rendez_vous_id);
CREATE UNIQUE INDEX prescription_empreinte ON prescription (empreinte);
CREATE INDEX prescription_prescripteur ON prescription (prescripteur_id, debut);
CREATE INDEX prescription_pour ON prescription (pour_id);

-- The secret address of somebody's calendar: its digest, one for an account.
CREATE TABLE calendrier (
    compte_id TEXT NOT NULL PRIMARY KEY REFERENCES compte (id) ON DELETE CASCADE,
    empreinte TEXT NOT NULL,
    cree_le BIGINT NOT NULL
);
CREATE UNIQUE INDEX calendrier_empreinte ON calendrier (empreinte);

-- Who has waited, found by what they took: to measure the delay from the request.
CREATE INDEX attente_prise ON attente (jeune_id, offre_id) WHERE etat = 'pris';
