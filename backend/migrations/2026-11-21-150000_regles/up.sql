-- The rule that a permanence followed before a change: it still holds for the days before that date, when one of them is
-- held after all.
CREATE TABLE regle_passee (
    permanence_id TEXT NOT NULL REFERENCES permanence (id) ON DELETE CASCADE,
    avant TEXT NOT NULL,
    rythme TEXT NOT NULL,
    debut INTEGER NOT NULL,
    fin INTEGER NOT NULL,
    duree INTEGER NOT NULL,
    pause INTEGER NOT NULL,
    places INTEGER NOT NULL,
    delai INTEGER NOT NULL,
    avance INTEGER,
    public TEXT NOT NULL,
    feries TEXT NOT NULL,
    PRIMARY KEY (permanence_id, avant)
);
