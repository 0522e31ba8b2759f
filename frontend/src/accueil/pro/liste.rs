//! The espaces-temps, each with its page and its poster's QR code.

use leptos::prelude::*;
use shared::accueil::{EspaceTemps, ListEspacesTemps, Porte};

use crate::{
    api::call,
    ask::ask,
    format,
    texts::pro,
    ui::{CARD, Drawing, EmptyState, Icon, Loaded, MAIN, Page, icons},
};

/// The address `/pro/espaces`.
#[component]
pub fn EspacesPage() -> impl IntoView {
    let espaces = ask(|| call(ListEspacesTemps {}));
    view! {
        <Page titre=pro::espaces_titre()>
            <a href="/pro/espaces/creer" class=format!("{MAIN} max-w-md")>
                <Icon path=icons::PLUS />
                {pro::espaces_creer()}
            </a>
            <Loaded from=espaces let:espaces>
                <List espaces />
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn List(espaces: Vec<EspaceTemps>) -> impl IntoView {
    if espaces.is_empty() {
        return view! {
            <EmptyState drawing=Drawing::Door>
                <p class="font-bold">{pro::espaces_vide_titre()}</p>
                <p>{pro::espaces_vide_texte()}</p>
            </EmptyState>
        }
        .into_any();
    }
    view! { <ul class="grid gap-3 lg:grid-cols-2">{espaces.into_iter().map(item).collect_view()}</ul> }.into_any()
}

fn item(espace: EspaceTemps) -> impl IntoView {
    let page = format!("/e/{}", espace.code.as_str());
    let affiche = format!("{page}/qr.svg");
    let porte = porte(espace.porte, &espace.lieu.fuseau);
    let animateurs = pro::espaces_animateurs(&espace.structures.join(", "));
    let lieu = format!("{}, {}, {}", espace.lieu.nom, espace.lieu.adresse, espace.lieu.commune);
    view! {
        <li class=CARD>
            <div class="grid gap-1">
                <h2 class="titre-2">{espace.nom.clone()}</h2>
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
                <a href=page class="lien flex min-h-12 items-center gap-2" rel="external">
                    <Icon path=icons::EXIT class="size-5 shrink-0" />
                    <span>
                        {pro::espaces_page()} <span class="sr-only">{format!(" : {}", espace.nom)}</span>
                    </span>
                </a>
                <a href=affiche class="lien flex min-h-12 items-center gap-2" rel="external" target="_blank">
                    <Icon path=icons::PRINT class="size-5 shrink-0" />
                    <span>
                        {pro::espaces_affiche()} <span class="sr-only">{format!(" : {}", espace.nom)}</span>
                    </span>
                </a>
            </div>
        </li>
    }
}

fn porte(porte: Porte, fuseau: &str) -> String {
    match porte {
        Porte::Ouverte { jusqua } => pro::espace_ouvert(&format::hour(jusqua, fuseau)),
        Porte::Fermee { ouvre: Some(ouvre) } => pro::espace_ferme(&format::moment(ouvre, fuseau)),
        Porte::Fermee { ouvre: None } => pro::espace_ferme_sans_date().to_owned(),
    }
}
