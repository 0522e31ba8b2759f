//! Posters and cards: what is printed, and how many people each of them brings.

use leptos::prelude::*;
use shared::{
    Problem,
    accueil::{CreateSupport, EndSupport, EspaceEnDetail, GenreSupport, ListEspacesAnimes, ListSupports, Support},
    fields::{CodeEspace, Ligne},
};

use super::{Back, papier::Paper};
use crate::{
    api::call,
    ask::{Attempt, ask},
    route::Route,
    texts::espaces,
    ui::{
        CARD, Creation, Field, Icon, Loaded, NotFound, Page, ProblemNotice, SMALL, Submit, codes, focus_first_error,
        icons,
    },
};

/// The addresses `/pro/espaces/{code}/affiche` and `/pro/espaces/{code}/cartes`.
#[component]
pub fn SupportsPage() -> impl IntoView {
    let route = Route::expect();
    let path = route.path();
    let genre = if path.ends_with("/cartes") { GenreSupport::Cartes } else { GenreSupport::Affiche };
    let Some(code) = super::code_of(&path) else {
        return view! { <NotFound /> }.into_any();
    };
    let asked = code.clone();
    let lists = ask(move || {
        let code = asked.clone();
        async move {
            let espaces = call(ListEspacesAnimes {}).await?;
            let supports = call(ListSupports { espace: code }).await?;
            Ok::<_, Problem>((espaces, supports))
        }
    });
    // One paper at a time: what is printed is what one sees.
    let paper = RwSignal::new(None::<Support>);
    let create = Creation::<CreateSupport>::new();
    Effect::new(move || {
        if let Some(made) = create.reply() {
            paper.set(Some(made));
            lists.refetch();
        }
    });
    let again = Callback::new(move |()| lists.refetch());
    view! {
        <Loaded from=lists let:lists>
            {
                let (espaces, supports) = lists;
                let found = espaces.into_iter().find(|one| one.espace.code == code);
                let supports = supports.into_iter().filter(|one| one.genre == genre).collect::<Vec<_>>();
                match found {
                    Some(espace) => view! { <Supports espace supports genre paper create again /> }.into_any(),
                    None => view! { <NotFound /> }.into_any(),
                }
            }
        </Loaded>
    }
    .into_any()
}

#[component]
fn Supports(
    espace: EspaceEnDetail,
    supports: Vec<Support>,
    genre: GenreSupport,
    paper: RwSignal<Option<Support>>,
    create: Creation<CreateSupport>,
    again: Callback<()>,
) -> impl IntoView {
    let nom = espace.espace.nom.clone();
    let (titre, known) = match genre {
        GenreSupport::Affiche => (espaces::affiche_titre(&nom), espaces::supports_affiches()),
        GenreSupport::Cartes => (espaces::cartes_titre(&nom), espaces::supports_cartes()),
    };
    let code = espace.espace.code.clone();
    let shown = move || paper.get().map(|support| view! { <Paper espace=espace.clone() support /> });
    let is_empty = supports.is_empty();
    let item = move |support: Support| view! { <Item support paper again /> };
    view! {
        <Page titre=titre>
            <Back />
            {shown}
            <div class="grid items-start gap-6 lg:grid-cols-2">
                <Add code genre create />
                <section class="pile" aria-labelledby="supports">
                    <h2 id="supports" class="titre-2">
                        {known}
                    </h2>
                    {is_empty.then(|| view! { <p class="discret">{espaces::supports_aucun()}</p> })}
                    <ul class="pile">{supports.into_iter().map(item).collect_view()}</ul>
                </section>
            </div>
        </Page>
    }
}

#[component]
fn Add(code: CodeEspace, genre: GenreSupport, create: Creation<CreateSupport>) -> impl IntoView {
    let (libelle, tried) = (RwSignal::new(String::new()), RwSignal::new(false));
    let (label, action) = match genre {
        GenreSupport::Affiche => (espaces::support_ou_affiche(), espaces::support_faire_affiche()),
        GenreSupport::Cartes => (espaces::support_ou_cartes(), espaces::support_faire_cartes()),
    };
    let error =
        Signal::derive(move || Ligne::parse(&libelle.get()).err().filter(|_| tried.get()).map(codes::explain_field));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        match Ligne::parse(&libelle.get_untracked()) {
            Ok(libelle) => create.send(CreateSupport { espace: code.clone(), genre, libelle }),
            Err(_) => focus_first_error(),
        }
    };
    view! {
        <form class=format!("{CARD} pile") novalidate on:submit=submit>
            <Field label name="libelle" value=libelle hint=espaces::support_aide() maxlength=200 error />
            <p class="discret">{espaces::support_compte()}</p>
            <ProblemNotice problem=create.problem() />
            <Submit label=action pending=create.pending() />
        </form>
    }
}

#[component]
fn Item(support: Support, paper: RwSignal<Option<Support>>, again: Callback<()>) -> impl IntoView {
    let attempt = Attempt::new();
    let (id, libelle) = (support.id, support.libelle.clone());
    let (scans, comptes) = (support.scans.to_string(), support.comptes.to_string());
    let counts = match support.scans_semaine {
        Some(semaine) => espaces::support_scans(&scans, &semaine.to_string(), &comptes),
        None => espaces::support_scans_seuls(&scans, &comptes),
    };
    let end = move |_| {
        attempt.run(call(EndSupport { support: id }), move |_| {
            paper.update(|shown| *shown = shown.take().filter(|one| one.id != id));
            again.run(());
        });
    };
    let name = format!(" : {libelle}");
    view! {
        <li class=CARD>
            <div>
                <h3 class="font-bold">{libelle}</h3>
                <p>{counts}</p>
            </div>
            <div class="flex flex-wrap gap-2">
                <button type="button" class=SMALL on:click=move |_| paper.set(Some(support.clone()))>
                    <Icon path=icons::PRINT class="size-5 shrink-0" />
                    {espaces::support_voir()}
                    <span class="sr-only">{name.clone()}</span>
                </button>
                <button type="button" class=SMALL on:click=end>
                    {espaces::support_fini()}
                    <span class="sr-only">{name.clone()}</span>
                </button>
            </div>
            <ProblemNotice problem=attempt.problem />
        </li>
    }
}
