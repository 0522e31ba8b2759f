DROP TABLE evenement;
