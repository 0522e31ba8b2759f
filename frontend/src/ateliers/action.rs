//! What a jeune does with an atelier: taking part, waiting, taking the place that is kept, leaving.

use leptos::prelude::*;
use shared::{
    Problem, ProblemKind,
    ateliers::{AcceptPlace, Atelier, EtatInscription, Inscription, JoinAtelier, LeaveAtelier, ReadIcsAtelier},
    ids::InscriptionId,
};

use super::liste::Instead;
use crate::{
    api::{Once, call, is_network},
    ask::{Attempt, memo, shown},
    live::Live,
    session::Me,
    texts::{ateliers, jeune},
    ui::{CheckField, Confirm, DANGER, Icon, MAIN, PLAIN, ProblemNotice, Submit, focus_heading, icons, save},
};

/// What is done, and what came of it: it outlives the atelier as it was read.
#[derive(Clone, Copy)]
pub struct Doing {
    attempt: Attempt,
    join: StoredValue<Once<JoinAtelier>, LocalStorage>,
    accept: StoredValue<Once<AcceptPlace>, LocalStorage>,
    accompagne: RwSignal<bool>,
    left: RwSignal<bool>,
    asked: RwSignal<bool>,
    live: Live,
}

impl Doing {
    /// Nothing yet.
    pub fn new() -> Self {
        let (join, accept) = (StoredValue::new_local(Once::new()), StoredValue::new_local(Once::new()));
        let (accompagne, left, asked) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
        Self { attempt: Attempt::new(), join, accept, accompagne, left, asked, live: Live::expect() }
    }

    /// What is said to whoever has just left.
    pub fn left(self) -> Option<&'static str> {
        self.left.get().then(ateliers::laissee)
    }

    fn join(self, atelier: &Atelier) {
        let accompagne = atelier.accompagne && self.accompagne.get_untracked();
        let request = JoinAtelier { atelier: atelier.id, accompagne, ou_attendre: atelier.places_libres == 0 };
        self.run(self.join.get_value().call(request), false);
    }

    fn accept(self, inscription: InscriptionId) {
        self.run(self.accept.get_value().call(AcceptPlace { inscription }), false);
    }

    fn leave(self, inscription: InscriptionId) {
        // Whoever comes again after that means it.
        self.join.set_value(Once::new());
        self.run(call(LeaveAtelier { inscription }), true);
    }

    fn run(self, doing: impl Future<Output = Result<Inscription, Problem>> + 'static, leaves: bool) {
        let live = self.live;
        let answer = async move {
            let answer = doing.await;
            // Refused: what is shown was old. Without a network nothing newer is known.
            if answer.as_ref().is_err_and(|why| !is_network(why)) {
                live.rendez_vous.update(|count| *count += 1);
            }
            answer
        };
        self.attempt.run(answer, move |_| {
            self.left.try_set(leaves);
            self.asked.try_set(false);
            focus_heading();
            live.rendez_vous.update(|count| *count += 1);
        });
    }
}

impl Default for Doing {
    fn default() -> Self {
        Self::new()
    }
}

/// The one main action, by what became of the inscription.
#[component]
pub fn Action(
    /// The atelier: to come, and held.
    atelier: Atelier,
    /// The jeune's inscription, if there is one.
    own: Memo<Option<Inscription>>,
    /// What is done.
    doing: Doing,
) -> impl IntoView {
    let me = Me::expect();
    let is_jeune = memo(move || me.is_jeune());
    let problem = doing.attempt.problem;
    let other = atelier.id;
    // For another age, or begun meanwhile: others are there.
    let elsewhere = shown(move || match problem.get().map(|problem| problem.kind) {
        Some(ProblemKind::AgeHorsPublic | ProblemKind::AtelierPasse | ProblemKind::AtelierAnnule) => {
            view! { <Instead of=other /> }.into_any()
        }
        _ => ().into_any(),
    });
    view! {
        <ProblemNotice problem />
        {shown(move || match (is_jeune.get(), own.get()) {
            (None, _) => ().into_any(),
            (Some(false), _) => view! { <Door atelier=atelier.clone() /> }.into_any(),
            (Some(true), None) => view! { <Join atelier=atelier.clone() doing /> }.into_any(),
            (Some(true), Some(one)) => mine(one, &atelier, doing),
        })}
        {elsewhere}
    }
}

fn mine(one: Inscription, atelier: &Atelier, doing: Doing) -> AnyView {
    match one.etat {
        EtatInscription::Inscrit => view! { <Joined one doing /> }.into_any(),
        EtatInscription::Attend => view! { <Waits one doing /> }.into_any(),
        EtatInscription::Offert => view! { <Kept one doing /> }.into_any(),
        EtatInscription::Quitte | EtatInscription::Passe => view! { <Join atelier=atelier.clone() doing /> }.into_any(),
        // What became of it is said above.
        EtatInscription::Present | EtatInscription::Absent | EtatInscription::Annule => ().into_any(),
    }
}

// To look one needs no account; to take part, a first name.
#[component]
fn Door(atelier: Atelier) -> impl IntoView {
    let aim = match &atelier.espace {
        Some(espace) => format!("?atelier={}&espace={}", atelier.id, espace.as_str()),
        None => format!("?atelier={}", atelier.id),
    };
    let word = if atelier.places_libres == 0 { ateliers::attendre() } else { ateliers::je_participe() };
    view! {
        <div class="pile">
            <p>{ateliers::entrer_aide()}</p>
            <a class=MAIN href=format!("/entrer{aim}")>
                {word}
            </a>
            <a class=PLAIN href=format!("/revenir?atelier={}", atelier.id)>
                {jeune::je_reviens()}
            </a>
        </div>
    }
}

#[component]
fn Join(atelier: Atelier, doing: Doing) -> impl IntoView {
    let full = atelier.places_libres == 0;
    let label = if full { ateliers::attendre() } else { ateliers::je_participe() };
    let aide = if full { ateliers::attendre_aide() } else { ateliers::partir_jusquau_debut() };
    let with = atelier.accompagne;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        doing.join(&atelier);
    };
    view! {
        <form class="pile" on:submit=submit>
            {with
                .then(|| {
                    view! { <CheckField label=ateliers::je_viens_avec() name="accompagne" value=doing.accompagne /> }
                })}
            <Submit label=label pending=doing.attempt.pending />
            <p class="discret text-center">{aide}</p>
        </form>
    }
}

#[component]
fn Joined(one: Inscription, doing: Doing) -> impl IntoView {
    let id = one.id;
    let attempt = Attempt::new();
    let add = move |_| {
        attempt.run(call(ReadIcsAtelier { inscription: id }), |file| save("rendez-vous.ics", &file.ics));
    };
    let with = one.accompagne.then(ateliers::tu_viens_avec);
    view! {
        <section class="carte">
            <p>{ateliers::on_t_attend()} " " {with}</p>
            <p class="discret">{ateliers::partir_jusquau_debut()}</p>
            <button type="button" class=MAIN on:click=add>
                <Icon path=icons::CALENDAR />
                {ateliers::agenda()}
            </button>
            <ProblemNotice problem=attempt.problem />
        </section>
        {shown(move || match doing.asked.get() {
            true => view! {
                <Confirm
                    question=ateliers::plus_la_question()
                    detail=ateliers::plus_la_detail()
                    no=ateliers::plus_la_non()
                    yes=ateliers::plus_la_oui()
                    yes_class=DANGER
                    on_no=Callback::new(move |()| doing.asked.set(false))
                    on_yes=Callback::new(move |()| doing.leave(id))
                />
            }
            .into_any(),
            false => view! {
                <button type="button" class=PLAIN on:click=move |_| doing.asked.set(true)>
                    {ateliers::plus_la()}
                </button>
            }
            .into_any(),
        })}
    }
}

#[component]
fn Waits(one: Inscription, doing: Doing) -> impl IntoView {
    let id = one.id;
    view! {
        <p class="discret">{ateliers::attendre_aide()}</p>
        <button type="button" class=PLAIN on:click=move |_| doing.leave(id)>
            {ateliers::ne_plus_attendre()}
        </button>
    }
}

#[component]
fn Kept(one: Inscription, doing: Doing) -> impl IntoView {
    let id = one.id;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        doing.accept(id);
    };
    view! {
        <form class="pile" on:submit=submit>
            <Submit label=ateliers::prendre() pending=doing.attempt.pending />
        </form>
        <button type="button" class=PLAIN on:click=move |_| doing.leave(id)>
            {ateliers::gardee_non()}
        </button>
    }
}
