//! The form that opens a permanence.

use leptos::prelude::*;
use shared::{
    Problem,
    accueil::{EspaceTemps, ListEspacesTemps},
    annuaire::{ListEquipe, Professionnel},
    permanences::{Besoin, Permanence, PublishPermanence},
};

use super::{
    brouillon::Brouillon,
    fiche::Twice,
    quand::{field_of, of_server},
    quand_champs::{Booked, Errors, Hours, Rhythm},
};
use crate::{
    api::call,
    ask::ask,
    comptes::pro::appartenances,
    permanences::besoin_label,
    session::Me,
    texts::pro,
    ui::{
        CheckField, Choice, Creation, Drawing, EmptyState, Field, Icon, Loaded, MAIN, PLAIN, Page, ProblemNotice,
        RadioField, SelectField, Submit, focus_first_error, icons,
    },
};

/// The address `/pro/permanences/ouvrir`.
#[component]
pub fn PublierPage() -> impl IntoView {
    let lists = ask(|| async {
        let espaces = call(ListEspacesTemps {}).await?;
        let equipe = call(ListEquipe {}).await?;
        Ok::<_, Problem>((espaces, equipe))
    });
    let publish = Creation::<PublishPermanence>::new();
    view! {
        <Page titre=pro::publier_titre()>
            <p>
                <a href="/pro/permanences" class="lien inline-flex min-h-12 items-center gap-1">
                    <Icon path=icons::BACK />
                    {pro::publier_retour()}
                </a>
            </p>
            {move || match publish.reply() {
                Some(permanence) => view! { <Opened permanence again=move || publish.reset() /> }.into_any(),
                None => view! {
                    <Loaded from=lists let:lists>
                        <Form espaces=lists.0 equipe=lists.1 publish />
                    </Loaded>
                }
                .into_any(),
            }}
        </Page>
    }
    .into_any()
}

#[component]
fn Form(espaces: Vec<EspaceTemps>, equipe: Vec<Professionnel>, publish: Creation<PublishPermanence>) -> impl IntoView {
    if espaces.is_empty() {
        return view! {
            <EmptyState drawing=Drawing::Door>
                <p class="font-bold">{pro::publier_sans_espace_titre()}</p>
                <p>{pro::publier_sans_espace_texte()}</p>
            </EmptyState>
        }
        .into_any();
    }
    let me = Me::expect();
    let own = untrack(|| me.compte()).map(|compte| compte.to_string()).unwrap_or_default();
    let structures: Vec<Choice> = appartenances(me)
        .into_iter()
        .filter(|place| place.droits.publie)
        .map(|place| (place.structure.to_string(), place.nom))
        .collect();
    let espaces: Vec<Choice> = espaces.into_iter().map(espace_choice).collect();
    let equipe: Vec<Choice> = equipe.into_iter().map(professional_choice).collect();
    let own = if equipe.iter().any(|(id, _)| *id == own) { own } else { String::new() };
    let brouillon = Brouillon::new(only(&structures), only(&espaces), own);
    let problem = publish.problem();
    let error = move |name: &'static str| {
        Signal::derive(move || {
            let here = brouillon.tried.get().then(|| brouillon.wrong(name)).flatten().map(str::to_owned);
            here.or_else(|| problem.with(|problem| of_server(problem.as_ref(), name)))
        })
    };
    Effect::new(move || {
        if problem.with(Option::is_some) {
            focus_first_error();
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        brouillon.tried.set(true);
        match untrack(|| brouillon.request()) {
            Some(request) => publish.send(request),
            None => focus_first_error(),
        }
    };
    // A refusal that is shown on its field is not said twice.
    let general = Signal::derive(move || problem.get().filter(|problem| field_of(problem.kind).is_none()));
    let besoins = Besoin::ALL.iter().map(|besoin| (besoin.code().to_owned(), besoin_label(*besoin).to_owned()));
    view! {
        <form class="pile max-w-2xl gap-5" novalidate on:submit=submit>
            <RadioField
                label=pro::publier_besoin()
                name="besoin"
                value=brouillon.besoin
                choices=besoins.collect()
                error=error("besoin")
            />
            <SelectField
                label=pro::publier_espace()
                name="espace"
                value=brouillon.espace
                choices=espaces
                empty=pro::publier_choisir()
                error=error("espace")
            />
            <Elsewhere brouillon error=Callback::new(error) />
            <SelectField
                label=pro::publier_professionnel()
                name="professionnel"
                value=brouillon.professionnel
                choices=equipe
                empty=pro::publier_choisir()
                error=error("professionnel")
            />
            <SelectField
                label=pro::publier_structure()
                name="structure"
                value=brouillon.structure
                choices=structures
                empty=pro::publier_choisir()
                error=error("structure")
            />
            <Rhythm quand=brouillon.quand error=Callback::new(error) />
            <CheckField label=pro::publier_deja_tenue() name="deja_tenue" value=brouillon.deja_tenue />
            <Hours quand=brouillon.quand error=Callback::new(error) />
            <Booked quand=brouillon.quand error=Callback::new(error) />
            <ProblemNotice problem=general />
            <Submit label=pro::publier_action() pending=publish.pending() />
        </form>
    }
    .into_any()
}

#[component]
fn Elsewhere(brouillon: Brouillon, error: Errors) -> impl IntoView {
    let line = move |name: &'static str, label: &'static str, value: RwSignal<String>| {
        view! { <Field label name value maxlength=200 error=error.run(name) /> }
    };
    view! {
        <CheckField label=pro::publier_ailleurs() name="ailleurs" value=brouillon.ailleurs />
        <Show when=move || brouillon.ailleurs.get()>
            <div class="pile border-l-4 border-accent pl-4">
                {line("nom", pro::publier_ailleurs_nom(), brouillon.nom)}
                {line("adresse", pro::publier_ailleurs_adresse(), brouillon.adresse)}
                {line("commune", pro::publier_ailleurs_commune(), brouillon.commune)}
            </div>
        </Show>
    }
}

#[component]
fn Opened(permanence: Permanence, again: impl Fn() + 'static) -> impl IntoView {
    let fiche = format!("/pro/permanences/{}", permanence.id);
    let count = match permanence.creneaux {
        1 => pro::publier_fait_un().to_owned(),
        many => pro::publier_fait(&many.to_string()),
    };
    view! {
        <section class="carte carte-moment max-w-xl" role="status">
            <h2 class="titre-2">{pro::publier_fait_titre()}</h2>
            <p>{count}</p>
            <Twice permanence=permanence.clone() />
            <a href=fiche class=MAIN>
                {pro::changer_voir_fiche()}
            </a>
            <a href="/pro/agenda" class=PLAIN>
                {pro::publier_voir_agenda()}
            </a>
            <button type="button" class=PLAIN on:click=move |_| again()>
                {pro::publier_autre()}
            </button>
        </section>
    }
}

fn espace_choice(espace: EspaceTemps) -> Choice {
    (espace.code.as_str().to_owned(), format!("{} ({})", espace.nom, espace.lieu.commune))
}

fn professional_choice(professionnel: Professionnel) -> Choice {
    (professionnel.compte.to_string(), format!("{} · {}", professionnel.prenom, professionnel.aide))
}

fn only(choices: &[Choice]) -> String {
    match choices {
        [(code, _)] => code.clone(),
        _ => String::new(),
    }
}
