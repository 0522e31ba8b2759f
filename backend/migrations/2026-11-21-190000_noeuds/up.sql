-- What a node tells the others, on PostgreSQL: written with what happened, read by each within a second, forgotten after
-- five minutes. transaction_id: the transaction that wrote it, which is how a reader knows that it has missed none.
CREATE TABLE evenement (
    transaction_id BIGINT NOT NULL,
    id TEXT NOT NULL,
    noeud TEXT NOT NULL,
    contenu TEXT NOT NULL,
    cree_le BIGINT NOT NULL,
    PRIMARY KEY (transaction_id, id)
);
