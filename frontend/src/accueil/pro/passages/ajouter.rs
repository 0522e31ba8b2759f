//! Somebody without an account: two taps are enough, nothing is needed.

use leptos::{ev::SubmitEvent, prelude::*};
use shared::{
    accueil::AddPassage,
    fields::{CodeEspace, Ligne, Prenom},
    permanences::Besoin,
};

use crate::{
    api::Key,
    ask::shown,
    format,
    permanences::besoin_label,
    taps::{Tap, Taps},
    texts::accueil,
    ui::{Field, Icon, MAIN, SMALL, SelectField, Submit, codes::explain_field, focus_first_error, icons},
};

/// A button that opens the form.
#[component]
pub fn Add(
    /// Where.
    espace: CodeEspace,
) -> impl IntoView {
    let opened = RwSignal::new(false);
    let here = StoredValue::new(espace);
    shown(move || match opened.get() {
        true => view! { <Form espace=here.get_value() opened /> }.into_any(),
        false => view! {
            <button type="button" class=format!("{MAIN} max-w-xl") on:click=move |_| opened.set(true)>
                <Icon path=icons::PLUS />
                {accueil::ajouter()}
            </button>
        }
        .into_any(),
    })
}

#[component]
fn Form(espace: CodeEspace, opened: RwSignal<bool>) -> impl IntoView {
    let (taps, tried) = (Taps::expect(), RwSignal::new(false));
    let text = || RwSignal::new(String::new());
    let (prenom, age, besoin, note) = (text(), text(), text(), text());
    let wrong_age = Signal::derive(move || {
        (tried.get() && read_age(&age.get()).is_err()).then(|| accueil::erreur_age().to_owned())
    });
    let wrong_name = Signal::derive(move || {
        let typed = prenom.get();
        let wrong = Prenom::parse(&typed).err().filter(|_| tried.get() && !typed.trim().is_empty());
        wrong.map(explain_field)
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Ok(age) = read_age(&age.get_untracked()) else { return focus_first_error() };
        if untrack(|| wrong_name.get()).is_some() {
            return focus_first_error();
        }
        let request = AddPassage {
            espace: espace.clone(),
            prenom: Prenom::parse(&prenom.get_untracked()).ok(),
            age,
            besoin: Besoin::from_code(&besoin.get_untracked()),
            note: Ligne::parse(&note.get_untracked()).ok(),
            le: Some(format::now()),
        };
        opened.set(false);
        taps.push(Tap::Ajout { key: Key::new(), request });
    };
    let choices = Besoin::ALL.iter().map(|one| (one.code().to_owned(), besoin_label(*one).to_owned())).collect();
    view! {
        <form class="carte max-w-xl" novalidate on:submit=submit aria-label=accueil::ajouter_titre()>
            <h2 class="titre-2">{accueil::ajouter_titre()}</h2>
            <p class="discret">{accueil::ajouter_aide()}</p>
            <div class="cases">
                <Field label=accueil::prenom() name="prenom" value=prenom maxlength=40 error=wrong_name />
                <Field label=accueil::age_champ() name="age" value=age inputmode="numeric" maxlength=2 error=wrong_age />
            </div>
            <SelectField label=accueil::besoin() name="besoin" value=besoin choices empty=accueil::besoin_vide() />
            <Field label=accueil::note() hint=accueil::note_aide() name="note" value=note maxlength=200 />
            <Submit label=accueil::ajouter_action() pending=Signal::stored(false) />
            <button type="button" class=SMALL on:click=move |_| opened.set(false)>
                {crate::texts::commun::fermer()}
            </button>
        </form>
    }
}

fn read_age(text: &str) -> Result<Option<u8>, std::num::ParseIntError> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { text.parse().map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_may_be_left_out() {
        assert_eq!(read_age("  "), Ok(None));
        assert_eq!(read_age(" 17 "), Ok(Some(17)));
        assert!(read_age("dix-sept").is_err());
    }
}
