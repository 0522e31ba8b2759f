DROP TABLE regle_passee;
