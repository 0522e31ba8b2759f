//! Émargement: one tap for who is there, one for who is not, one that takes it back; a first name for a guest.

use leptos::prelude::*;
use shared::{
    ateliers::{
        AddInvite, AtelierPro, EtatAtelier, EtatInscription, ListeAtelier, MarkParticipant, Participant, Pointage,
    },
    fields::Prenom,
    ids::{AtelierId, InscriptionId},
};

use super::{address, feuille::Known};
use crate::{
    api::{Once, call},
    ask::{Attempt, memo, shown},
    format,
    live::Live,
    texts::ateliers,
    ui::{Field, Icon, MAIN, ProblemNotice, SMALL, Submit, codes::explain_field, focus_first_error, icons},
};

/// Who has a place, who waits, and what is tapped.
#[component]
pub fn Liste(
    /// What was read.
    known: Known,
) -> impl IntoView {
    let ids = |keep: fn(&Participant) -> bool| {
        memo(move || {
            let of = |liste: &ListeAtelier| {
                liste.participants.iter().filter(|one| keep(one)).map(|one| one.inscription).collect::<Vec<_>>()
            };
            known.with(|liste| liste.as_ref().map(of).unwrap_or_default())
        })
    };
    let (placed, waiting) = (ids(|one| !is_waiting(one)), ids(is_waiting));
    let day = memo(move || known.with(|liste| liste.as_ref().is_some_and(|liste| is_day(&liste.atelier))));
    let atelier = memo(move || known.with(|liste| liste.as_ref().map(|liste| liste.atelier.atelier.id)));
    let row = move |inscription: InscriptionId| view! { <Row inscription known day /> };
    view! {
        <section class="pile" aria-labelledby="qui-vient">
            <h2 id="qui-vient" class="titre-2">
                {ateliers::pro_liste()}
            </h2>
            {shown(move || match (day.get(), atelier.get()) {
                (true, Some(atelier)) => view! { <Day atelier /> }.into_any(),
                _ => view! { <p class="discret">{ateliers::pro_pas_le_jour()}</p> }.into_any(),
            })}
            {shown(move || match placed.get().is_empty() {
                true => view! { <p>{ateliers::pro_liste_vide()}</p> }.into_any(),
                false => view! {
                    <ul class="grid gap-4" aria-labelledby="qui-vient">
                        {placed.get().into_iter().map(row).collect_view()}
                    </ul>
                }
                .into_any(),
            })}
            {shown(move || match waiting.get().is_empty() {
                true => ().into_any(),
                false => view! {
                    <h3 class="text-lg font-bold">{ateliers::pro_attente()}</h3>
                    <ol class="grid gap-3">{waiting.get().into_iter().map(row).collect_view()}</ol>
                }
                .into_any(),
            })}
        </section>
    }
}

fn is_waiting(one: &Participant) -> bool {
    matches!(one.etat, EtatInscription::Attend | EtatInscription::Offert)
}

// From the morning of the day on, and afterwards.
fn is_day(pro: &AtelierPro) -> bool {
    let held = matches!(pro.atelier.etat, EtatAtelier::Publie | EtatAtelier::Fait);
    held && format::days_away(pro.atelier.debut, &pro.atelier.lieu.fuseau) <= 0
}

// What one needs at the door, before the list.
#[component]
fn Day(atelier: AtelierId) -> impl IntoView {
    view! {
        <a href=format!("{}/code", address(atelier)) class=MAIN>
            <Icon path=icons::QR />
            {ateliers::pro_code()}
        </a>
        <Guest atelier />
    }
}

/// Someone on the list. The same tap again takes it back.
#[component]
fn Row(inscription: InscriptionId, known: Known, day: Memo<bool>) -> impl IntoView {
    let live = Live::expect();
    let one = memo(move || {
        known.with(|liste| {
            let all = &liste.as_ref()?.participants;
            all.iter().find(|one| one.inscription == inscription).cloned()
        })
    });
    let (attempt, tapped) = (Attempt::new(), RwSignal::new(None::<Pointage>));
    // What was tapped here is shown at once, sent or not.
    let now = memo(move || tapped.get().or_else(|| one.get().map(|one| mark(one.etat))).unwrap_or(Pointage::Attendu));
    let tap = move |pointage: Pointage| {
        if attempt.pending.get_untracked() {
            return;
        }
        tapped.set(Some(pointage));
        let request = MarkParticipant { inscription, pointage, le: format::now() };
        let answer = async move {
            let answer = call(request).await;
            if answer.is_err() {
                tapped.try_set(None);
            }
            answer
        };
        attempt.run(answer, move |marked| {
            known.update(|liste| put(liste, marked));
            tapped.try_set(None);
            live.rendez_vous.update(|count| *count += 1);
        });
    };
    let prenom = one.get_untracked().map(|one| one.prenom).unwrap_or_default();
    let (initial, name) = (prenom.chars().take(1).collect::<String>(), prenom.clone());
    let buttons = shown(move || match (day.get(), one.get().is_some_and(|one| is_expected(one.etat))) {
        (true, true) => view! { <Taps now tap=Callback::new(tap) name=name.clone() /> }.into_any(),
        _ => ().into_any(),
    });
    view! {
        <li class="grid gap-2">
            <p class="flex items-center gap-2">
                <span class="initiale" class=("initiale-vient", move || now.get() == Pointage::Present) aria-hidden="true">
                    {initial}
                </span>
                <span class="min-w-0">
                    <strong dir="auto">{prenom}</strong>
                    " "
                    <span class="discret">{move || one.get().map(|one| words(&one, now.get()))}</span>
                </span>
            </p>
            {buttons}
            <ProblemNotice problem=attempt.problem />
        </li>
    }
}

#[component]
fn Taps(now: Memo<Pointage>, tap: Callback<Pointage>, name: String) -> impl IntoView {
    let (whose, about) = (name.clone(), name);
    let button = move |mark: Pointage, label: &'static str| {
        let pressed = move || now.get() == mark;
        let send = move |_| tap.run(if now.get_untracked() == mark { Pointage::Attendu } else { mark });
        view! {
            <button type="button" class="btn pointage" aria-pressed=move || pressed().to_string() on:click=send>
                {move || pressed().then(|| view! { <Icon path=icons::CHECK class="size-5 shrink-0" /> })}
                <span>{label} <span class="sr-only">" : " {about.clone()}</span></span>
            </button>
        }
    };
    let undo = move || {
        (now.get() != Pointage::Attendu).then(|| {
            view! {
                <button
                    type="button"
                    class="lien min-h-12 justify-self-start"
                    on:click=move |_| tap.run(Pointage::Attendu)
                >
                    {ateliers::pro_reprendre()}
                    <span class="sr-only">" : " {whose.clone()}</span>
                </button>
            }
        })
    };
    view! {
        <div class="pointages pointages-deux">
            {button(Pointage::Present, ateliers::pro_la())} {button(Pointage::Absent, ateliers::pro_pas_la())}
        </div>
        {undo}
    }
}

fn put(liste: &mut Option<ListeAtelier>, marked: Participant) {
    let Some(liste) = liste else { return };
    match liste.participants.iter_mut().find(|one| one.inscription == marked.inscription) {
        Some(one) => *one = marked,
        None => liste.participants.push(marked),
    }
}

fn mark(etat: EtatInscription) -> Pointage {
    match etat {
        EtatInscription::Present => Pointage::Present,
        EtatInscription::Absent => Pointage::Absent,
        EtatInscription::Inscrit
        | EtatInscription::Attend
        | EtatInscription::Offert
        | EtatInscription::Quitte
        | EtatInscription::Passe
        | EtatInscription::Annule => Pointage::Attendu,
    }
}

fn is_expected(etat: EtatInscription) -> bool {
    matches!(etat, EtatInscription::Inscrit | EtatInscription::Present | EtatInscription::Absent)
}

fn words(one: &Participant, now: Pointage) -> String {
    let state = match (now, one.etat) {
        (Pointage::Present, _) => ateliers::pro_etat_present(),
        (Pointage::Absent, _) => ateliers::pro_etat_absent(),
        (Pointage::Attendu, EtatInscription::Attend) => ateliers::pro_etat_attend(),
        (Pointage::Attendu, EtatInscription::Offert) => ateliers::pro_offert(),
        (Pointage::Attendu, EtatInscription::Quitte) => ateliers::pro_etat_quitte(),
        (Pointage::Attendu, EtatInscription::Passe) => ateliers::pro_etat_passe(),
        (Pointage::Attendu, EtatInscription::Annule) => ateliers::pro_etat_annule(),
        (Pointage::Attendu, EtatInscription::Inscrit | EtatInscription::Present | EtatInscription::Absent) => {
            ateliers::pro_etat_inscrit()
        }
    };
    let more =
        [Some(state), one.accompagne.then(ateliers::pro_accompagne), one.sans_compte.then(ateliers::pro_sans_compte)];
    more.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A guest without an account: a first name is enough, and the field is ready for the next one.
#[component]
fn Guest(atelier: AtelierId) -> impl IntoView {
    let (live, attempt, tried) = (Live::expect(), Attempt::new(), RwSignal::new(false));
    let (prenom, opened) = (RwSignal::new(String::new()), RwSignal::new(false));
    let once = StoredValue::new_local(Once::new());
    let error = Signal::derive(move || Prenom::parse(&prenom.get()).err().filter(|_| tried.get()).map(explain_field));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Ok(who) = Prenom::parse(&prenom.get_untracked()) else { return focus_first_error() };
        attempt.run(once.get_value().call(AddInvite { atelier, prenom: who }), move |_| {
            // Another guest may bear the same name.
            once.try_set_value(Once::new());
            tried.try_set(false);
            prenom.try_set(String::new());
            live.rendez_vous.update(|count| *count += 1);
        });
    };
    let submit = StoredValue::new_local(std::rc::Rc::new(submit));
    shown(move || match opened.get() {
        false => view! {
            <button type="button" class=SMALL on:click=move |_| opened.set(true)>
                <Icon path=icons::PLUS />
                {ateliers::pro_invite_titre()}
            </button>
        }
        .into_any(),
        true => view! {
            <form class="pile" novalidate on:submit=move |event| (submit.get_value())(event)>
                <Field label=ateliers::pro_invite_prenom() name="prenom" value=prenom maxlength=40 error />
                <ProblemNotice problem=attempt.problem />
                <Submit label=ateliers::pro_invite_ajouter() pending=attempt.pending />
            </form>
        }
        .into_any(),
    })
}
