DROP TABLE message_avant;
ALTER TABLE message DROP COLUMN collectif;
ALTER TABLE lecture DROP COLUMN montre;
