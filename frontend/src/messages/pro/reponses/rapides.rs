//! Quick replies: what one often writes, kept in the order in which it is shown.

use leptos::{ev, prelude::*};
use shared::{fields::Texte, messages::SetReponses};

use super::focus;
use crate::{
    api::call,
    ask::{Attempt, memo, shown},
    texts::{commun, pro},
    ui::{Confirm, DANGER, Icon, ProblemNotice, SMALL, Submit, TextField, codes::explain_field, icons},
};

const TITLE: &str = "rapides";
// As many as the contract keeps.
const MOST: usize = 20;

/// The list, and a new one.
#[component]
pub fn RapidesSection(
    /// Those that are kept.
    textes: Vec<String>,
) -> impl IntoView {
    view! {
        <section class="carte" aria-labelledby=TITLE>
            <h2 id=TITLE class="titre-2" tabindex="-1">
                {pro::rapides_titre()}
            </h2>
            <p>{pro::rapides_aide()}</p>
            <Editor textes />
        </section>
    }
}

/// What is open in the list.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Edit(usize),
    Remove(usize),
}

#[derive(Clone, Copy)]
struct Rapides {
    textes: RwSignal<Vec<String>>,
    open: RwSignal<Open>,
    attempt: Attempt,
    done: RwSignal<bool>,
}

impl Rapides {
    // All of them at once; then the focus goes on.
    fn keep(self, change: impl FnOnce(&mut Vec<String>), then: impl FnOnce() + 'static) {
        let mut textes = self.textes.get_untracked();
        change(&mut textes);
        self.done.set(false);
        let textes = textes.iter().filter_map(|texte| Texte::parse(texte).ok()).collect();
        self.attempt.run(call(SetReponses { textes }), move |kept| {
            self.textes.try_set(kept.textes);
            self.open.try_set(Open::Nothing);
            self.done.try_set(true);
            then();
        });
    }
}

#[component]
fn Editor(textes: Vec<String>) -> impl IntoView {
    let rapides = Rapides {
        textes: RwSignal::new(textes),
        open: RwSignal::new(Open::Nothing),
        attempt: Attempt::new(),
        done: RwSignal::new(false),
    };
    let list = shown(move || {
        let (textes, open) = (rapides.textes.get(), rapides.open.get());
        let item = |(place, texte): (usize, String)| item(rapides, open, place, texte);
        view! {
            <ul class="grid gap-3 empty:hidden">{textes.into_iter().enumerate().map(item).collect_view()}</ul>
        }
        .into_any()
    });
    let is_full = memo(move || MOST <= rapides.textes.with(Vec::len));
    let add = shown(move || match is_full.get() {
        true => view! { <p class="note">{pro::rapides_plein()}</p> }.into_any(),
        false => view! { <Add rapides /> }.into_any(),
    });
    view! {
        {list}
        <p role="status" class="font-bold">
            {move || rapides.done.get().then(pro::reponses_enregistre)}
        </p>
        <ProblemNotice problem=rapides.attempt.problem />
        {add}
    }
    .into_any()
}

fn item(rapides: Rapides, open: Open, place: usize, texte: String) -> AnyView {
    let content = if open == Open::Edit(place) {
        view! { <Edit rapides place texte /> }.into_any()
    } else if open == Open::Remove(place) {
        remove(rapides, place, texte)
    } else {
        shown_one(rapides, place, texte)
    };
    view! { <li class="grid gap-2 border-b border-base-300 pb-3">{content}</li> }.into_any()
}

fn shown_one(rapides: Rapides, place: usize, texte: String) -> AnyView {
    let number = (place + 1).to_string();
    let which = pro::rapides_numero(&number);
    let (of_edit, of_up, of_remove) = (which.clone(), which.clone(), which);
    let edit = move |_| {
        rapides.done.set(false);
        rapides.open.set(Open::Edit(place));
        focus("champ-rapide".to_owned());
    };
    let up = move |_| {
        // At the top there is nothing left to move up: the button beside it.
        let next = if place == 1 { edit_id(0) } else { up_id(place - 1) };
        rapides.keep(|textes| textes.swap(place - 1, place), move || focus(next));
    };
    let up_button = (0 < place).then(|| {
        view! {
            <button type="button" id=up_id(place) class=SMALL on:click=up>
                {pro::rapides_monter()}
                <span class="sr-only">" : " {of_up}</span>
            </button>
        }
    });
    view! {
        <p class="wrap-anywhere whitespace-pre-wrap" dir="auto">
            {texte}
        </p>
        <div class="flex flex-wrap gap-2">
            <button type="button" id=edit_id(place) class=SMALL on:click=edit>
                <Icon path=icons::EDIT class="size-5 shrink-0" />
                {pro::rapides_modifier()}
                <span class="sr-only">" : " {of_edit}</span>
            </button>
            {up_button}
            <button
                type="button"
                id=remove_id(place)
                class=SMALL
                on:click=move |_| {
                    rapides.done.set(false);
                    rapides.open.set(Open::Remove(place));
                }
            >
                {pro::espace_retirer()}
                <span class="sr-only">" : " {of_remove}</span>
            </button>
        </div>
    }
    .into_any()
}

fn remove(rapides: Rapides, place: usize, texte: String) -> AnyView {
    let on_no = Callback::new(move |()| {
        rapides.open.set(Open::Nothing);
        focus(remove_id(place));
    });
    let on_yes = Callback::new(move |()| {
        rapides.keep(|textes| drop(textes.remove(place)), || focus(TITLE.to_owned()));
    });
    view! {
        <p class="wrap-anywhere whitespace-pre-wrap" dir="auto">
            {texte}
        </p>
        <Confirm
            question=pro::rapides_retirer_question()
            no=pro::rapides_garder()
            yes=pro::rapides_retirer_oui()
            yes_class=DANGER
            on_no
            on_yes
        />
    }
    .into_any()
}

#[component]
fn Edit(rapides: Rapides, place: usize, texte: String) -> impl IntoView {
    let (value, error) = (RwSignal::new(texte), RwSignal::new(None));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(texte) = read(value, error) else { return focus("champ-rapide".to_owned()) };
        let change = move |textes: &mut Vec<String>| {
            if let Some(former) = textes.get_mut(place) {
                *former = texte;
            }
        };
        rapides.keep(change, move || focus(edit_id(place)));
    };
    let leave = move |_| {
        rapides.open.set(Open::Nothing);
        focus(edit_id(place));
    };
    view! {
        <form class="pile" novalidate on:submit=send>
            <TextField label=pro::rapides_changer() name="rapide" value hint=pro::rapides_conseil() error />
            <div class="flex flex-wrap gap-2">
                <button type="submit" class="btn btn-primary">
                    {commun::enregistrer()}
                </button>
                <button type="button" class=SMALL on:click=leave>
                    {pro::rapides_sans_changer()}
                </button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Add(rapides: Rapides) -> impl IntoView {
    let (value, error) = (RwSignal::new(String::new()), RwSignal::new(None));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(texte) = read(value, error) else { return focus("champ-nouvelle".to_owned()) };
        let cleared = move || {
            value.try_set(String::new());
        };
        rapides.keep(move |textes| textes.push(texte), cleared);
    };
    view! {
        <form class="pile" novalidate on:submit=send>
            <TextField label=pro::rapides_nouvelle() name="nouvelle" value hint=pro::rapides_conseil() error />
            <Submit label=pro::rapides_ajouter() pending=rapides.attempt.pending />
        </form>
    }
    .into_any()
}

// What is typed, when it is a text; else why not is shown.
fn read(value: RwSignal<String>, error: RwSignal<Option<String>>) -> Option<String> {
    let read = Texte::parse(&value.get_untracked());
    error.set(read.as_ref().err().copied().map(explain_field));
    Some(read.ok()?.as_str().to_owned())
}

fn edit_id(place: usize) -> String {
    format!("modifier-{place}")
}

fn up_id(place: usize) -> String {
    format!("monter-{place}")
}

fn remove_id(place: usize) -> String {
    format!("retirer-{place}")
}
