-- Permanences in full: rules of every kind, occurrences that differ from them, rendez-vous that are moved and marked.
-- Constraints cannot be taken off a table of SQLite: the three tables are made anew, parents first, and take their names.

CREATE TABLE permanence_neuve (
    id TEXT NOT NULL PRIMARY KEY,
    structure_id TEXT NOT NULL REFERENCES structure (id),
    espace_id TEXT NOT NULL REFERENCES espace_temps (id),
    lieu_id TEXT NOT NULL REFERENCES lieu (id),
    professionnel_id TEXT NOT NULL REFERENCES professionnel (compte_id),
    besoin TEXT NOT NULL,
    -- The rule as it travels (JSON), with its first and last day beside it for the queries.
    rythme TEXT NOT NULL,
    premier_jour TEXT NOT NULL,
    dernier_jour TEXT,
    debut INTEGER NOT NULL CHECK (debut BETWEEN 0 AND 1439),
    fin INTEGER NOT NULL CHECK (fin <= 1439),
    duree INTEGER NOT NULL CHECK (duree > 0),
    places INTEGER NOT NULL CHECK (places > 0),
    pause INTEGER NOT NULL CHECK (pause >= 0),
    delai INTEGER NOT NULL CHECK (delai >= 0),
    avance INTEGER CHECK (avance > 0),
    public TEXT NOT NULL,
    mode TEXT NOT NULL,
    lien TEXT,
    feries TEXT NOT NULL,
    creneaux_jusquau TEXT NOT NULL,
    publiee_par TEXT NOT NULL REFERENCES compte (id),
    publiee_le BIGINT NOT NULL,
    CHECK (debut < fin)
);
INSERT INTO permanence_neuve
SELECT id, structure_id, espace_id, lieu_id, professionnel_id, besoin,
    CASE rythme
        WHEN 'date' THEN '{"quand":"date","jour":"' || premier_jour || '"}'
        ELSE '{"quand":"semaine","a_partir_du":"' || premier_jour || '"'
            || CASE WHEN dernier_jour IS NULL THEN '' ELSE ',"jusquau":"' || dernier_jour || '"' END || '}'
    END,
    premier_jour, dernier_jour, debut, fin, duree, places, 0, 0, NULL, 'tous', 'sur-place', NULL, 'metropole',
    creneaux_jusquau, publiee_par, publiee_le
FROM permanence;

-- besoin, espace_id, public and professionnel_id never change: repeated here so that the lists read one index.
-- jour is the day of the rule that made it: it stays when the occurrence is moved.
CREATE TABLE creneau_neuf (
    id TEXT NOT NULL PRIMARY KEY,
    permanence_id TEXT NOT NULL REFERENCES permanence_neuve (id) ON DELETE CASCADE,
    professionnel_id TEXT NOT NULL REFERENCES professionnel (compte_id),
    espace_id TEXT NOT NULL REFERENCES espace_temps (id),
    besoin TEXT NOT NULL,
    public TEXT NOT NULL,
    jour TEXT NOT NULL,
    debut BIGINT NOT NULL,
    fin BIGINT NOT NULL,
    ouvre_le BIGINT NOT NULL,
    ferme_le BIGINT NOT NULL,
    places INTEGER NOT NULL,
    places_libres INTEGER NOT NULL,
    attentes INTEGER NOT NULL,
    annule BOOLEAN NOT NULL,
    CHECK (debut < fin),
    CHECK (places_libres >= 0 AND places_libres <= places)
);
-- The day of what exists, from its instant, by whole numbers alone: the two engines share no function for it. It is the
-- day in UTC, which is that of the place for whatever starts after 2 in the morning.
INSERT INTO creneau_neuf
SELECT id, permanence_id, professionnel_id, espace_id, besoin, 'tous',
    (annee + CASE WHEN mois <= 2 THEN 1 ELSE 0 END)
        || CASE WHEN mois < 10 THEN '-0' ELSE '-' END || mois
        || CASE WHEN quantieme < 10 THEN '-0' ELSE '-' END || quantieme,
    debut, fin, 0, debut, places, places_libres, 0, FALSE
FROM (
    SELECT c4.*, CASE WHEN mars < 10 THEN mars + 3 ELSE mars - 9 END AS mois, depuis_mars - (153 * mars + 2) / 5 + 1 AS quantieme
    FROM (
        SELECT c3.*, (5 * depuis_mars + 2) / 153 AS mars
        FROM (
            SELECT c2.*, ere * 400 + dans_ere AS annee, reste - (365 * dans_ere + dans_ere / 4 - dans_ere / 100) AS depuis_mars
            FROM (
                SELECT c1.*, (reste - reste / 1460 + reste / 36524 - reste / 146096) / 365 AS dans_ere
                FROM (
                    SELECT c.*, (debut / 86400000 + 719468) / 146097 AS ere,
                        (debut / 86400000 + 719468) % 146097 AS reste
                    FROM creneau c
                ) c1
            ) c2
        ) c3
    ) c4
) c5;

-- jeune_id is empty for someone who came without an account: prenom then says whom to call.
CREATE TABLE rendez_vous_neuf (
    id TEXT NOT NULL PRIMARY KEY,
    creneau_id TEXT NOT NULL REFERENCES creneau_neuf (id),
    jeune_id TEXT REFERENCES jeune (compte_id) ON DELETE CASCADE,
    prenom TEXT,
    etat TEXT NOT NULL,
    accompagne BOOLEAN NOT NULL,
    arrive_le BIGINT,
    marque_le BIGINT,
    entre_le BIGINT,
    programme TEXT,
    suivi_par TEXT REFERENCES rendez_vous_neuf (id),
    mot TEXT,
    pris_le BIGINT NOT NULL,
    change_le BIGINT NOT NULL,
    CHECK (jeune_id IS NOT NULL OR prenom IS NOT NULL)
);
INSERT INTO rendez_vous_neuf
SELECT id, creneau_id, jeune_id, NULL, etat, FALSE, NULL, NULL, NULL, NULL, NULL, NULL, pris_le, change_le FROM rendez_vous;

DROP TABLE rendez_vous;
DROP TABLE creneau;
DROP TABLE permanence;
ALTER TABLE permanence_neuve RENAME TO permanence;
ALTER TABLE creneau_neuf RENAME TO creneau;
ALTER TABLE rendez_vous_neuf RENAME TO rendez_vous;

CREATE INDEX permanence_structure ON permanence (structure_id);
CREATE INDEX permanence_espace ON permanence (espace_id);
CREATE UNIQUE INDEX creneau_une_personne ON creneau (professionnel_id, debut) WHERE NOT annule;
CREATE INDEX creneau_permanence ON creneau (permanence_id, jour, debut);
CREATE INDEX creneau_debut ON creneau (debut, id);
CREATE INDEX creneau_besoin ON creneau (besoin, debut, id);
CREATE INDEX creneau_espace ON creneau (espace_id, debut, id);
CREATE UNIQUE INDEX rendez_vous_une_fois ON rendez_vous (creneau_id, jeune_id) WHERE etat = 'confirme';
CREATE INDEX rendez_vous_creneau ON rendez_vous (creneau_id);
CREATE INDEX rendez_vous_jeune ON rendez_vous (jeune_id);

-- A day of a rule that differs from it: cancelled, or held at another moment.
CREATE TABLE occurrence (
    permanence_id TEXT NOT NULL REFERENCES permanence (id) ON DELETE CASCADE,
    jour TEXT NOT NULL,
    etat TEXT NOT NULL CHECK (etat IN ('annulee', 'deplacee')),
    vers_jour TEXT,
    vers_debut INTEGER,
    change_par TEXT NOT NULL REFERENCES compte (id),
    change_le BIGINT NOT NULL,
    PRIMARY KEY (permanence_id, jour)
);

-- A place is closed, from a day to another, both included.
CREATE TABLE fermeture (
    id TEXT NOT NULL PRIMARY KEY,
    espace_id TEXT NOT NULL REFERENCES espace_temps (id) ON DELETE CASCADE,
    du TEXT NOT NULL,
    au TEXT NOT NULL,
    motif TEXT NOT NULL,
    creee_par TEXT NOT NULL REFERENCES compte (id),
    creee_le BIGINT NOT NULL,
    CHECK (du <= au)
);
CREATE INDEX fermeture_espace ON fermeture (espace_id, au);

-- A professional is away, from a moment to another. Why is nobody's business.
CREATE TABLE absence (
    id TEXT NOT NULL PRIMARY KEY,
    professionnel_id TEXT NOT NULL REFERENCES professionnel (compte_id) ON DELETE CASCADE,
    debut BIGINT NOT NULL,
    fin BIGINT NOT NULL,
    creee_par TEXT NOT NULL REFERENCES compte (id),
    creee_le BIGINT NOT NULL,
    CHECK (debut < fin)
);
CREATE INDEX absence_professionnel ON absence (professionnel_id, fin);

-- What will be sent, written with what happened. sujet is what it is about: a rendez-vous.
CREATE TABLE envoi (
    id TEXT NOT NULL PRIMARY KEY,
    compte_id TEXT NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    genre TEXT NOT NULL,
    sujet TEXT NOT NULL,
    a_partir_du BIGINT NOT NULL,
    perime_le BIGINT NOT NULL,
    etat TEXT NOT NULL CHECK (etat IN ('prevu', 'envoye', 'abandonne', 'annule')),
    essais INTEGER NOT NULL,
    pris_jusquau BIGINT,
    envoye_le BIGINT,
    CHECK (a_partir_du < perime_le)
);
CREATE INDEX envoi_du ON envoi (etat, a_partir_du, id);
CREATE INDEX envoi_sujet ON envoi (sujet);
CREATE INDEX envoi_compte ON envoi (compte_id);

-- Which reminders a jeune wants: a week before, the evening before, two hours before.
ALTER TABLE jeune ADD COLUMN rappel_semaine BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE jeune ADD COLUMN rappel_veille BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE jeune ADD COLUMN rappel_heures BOOLEAN NOT NULL DEFAULT TRUE;

-- Someone waits for a place: of one créneau, or of any for a need in a place. A place that is offered stays taken.
CREATE TABLE attente (
    id TEXT NOT NULL PRIMARY KEY,
    jeune_id TEXT NOT NULL REFERENCES jeune (compte_id) ON DELETE CASCADE,
    creneau_id TEXT REFERENCES creneau (id) ON DELETE CASCADE,
    espace_id TEXT NOT NULL REFERENCES espace_temps (id),
    besoin TEXT NOT NULL,
    etat TEXT NOT NULL CHECK (etat IN ('attend', 'offert', 'pris', 'quitte', 'passe')),
    depuis BIGINT NOT NULL,
    offre_id TEXT REFERENCES creneau (id) ON DELETE CASCADE,
    offre_jusquau BIGINT,
    CHECK (etat <> 'offert' OR (offre_id IS NOT NULL AND offre_jusquau IS NOT NULL))
);
CREATE INDEX attente_jeune ON attente (jeune_id);
CREATE INDEX attente_creneau ON attente (creneau_id, etat, depuis, id);
CREATE INDEX attente_besoin ON attente (espace_id, besoin, etat, depuis, id);
CREATE INDEX attente_offre ON attente (etat, offre_jusquau);
CREATE UNIQUE INDEX attente_un_creneau ON attente (jeune_id, creneau_id) WHERE etat IN ('attend', 'offert');
CREATE UNIQUE INDEX attente_un_besoin ON attente (jeune_id, espace_id, besoin)
    WHERE etat IN ('attend', 'offert') AND creneau_id IS NULL;
