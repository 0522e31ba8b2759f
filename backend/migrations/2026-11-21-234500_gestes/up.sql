-- marque_le: when the last tap on somebody who passes by was made, by the clock of whoever tapped: an older one that arrives
-- later changes nothing.
ALTER TABLE passage ADD COLUMN marque_le BIGINT;

-- When an atelier was published; NULL for a draft, also for one that was cancelled as a draft: nobody else ever sees it.
ALTER TABLE atelier ADD COLUMN publie_le BIGINT;
UPDATE atelier SET publie_le = cree_le WHERE etat <> 'brouillon';
