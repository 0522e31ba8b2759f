//! The rendez-vous of a jeune.

use leptos::prelude::*;
use shared::{
    Instant,
    ids::RendezVousId,
    permanences::{CancelRendezVous, EtatRendezVous, ListRendezVous, ReadIcs, RendezVous},
};

use super::{
    attente::Waits,
    besoin_label,
    booking::{Meet, When},
    creneaux::{FreeCreneaux, NextFree},
    orientation::Orientations,
};
use crate::{
    api::call,
    ask::{Answer, Attempt, ask, memo, shown},
    ateliers::entree::AteliersLink,
    comptes::jeune::Inside,
    format,
    live::Live,
    route::Route,
    texts::jeune,
    ui::{
        Confirm, DANGER, Drawing, EmptyState, Icon, Loaded, MAIN, PLAIN, Page, ProblemNotice, SMALL, focus_heading,
        icons, save,
    },
};

/// `/rendez-vous`.
#[component]
pub fn RendezVousPage() -> impl IntoView {
    let route = Route::expect();
    let moves = memo(move || route.query("deplacer").is_some());
    view! {
        <Inside titre=jeune::mes_rendez_vous()>
            {shown(move || match moves.get() {
                true => view! { <Elsewhen /> }.into_any(),
                false => view! { <MyRendezVous /> }.into_any(),
            })}
        </Inside>
    }
    .into_any()
}

// Another moment for a rendez-vous: it stays until the new one is taken.
#[component]
fn Elsewhen() -> impl IntoView {
    view! {
        <Page titre=jeune::choisis_autre_moment()>
            <p class="note">{jeune::lancien_reste()}</p>
            <FreeCreneaux />
            <a class=PLAIN href="/rendez-vous">
                {jeune::je_le_garde()}
            </a>
        </Page>
    }
    .into_any()
}

#[component]
fn MyRendezVous() -> impl IntoView {
    let live = Live::expect();
    let liste = rendez_vous(live);
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
            <Orientations />
            <Waits />
            <Loaded from=liste let:liste>
                <Lists liste cancel />
            </Loaded>
            <a class=MAIN href="/">
                {jeune::prendre_rendez_vous()}
            </a>
            <AteliersLink />
        </Page>
    }
}

/// The rendez-vous of the jeune, read again when one changes.
fn rendez_vous(live: Live) -> Answer<Vec<RendezVous>> {
    ask(move || {
        live.rendez_vous.track();
        call(ListRendezVous {})
    })
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
                <a class=SMALL href=format!("/rendez-vous?deplacer={id}")>
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

/// The next rendez-vous, on the first screen.
#[component]
pub fn NextRendezVous() -> impl IntoView {
    let liste = rendez_vous(Live::expect());
    let next = |liste: Vec<RendezVous>| {
        let now = format::now();
        let to_come = liste.into_iter().filter(|rdv| rdv.etat == EtatRendezVous::Confirme && now < rdv.fin);
        to_come.min_by_key(|rdv| rdv.debut)
    };
    let card = move |rdv: RendezVous| {
        view! {
            <section aria-labelledby="prochain">
                <a class="carte carte-moment gap-1" href="/rendez-vous">
                    <h2 id="prochain" class="flex items-center justify-between gap-2 font-bold">
                        {jeune::prochain_rendez_vous()}
                        <Icon path=icons::NEXT />
                    </h2>
                    <When debut=rdv.debut fin=rdv.fin zone=rdv.lieu.fuseau.clone() />
                    <p>{besoin_label(rdv.besoin)} " · " {jeune::avec(&rdv.professionnel)}</p>
                    <p class="discret">{rdv.lieu.nom} ", " {rdv.lieu.commune}</p>
                </a>
            </section>
        }
    };
    view! { <Loaded from=liste let:liste>{next(liste).map(card)}</Loaded> }
}
