//! Absences: announced with who answers meanwhile, ended when one is back.

use std::{cell::RefCell, rc::Rc};

use leptos::{ev, prelude::*};
use shared::{
    fields::Jour,
    messages::{AnnounceRemplacement, Collegue, EndRemplacement, ListRemplacements, Remplacement},
};

use super::focus;
use crate::{
    api::{Once, call},
    ask::{Attempt, ask, shown},
    comptes::pro::droits,
    live::Live,
    permanences::pro::{date, jours},
    session::Me,
    texts::{commun, pro},
    ui::{Choice, Confirm, Field, Icon, Loaded, ProblemNotice, SMALL, SelectField, Submit, focus_first_error, icons},
};

const TITLE: &str = "absences";
// The longest absence, in days.
const LONGEST: i64 = 90;

/// The absences that are not over, those in which one answers for a colleague, and a new one.
#[component]
pub fn AbsencesSection(
    /// Who may answer meanwhile.
    collegues: Vec<Collegue>,
    /// Changes when an absence does.
    changed: RwSignal<u32>,
) -> impl IntoView {
    let live = Live::expect();
    let absences = ask(move || {
        live.fils.track();
        changed.track();
        call(ListRemplacements {})
    });
    let me = Me::expect();
    let publishes = me.get_untracked().is_some_and(|session| droits(&session).publie);
    let to_closures = publishes.then(|| {
        view! {
            <a href="/pro/permanences/fermetures" class="lien">
                {pro::absences_rep_fermer()}
            </a>
        }
    });
    view! {
        <section class="carte" aria-labelledby=TITLE>
            <h2 id=TITLE class="titre-2" tabindex="-1">
                {pro::absences_rep_titre()}
            </h2>
            <Loaded from=absences let:absences>
                <Lists absences changed />
            </Loaded>
            <p>{pro::absences_rep_aide()}</p>
            <Announce collegues changed />
            <p class="discret">{pro::absences_rep_permanences()} " " {to_closures}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Lists(absences: Vec<Remplacement>, changed: RwSignal<u32>) -> impl IntoView {
    let (own, others): (Vec<_>, Vec<_>) = absences.into_iter().partition(|one| one.est_moi);
    let others = (!others.is_empty()).then(|| {
        let item = |one: Remplacement| {
            view! { <li>{pro::absences_rep_pour(&one.absent, &days(&one))}</li> }
        };
        view! {
            <h3 class="font-bold">{pro::absences_rep_remplace_titre()}</h3>
            <ul class="grid gap-1">{others.into_iter().map(item).collect_view()}</ul>
        }
    });
    view! {
        <ul class="grid gap-3 empty:hidden">
            {own.into_iter().map(|one| view! { <Own one changed /> }).collect_view()}
        </ul>
        {others}
    }
}

#[component]
fn Own(one: Remplacement, changed: RwSignal<u32>) -> impl IntoView {
    let (attempt, asking) = (Attempt::new(), RwSignal::new(false));
    let remplacement = one.id;
    let is_begun = one.du <= jours::today();
    let what = days(&one);
    let who = match &one.remplacant {
        Some(prenom) => pro::absences_rep_repond(prenom),
        None => pro::absences_rep_personne_repond().to_owned(),
    };
    let (end, question, yes) = match is_begun {
        true => (pro::absences_rep_retour(), pro::absences_rep_retour_question(), pro::absences_rep_retour_oui()),
        false => (pro::absences_rep_annuler(), pro::absences_rep_annuler_question(), pro::absences_rep_annuler_oui()),
    };
    let detail = match one.remplacant.is_some() {
        true => pro::absences_rep_fin_detail(),
        false => pro::absences_rep_fin_detail_seul(),
    };
    let button_id = format!("fin-{remplacement}");
    let back = button_id.clone();
    let on_no = Callback::new(move |()| {
        asking.set(false);
        focus(back.clone());
    });
    let on_yes = Callback::new(move |()| {
        attempt.run(call(EndRemplacement { remplacement }), move |_| {
            changed.try_update(|count| *count += 1);
            focus(TITLE.to_owned());
        });
    });
    let name = what.clone();
    let action = shown(move || match asking.get() {
        false => view! {
            <button type="button" id=button_id.clone() class=SMALL on:click=move |_| asking.set(true)>
                {end}
                <span class="sr-only">" : " {name.clone()}</span>
            </button>
        }
        .into_any(),
        true => view! { <Confirm question detail no=pro::absences_rep_garder() yes on_no on_yes /> }.into_any(),
    });
    view! {
        <li class="note">
            <Icon path=icons::CALENDAR />
            <div class="pile grow">
                <p>
                    <strong class="inline-block first-letter:uppercase">{what}</strong>
                    <br />
                    {who}
                </p>
                {action}
                <ProblemNotice problem=attempt.problem />
            </div>
        </li>
    }
    .into_any()
}

#[component]
fn Announce(collegues: Vec<Collegue>, changed: RwSignal<u32>) -> impl IntoView {
    let tomorrow = jours::plus_days(jours::today(), 1).to_string();
    let (du, au) = (RwSignal::new(tomorrow.clone()), RwSignal::new(tomorrow));
    let (who, tried, done) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(false));
    let attempt = Attempt::new();
    let once = Rc::new(RefCell::new(Once::new()));
    let choices: Vec<Choice> = collegues
        .into_iter()
        .map(|one| (one.compte.to_string(), pro::absences_rep_collegue(&one.prenom, &one.aide)))
        .collect();
    let alone = choices.is_empty().then(|| view! { <p class="discret">{pro::absences_rep_seul()}</p> });
    let du_wrong = Signal::derive(move || {
        let wrong = tried.get() && du.get().parse::<Jour>().is_err();
        wrong.then(|| commun::champ_date().to_owned())
    });
    let au_wrong = Signal::derive(move || tried.get().then(|| last_day(&du.get(), &au.get()).err()).flatten());
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        done.set(false);
        let (first, last) = (du.get_untracked(), au.get_untracked());
        let (Ok(du), Ok(au)) = (first.parse(), last_day(&first, &last)) else { return focus_first_error() };
        let request = AnnounceRemplacement { du, au, remplacant: who.get_untracked().parse().ok() };
        let (sent, again) = (once.borrow().clone().call(request), Rc::clone(&once));
        attempt.run(sent, move |_| {
            // The same days once more are another intention.
            *again.borrow_mut() = Once::new();
            tried.try_set(false);
            done.try_set(true);
            changed.try_update(|count| *count += 1);
        });
    };
    view! {
        <form class="pile" novalidate on:submit=send on:input=move |_| done.set(false)>
            <div class="grid items-start gap-3 sm:grid-cols-2">
                <Field label=pro::absences_rep_du() name="rep-du" value=du kind="date" error=du_wrong />
                <Field label=pro::absences_rep_au() name="rep-au" value=au kind="date" error=au_wrong />
            </div>
            <SelectField
                label=pro::absences_rep_qui()
                name="remplacant"
                value=who
                choices
                empty=pro::absences_rep_personne()
            />
            {alone}
            <p role="status" class="font-bold">
                {move || done.get().then(pro::absences_rep_annoncee)}
            </p>
            <ProblemNotice problem=attempt.problem />
            <Submit label=pro::absences_rep_annoncer() pending=attempt.pending />
        </form>
    }
    .into_any()
}

// What is wrong with the last day, beside the first.
fn last_day(du: &str, au: &str) -> Result<Jour, String> {
    let au: Jour = au.parse().map_err(|_| commun::champ_date().to_owned())?;
    let from = du.parse().unwrap_or(au);
    let wrong = if au < from {
        pro::absences_rep_fin_avant()
    } else if au < jours::today() {
        pro::absences_rep_passe()
    } else if jours::plus_days(from, LONGEST) < au {
        pro::absences_rep_trop_long()
    } else {
        return Ok(au);
    };
    Err(wrong.to_owned())
}

fn days(one: &Remplacement) -> String {
    match one.du == one.au {
        true => pro::absences_rep_le(&date(one.du)),
        false => pro::absences_rep_du_au(&date(one.du), &date(one.au)),
    }
}
