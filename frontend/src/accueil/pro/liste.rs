//! The espaces-temps of one's structures, each with its page, its poster and its cards.

use leptos::prelude::*;
use shared::accueil::{EspaceEnDetail, GenreEspace, ListEspacesAnimes, Porte};

use super::osm::ACorriger;
use crate::{
    accueil::{espace::until, mots},
    api::call,
    ask::ask,
    comptes::pro::droits,
    format,
    session::Me,
    texts::{espaces, pro},
    ui::{CARD, Drawing, EmptyState, Icon, Loaded, MAIN, Page, icons},
};

/// The address `/pro/espaces`.
#[component]
pub fn EspacesPage() -> impl IntoView {
    let list = ask(|| call(ListEspacesAnimes {}));
    let me = Me::expect();
    let may_create = move || {
        me.get().is_some_and(|session| {
            matches!(session, shared::comptes::Session::Administrateur { .. }) || droits(&session).coordonne
        })
    };
    let create = move || {
        may_create().then(|| {
            view! {
                <a href="/pro/espaces/creer" class=format!("{MAIN} max-w-md")>
                    <Icon path=icons::PLUS />
                    {pro::espaces_creer()}
                </a>
            }
        })
    };
    view! {
        <Page titre=pro::espaces_titre()>
            {create}
            <ACorriger />
            <Loaded from=list let:list>
                <List list may_create=untrack(may_create) />
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn List(list: Vec<EspaceEnDetail>, may_create: bool) -> impl IntoView {
    if list.is_empty() {
        let (titre, texte) = if may_create {
            (pro::espaces_vide_titre(), pro::espaces_vide_texte())
        } else {
            (espaces::vide_titre(), espaces::vide_texte())
        };
        return view! {
            <EmptyState drawing=Drawing::Door>
                <p class="font-bold">{titre}</p>
                <p>{texte}</p>
            </EmptyState>
        }
        .into_any();
    }
    view! { <ul class="grid gap-3 lg:grid-cols-2">{list.into_iter().map(item).collect_view()}</ul> }.into_any()
}

fn item(one: EspaceEnDetail) -> impl IntoView {
    let EspaceEnDetail { espace, detail, modifiable, .. } = one;
    let code = espace.code.as_str();
    let page = format!("/e/{code}");
    let own = format!("/pro/espaces/{code}");
    let porte = door(espace.porte, &espace.lieu.fuseau);
    let animateurs = pro::espaces_animateurs(&espace.structures.join(", "));
    let lieu = format!("{}, {}, {}", espace.lieu.nom, espace.lieu.adresse, espace.lieu.commune);
    let nom = espace.nom.clone();
    let link = move |href: String, icon: &'static str, word: &'static str, external: bool| {
        view! {
            <a href=href class="lien flex min-h-12 items-center gap-2" rel=external.then_some("external")>
                <Icon path=icon class="size-5 shrink-0" />
                <span>{word} <span class="sr-only">{format!(" : {nom}")}</span></span>
            </a>
        }
    };
    let programme =
        detail.programme.then(|| link(format!("{page}/programme"), icons::CALENDAR, espaces::programme_public(), true));
    // A bus follows its stops.
    let by_text = modifiable && detail.genre != GenreEspace::Mobile;
    let kind =
        (detail.genre != GenreEspace::Existant).then(|| view! { <p class="discret">{mots::genre(detail.genre)}</p> });
    view! {
        <li class=CARD>
            <div class="grid gap-1">
                <h2 class="titre-2">{espace.nom.clone()}</h2>
                {kind}
                <p>{espace.presentation}</p>
                <p class="flex gap-2">
                    <Icon path=icons::PIN class="size-5 mt-0.5 shrink-0" />
                    {lieu}
                </p>
                <p class="flex gap-2">
                    <Icon path=icons::CLOCK class="size-5 mt-0.5 shrink-0" />
                    {porte}
                </p>
                <p class="flex gap-2">
                    <Icon path=icons::PEOPLE class="size-5 mt-0.5 shrink-0" />
                    {animateurs}
                </p>
            </div>
            <div class="mt-auto flex flex-wrap gap-x-6">
                {link(page.clone(), icons::EXIT, pro::espaces_page(), true)}
                {modifiable.then(|| link(format!("{own}/changer"), icons::EDIT, espaces::changer(), false))}
                {by_text.then(|| link(format!("/pro/horaires/{code}"), icons::CLOCK, espaces::osm_lien(), false))}
                {link(format!("/pro/photos/{code}"), icons::PHOTO, espaces::photos(), false)}
                {link(format!("{own}/affiche"), icons::PRINT, espaces::affiches(), false)}
                {link(format!("{own}/cartes"), icons::CARD, espaces::cartes(), false)}
                {programme}
            </div>
        </li>
    }
}

/// Whether a door is open, in words.
pub fn door(porte: Porte, fuseau: &str) -> String {
    match porte {
        Porte::Ouverte { jusqua: None } => pro::espace_ouvert_jour_et_nuit().to_owned(),
        Porte::Ouverte { jusqua: Some(at) } => pro::espace_ouvert(&until(at, fuseau)),
        Porte::Fermee { ouvre: Some(ouvre) } => {
            pro::espace_ferme(&format::day(ouvre, fuseau), &format::hour(ouvre, fuseau))
        }
        Porte::Fermee { ouvre: None } => pro::espace_ferme_sans_date().to_owned(),
    }
}
