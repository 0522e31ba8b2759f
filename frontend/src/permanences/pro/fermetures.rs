//! Closures of a place and absences of people: what is to come, a new one, and taking one back.

use leptos::prelude::*;
use shared::{
    Problem,
    accueil::{EspaceTemps, ListEspacesTemps},
    annuaire::{ListEquipe, Professionnel},
    comptes::Appartenance,
    fields::{CodeEspace, Heure, Jour, Ligne},
    permanences::{
        Absence, CloseEspace, DeclareAbsence, EndAbsence, EndFermeture, Fermeture, ListAbsences, ListFermetures,
    },
};

use super::{
    date,
    journees::{Word, WordField},
    jours,
};
use crate::{
    api::call,
    ask::{Attempt, ask},
    comptes::pro::appartenances,
    format,
    session::Me,
    texts::pro,
    ui::{
        Choice, Creation, Drawing, EmptyState, Field, Icon, Loaded, Page, ProblemNotice, SMALL, SelectField, Submit,
        codes::explain_field, focus_first_error, icons,
    },
};

/// The address `/pro/permanences/fermetures`.
#[component]
pub fn FermeturesPage() -> impl IntoView {
    let lists = ask(|| async {
        let espaces = call(ListEspacesTemps {}).await?;
        let equipe = call(ListEquipe {}).await?;
        Ok::<_, Problem>((espaces, equipe))
    });
    view! {
        <Page titre=pro::fermetures_titre()>
            <p>
                <a href="/pro/permanences" class="lien inline-flex min-h-12 items-center gap-1">
                    <Icon path=icons::BACK />
                    {pro::publier_retour()}
                </a>
            </p>
            <Loaded from=lists let:lists>
                <div class="grid items-start gap-6 lg:grid-cols-2">
                    <Absences equipe=lists.1 />
                    <Closures espaces=lists.0 />
                </div>
            </Loaded>
        </Page>
    }
    .into_any()
}

/// A first and a last day.
#[derive(Clone, Copy)]
struct Span {
    du: RwSignal<String>,
    au: RwSignal<String>,
}

impl Span {
    fn new() -> Self {
        let tomorrow = jours::plus_days(jours::today(), 1).to_string();
        Self { du: RwSignal::new(tomorrow.clone()), au: RwSignal::new(tomorrow) }
    }

    fn read(self) -> Option<(Jour, Jour)> {
        Some((self.du.get_untracked().parse().ok()?, self.au.get_untracked().parse().ok()?))
    }
}

#[component]
fn Absences(equipe: Vec<Professionnel>) -> impl IntoView {
    let absences = ask(|| call(ListAbsences {}));
    let declare = Creation::<DeclareAbsence>::new();
    let choices: Vec<Choice> = equipe.into_iter().map(|one| (one.compte.to_string(), one.prenom)).collect();
    let who = RwSignal::new(choices.first().map(|(id, _)| id.clone()).unwrap_or_default());
    let (span, word) = (Span::new(), Word { needed: false, ..Word::new() });
    let (debut, fin) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    Effect::new(move || {
        if declare.reply().is_some() {
            declare.reset();
            absences.refetch();
        }
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let hour = |field: RwSignal<String>| field.get_untracked().parse::<Heure>().ok();
        let mot = word.read().flatten();
        if let (Ok(professionnel), Some((du, au))) = (who.get_untracked().parse(), span.read()) {
            declare.send(DeclareAbsence { professionnel, du, debut: hour(debut), au, fin: hour(fin), mot });
        }
    };
    view! {
        <section class="carte" aria-labelledby="absences">
            <h2 id="absences" class="titre-2">
                {pro::absences_titre()}
            </h2>
            <Loaded from=absences let:absences>
                <ul class="grid gap-2 empty:hidden">
                    {absences.into_iter().map(|one| view! { <Away one /> }).collect_view()}
                </ul>
            </Loaded>
            <form class="pile" novalidate on:submit=send>
                <SelectField label=pro::absences_qui() name="absent" value=who choices />
                <div class="grid items-start gap-3 sm:grid-cols-2">
                    <Field label=pro::absences_du() name="absence-du" value=span.du kind="date" />
                    <Field label=pro::absences_debut() name="absence-debut" value=debut kind="time" />
                    <Field label=pro::absences_au() name="absence-au" value=span.au kind="date" />
                    <Field label=pro::absences_fin() name="absence-fin" value=fin kind="time" />
                </div>
                <p class="discret">{pro::absences_aide()}</p>
                <WordField word />
                <ProblemNotice problem=declare.problem() />
                <Submit label=pro::absences_declarer() pending=declare.pending() />
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Away(one: Absence) -> impl IntoView {
    let zone = format::own_zone();
    let when = away_when(&one, &zone);
    let what = format!("{} · {when}", one.prenom);
    let absence = one.id;
    view! { <Entry what end=Callback::new(move |attempt: (Attempt, RwSignal<bool>)| {
        attempt.0.run(call(EndAbsence { absence }), move |_| attempt.1.set(true));
    }) /> }
}

// Whole days are said as days, hours as hours.
fn away_when(one: &Absence, zone: &str) -> String {
    let is_midnight = |at| format::hour(at, zone) == format::clock("00:00");
    let last = shared::Instant(one.fin.0 - 1);
    let (first_day, last_day) = (format::long_day(one.debut, zone), format::long_day(last, zone));
    match (is_midnight(one.debut) && is_midnight(one.fin), first_day == last_day) {
        (true, true) => pro::absences_journee(&first_day),
        (true, false) => pro::agenda_du_au(&first_day, &last_day),
        (false, true) => {
            let hours = pro::permanence_heures(&format::hour(one.debut, zone), &format::hour(one.fin, zone));
            format!("{first_day}, {hours}")
        }
        (false, false) => pro::agenda_du_au(&format::moment(one.debut, zone), &format::moment(one.fin, zone)),
    }
}

#[component]
fn Entry(what: String, end: Callback<(Attempt, RwSignal<bool>)>) -> impl IntoView {
    let (attempt, gone) = (Attempt::new(), RwSignal::new(false));
    let name = what.clone();
    view! {
        <li class="grid gap-1" hidden=move || gone.get()>
            <div class="flex flex-wrap items-center justify-between gap-2">
                <span class="first-letter:uppercase">{what}</span>
                <button type="button" class=SMALL on:click=move |_| end.run((attempt, gone))>
                    {pro::fermetures_retirer()}
                    <span class="sr-only">" : " {name}</span>
                </button>
            </div>
            <ProblemNotice problem=attempt.problem />
        </li>
    }
}

/// The places that one may close: those that a structure in which one publishes animates.
#[component]
fn Closures(espaces: Vec<EspaceTemps>) -> impl IntoView {
    let mine = closable(espaces, &appartenances(Me::expect()));
    let content = match mine.is_empty() {
        true => view! {
            <EmptyState drawing=Drawing::Door>
                <p class="font-bold">{pro::fermetures_aucun_lieu_titre()}</p>
                <p>{pro::fermetures_aucun_lieu_texte()}</p>
            </EmptyState>
        }
        .into_any(),
        false => view! { <Close espaces=mine /> }.into_any(),
    };
    view! {
        <section class="carte" aria-labelledby="fermetures">
            <h2 id="fermetures" class="titre-2">
                {pro::fermetures_lieu()}
            </h2>
            {content}
        </section>
    }
}

// By name, as the contract says it: comfort, the server decides.
fn closable(espaces: Vec<EspaceTemps>, appartenances: &[Appartenance]) -> Vec<EspaceTemps> {
    let is_mine = |nom: &String| appartenances.iter().any(|place| place.droits.publie && place.nom == *nom);
    espaces.into_iter().filter(|espace| espace.structures.iter().any(is_mine)).collect()
}

#[component]
fn Close(espaces: Vec<EspaceTemps>) -> impl IntoView {
    let choices: Vec<Choice> = espaces
        .into_iter()
        .map(|one| (one.code.as_str().to_owned(), format!("{} ({})", one.nom, one.lieu.commune)))
        .collect();
    let espace = RwSignal::new(choices.first().map(|(code, _)| code.clone()).unwrap_or_default());
    let close = Creation::<CloseEspace>::new();
    let (span, word) = (Span::new(), Word { needed: false, ..Word::new() });
    let (motif, tried) = (RwSignal::new(String::new()), RwSignal::new(false));
    let error = Signal::derive(move || Ligne::parse(&motif.get()).err().filter(|_| tried.get()).map(explain_field));
    let made = RwSignal::new(0_u32);
    Effect::new(move || {
        if close.reply().is_some() {
            close.reset();
            tried.set(false);
            motif.set(String::new());
            made.update(|count| *count += 1);
        }
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let code = CodeEspace::parse(&espace.get_untracked());
        let (Ok(espace), Some((du, au)), Ok(motif)) = (code, span.read(), Ligne::parse(&motif.get_untracked())) else {
            return focus_first_error();
        };
        close.send(CloseEspace { espace, du, au, motif, mot: word.read().flatten() });
    };
    let known = ask(move || {
        made.track();
        let code = CodeEspace::parse(&espace.get());
        async move {
            match code {
                // Two structures of one name: of what the other one animates there is nothing to show.
                Ok(espace) => call(ListFermetures { espace })
                    .await
                    .or_else(|why| if why.status == 404 { Ok(Vec::new()) } else { Err(why) }),
                Err(_) => Ok(Vec::new()),
            }
        }
    });
    view! {
        <form class="pile" novalidate on:submit=send>
            <SelectField label=pro::publier_espace() name="espace" value=espace choices />
            <Loaded from=known let:known>
                <ul class="grid gap-2 empty:hidden">
                    {known.into_iter().map(|one| view! { <Closed one /> }).collect_view()}
                </ul>
            </Loaded>
            <div class="grid items-start gap-3 sm:grid-cols-2">
                <Field label=pro::absences_du() name="fermeture-du" value=span.du kind="date" />
                <Field label=pro::absences_au() name="fermeture-au" value=span.au kind="date" />
            </div>
            <Field label=pro::fermetures_motif() name="motif" value=motif maxlength=200 error />
            <WordField word />
            <ProblemNotice problem=close.problem() />
            <Submit label=pro::fermetures_fermer() pending=close.pending() />
        </form>
    }
    .into_any()
}

#[component]
fn Closed(one: Fermeture) -> impl IntoView {
    let what = format!("{} · {}", pro::agenda_du_au(&date(one.du), &date(one.au)), one.motif);
    let fermeture = one.id;
    view! { <Entry what end=Callback::new(move |attempt: (Attempt, RwSignal<bool>)| {
        attempt.0.run(call(EndFermeture { fermeture }), move |_| attempt.1.set(true));
    }) /> }
}
