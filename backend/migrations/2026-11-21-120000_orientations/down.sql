DROP INDEX attente_prise;
DROP TABLE calendrier;
DROP TABLE prescription;
