DROP TABLE carte_atelier;
DROP TABLE retour;
DROP TABLE inscription;
DROP TABLE meneur;
DROP TABLE atelier;
DROP TABLE serie;
