DROP TABLE consultation_proche;
DROP TABLE mot_proche;
DROP TABLE proche;
DROP TABLE code_porte;
DROP TABLE passage;
