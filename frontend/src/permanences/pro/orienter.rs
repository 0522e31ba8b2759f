//! Orienting a jeune: a free créneau, a nickname, and a paper with a code.

use leptos::prelude::*;
use shared::{
    fields::{Identifiant, Prenom},
    ids::CreneauId,
    permanences::{Besoin, Creneau, Creneaux, ListCreneaux, Prescribe},
};

use super::papier::Paper;
use crate::{
    api::call,
    ask::ask,
    comptes::pro::appartenances,
    format,
    permanences::besoin_label,
    route::Route,
    session::Me,
    texts::pro,
    ui::{
        CARD, CheckField, Choice, Creation, Drawing, EmptyState, Field, Icon, Loaded, PLAIN, Page, ProblemNotice,
        SelectField, Submit, codes::explain_field, focus_first_error, icons,
    },
};

/// The address `/pro/orienter`, with the créneau that was chosen: `?creneau=…`.
#[component]
pub fn OrienterPage() -> impl IntoView {
    let route = Route::expect();
    let chosen = Memo::new(move |_| route.query("creneau").and_then(|id| id.parse::<CreneauId>().ok()));
    view! {
        <Page titre=pro::orienter_titre()>
            <a href="/pro/orientations" class=format!("{PLAIN} max-w-md")>
                {pro::orientations_titre()}
            </a>
            {move || match chosen.get() {
                Some(creneau) => view! { <For creneau /> }.into_any(),
                None => view! { <Free /> }.into_any(),
            }}
        </Page>
    }
    .into_any()
}

/// The free créneaux, by need, the nearest first.
#[component]
fn Free() -> impl IntoView {
    let besoin = RwSignal::new(String::new());
    let list =
        ask(move || call(ListCreneaux { besoin: Besoin::from_code(&besoin.get()), espace: None, commune: None }));
    let besoins = Besoin::ALL.iter().map(|one| (one.code().to_owned(), besoin_label(*one).to_owned()));
    view! {
        <p>{pro::orienter_aide()}</p>
        <div class="max-w-md">
            <SelectField
                label=pro::publier_besoin()
                name="besoin"
                value=besoin
                choices=besoins.collect()
                empty=pro::orienter_tous_les_besoins()
            />
        </div>
        <Loaded from=list let:list>
            <Moments list />
        </Loaded>
    }
}

#[component]
fn Moments(list: Creneaux) -> impl IntoView {
    let Creneaux { maintenant, aujourdhui, semaine, plus_tard, autre } = list;
    let moments = [
        (pro::orienter_maintenant(), maintenant),
        (pro::orienter_aujourdhui(), aujourdhui),
        (pro::orienter_semaine(), semaine),
        (pro::orienter_plus_tard(), plus_tard),
    ];
    let nothing = moments.iter().all(|(_, list)| list.is_empty()).then(|| {
        let other = autre.map(|one| view! { <ul class="grid gap-2">{item(one)}</ul> });
        view! {
            <EmptyState drawing=Drawing::Calendar>
                <p>{pro::orienter_rien()}</p>
            </EmptyState>
            {other}
        }
    });
    let moment = |(titre, list): (&'static str, Vec<Creneau>)| {
        view! {
            <h2 class="titre-2">{titre}</h2>
            <ul class="grid gap-2 lg:grid-cols-2">{list.into_iter().map(item).collect_view()}</ul>
        }
    };
    view! {
        {nothing}
        {moments.into_iter().filter(|(_, list)| !list.is_empty()).map(moment).collect_view()}
    }
}

fn item(creneau: Creneau) -> impl IntoView {
    let href = format!("/pro/orienter?creneau={}", creneau.id);
    let when = format::moment(creneau.debut, &creneau.lieu.fuseau);
    let what = format!("{} · {}", besoin_label(creneau.besoin), creneau.professionnel);
    view! {
        <li>
            <a class="carte carte-lien" href=href>
                <span class="flex items-center justify-between gap-2">
                    <strong class="text-lg leading-snug first-letter:uppercase">{when}</strong>
                    <Icon path=icons::NEXT />
                </span>
                <span>{what}</span>
                <span class="discret">{format!("{}, {}", creneau.lieu.nom, creneau.lieu.commune)}</span>
            </a>
        </li>
    }
}

/// The créneau that was chosen, and who it is for.
#[component]
fn For(creneau: CreneauId) -> impl IntoView {
    let found = ask(move || async move {
        let list = call(ListCreneaux { besoin: None, espace: None, commune: None }).await?;
        let all = [list.maintenant, list.aujourdhui, list.semaine, list.plus_tard];
        Ok(all.into_iter().flatten().find(|one| one.id == creneau))
    });
    let prescribe = Creation::<Prescribe>::new();
    move || match prescribe.reply() {
        Some(made) => view! {
            <div class="pile max-w-xl" role="status">
                <h2 class="titre-2">{pro::orienter_fait()}</h2>
                <Paper prescription=made />
                <a href="/pro/orienter" class=PLAIN>
                    {pro::orienter_encore()}
                </a>
            </div>
        }
        .into_any(),
        None => view! {
            <Loaded from=found let:known>
                <Form creneau known prescribe />
            </Loaded>
        }
        .into_any(),
    }
}

#[component]
fn Form(creneau: CreneauId, known: Option<Creneau>, prescribe: Creation<Prescribe>) -> impl IntoView {
    let structures: Vec<Choice> =
        appartenances(Me::expect()).into_iter().map(|place| (place.structure.to_string(), place.nom)).collect();
    let several = 1 < structures.len();
    let structure = RwSignal::new(structures.first().map(|(id, _)| id.clone()).unwrap_or_default());
    let (surnom, contact) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (accompagne, tried) = (RwSignal::new(false), RwSignal::new(false));
    let read_contact = move || match contact.get().trim() {
        "" => Ok(None),
        text => Identifiant::parse(text).map(Some),
    };
    let wrong_name =
        Signal::derive(move || Prenom::parse(&surnom.get()).err().filter(|_| tried.get()).map(explain_field));
    let wrong_contact = Signal::derive(move || read_contact().err().filter(|_| tried.get()).map(explain_field));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let surnom = Prenom::parse(&surnom.get_untracked());
        match (structure.get_untracked().parse(), surnom, untrack(read_contact)) {
            (Ok(structure), Ok(surnom), Ok(contact)) => {
                let accompagne = accompagne.get_untracked();
                prescribe.send(Prescribe { structure, creneau, surnom, contact, accompagne });
            }
            _ => focus_first_error(),
        }
    };
    let chosen = match known {
        Some(known) => view! { <ul class="max-w-xl">{item(known)}</ul> }.into_any(),
        None => view! { <p class="note">{pro::orienter_parti()}</p> }.into_any(),
    };
    view! {
        {chosen}
        <form class="pile max-w-xl" novalidate on:submit=send>
            <Field label=pro::jour_prenom() name="surnom" value=surnom maxlength=40 error=wrong_name />
            <Field
                label=pro::orienter_contact()
                hint=pro::orienter_contact_aide()
                name="contact"
                value=contact
                error=wrong_contact
            />
            <CheckField label=pro::orienter_accompagne() name="accompagne" value=accompagne />
            {several
                .then(|| {
                    view! {
                        <SelectField
                            label=pro::publier_structure()
                            name="structure"
                            value=structure
                            choices=structures
                        />
                    }
                })}
            <ProblemNotice problem=prescribe.problem() />
            <Submit label=pro::orienter_action() pending=prescribe.pending() />
            <a href="/pro/orienter" class=PLAIN>
                {pro::orienter_autre_creneau()}
            </a>
        </form>
    }
    .into_any()
}

/// The address `/pro/orientations`.
#[component]
pub fn OrientationsPage() -> impl IntoView {
    view! {
        <Page titre=pro::orientations_titre()>
            <p>
                <a href="/pro/orienter" class="lien inline-flex min-h-12 items-center gap-1">
                    <Icon path=icons::BACK />
                    {pro::orienter_titre()}
                </a>
            </p>
            <p>{pro::orientations_aide()}</p>
            <super::papier::List class=CARD />
        </Page>
    }
    .into_any()
}
