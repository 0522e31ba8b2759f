DROP TABLE code_porte;
DROP TABLE passage;
