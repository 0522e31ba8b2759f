//! A créneau or an atelier that is proposed: the jeune takes it in one tap.

use leptos::prelude::*;
use shared::{
    Instant, Problem, ProblemKind,
    accueil::Lieu,
    ateliers::JoinAtelier,
    messages::{Carte, CarteAtelier, EtatCarte, EtatCarteAtelier},
    permanences::BookCreneau,
};

use crate::{
    api::Once,
    ask::{Attempt, shown},
    format,
    live::Live,
    permanences::{besoin_icon, besoin_label},
    session::Me,
    texts::{ateliers, commun},
    ui::{Icon, ProblemNotice, icons},
};

/// A créneau that is proposed.
#[component]
pub fn CarteView(
    /// What is proposed.
    carte: Carte,
    /// Whether the reader proposed it.
    mine: bool,
) -> impl IntoView {
    let Carte { creneau, besoin, debut, lieu, professionnel, etat } = carte;
    let (taking, once) = (Taking::new(etat, mine), StoredValue::new_local(Once::new()));
    let book = move |()| taking.take(once.get_value().send(BookCreneau { creneau, accompagne: false }));
    let words = Words {
        label: commun::carte_titre(),
        take: commun::carte_reserver(),
        taken: commun::carte_reserve(),
        full: commun::carte_pris(),
    };
    let what = view! {
        <p class="flex items-center gap-2">
            <Icon path=besoin_icon(besoin) />
            <span>{besoin_label(besoin)} " · " {professionnel}</span>
        </p>
    };
    card(&words, debut, lieu, what.into_any(), taking, Callback::new(book))
}

/// An atelier that is proposed. Its title leads to all that there is to know of it, and to its waiting list.
#[component]
pub fn AtelierView(
    /// What is proposed.
    carte: CarteAtelier,
    /// Whether the reader proposed it.
    mine: bool,
) -> impl IntoView {
    let CarteAtelier { id, titre, debut, lieu, etat } = carte;
    let etat = match etat {
        EtatCarteAtelier::Libre => EtatCarte::Libre,
        EtatCarteAtelier::Inscrit => EtatCarte::Reserve,
        EtatCarteAtelier::Complet => EtatCarte::Pris,
        EtatCarteAtelier::Passe => EtatCarte::Passe,
    };
    let (taking, once) = (Taking::new(etat, mine), StoredValue::new_local(Once::new()));
    let join = move |()| {
        taking.take(once.get_value().send(JoinAtelier { atelier: id, accompagne: false, ou_attendre: false }));
    };
    let words = Words {
        label: ateliers::carte_titre(),
        take: ateliers::je_participe(),
        taken: ateliers::carte_inscrit(),
        full: ateliers::carte_complet(),
    };
    let what = view! {
        <a class="lien inline-flex min-h-12 items-center gap-2" dir="auto" href=format!("/ateliers/{id}")>
            <Icon path=icons::PEOPLE />
            {titre}
        </a>
    };
    card(&words, debut, lieu, what.into_any(), taking, Callback::new(join))
}

struct Words {
    label: &'static str,
    take: &'static str,
    taken: &'static str,
    full: &'static str,
}

/// What became of it.
#[derive(Clone, Copy)]
struct Taking {
    etat: RwSignal<EtatCarte>,
    attempt: Attempt,
    mine: bool,
    live: Live,
}

impl Taking {
    fn new(etat: EtatCarte, mine: bool) -> Self {
        Self { etat: RwSignal::new(etat), attempt: Attempt::new(), mine, live: Live::expect() }
    }

    fn take(self, request: impl Future<Output = Result<(), Problem>> + 'static) {
        let answer = async move {
            let answer = request.await;
            // Others were quicker, or it has begun: the card says so from now on.
            if let Some(other) = answer.as_ref().err().and_then(|problem| after(problem.kind)) {
                self.etat.try_set(other);
            }
            answer
        };
        self.attempt.run(answer, move |()| {
            self.etat.try_set(EtatCarte::Reserve);
            self.live.rendez_vous.update(|count| *count += 1);
        });
    }
}

fn card(words: &Words, debut: Instant, lieu: Lieu, what: AnyView, taking: Taking, take: Callback<()>) -> AnyView {
    let Words { label, take: verb, taken, full } = *words;
    let (me, Taking { etat, attempt, mine, .. }) = (Me::expect(), taking);
    let action = shown(move || match (etat.get(), mine || me.is_jeune() != Some(true)) {
        (EtatCarte::Libre, false) => view! {
            <button
                type="button"
                class="btn btn-primary btn-block"
                aria-disabled=move || attempt.pending.get().then_some("true")
                on:click=move |_| take.run(())
            >
                {verb}
            </button>
        }
        .into_any(),
        (EtatCarte::Libre, true) => word(icons::CLOCK, commun::carte_libre()),
        (EtatCarte::Reserve, _) => word(icons::CHECK, taken),
        (EtatCarte::Pris, _) => word(icons::CLOSE, full),
        (EtatCarte::Passe, _) => word(icons::CLOCK, commun::carte_passe()),
    });
    let moment = format::moment(debut, &lieu.fuseau);
    view! {
        <section class="carte carte-moment carte-fil" aria-label=label>
            <p class="text-xl leading-tight font-bold first-letter:uppercase">{moment}</p>
            {what}
            <p class="flex items-center gap-2">
                <Icon path=icons::PIN />
                <span>{lieu.nom} ", " {lieu.commune}</span>
            </p>
            <ProblemNotice problem=attempt.problem />
            <div role="status">{action}</div>
        </section>
    }
    .into_any()
}

fn word(path: &'static str, word: &'static str) -> AnyView {
    view! {
        <p class="flex items-center gap-2 font-bold">
            <Icon path />
            {word}
        </p>
    }
    .into_any()
}

fn after(kind: ProblemKind) -> Option<EtatCarte> {
    let known = [
        (ProblemKind::DejaReserve, EtatCarte::Reserve),
        (ProblemKind::DejaInscrit, EtatCarte::Reserve),
        (ProblemKind::CreneauComplet, EtatCarte::Pris),
        (ProblemKind::AtelierComplet, EtatCarte::Pris),
        (ProblemKind::AtelierAnnule, EtatCarte::Pris),
        (ProblemKind::Introuvable, EtatCarte::Pris),
        (ProblemKind::CreneauPasse, EtatCarte::Passe),
        (ProblemKind::AtelierPasse, EtatCarte::Passe),
    ];
    known.into_iter().find(|(why, _)| *why == kind).map(|(_, etat)| etat)
}
