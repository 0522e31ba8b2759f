ALTER TABLE permanence DROP COLUMN change_le;
ALTER TABLE inscription DROP COLUMN tenue;
ALTER TABLE atelier DROP COLUMN chez_structure_id;
ALTER TABLE atelier DROP COLUMN version;
DROP TABLE retrait_atelier;
DROP TABLE changement_atelier;
