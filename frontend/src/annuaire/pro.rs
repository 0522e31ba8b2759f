//! For the administrator: the structures of the installation.

use leptos::prelude::*;
use shared::{
    annuaire::{CreateStructure, FicheStructure, Structure},
    fields::Ligne,
};

use super::chercher::{Search, SearchField};
use crate::{
    accueil::pro::door,
    ask::memo,
    texts::{espaces, pro},
    ui::{CARD, Creation, Drawing, EmptyState, Field, Icon, Loaded, Page, ProblemNotice, Submit, codes, icons},
};

/// The address `/pro/structures`.
#[component]
pub fn StructuresPage() -> impl IntoView {
    let create = Creation::<CreateStructure>::new();
    // Asked again when one was added.
    let search = Search::after(move || drop(create.reply()));
    view! {
        <Page titre=pro::structures_titre()>
            <div class="grid items-start gap-6 lg:grid-cols-2">
                <div class="pile">
                    <List search />
                </div>
                <Add create />
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn List(search: Search) -> impl IntoView {
    // Remade when the first one comes, not with each letter: the field keeps what one types.
    let is_empty = memo(move || search.found().ok().map(|found| found.total == 0));
    let items = move || search.found().ok().unwrap_or_default().liste.into_iter().map(item).collect_view();
    move || match is_empty.get() {
        Some(true) => view! {
            <EmptyState drawing=Drawing::Together>
                <p class="font-bold">{pro::structures_vide_titre()}</p>
                <p>{pro::structures_vide_texte()}</p>
            </EmptyState>
        }
        .into_any(),
        Some(false) => view! {
            <SearchField search />
            <ul class="pile">{items}</ul>
        }
        .into_any(),
        None => view! { <Loaded from=search.found() let:_found>""</Loaded> }.into_any(),
    }
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
