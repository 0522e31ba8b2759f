//! Changing a permanence from a date on: what that does is shown before it is done.

use leptos::prelude::*;
use shared::{
    fields::Jour,
    permanences::{ChangePermanence, Changement, Permanence, ReadPermanence},
};

use super::{
    ecarts::LeftOut,
    fiche::in_address,
    jours,
    quand::{Quand, Sent, field_of, of_server},
    quand_champs::{Booked, Hours, Rhythm},
};
use crate::{
    api::call,
    ask::{Attempt, ask},
    comptes::pro::voix,
    format,
    texts::pro,
    ui::{CheckField, Field, Icon, Loaded, MAIN, PLAIN, Page, ProblemNotice, Submit, focus_first_error, icons},
};

/// The address `/pro/permanences/{permanence}/changer`.
#[component]
pub fn ChangerPage() -> impl IntoView {
    let asked = ask(move || {
        let permanence = in_address();
        async move {
            let permanence = permanence.ok_or_else(voix::unknown)?;
            call(ReadPermanence { permanence, tout: false }).await
        }
    });
    let back = in_address().map_or_else(String::new, |id| format!("/pro/permanences/{id}"));
    view! {
        <Page titre=pro::changer_titre()>
            <p>
                <a href=back class="lien inline-flex min-h-12 items-center gap-1">
                    <Icon path=icons::BACK />
                    {pro::changer_retour()}
                </a>
            </p>
            <Loaded from=asked let:fiche>
                <Form permanence=fiche.permanence />
            </Loaded>
        </Page>
    }
    .into_any()
}

/// What is typed, and what came of it.
#[derive(Clone, Copy)]
struct Draft {
    from: RwSignal<String>,
    ends: RwSignal<bool>,
    quand: Quand,
    tried: RwSignal<bool>,
    attempt: Attempt,
    // What it would do, with what was asked.
    shown: RwSignal<Option<(ChangePermanence, Changement)>>,
    done: RwSignal<Option<Changement>>,
}

impl Draft {
    fn new(permanence: &Permanence) -> Self {
        let from = jours::plus_days(jours::today(), 1);
        Self {
            from: RwSignal::new(from.to_string()),
            ends: RwSignal::new(false),
            quand: Quand::of(permanence, from),
            tried: RwSignal::new(false),
            attempt: Attempt::new(),
            shown: RwSignal::new(None),
            done: RwSignal::new(None),
        }
    }

    fn request(self, permanence: &Permanence) -> Option<ChangePermanence> {
        let a_partir_du: Jour = self.from.get_untracked().parse().ok()?;
        let Sent { rythme, debut, fin, duree, places, conditions } = untrack(|| self.quand.sent())?;
        let rythme = if self.ends.get_untracked() {
            jours::ended(&permanence.rythme, jours::plus_days(a_partir_du, -1))
        } else {
            rythme
        };
        let permanence = permanence.id;
        Some(ChangePermanence { permanence, a_partir_du, apercu: true, rythme, debut, fin, duree, places, conditions })
    }
}

#[component]
fn Form(permanence: Permanence) -> impl IntoView {
    let draft = Draft::new(&permanence);
    let zone = permanence.lieu.fuseau.clone();
    let problem = draft.attempt.problem;
    let error = move |name: &'static str| {
        Signal::derive(move || {
            let here = draft.tried.get().then(|| draft.quand.wrong(name)).flatten().map(str::to_owned);
            here.or_else(|| problem.with(|problem| of_server(problem.as_ref(), name)))
        })
    };
    let preview = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.tried.set(true);
        match draft.request(&permanence) {
            Some(request) => {
                let asked = request.clone();
                draft.attempt.run(call(request), move |shown| draft.shown.set(Some((asked, shown))));
            }
            None => focus_first_error(),
        }
    };
    let general = Signal::derive(move || {
        problem.get().filter(|problem| field_of(problem.kind).is_none_or(|field| field == "professionnel"))
    });
    let fields = move || {
        view! {
            <Rhythm quand=draft.quand error=Callback::new(error) />
            <Hours quand=draft.quand error=Callback::new(error) />
            <Booked quand=draft.quand error=Callback::new(error) />
        }
    };
    let form = StoredValue::new_local(std::rc::Rc::new(preview));
    move || match (draft.done.get(), draft.shown.get()) {
        (Some(done), _) => view! { <Done done /> }.into_any(),
        (None, Some((request, shown))) => view! { <Preview draft request shown zone=zone.clone() /> }.into_any(),
        (None, None) => view! {
            <form class="pile max-w-2xl gap-5" novalidate on:submit=move |event| (form.get_value())(event)>
                <Field label=pro::changer_a_partir_du() name="a_partir_du" value=draft.from kind="date" />
                <CheckField label=pro::changer_arreter() name="arreter" value=draft.ends />
                <Show when=move || !draft.ends.get()>{fields()}</Show>
                <ProblemNotice problem=general />
                <Submit label=pro::changer_voir() pending=draft.attempt.pending />
                <p class="discret">{pro::changer_voir_aide()}</p>
            </form>
        }
        .into_any(),
    }
}

#[component]
fn Preview(draft: Draft, request: ChangePermanence, shown: Changement, zone: String) -> impl IntoView {
    let send = move |_| {
        let request = ChangePermanence { apercu: false, ..request.clone() };
        draft.attempt.run(call(request), move |done| draft.done.set(Some(done)));
    };
    let left_out = (!shown.ecartes.is_empty()).then(|| {
        view! {
            <h3 class="font-bold">{pro::changer_ecartes()}</h3>
            <LeftOut ecartes=shown.ecartes.clone() />
        }
    });
    let kept = shown.gardes.clone();
    let item = |one: &shared::permanences::CreneauGarde| {
        let people = if one.venues == 1 {
            pro::jour_une_personne().to_owned()
        } else {
            pro::jour_personnes(&one.venues.to_string())
        };
        let when = format::moment(one.debut, &zone);
        view! { <li class="first-letter:uppercase">{format!("{when} · {people}")}</li> }
    };
    let booked = (!kept.is_empty()).then(|| {
        view! {
            <h3 class="font-bold">{pro::changer_gardes()}</h3>
            <ul class="grid gap-1">{kept.iter().map(item).collect_view()}</ul>
        }
    });
    view! {
        <section class="carte max-w-2xl" aria-labelledby="apercu">
            <h2 id="apercu" class="titre-2">
                {pro::changer_apercu()}
            </h2>
            <p>{pro::changer_retires(&shown.retires.to_string())}</p>
            <p>{pro::changer_nouveaux(&shown.nouveaux.to_string())}</p>
            {left_out}
            {booked}
            <ProblemNotice problem=draft.attempt.problem />
            <button type="button" class=MAIN on:click=send>
                {pro::changer_faire()}
            </button>
            <button type="button" class=PLAIN on:click=move |_| draft.shown.set(None)>
                {pro::changer_corriger()}
            </button>
        </section>
    }
    .into_any()
}

#[component]
fn Done(done: Changement) -> impl IntoView {
    let fiche = format!("/pro/permanences/{}", done.permanence.id);
    view! {
        <section class="carte carte-moment max-w-xl" role="status">
            <h2 class="titre-2">{pro::changer_fait()}</h2>
            <p>{pro::changer_nouveaux(&done.nouveaux.to_string())}</p>
            <a href=fiche class=MAIN>
                {pro::changer_voir_fiche()}
            </a>
        </section>
    }
}
