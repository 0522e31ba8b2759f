//! Who passes by, for the team of a place: the list, the code at the door, the week.

mod ajouter;
mod liste;
mod porte;
mod semaine;

use leptos::prelude::*;
use shared::accueil::{EspaceAccueilli, ListEspacesAccueillis};

use crate::{
    api::call,
    ask::{ask, memo},
    comptes::pro::droits,
    route::Route,
    session::Me,
    texts::accueil,
    ui::{Drawing, EmptyState, Loaded, Page, SelectField},
};

/// The address `/pro/accueil?espace=…`.
#[component]
pub fn AccueilPage() -> impl IntoView {
    in_place(accueil::titre(), |espace| match espace.recoit {
        true => view! { <liste::List espace /> }.into_any(),
        // Who it was is for those who receive: whoever only coordinates is told so, and sees how many.
        false => view! {
            <p class="note">{accueil::coordonne_texte()}</p>
            <semaine::Week espace=espace.code />
        }
        .into_any(),
    })
}

/// The address `/pro/accueil/porte?espace=…`.
#[component]
pub fn PortePage() -> impl IntoView {
    in_place(accueil::porte_titre(), |espace| view! { <porte::Door espace=espace.code nom=espace.nom /> }.into_any())
}

/// The address `/pro/accueil/semaine?espace=…`.
#[component]
pub fn SemainePage() -> impl IntoView {
    in_place(accueil::semaine_titre(), |espace| view! { <semaine::Week espace=espace.code /> }.into_any())
}

// A screen of one of the places that the caller's structures animate.
fn in_place(titre: &'static str, show: fn(EspaceAccueilli) -> AnyView) -> AnyView {
    let espaces = ask(|| call(ListEspacesAccueillis {}));
    view! {
        <Page titre>
            <Loaded from=espaces let:espaces>
                <Places espaces show />
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn Places(espaces: Vec<EspaceAccueilli>, show: fn(EspaceAccueilli) -> AnyView) -> impl IntoView {
    let Some(first) = espaces.first().cloned() else {
        return view! {
            <EmptyState drawing=Drawing::Door>
                <p class="font-bold">{accueil::aucun_titre()}</p>
                <p>{accueil::aucun_texte()}</p>
            </EmptyState>
        }
        .into_any();
    };
    let route = Route::expect();
    let asked = untrack(move || route.query("espace"));
    let known = asked.filter(|code| espaces.iter().any(|one| one.code.as_str() == code));
    let value = RwSignal::new(known.unwrap_or_else(|| first.code.as_str().to_owned()));
    let choices: Vec<_> = espaces.iter().map(|one| (one.code.as_str().to_owned(), one.nom.clone())).collect();
    let all = StoredValue::new(espaces);
    let chosen = memo(move || {
        let code = value.get();
        all.with_value(|all| all.iter().find(|one| one.code.as_str() == code).cloned()).unwrap_or_else(|| first.clone())
    });
    // Going to another screen keeps the place.
    Effect::new(move |_| {
        let code = value.get();
        if untrack(|| route.query("espace")).is_some_and(|known| known != code) {
            route.note("espace", &code);
        }
    });
    let several = (1 < choices.len()).then(|| {
        view! {
            <div class="max-w-xl">
                <SelectField label=accueil::lieu() name="espace" value choices />
            </div>
        }
    });
    view! {
        {move || view! { <Screens espace=chosen.get() /> }}
        {several}
        {move || show(chosen.get())}
    }
    .into_any()
}

#[component]
fn Screens(espace: EspaceAccueilli) -> impl IntoView {
    let EspaceAccueilli { code: espace, recoit, .. } = espace;
    let (route, me) = (Route::expect(), Me::expect());
    let is_referent = untrack(move || me.get()).is_some_and(|session| droits(&session).referent);
    let link = move |path: &'static str, label: &'static str| {
        // Without a list, the week is the first screen.
        let first = if recoit { "/pro/accueil" } else { "/pro/accueil/semaine" };
        let current = move || {
            let here = route.path();
            (path == if here == "/pro/accueil" { first } else { here.as_str() }).then_some("page")
        };
        view! {
            <li>
                <a href=format!("{path}?espace={}", espace.as_str()) class="puce" aria-current=current>
                    {label}
                </a>
            </li>
        }
    };
    view! {
        <nav aria-label=accueil::onglets()>
            <ul class="flex flex-wrap gap-2">
                {recoit.then(|| link("/pro/accueil", accueil::onglet_liste()))}
                {link("/pro/accueil/porte", accueil::onglet_porte())}
                {link("/pro/accueil/semaine", accueil::onglet_semaine())}
                {is_referent.then(|| link("/pro/proches", accueil::onglet_proches()))}
            </ul>
        </nav>
    }
}
