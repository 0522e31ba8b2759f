//! Proposing an atelier in a thread: the jeune joins it in one tap.

use leptos::prelude::*;
use shared::{
    ateliers::{Atelier, ListAteliers},
    ids::{AtelierId, FilId, MessageId},
    messages::SendMessage,
};

use super::formulaire::{Chosen, ToolForm};
use crate::{
    api::{call, new_uuid},
    ask::{Attempt, ask},
    format,
    texts::{ateliers, pro},
    ui::{Loaded, SelectField},
};

/// The ateliers to come that have room, to choose one.
#[component]
pub fn ProposeAtelier(
    /// The thread.
    fil: FilId,
    /// What follows.
    close: Callback<()>,
) -> impl IntoView {
    let (chosen, attempt) = (Chosen::new(), Attempt::new());
    let list = ask(|| call(ListAteliers { espace: None, besoin: None, commune: None }));
    // Made once: sent again after a lost answer it is the same message.
    let message = StoredValue::new(new_uuid().parse::<MessageId>().ok());
    let send = Callback::new(move |()| {
        let (Some(atelier), Some(message)) = (chosen.read::<AtelierId>(), message.get_value()) else { return false };
        let request = SendMessage { fil, message, texte: None, piece: None, creneau: None, atelier: Some(atelier) };
        attempt.run(call(request), move |_| close.run(()));
        true
    });
    view! {
        <ToolForm
            titre=ateliers::outil()
            aide=ateliers::outil_aide()
            yes=ateliers::outil_oui()
            attempt
            send
            close
        >
            <Loaded from=list let:liste>
                <SelectField
                    label=ateliers::outil_lequel()
                    name="atelier-propose"
                    value=chosen.value
                    choices=liste.into_iter().filter(|one| 0 < one.places_libres).map(choice).collect()
                    empty=pro::publier_choisir()
                    error=chosen.missing
                />
            </Loaded>
        </ToolForm>
    }
}

fn choice(one: Atelier) -> (String, String) {
    let words = [format::moment(one.debut, &one.lieu.fuseau), one.titre, one.lieu.nom];
    (one.id.to_string(), words.join(" · "))
}
