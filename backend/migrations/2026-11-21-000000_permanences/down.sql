-- Back to the rules "once" and "every week": what only the full form can say is lost.
ALTER TABLE jeune DROP COLUMN rappel_heures;
ALTER TABLE jeune DROP COLUMN rappel_veille;
ALTER TABLE jeune DROP COLUMN rappel_semaine;
DROP TABLE envoi;
DROP TABLE attente;
DROP TABLE absence;
DROP TABLE fermeture;
DROP TABLE occurrence;

CREATE TABLE permanence_ancienne (
    id TEXT NOT NULL PRIMARY KEY,
    structure_id TEXT NOT NULL REFERENCES structure (id),
    espace_id TEXT NOT NULL REFERENCES espace_temps (id),
    lieu_id TEXT NOT NULL REFERENCES lieu (id),
    professionnel_id TEXT NOT NULL REFERENCES professionnel (compte_id),
    besoin TEXT NOT NULL,
    rythme TEXT NOT NULL CHECK (rythme IN ('date', 'semaine')),
    premier_jour TEXT NOT NULL,
    dernier_jour TEXT,
    debut INTEGER NOT NULL CHECK (debut BETWEEN 0 AND 1439),
    fin INTEGER NOT NULL CHECK (fin <= 1439),
    duree INTEGER NOT NULL CHECK (duree > 0),
    places INTEGER NOT NULL CHECK (places > 0),
    creneaux_jusquau TEXT NOT NULL,
    publiee_par TEXT NOT NULL REFERENCES compte (id),
    publiee_le BIGINT NOT NULL,
    CHECK (debut < fin)
);
INSERT INTO permanence_ancienne
SELECT id, structure_id, espace_id, lieu_id, professionnel_id, besoin,
    CASE WHEN rythme LIKE '{"quand":"date"%' THEN 'date' ELSE 'semaine' END,
    premier_jour, dernier_jour, debut, fin, duree, places, creneaux_jusquau, publiee_par, publiee_le
FROM permanence;

CREATE TABLE creneau_ancien (
    id TEXT NOT NULL PRIMARY KEY,
    permanence_id TEXT NOT NULL REFERENCES permanence_ancienne (id) ON DELETE CASCADE,
    professionnel_id TEXT NOT NULL REFERENCES professionnel (compte_id),
    espace_id TEXT NOT NULL REFERENCES espace_temps (id),
    besoin TEXT NOT NULL,
    debut BIGINT NOT NULL,
    fin BIGINT NOT NULL,
    places INTEGER NOT NULL,
    places_libres INTEGER NOT NULL,
    CHECK (debut < fin),
    CHECK (places_libres >= 0 AND places_libres <= places),
    UNIQUE (professionnel_id, debut)
);
INSERT INTO creneau_ancien
SELECT id, permanence_id, professionnel_id, espace_id, besoin, debut, fin, places, places_libres
FROM creneau WHERE NOT annule;

CREATE TABLE rendez_vous_ancien (
    id TEXT NOT NULL PRIMARY KEY,
    creneau_id TEXT NOT NULL REFERENCES creneau_ancien (id),
    jeune_id TEXT NOT NULL REFERENCES jeune (compte_id) ON DELETE CASCADE,
    etat TEXT NOT NULL,
    pris_le BIGINT NOT NULL,
    change_le BIGINT NOT NULL
);
INSERT INTO rendez_vous_ancien
SELECT r.id, r.creneau_id, r.jeune_id, r.etat, r.pris_le, r.change_le
FROM rendez_vous r JOIN creneau c ON c.id = r.creneau_id
WHERE r.jeune_id IS NOT NULL AND NOT c.annule;

DROP TABLE rendez_vous;
DROP TABLE creneau;
DROP TABLE permanence;
ALTER TABLE permanence_ancienne RENAME TO permanence;
ALTER TABLE creneau_ancien RENAME TO creneau;
ALTER TABLE rendez_vous_ancien RENAME TO rendez_vous;

CREATE INDEX permanence_structure ON permanence (structure_id);
CREATE INDEX creneau_permanence ON creneau (permanence_id, debut);
CREATE INDEX creneau_debut ON creneau (debut, id);
CREATE INDEX creneau_besoin ON creneau (besoin, debut, id);
CREATE INDEX creneau_espace ON creneau (espace_id, debut, id);
CREATE UNIQUE INDEX rendez_vous_une_fois ON rendez_vous (creneau_id, jeune_id) WHERE etat = 'confirme';
CREATE INDEX rendez_vous_creneau ON rendez_vous (creneau_id);
CREATE INDEX rendez_vous_jeune ON rendez_vous (jeune_id);
