//! Proposing a créneau in a thread: the jeune books it in one tap.

use leptos::{ev, prelude::*};
use shared::{
    ids::{CreneauId, FilId, MessageId},
    messages::SendMessage,
    permanences::{Creneau, Creneaux, ListCreneaux},
};

use crate::{
    api::{call, new_uuid},
    ask::{Attempt, ask},
    format,
    permanences::besoin_label,
    texts::{commun, pro},
    ui::{Loaded, ProblemNotice, SMALL, SelectField},
};

/// The nearest free créneaux, to choose one.
#[component]
pub fn Propose(
    /// The thread.
    fil: FilId,
    /// What follows.
    close: Callback<()>,
) -> impl IntoView {
    let (chosen, missing) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let creneaux = ask(|| call(ListCreneaux { besoin: None, espace: None, commune: None }));
    let attempt = Attempt::new();
    // Made once: sent again after a lost answer it is the same message.
    let message = StoredValue::new(new_uuid().parse::<MessageId>().ok());
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let creneau = chosen.get_untracked().parse::<CreneauId>().ok();
        missing.set(creneau.is_none().then(|| pro::erreur_a_choisir().to_owned()));
        if let (Some(creneau), Some(message)) = (creneau, message.get_value()) {
            let request = SendMessage { fil, message, texte: None, piece: None, creneau: Some(creneau) };
            attempt.run(call(request), move |_| close.run(()));
        }
    };
    view! {
        <form class="pile" novalidate on:submit=send>
            <h2 class="font-bold">{pro::outil_creneau()}</h2>
            <p class="discret">{pro::outil_creneau_aide()}</p>
            <Loaded from=creneaux let:creneaux>
                <SelectField
                    label=pro::outil_creneau_lequel()
                    name="creneau-propose"
                    value=chosen
                    choices=all(creneaux).into_iter().map(choice).collect()
                    empty=pro::publier_choisir()
                    error=missing
                />
            </Loaded>
            <ProblemNotice problem=attempt.problem />
            <div class="flex flex-wrap gap-2">
                <button
                    type="submit"
                    class="btn btn-primary"
                    aria-disabled=move || attempt.pending.get().then_some("true")
                >
                    {pro::outil_creneau_oui()}
                </button>
                <button type="button" class=SMALL on:click=move |_| close.run(())>
                    {commun::fermer()}
                </button>
            </div>
        </form>
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
