//! Émargement: one tap for who is there, one for who is not, one that takes it back; a first name for a guest.

use leptos::prelude::*;
use shared::{
    Problem,
    ateliers::{
        AddInvite, AtelierPro, EtatAtelier, EtatInscription, ListeAtelier, MarkParticipant, Participant, Pointage,
    },
    fields::Prenom,
    ids::{AtelierId, InscriptionId},
};

use super::{address, feuille::Known};
use crate::{
    api::Key,
    ask::{memo, shown},
    format,
    taps::{Reply, Tap, Taps},
    texts::{ateliers, pro},
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
    let called_off = memo(move || {
        known.with(|liste| liste.as_ref().is_some_and(|liste| liste.atelier.atelier.etat == EtatAtelier::Annule))
    });
    let titre = move || if called_off.get() { ateliers::pro_liste_annulee() } else { ateliers::pro_liste() };
    let row = move |inscription: InscriptionId| view! { <Row inscription known day /> };
    view! {
        <section class="pile" aria-labelledby="qui-vient">
            <h2 id="qui-vient" class="titre-2">
                {titre}
            </h2>
            {shown(move || match (day.get(), atelier.get()) {
                (true, Some(atelier)) => view! { <Day atelier /> }.into_any(),
                (false, _) if called_off.get() => match placed.get().is_empty() {
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

// From the morning of the day on, and afterwards.
fn is_day(one: &AtelierPro) -> bool {
    let held = matches!(one.atelier.etat, EtatAtelier::Publie | EtatAtelier::Fait);
    held && format::days_away(one.atelier.debut, &one.atelier.lieu.fuseau) <= 0
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
    let buttons = shown(move || match (day.get(), one.get().is_some_and(|one| is_expected(one.etat))) {
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

/// A guest without an account: a first name is enough, with or without a network, and the field is ready for the next one.
#[component]
fn Guest(atelier: AtelierId) -> impl IntoView {
    let (taps, tried) = (Taps::expect(), RwSignal::new(false));
    let (prenom, opened) = (RwSignal::new(String::new()), RwSignal::new(false));
    let error = Signal::derive(move || Prenom::parse(&prenom.get()).err().filter(|_| tried.get()).map(explain_field));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Ok(who) = Prenom::parse(&prenom.get_untracked()) else { return focus_first_error() };
        tried.set(false);
        prenom.set(String::new());
        // Another guest may bear the same name: each is another intention.
        taps.push(Tap::Invite { key: Key::new(), request: AddInvite { atelier, prenom: who } });
    };
    let refused = Signal::derive(move || match taps.refused()? {
        (Tap::Invite { request, .. }, why) if request.atelier == atelier => {
            let title = format!("{} {}", pro::jour_pas_ajoute(request.prenom.as_str()), why.title);
            Some(Problem { title, ..why })
        }
        _ => None,
    });
    let coming = memo(move || taps.waiting(|all| guests(all, atelier)));
    let submit = StoredValue::new_local(std::rc::Rc::new(submit));
    let form = shown(move || match opened.get() {
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
                <Submit label=ateliers::pro_invite_ajouter() pending=Signal::stored(false) />
            </form>
        }
        .into_any(),
    });
    view! {
        {form}
        <ProblemNotice problem=refused />
        {shown(move || coming.get().into_iter().map(|prenom| view! { <OnItsWay prenom /> }).collect_view().into_any())}
    }
}

fn guests(all: &[Tap], of: AtelierId) -> Vec<String> {
    let names = all.iter().filter_map(|tap| match tap {
        Tap::Invite { request, .. } if request.atelier == of => Some(request.prenom.as_str().to_owned()),
        _ => None,
    });
    names.collect()
}

/// A guest whom the server does not know yet.
#[component]
fn OnItsWay(prenom: String) -> impl IntoView {
    let initial: String = prenom.chars().take(1).collect();
    view! {
        <p class="flex items-center gap-2">
            <span class="initiale initiale-vient" aria-hidden="true">
                {initial}
            </span>
            <span class="min-w-0">
                <strong dir="auto">{prenom}</strong>
                " "
                <span class="discret">{format!("{} · {}", ateliers::pro_sans_compte(), pro::jour_en_attente())}</span>
            </span>
        </p>
    }
}
