DROP TABLE photo_espace;
