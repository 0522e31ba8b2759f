-- What an atelier was before each change, and the word that went with it: whoever joined reads what changed since they last looked.
CREATE TABLE changement_atelier (
    atelier_id TEXT NOT NULL REFERENCES atelier (id) ON DELETE CASCADE,
    numero INTEGER NOT NULL,
    avant TEXT,
    mot TEXT,
    PRIMARY KEY (atelier_id, numero)
);

INSERT INTO changement_atelier (atelier_id, numero, avant, mot)
SELECT id, changements, NULL, mot FROM atelier WHERE mot IS NOT NULL AND 0 < changements;

-- Who took back which part in what others publish: twice is once.
CREATE TABLE retrait_atelier (
    atelier_id TEXT NOT NULL REFERENCES atelier (id) ON DELETE CASCADE,
    compte_id TEXT NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    part TEXT NOT NULL CHECK (part IN ('anime', 'lieu')),
    PRIMARY KEY (atelier_id, compte_id, part)
);

-- A form says from which version it was made.
ALTER TABLE atelier ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

-- The structure of the annuaire at whose address it is held.
ALTER TABLE atelier ADD COLUMN chez_structure_id TEXT;

-- Whether somebody ever had the place: whoever only waited has nothing in their calendar.
ALTER TABLE inscription ADD COLUMN tenue BOOLEAN NOT NULL DEFAULT TRUE;

UPDATE inscription SET tenue = FALSE WHERE etat IN ('attend', 'offert', 'passe');

-- When it last followed another rule: a calendar takes a change only when it is newer than what it has.
ALTER TABLE permanence ADD COLUMN change_le BIGINT;
