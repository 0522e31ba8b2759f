DROP TABLE arret_particulier;
