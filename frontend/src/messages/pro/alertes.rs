//! Waits that are longer than what is promised, for whoever coordinates. Nobody who waits is named.

use leptos::prelude::*;
use shared::messages::{AlerteFil, ListAlertesFils};

use crate::{
    api::call,
    ask::{ask, memo, shown},
    comptes::pro::{droits, voix::duration},
    format,
    live::Live,
    route::Route,
    session::Me,
    texts::pro,
    ui::{CARD, Drawing, EmptyState, Icon, Loaded, Page, icons},
};

/// The address `/pro/alertes`.
#[component]
pub fn AlertesPage() -> impl IntoView {
    let live = Live::expect();
    let alertes = ask(move || {
        live.catch_up.track();
        live.fils.track();
        call(ListAlertesFils {})
    });
    view! {
        <Page titre=pro::alertes_titre()>
            <p>{pro::alertes_aide()}</p>
            <Loaded from=alertes let:alertes>
                <List alertes />
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn List(alertes: Vec<AlerteFil>) -> impl IntoView {
    if alertes.is_empty() {
        return view! {
            <EmptyState drawing=Drawing::Together>
                <p class="font-bold">{pro::alertes_vide_titre()}</p>
                <p>{pro::alertes_vide_texte()}</p>
            </EmptyState>
        }
        .into_any();
    }
    view! { <ul class="grid gap-3 lg:grid-cols-2">{alertes.into_iter().map(item).collect_view()}</ul> }.into_any()
}

fn item(alerte: AlerteFil) -> impl IntoView {
    let since = alerte.attend_depuis;
    let waited = duration(format::now().minutes_since(since).max(1) * 60);
    let referent = match &alerte.referent {
        Some(prenom) => pro::alertes_referent(prenom),
        None => pro::alertes_sans_referent().to_owned(),
    };
    view! {
        <li class=CARD>
            <h2 class="titre-2">{alerte.espace}</h2>
            <p>
                <span class="attente">{pro::attend_depuis(&waited)}</span>
            </p>
            <p>{referent}</p>
            <p class="discret">{pro::alertes_depuis(&format::moment(since, &format::own_zone()))}</p>
        </li>
    }
}

/// On the first screens of whoever coordinates: how many wait too long, and the way there. Nothing when nobody does.
#[component]
pub fn AlertesNotice() -> impl IntoView {
    let (me, route, live) = (Me::expect(), Route::expect(), Live::expect());
    let is_asked = memo(move || {
        let is_first = matches!(route.path().as_str(), "/pro/messages" | "/pro/agenda");
        is_first && me.get().is_some_and(|session| droits(&session).coordonne)
    });
    let alertes = ask(move || {
        live.catch_up.track();
        live.fils.track();
        let is_asked = is_asked.get();
        async move { if is_asked { call(ListAlertesFils {}).await } else { Ok(Vec::new()) } }
    });
    shown(move || match if is_asked.get() { alertes.ok().map_or(0, |list| list.len()) } else { 0 } {
        0 => ().into_any(),
        count => {
            let said = match count {
                1 => pro::alertes_une().to_owned(),
                many => pro::alertes_plusieurs(&many.to_string()),
            };
            view! {
                <p class="note note-rouge mb-4">
                    <Icon path=icons::ALERT />
                    <a href="/pro/alertes" class="font-bold underline underline-offset-4">
                        {said}
                    </a>
                </p>
            }
            .into_any()
        }
    })
}
