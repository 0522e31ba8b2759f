//! Near which commune one looks. It stays on this page: it is neither stored nor sent but with the question.

use leptos::prelude::*;
use shared::annuaire::{Commune, ListCommunes};

use crate::{
    api::call,
    ask::{ask, shown},
    texts::jeune,
    ui::{Icon, SMALL, icons},
};

/// The commune that was chosen, for all screens of the page.
#[derive(Clone, Copy)]
pub struct Near(pub RwSignal<Option<Commune>>);

impl Near {
    /// Called once, at the root.
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }
}

/// Where one chooses it: a few letters, then one of the names.
#[component]
pub fn ChooseCommune() -> impl IntoView {
    let Near(near) = expect_context();
    let (opened, typed) = (RwSignal::new(false), RwSignal::new(String::new()));
    let found = ask(move || {
        let nom = typed.get();
        async move {
            match nom.parse() {
                Ok(nom) => call(ListCommunes { nom }).await,
                Err(_) => Ok(Vec::new()),
            }
        }
    });
    let choose = move |commune: Option<Commune>| {
        opened.set(false);
        near.set(commune);
    };
    let names = move || {
        let name = move |commune: Commune| {
            let label = format!("{} ({})", commune.nom, commune.departement);
            view! {
                <button type="button" class=SMALL on:click=move |_| choose(Some(commune.clone()))>
                    {label}
                </button>
            }
        };
        found.ok().unwrap_or_default().into_iter().map(name).collect_view().into_any()
    };
    shown(move || match (near.get(), opened.get()) {
        (Some(commune), _) => view! {
            <button type="button" class=SMALL on:click=move |_| choose(None)>
                <Icon path=icons::CLOSE class="size-5 shrink-0" />
                {jeune::pres_de(&commune.nom)}
            </button>
        }
        .into_any(),
        (None, false) => view! {
            <button type="button" class=SMALL on:click=move |_| opened.set(true)>
                <Icon path=icons::PIN class="size-5 shrink-0" />
                {jeune::pres_de_ou()}
            </button>
        }
        .into_any(),
        (None, true) => view! {
            <div class="champ">
                <label for="commune" class="font-bold">
                    {jeune::ta_commune()}
                </label>
                <input id="commune" class="input w-full" autocomplete="off" maxlength="60" bind:value=typed />
                <div class="flex flex-wrap gap-2" aria-live="polite">
                    {shown(names)}
                </div>
            </div>
        }
        .into_any(),
    })
}
