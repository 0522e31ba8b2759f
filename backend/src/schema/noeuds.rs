//! What the nodes tell each other.

diesel::table! {
    evenement (transaction_id, id) {
        transaction_id -> BigInt,
        id -> Text,
        noeud -> Text,
        contenu -> Text,
        cree_le -> BigInt,
    }
}
