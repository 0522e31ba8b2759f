//! Proposing a créneau in a thread: the jeune books it in one tap.

use leptos::prelude::*;
use shared::{
    ids::{CreneauId, FilId, MessageId},
    messages::SendMessage,
    permanences::{Creneau, Creneaux, ListCreneaux},
};

use super::formulaire::{Chosen, ToolForm};
use crate::{
    api::{call, new_uuid},
    ask::{Attempt, ask},
    format,
    permanences::besoin_label,
    texts::pro,
    ui::{Loaded, SelectField},
};

/// The nearest free créneaux, to choose one.
#[component]
pub fn Propose(
    /// The thread.
    fil: FilId,
    /// What follows.
    close: Callback<()>,
) -> impl IntoView {
    let (chosen, attempt) = (Chosen::new(), Attempt::new());
    let creneaux = ask(|| call(ListCreneaux { besoin: None, espace: None, commune: None }));
    // Made once: sent again after a lost answer it is the same message.
    let message = StoredValue::new(new_uuid().parse::<MessageId>().ok());
    let send = Callback::new(move |()| {
        let (Some(creneau), Some(message)) = (chosen.read::<CreneauId>(), message.get_value()) else { return false };
        let request = SendMessage { fil, message, texte: None, piece: None, creneau: Some(creneau), atelier: None };
        attempt.run(call(request), move |_| close.run(()));
        true
    });
    view! {
        <ToolForm
            titre=pro::outil_creneau()
            aide=pro::outil_creneau_aide()
            yes=pro::outil_creneau_oui()
            attempt
            send
            close
        >
            <Loaded from=creneaux let:creneaux>
                <SelectField
                    label=pro::outil_creneau_lequel()
                    name="creneau-propose"
                    value=chosen.value
                    choices=all(creneaux).into_iter().map(choice).collect()
                    empty=pro::publier_choisir()
                    error=chosen.missing
                />
            </Loaded>
        </ToolForm>
    }
}

fn all(creneaux: Creneaux) -> Vec<Creneau> {
    let Creneaux { maintenant, aujourdhui, semaine, plus_tard, .. } = creneaux;
    [maintenant, aujourdhui, semaine, plus_tard].into_iter().flatten().collect()
}

fn choice(creneau: Creneau) -> (String, String) {
    let when = format::moment(creneau.debut, &creneau.lieu.fuseau);
    let words = [when, besoin_label(creneau.besoin).to_owned(), creneau.professionnel, creneau.lieu.nom];
    (creneau.id.to_string(), words.join(" · "))
}
