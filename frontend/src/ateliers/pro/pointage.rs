//! Émargement: one tap for who is there, one for who is not, one that takes it back.

use leptos::prelude::*;
use shared::{
    ateliers::{AtelierPro, EtatAtelier, EtatInscription, ListeAtelier, MarkParticipant, Participant, Pointage},
    ids::{AtelierId, InscriptionId},
};

use super::{address, feuille::Known, invite::Guest, is_placed};
use crate::{
    ask::{memo, shown},
    format,
    taps::{Reply, Tap, Taps},
    texts::{ateliers, pro},
    ui::{Icon, MAIN, ProblemNotice, SMALL, icons},
};

/// So many minutes after the end the server takes no code any more.
const SCANNED: i64 = 60;

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
    let moment = memo(move || known.with(|liste| liste.as_ref().map(|liste| Moment::of(&liste.atelier))));
    let atelier = memo(move || known.with(|liste| liste.as_ref().map(|liste| liste.atelier.atelier.id)));
    let correcting = RwSignal::new(false);
    // Who came is noted on the day and after it; on a closed list only by whoever wants to.
    let marks = memo(move || match moment.get() {
        Some(Moment::Day | Moment::Over) => true,
        Some(Moment::Closed) => correcting.get(),
        Some(Moment::Before | Moment::CalledOff) | None => false,
    });
    let titre = move || match moment.get() {
        Some(Moment::Before | Moment::Day) | None => ateliers::pro_liste(),
        Some(Moment::CalledOff) => ateliers::pro_liste_annulee(),
        Some(Moment::Over | Moment::Closed) => ateliers::pro_liste_passee(),
    };
    let row = move |inscription: InscriptionId| view! { <Row inscription known marks /> };
    view! {
        <section class="pile" aria-labelledby="qui-vient">
            <h2 id="qui-vient" class="titre-2">
                {titre}
            </h2>
            {shown(move || match (moment.get(), atelier.get()) {
                (Some(Moment::Day), Some(atelier)) => view! { <Day atelier /> }.into_any(),
                (Some(Moment::Over), Some(atelier)) => view! { <Guest atelier /> }.into_any(),
                (Some(Moment::Closed), Some(atelier)) => view! { <Correct atelier correcting /> }.into_any(),
                (Some(Moment::CalledOff), _) => match placed.get().is_empty() {
                    true => ().into_any(),
                    false => view! { <p class="note">{ateliers::pro_liste_a_prevenir()}</p> }.into_any(),
                },
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

/// What the list is for at this moment.
#[derive(Clone, Copy, PartialEq)]
enum Moment {
    /// Nobody is noted yet.
    Before,
    /// It is not held.
    CalledOff,
    /// From its morning on, as long as somebody may scan: one stands at the door.
    Day,
    /// It is over and its list is open: who came is noted, from the paper or from memory.
    Over,
    /// Its list is closed: what is wrong in it can be put right.
    Closed,
}

impl Moment {
    fn of(pro: &AtelierPro) -> Self {
        let atelier = &pro.atelier;
        match atelier.etat {
            EtatAtelier::Annule => Self::CalledOff,
            EtatAtelier::Fait => Self::Closed,
            EtatAtelier::Brouillon => Self::Before,
            EtatAtelier::Publie if 0 < format::days_away(atelier.debut, &atelier.lieu.fuseau) => Self::Before,
            EtatAtelier::Publie if SCANNED <= format::now().minutes_since(atelier.fin) => Self::Over,
            EtatAtelier::Publie => Self::Day,
        }
    }
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

// The server takes marks and guests after the list was closed: possible, but not what one comes for.
#[component]
fn Correct(atelier: AtelierId, correcting: RwSignal<bool>) -> impl IntoView {
    view! {
        <button
            type="button"
            class=SMALL
            aria-expanded=move || correcting.get().to_string()
            on:click=move |_| correcting.update(|open| *open = !*open)
        >
            <Icon path=icons::EDIT />
            {ateliers::pro_corriger()}
        </button>
        {shown(move || match correcting.get() {
            true => view! { <Guest atelier /> }.into_any(),
            false => ().into_any(),
        })}
    }
}

/// Someone on the list. The same tap again takes it back.
#[component]
fn Row(inscription: InscriptionId, known: Known, marks: Memo<bool>) -> impl IntoView {
    let taps = Taps::expect();
    let one = memo(move || {
        known.with(|liste| {
            let all = &liste.as_ref()?.participants;
            all.iter().find(|one| one.inscription == inscription).cloned()
        })
    });
    // What was tapped here is shown at once, sent or not.
    let tapped = memo(move || taps.waiting(|all| waiting_mark(all, inscription)));
    let now = memo(move || {
        let stored = || taps.answered(|all| stored_mark(all, inscription));
        let read = || one.get().map_or(Pointage::Attendu, |one| mark(one.etat));
        tapped.get().or_else(stored).unwrap_or_else(read)
    });
    let tap = move |pointage| taps.push(Tap::Participant(MarkParticipant { inscription, pointage, le: format::now() }));
    let refused = Signal::derive(move || match taps.refused()? {
        (Tap::Participant(mark), why) if mark.inscription == inscription => Some(why),
        _ => None,
    });
    let prenom = one.get_untracked().map(|one| one.prenom).unwrap_or_default();
    let (initial, name) = (prenom.chars().take(1).collect::<String>(), prenom.clone());
    let buttons = shown(move || match (marks.get(), one.get().is_some_and(|one| is_placed(&one))) {
        (true, true) => view! { <Marks now tap=Callback::new(tap) name=name.clone() /> }.into_any(),
        _ => ().into_any(),
    });
    let state = move || {
        let said = one.get().map(|one| words(&one, now.get())).unwrap_or_default();
        if tapped.get().is_some() { format!("{said} · {}", pro::jour_en_attente()) } else { said }
    };
    view! {
        <li class="grid gap-2">
            <p class="flex items-center gap-2">
                <span class="initiale" class=("initiale-vient", move || now.get() == Pointage::Present) aria-hidden="true">
                    {initial}
                </span>
                <span class="min-w-0">
                    <strong dir="auto">{prenom}</strong>
                    " "
                    <span class="discret">{state}</span>
                </span>
            </p>
            {buttons}
            <ProblemNotice problem=refused />
        </li>
    }
}

fn waiting_mark(all: &[Tap], of: InscriptionId) -> Option<Pointage> {
    all.iter().find_map(|tap| match tap {
        Tap::Participant(mark) if mark.inscription == of => Some(mark.pointage),
        _ => None,
    })
}

fn stored_mark(all: &[(Tap, Reply)], of: InscriptionId) -> Option<Pointage> {
    all.iter().rev().find_map(|(_, reply)| match reply {
        Reply::Participant(one) if one.inscription == of => Some(mark(one.etat)),
        _ => None,
    })
}

#[component]
fn Marks(now: Memo<Pointage>, tap: Callback<Pointage>, name: String) -> impl IntoView {
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
