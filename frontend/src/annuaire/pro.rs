//! For the administrator: the structures of the installation.

use leptos::prelude::*;
use shared::{
    annuaire::{CreateStructure, FicheStructure, ListStructures, Structure},
    fields::Ligne,
};

use crate::{
    accueil::pro::door,
    api::call,
    ask::ask,
    texts::{espaces, pro},
    ui::{CARD, Creation, Drawing, EmptyState, Field, Icon, Loaded, Page, ProblemNotice, Submit, codes, icons},
};

// How many are shown at once: whoever looks for one types its name.
const MOST: usize = 50;

/// The address `/pro/structures`.
#[component]
pub fn StructuresPage() -> impl IntoView {
    let create = Creation::<CreateStructure>::new();
    // Asked again when one was added.
    let structures = ask(move || {
        drop(create.reply());
        call(ListStructures {})
    });
    view! {
        <Page titre=pro::structures_titre()>
            <div class="grid items-start gap-6 lg:grid-cols-2">
                <div class="pile">
                    <Loaded from=structures let:structures>
                        <List structures />
                    </Loaded>
                </div>
                <Add create />
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn List(structures: Vec<Structure>) -> impl IntoView {
    if structures.is_empty() {
        return view! {
            <EmptyState drawing=Drawing::Together>
                <p class="font-bold">{pro::structures_vide_titre()}</p>
                <p>{pro::structures_vide_texte()}</p>
            </EmptyState>
        }
        .into_any();
    }
    let total = structures.len();
    let words = RwSignal::new(String::new());
    let known: Vec<(String, Structure)> = structures.into_iter().map(|one| (plain(&about(&one)), one)).collect();
    let found = Memo::new(move |_| {
        let words = words.with(|words| plain(words));
        let fits = |text: &str| words.split_whitespace().all(|word| text.contains(word));
        known.iter().filter(|(text, _)| fits(text)).map(|(_, one)| one.clone()).collect::<Vec<_>>()
    });
    let count = move || match found.with(Vec::len) {
        0 => pro::structures_aucune().to_owned(),
        some => pro::structures_nombre(&some.to_string(), &total.to_string()),
    };
    view! {
        <Field
            label=pro::structures_chercher()
            hint=pro::structures_chercher_aide()
            name="recherche"
            kind="search"
            value=words
        />
        <p role="status" class="discret">
            {count}
        </p>
        <ul class="pile">{move || found.get().into_iter().take(MOST).map(item).collect_view()}</ul>
        {move || (MOST < found.with(Vec::len)).then(|| view! { <p class="discret">{espaces::structures_suite()}</p> })}
    }
    .into_any()
}

fn item(structure: Structure) -> impl IntoView {
    let invite = format!("/pro/inviter?structure={}", structure.id);
    view! {
        <li class=CARD>
            <div>
                <h2 class="font-bold">{structure.nom}</h2>
                {structure.commune.map(|commune| view! { <p class="discret">{commune}</p> })}
                {structure.fiche.map(known)}
            </div>
            <a href=invite class="lien flex min-h-12 items-center gap-2">
                <Icon path=icons::PLUS />
                {pro::structures_inviter()}
            </a>
        </li>
    }
}

// What open data says of it, which may be old.
fn known(fiche: FicheStructure) -> impl IntoView {
    let porte = fiche.porte.map(|porte| view! { <p>{door(porte, &fiche.fuseau)}</p> });
    view! {
        {fiche.adresse.map(|adresse| view! { <p>{adresse}</p> })}
        {porte}
        {fiche.horaires_note.map(|note| view! { <p>{espaces::structure_note(&note)}</p> })}
        {fiche.source.map(|source| view! { <p class="discret">{espaces::structure_source(&source)}</p> })}
    }
}

/// What one searches a structure by.
pub fn about(structure: &Structure) -> String {
    format!("{} {}", structure.nom, structure.commune.as_deref().unwrap_or_default())
}

/// As one types it in a hurry: without accents, capitals, hyphens and apostrophes.
pub fn plain(text: &str) -> String {
    let apart = String::from(js_sys::JsString::from(text).normalize("NFD"));
    let letters = apart.chars().filter(|c| !('\u{300}'..='\u{36F}').contains(c));
    letters.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect::<String>().to_lowercase()
}

#[component]
fn Add(create: Creation<CreateStructure>) -> impl IntoView {
    let (nom, commune) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let tried = RwSignal::new(false);
    let error = Signal::derive(move || {
        let here = Ligne::parse(&nom.get()).err().filter(|_| tried.get()).map(codes::explain_field);
        here.or_else(|| create.problem().with(|problem| codes::of_field(problem.as_ref(), "nom")))
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        match Ligne::parse(&nom.get_untracked()) {
            Ok(nom) => create.send(CreateStructure { nom, commune: Ligne::parse(&commune.get_untracked()).ok() }),
            Err(_) => crate::ui::focus_first_error(),
        }
    };
    // Once it is added the form is ready for the next one.
    Effect::new(move || {
        if create.reply().is_some() {
            tried.set(false);
            nom.set(String::new());
            commune.set(String::new());
        }
    });
    view! {
        <section class=CARD aria-labelledby="ajouter">
            <h2 id="ajouter" class="titre-2">
                {pro::structures_ajouter()}
            </h2>
            <form class="pile" novalidate on:submit=submit>
                <Field label=pro::structures_nom() name="nom" value=nom error maxlength=200 />
                <Field label=pro::structures_commune() name="commune" value=commune maxlength=200 />
                <ProblemNotice problem=create.problem() />
                <p role="status" class="font-bold empty:hidden">
                    {move || create.reply().map(|structure| pro::structures_ajoutee(&structure.nom))}
                </p>
                <Submit label=pro::structures_action() pending=create.pending() />
            </form>
        </section>
    }
}
