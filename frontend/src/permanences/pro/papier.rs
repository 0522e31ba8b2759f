//! The paper that a jeune takes along, and what one has prescribed.

use leptos::prelude::*;
use shared::{
    ids::PrescriptionId,
    permanences::{CancelPrescription, EtatPrescription, ListPrescriptions, Prescription},
};

use crate::{
    api::call,
    ask::{Attempt, ask},
    format,
    permanences::besoin_label,
    texts::pro,
    ui::{Confirm, DANGER, Drawing, EmptyState, Icon, Loaded, PLAIN, ProblemNotice, SMALL, icons},
};

/// What is printed: when, where, the code. Neither a name, nor a structure, nor a need.
#[component]
pub fn Paper(
    /// What was prescribed.
    prescription: Prescription,
) -> impl IntoView {
    let Prescription { debut, lieu, code, .. } = prescription;
    let address = window().location().host().unwrap_or_default();
    code.map(|code| {
        let code = code.as_str().to_owned();
        let source = format!("/orientation/{code}/qr.svg");
        view! {
            <section class="carte carte-moment imprime" aria-label=pro::papier_titre()>
                <p class="text-xl font-bold first-letter:uppercase">{format::moment(debut, &lieu.fuseau)}</p>
                <p>{format!("{}, {}", lieu.adresse, lieu.commune)}</p>
                <img class="qr" src=source alt=pro::papier_qr() width="220" height="220" />
                <p>{pro::papier_aide(&format!("{address}/orientation"))}</p>
                <p class="text-3xl font-bold tracking-wider" dir="ltr">
                    {code}
                </p>
            </section>
            <button type="button" class=PLAIN on:click=move |_| drop(window().print())>
                <Icon path=icons::PRINT />
                {pro::papier_imprimer()}
            </button>
        }
    })
}

/// What one has prescribed: what is to come first.
#[component]
pub fn List(
    /// The looks of each.
    class: &'static str,
) -> impl IntoView {
    let list = ask(|| call(ListPrescriptions {}));
    // One paper at a time: what is printed is what one sees.
    let paper = RwSignal::new(None::<PrescriptionId>);
    let item = move |one: Prescription| view! { <Item one class paper /> };
    let shown = move |list: Vec<Prescription>| {
        if list.is_empty() {
            view! {
                <EmptyState drawing=Drawing::Together>
                    <p>{pro::orientations_aucune()}</p>
                </EmptyState>
            }
            .into_any()
        } else {
            view! { <ul class="grid gap-3 lg:grid-cols-2">{list.into_iter().map(item).collect_view()}</ul> }.into_any()
        }
    };
    view! { <Loaded from=list let:list>{shown(list)}</Loaded> }
}

#[component]
fn Item(one: Prescription, class: &'static str, paper: RwSignal<Option<PrescriptionId>>) -> impl IntoView {
    let id = one.id;
    let (attempt, known, asked) = (Attempt::new(), RwSignal::new(one), RwSignal::new(false));
    let is_shown = move || paper.get() == Some(id);
    let withdraw = move |()| {
        asked.set(false);
        paper.set(None);
        attempt.run(call(CancelPrescription { prescription: id }), move |after| known.set(after));
    };
    let head = move || {
        let one = known.get();
        let (icon, word) = state(one.etat);
        view! {
            <h2 class="text-lg font-bold" dir="auto">
                {one.surnom}
            </h2>
            <p class="first-letter:uppercase">{format::moment(one.debut, &one.lieu.fuseau)}</p>
            <p>{format!("{} · {}", besoin_label(one.besoin), one.professionnel)}</p>
            <p class="discret">{format!("{}, {}", one.lieu.nom, one.lieu.commune)}</p>
            <p class="flex gap-2 font-bold">
                <Icon path=icon class="size-5 mt-0.5 shrink-0" />
                {word}
            </p>
        }
    };
    let is_open = move || known.with(|one| one.code.is_some());
    let about = known.with_untracked(|one| one.surnom.clone());
    let actions = move || {
        let about = about.clone();
        match (is_open(), asked.get()) {
            (false, _) => ().into_any(),
            (true, true) => view! {
                <Confirm
                    question=pro::orientation_retirer_question()
                    detail=pro::orientation_retirer_detail()
                    no=pro::orientation_garder()
                    yes=pro::orientation_oui_retirer()
                    yes_class=DANGER
                    on_no=Callback::new(move |()| asked.set(false))
                    on_yes=Callback::new(withdraw)
                />
            }
            .into_any(),
            (true, false) => view! {
                <div class="flex flex-wrap gap-2">
                    <button
                        type="button"
                        class=SMALL
                        aria-expanded=move || is_shown().to_string()
                        on:click=move |_| paper.update(|paper| *paper = Some(id).filter(|_| *paper != Some(id)))
                    >
                        {pro::orientation_papier()}
                        <span class="sr-only">" : " {about.clone()}</span>
                    </button>
                    <button type="button" class=SMALL on:click=move |_| asked.set(true)>
                        {pro::orientation_retirer()}
                        <span class="sr-only">" : " {about}</span>
                    </button>
                </div>
            }
            .into_any(),
        }
    };
    view! {
        <li class=class>
            <div>{head}</div>
            {actions}
            {move || is_shown().then(|| view! { <Paper prescription=known.get() /> })}
            <ProblemNotice problem=attempt.problem />
        </li>
    }
    .into_any()
}

fn state(etat: Option<EtatPrescription>) -> (&'static str, &'static str) {
    match etat {
        Some(EtatPrescription::Reserve) => (icons::CALENDAR, pro::orientation_reserve()),
        Some(EtatPrescription::Recu) => (icons::CHECK, pro::orientation_recu()),
        Some(EtatPrescription::Absent) => (icons::PERSON, pro::orientation_absent()),
        None => (icons::INFO, pro::orientation_plus_rien()),
    }
}
