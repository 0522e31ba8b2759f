//! The two questions after an atelier: a face, and a line if one wants.

use leptos::prelude::*;
use shared::{
    ateliers::{GiveRetour, Visage},
    fields::Texte,
    ids::InscriptionId,
};

use super::mots::visage;
use crate::{
    api::Once,
    ask::Attempt,
    live::Live,
    texts::ateliers,
    ui::{
        Icon, ProblemNotice, Submit, TextField, codes::explain_field, focus_first_error, focus_heading,
        forms::error_view, icons,
    },
};

/// The two questions.
#[component]
pub fn Retour(
    /// Whose.
    inscription: InscriptionId,
    /// Whether they were answered.
    thanked: RwSignal<bool>,
) -> impl IntoView {
    let (live, attempt) = (Live::expect(), Attempt::new());
    let (face, mot) = (RwSignal::new(None::<Visage>), RwSignal::new(String::new()));
    let (tried, once) = (RwSignal::new(false), StoredValue::new_local(Once::new()));
    let missing = Signal::derive(move || {
        let missing = tried.get() && face.get().is_none();
        missing.then(|| ateliers::retour_choisir().to_owned())
    });
    let wrong = Signal::derive(move || read(&mot.get()).err().filter(|_| tried.get()).map(explain_field));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let (Some(visage), Ok(mot)) = (face.get_untracked(), read(&mot.get_untracked())) else {
            return focus_first_error();
        };
        attempt.run(once.get_value().call(GiveRetour { inscription, visage, mot }), move |_| {
            thanked.try_set(true);
            focus_heading();
            live.rendez_vous.update(|count| *count += 1);
        });
    };
    view! {
        <form class="carte" novalidate aria-labelledby="retour" on:submit=submit>
            <h2 id="retour" class="titre-2">
                {ateliers::retour_titre()}
            </h2>
            <p class="discret">{ateliers::retour_aide()}</p>
            <Faces face missing />
            <TextField
                label=ateliers::retour_mot()
                name="mot"
                value=mot
                hint=ateliers::retour_mot_aide()
                error=wrong
            />
            <ProblemNotice problem=attempt.problem />
            <Submit label=ateliers::retour_envoyer() pending=attempt.pending />
        </form>
    }
}

/// They were answered.
#[component]
pub fn Thanks() -> impl IntoView {
    view! {
        <p class="note font-bold" role="status">
            <Icon path=icons::HEART />
            {ateliers::retour_merci()}
        </p>
    }
}

fn read(text: &str) -> Result<Option<Texte>, shared::fields::BadField> {
    if text.trim().is_empty() { Ok(None) } else { Texte::parse(text).map(Some) }
}

#[component]
fn Faces(face: RwSignal<Option<Visage>>, missing: Signal<Option<String>>) -> impl IntoView {
    let one = move |one: Visage| {
        let (path, word) = visage(one);
        view! {
            <label class="visage">
                <input
                    type="radio"
                    class="radio radio-primary"
                    name="visage"
                    value=one.code()
                    prop:checked=move || face.get() == Some(one)
                    on:change=move |_| face.set(Some(one))
                />
                <Icon path class="size-10 shrink-0" />
                <span>{word}</span>
            </label>
        }
    };
    view! {
        <fieldset
            class="grid gap-2"
            role="radiogroup"
            tabindex="-1"
            aria-labelledby="titre-visage"
            aria-describedby="erreur-visage"
            aria-invalid=move || missing.with(Option::is_some).then_some("true")
        >
            <legend id="titre-visage" class="mb-1.5 font-bold">
                {ateliers::retour_visage()}
            </legend>
            <div class="visages">{Visage::ALL.iter().copied().map(one).collect_view()}</div>
            {error_view("visage", missing)}
        </fieldset>
    }
}
