//! The rendez-vous of a jeune.

use leptos::prelude::*;
use shared::{
    Instant,
    ids::RendezVousId,
    permanences::{CancelRendezVous, EtatRendezVous, ReadIcs, RendezVous},
};

use super::{
    attente::Waits,
    besoin_label,
    booking::{Meet, When},
    creneaux::NextFree,
    orientation::Orientations,
    prochain::rendez_vous,
};
use crate::{
    api::call,
    ask::{Attempt, shown},
    ateliers::{
        entree::AteliersLink,
        miens::{Joined, Kept, inscriptions},
    },
    comptes::jeune::Inside,
    format,
    live::Live,
    texts::jeune,
    ui::{Confirm, DANGER, Drawing, EmptyState, Loaded, MAIN, Page, ProblemNotice, SMALL, focus_heading, save},
};

/// `/rendez-vous`.
#[component]
pub fn RendezVousPage() -> impl IntoView {
    view! {
        <Inside titre=jeune::mes_rendez_vous()>
            <MyRendezVous />
        </Inside>
    }
    .into_any()
}

#[component]
fn MyRendezVous() -> impl IntoView {
    let live = Live::expect();
    let (liste, mine) = (rendez_vous(live), inscriptions());
    let attempt = Attempt::new();
    let cancelled = RwSignal::new(false);
    let cancel = Callback::new(move |rendez_vous: RendezVousId| {
        attempt.run(call(CancelRendezVous { rendez_vous }), move |_| {
            cancelled.try_set(true);
            focus_heading();
            live.rendez_vous.update(|count| *count += 1);
        });
    });
    let done = move || cancelled.get().then(jeune::cest_annule);
    view! {
        <Page titre=jeune::mes_rendez_vous()>
            <p role="status" class="font-bold empty:hidden">
                {done}
            </p>
            <ProblemNotice problem=attempt.problem />
            <Kept mine />
            <Orientations />
            <Waits />
            <Loaded from=liste let:liste>
                <Lists liste cancel />
            </Loaded>
            <Joined mine />
            <a class=MAIN href="/">
                {jeune::prendre_rendez_vous()}
            </a>
            <AteliersLink />
        </Page>
    }
}

#[component]
fn Lists(liste: Vec<RendezVous>, cancel: Callback<RendezVousId>) -> impl IntoView {
    let now = format::now();
    let is_to_come = |rdv: &RendezVous| rdv.etat == EtatRendezVous::Confirme && now < rdv.fin;
    let (to_come, past): (Vec<_>, Vec<_>) = liste.into_iter().partition(is_to_come);
    // Nobody is blamed: the next moment for the same thing is there.
    let again = past.first().filter(|last| {
        let missed = matches!(last.etat, EtatRendezVous::Absent | EtatRendezVous::AnnuleParStructure);
        missed && !to_come.iter().any(|rdv| rdv.besoin == last.besoin)
    });
    let again = again.map(|last| {
        let line = if last.etat == EtatRendezVous::Absent { jeune::absence_ligne() } else { jeune::annule_ligne() };
        view! { <NextFree besoin=last.besoin line /> }
    });
    // Only what the team moved bears a word: when it was is in the history.
    let before = |rdv: &RendezVous| past.iter().find(|one| one.suivi_par == Some(rdv.id)).map(|one| one.debut);
    let to_come: Vec<_> = to_come.into_iter().map(|rdv| (before(&rdv), rdv)).collect();
    let nothing = to_come.is_empty().then(|| {
        view! {
            <EmptyState drawing=Drawing::Calendar>
                <p>{jeune::aucun_rendez_vous()}</p>
            </EmptyState>
        }
    });
    let former = (!past.is_empty()).then(|| {
        view! {
            <h2 class="titre-2">{jeune::passes()}</h2>
            <ul class="pile">{past.into_iter().map(|rdv| view! { <Past rdv /> }).collect_view()}</ul>
        }
    });
    let to_come = to_come.into_iter().map(|(before, rdv)| view! { <ToCome rdv before cancel /> });
    view! {
        {nothing}
        {again}
        <ul class="pile">{to_come.collect_view()}</ul>
        {former}
    }
}

#[component]
fn ToCome(rdv: RendezVous, before: Option<Instant>, cancel: Callback<RendezVousId>) -> impl IntoView {
    let id = rdv.id;
    let asked = RwSignal::new(false);
    let cancellable = rdv.is_cancellable(format::now());
    let zone = rdv.lieu.fuseau.clone();
    let about = format!("{}, {}", besoin_label(rdv.besoin), format::moment(rdv.debut, &zone));
    let action = shown(move || match asked.get() {
        false => view! {
            <div class="flex flex-wrap gap-2">
                <a class=SMALL href=format!("/creneaux?deplacer={id}")>
                    {jeune::deplacer()}
                    <span class="sr-only">" : " {about.clone()}</span>
                </a>
                <button type="button" class=SMALL on:click=move |_| asked.set(true)>
                    {jeune::annuler()}
                    <span class="sr-only">" : " {about.clone()}</span>
                </button>
            </div>
        }
        .into_any(),
        true => view! {
            <Confirm
                question=jeune::annuler_vraiment()
                detail=jeune::tu_peux_en_reprendre()
                no=jeune::je_le_garde()
                yes=jeune::oui_annuler()
                yes_class=DANGER
                on_no=Callback::new(move |()| asked.set(false))
                on_yes=Callback::new(move |()| cancel.run(id))
            />
        }
        .into_any(),
    });
    let moved = rdv.mot.map(|mot| {
        let before = before.map(|at| jeune::avant_cetait(&format::moment(at, &rdv.lieu.fuseau)));
        view! {
            <p class="note">
                <span>
                    {jeune::equipe_a_deplace()} " " {before} " " {jeune::leur_mot()} " " <bdi>{mot}</bdi>
                </span>
            </p>
        }
    });
    view! {
        <li class="carte carte-moment">
            <When debut=rdv.debut fin=rdv.fin zone />
            <p>
                <strong>{besoin_label(rdv.besoin)}</strong>
                " · "
                {jeune::avec(&rdv.professionnel)}
            </p>
            <Meet mode=rdv.mode lien=rdv.lien lieu=rdv.lieu />
            {moved}
            {cancellable.then_some(action)}
            <AddToCalendar id />
        </li>
    }
}

// The file goes to the calendar of the phone, which keeps it up to date by its name.
#[component]
fn AddToCalendar(id: RendezVousId) -> impl IntoView {
    let attempt = Attempt::new();
    let add = move |_| attempt.run(call(ReadIcs { rendez_vous: id }), |ics| save("rendez-vous.ics", &ics.texte));
    view! {
        <button type="button" class="lien min-h-12 justify-self-start" on:click=add>
            {jeune::dans_mon_agenda()}
        </button>
        <ProblemNotice problem=attempt.problem />
    }
}

#[component]
fn Past(rdv: RendezVous) -> impl IntoView {
    let word = match rdv.etat {
        EtatRendezVous::Confirme => jeune::etat_passe(),
        EtatRendezVous::AnnuleParJeune => jeune::etat_tu_as_annule(),
        EtatRendezVous::AnnuleParStructure => jeune::etat_equipe_a_annule(),
        EtatRendezVous::Reporte if rdv.mot.is_some() => jeune::etat_equipe_a_deplace(),
        EtatRendezVous::Reporte => jeune::etat_deplace(),
        EtatRendezVous::Honore => jeune::etat_tu_es_venu(),
        EtatRendezVous::Absent => jeune::etat_pas_venu(),
    };
    view! {
        <li class="carte gap-1">
            <p class="font-bold first-letter:uppercase">{format::moment(rdv.debut, &rdv.lieu.fuseau)}</p>
            <p>{besoin_label(rdv.besoin)} " · " {jeune::avec(&rdv.professionnel)}</p>
            <p class="discret">{word}</p>
            {rdv.mot.map(|mot| view! { <p dir="auto">{mot}</p> })}
        </li>
    }
}
