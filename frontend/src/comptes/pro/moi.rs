//! Oneself: name, structures and rights, the way out.

use leptos::prelude::*;
use shared::comptes::{Appartenance, Session};

use super::{droits, droits_labels};
use crate::{
    ask::Attempt,
    avis::{self, Prevenir, Whom},
    permanences::reglages::CalendarAddress,
    route::Route,
    session::Me,
    taps::Taps,
    texts::{espaces, pro},
    ui::{CARD, Icon, PLAIN, Page, ProblemNotice, icons},
};

/// The address `/pro/moi`.
#[component]
pub fn MoiPage() -> impl IntoView {
    let (me, route, taps) = (Me::expect(), Route::expect(), Taps::expect());
    let leave = Attempt::new();
    let sign_out = move |_| {
        let compte = untrack(|| me.compte());
        let out = async move {
            avis::leave().await;
            me.sign_out().await?;
            taps.forget(compte);
            Ok(())
        };
        leave.run(out, move |()| route.replace("/pro/connexion"));
    };
    view! {
        <Page titre=pro::moi_titre()>
            {move || me.get().map(identity)}
            {move || me.get().map(|session| links(&session))}
            <Show when=move || me.get().is_some_and(|session| matches!(session, Session::Professionnel { .. }))>
                <Prevenir whom=Whom::Professionnel />
                <CalendarAddress />
            </Show>
            <ProblemNotice problem=leave.problem />
            <button type="button" class=format!("{PLAIN} max-w-md") on:click=sign_out>
                <Icon path=icons::LOGOUT />
                {pro::moi_se_deconnecter()}
            </button>
        </Page>
    }
    .into_any()
}

fn identity(session: Session) -> AnyView {
    match session {
        Session::Professionnel { prenom, aide, appartenances, .. } => {
            let initial: String = prenom.chars().take(1).collect();
            view! {
                <div class="ligne items-center">
                    <span class="disque" aria-hidden="true">
                        {initial}
                    </span>
                    <div>
                        <p class="titre-2">{prenom}</p>
                        <p>{pro::moi_aide(&aide)}</p>
                    </div>
                </div>
                <h2 class="titre-2">{pro::moi_structures()}</h2>
                {appartenances.is_empty().then(|| view! { <p>{pro::moi_aucune_structure()}</p> })}
                <ul class="grid gap-3 lg:grid-cols-2">{appartenances.into_iter().map(place).collect_view()}</ul>
            }
            .into_any()
        }
        Session::Administrateur { .. } => view! { <p>{pro::moi_administrateur()}</p> }.into_any(),
        Session::Anonyme {} | Session::Jeune { .. } => ().into_any(),
    }
}

// The screens that have no room of their own in the menu.
fn links(session: &Session) -> impl IntoView + use<> {
    let (droits, is_pro) = (droits(session), matches!(session, Session::Professionnel { .. }));
    let all = [
        (droits.referent, "/pro/reponses", icons::CLOCK, pro::reponses_titre()),
        (droits.coordonne, "/pro/alertes", icons::ALERT, pro::alertes_titre()),
        (is_pro, "/pro/espaces", icons::PIN, espaces::vos_lieux()),
    ];
    let link = |(_, href, path, label): (bool, &'static str, &'static str, &'static str)| {
        view! {
            <a href=href class=format!("{PLAIN} max-w-md")>
                <Icon path />
                {label}
            </a>
        }
    };
    all.into_iter().filter(|(has, ..)| *has).map(link).collect_view()
}

fn place(place: Appartenance) -> impl IntoView {
    let labels = droits_labels(place.droits);
    let none = labels.is_empty().then(pro::droits_aucun);
    view! {
        <li class=CARD>
            <h3 class="font-bold">{place.nom}</h3>
            {none}
            <ul class="grid gap-1">
                {labels
                    .into_iter()
                    .map(|label| {
                        view! {
                            <li class="flex gap-2">
                                <Icon path=icons::CHECK class="size-5 mt-0.5 shrink-0 text-primary" />
                                {label}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </li>
    }
}
